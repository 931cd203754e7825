import { defineConfig } from 'vitest/config';

const project = (name: string, include: string[], extra: object = {}) => ({
  test: { name, include, environment: 'node', ...extra },
});

export default defineConfig({
  test: {
    projects: [
      project('unit', ['test/{language,extension,grammar}/**/*.test.ts'], {
        isolate: false,
        pool: 'threads',
      }),
      project('wire', ['test/{sandbox,cli,wire}/**/*.test.ts'], { testTimeout: 20_000 }),
      project('repository', ['test/repository/**/*.test.ts'], { testTimeout: 120_000 }),
      project('scenarios', ['test/scenarios/**/*.test.ts'], {
        testTimeout: 180_000,
        hookTimeout: 300_000,
        setupFiles: ['test/scenarios/pictures.ts'],
        // A window of VS Code takes its time on a busy machine.
        expect: { poll: { timeout: 20_000 } },
        fileParallelism: false,
      }),
    ],
  },
});
