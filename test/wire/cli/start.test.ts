import path from 'node:path';
import { build } from 'esbuild';
import { expect, it } from 'vitest';
import { startRawServer } from '../../sandbox/index.ts';
import { createPlace } from './runCli.ts';

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
  expect(loadedBy('cli/send.ts').filter((input) => /suite|reports\/|dataFile|papaparse/.test(input))).toEqual(
    [],
  );
  const suite = loadedBy('suite/suite.ts');
  expect(suite.some((input) => input.endsWith('reports/junitReport.ts'))).toBe(true);
  expect(suite.filter((input) => input.includes('papaparse'))).toEqual([]);
});

it('loads no part of Node that is slow to load and that a plain request does not need', async () => {
  const server = await startRawServer();
  const told = `process.on('exit', () => process.stderr.write(process.moduleLoadList.join('\\n')));`;
  const files = { 'a.http': `GET ${server.url}/\n`, 'told.mjs': told };
  const { run, remove } = await createPlace(files, { NODE_OPTIONS: '--import=./told.mjs' });
  const { code, err } = await run('send', 'a.http');
  const loaded = err.split('\n').map((line) => line.replace('NativeModule ', ''));
  expect([code, loaded.includes('net')]).toEqual([0, true]);
  expect(
    loaded.filter((name) => /^(crypto|fs\/promises|http|http2|readline|tls|worker_threads|zlib)$/.test(name)),
  ).toEqual([]);
  await remove();
  await server.close();
});
