import { defineConfig } from 'vitest/config';

const project = (name: string, include: string[], extra: object = {}) => ({
  // Node reads these files as they are; nothing is transformed.
  test: { name, include, environment: 'node', experimental: { viteModuleRunner: false }, ...extra },
});

/** It talks to servers, so it is not among the unit tests beside it. */
const conformance = 'test/extension/http/conformance.test.ts';

export default defineConfig({
  test: {
    projects: [
      project('unit', ['test/{language,extension,grammar}/**/*.test.ts'], {
        exclude: [conformance],
        isolate: false,
        pool: 'threads',
        maxWorkers: '100%',
      }),
      project('properties', ['test/properties/**/*.test.ts'], { maxWorkers: '100%', testTimeout: 20_000 }),
      project('wire', ['test/{wire,torture}/**/*.test.ts', conformance], { testTimeout: 20_000 }),
      project('repository', ['test/repository/**/*.test.ts'], { testTimeout: 120_000 }),
      project('scenarios', ['test/scenarios/**/*.test.ts'], {
        testTimeout: 180_000,
        hookTimeout: 300_000,
        setupFiles: ['test/scenarios/pictures.ts'],
        // A window of VS Code takes its time on a busy machine, and a click that falls into a redraw is lost. A person
        // clicks again, so does a test, once.
        retry: 1,
        expect: { poll: { timeout: 20_000 } },
        fileParallelism: false,
      }),
    ],
  },
});
