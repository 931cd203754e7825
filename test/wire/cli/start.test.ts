import path from 'node:path';
import { build } from 'esbuild';
import { expect, it } from 'vitest';

it('starts without the code that sends requests', async () => {
  const { metafile } = await build({
    entryPoints: { cli: path.resolve(import.meta.dirname, '../../../src/extension/cli/main.ts') },
    outdir: 'unused',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    write: false,
    metafile: true,
    logLevel: 'error',
  });
  const outputs = Object.entries(metafile.outputs);
  const loadedBy = (source: string): readonly string[] => {
    const loaded = new Set<string>();
    const load = (file: string): void => {
      if (loaded.has(file)) return;
      loaded.add(file);
      for (const { path: next, kind } of metafile.outputs[file]?.imports ?? []) {
        if (kind === 'import-statement') load(next);
      }
    };
    load(outputs.find(([, { entryPoint }]) => entryPoint?.endsWith(source) === true)?.[0] ?? 'missing');
    return [...loaded].flatMap((file) => Object.keys(metafile.outputs[file]?.inputs ?? {}));
  };
  for (const source of ['cli/main.ts', 'cli/list.ts']) {
    expect(loadedBy(source).some((input) => input.endsWith(source))).toBe(true);
    expect(loadedBy(source).filter((input) => /node_modules\/undici|extension\/http\//.test(input))).toEqual(
      [],
    );
  }
  expect(loadedBy('cli/send.ts').some((input) => input.includes('node_modules/undici'))).toBe(true);
});
