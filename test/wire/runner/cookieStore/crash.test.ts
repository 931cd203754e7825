import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keyText, openWindow, storeFolder } from './windows.ts';

const folder = storeFolder();

/** One file, because a process is started sixty times: from its sources each start would take five times as long. */
let program: string;
beforeAll(async () => {
  const outdir = await mkdtemp(path.join(os.tmpdir(), 'keep-cookies-'));
  program = path.join(outdir, 'keepCookies.mjs');
  await build({
    entryPoints: [path.join(import.meta.dirname, 'keepCookies.ts')],
    outfile: program,
    bundle: true,
    platform: 'node',
    format: 'esm',
    banner: {
      js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
    },
  });
});
afterAll(() => rm(path.dirname(program), { recursive: true }));

function start(work: string, name: string, count: number) {
  return spawn(process.execPath, [program, work, folder.path, keyText, name, String(count)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

describe('the file of a jar', () => {
  it('has the cookies of every process that wrote to it (K03)', async () => {
    const own = await openWindow(folder.path);
    const others = ['one', 'two'].map((name) => start('many', name, 1000));
    const ended = others.map((process_) => once(process_, 'exit'));
    for (let number = 0; number < 1000; number++) {
      const domain = `host${Math.floor(number / 100)}.own.test`;
      own.jar.set({ name: `c${number}`, value: '1', domain });
      if (number % 20 === 19) await own.store.settle();
    }
    expect((await Promise.all(ended)).map(([code]) => code as unknown)).toEqual([0, 0]);
    const { jar, broken } = await openWindow(folder.path);
    const count = (name: string): number =>
      jar.list().filter(({ domain }) => domain.endsWith(`.${name}.test`)).length;
    expect([count('one'), count('two'), count('own')]).toEqual([1000, 1000, 1000]);
    expect(broken).toEqual([]);
  });

  it('is the old or the new one after kill -9 at any moment of a save (K01)', async () => {
    const rounds = new Set<string>();
    for (let trial = 0; trial < 60; trial++) {
      const child = start('forever', 'own', 50);
      await once(child.stdout, 'data');
      // Another moment of the loop each time; a save takes some milliseconds.
      await pause(trial % 20);
      child.kill('SIGKILL');
      await once(child, 'exit');
      const { jar, broken, store } = await openWindow(folder.path, { keeps: true });
      expect(broken).toEqual([]);
      // All of one round.
      const values = new Set(jar.list().map(({ value }) => value));
      expect([values.size, jar.list().length]).toEqual([1, 50]);
      rounds.add([...values].join());
      await store.close();
    }
    // It was not killed at the same moment each time.
    expect(rounds.size).toBeGreaterThan(1);
    const last = await openWindow(folder.path);
    last.jar.clear();
    await last.store.close();
    expect((await readdir(folder.path)).filter((name) => /tmp|lock|window/.test(name))).toEqual([]);
  }, 60_000);
});
