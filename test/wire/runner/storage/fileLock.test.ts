import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, utimes, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { LockTimeout, withFileLock } from '../../../../src/extension/runner/storage/index.ts';
import { namesIn, testFolder } from './folder.ts';

const folder = testFolder();
const lock = (): string => path.join(folder.path, 'lock');

/** A process that has ended. */
async function deadPid(): Promise<number> {
  const child = spawn(process.execPath, ['-e', '']);
  await once(child, 'exit');
  return child.pid!;
}

describe('a lock between processes', () => {
  it('lets no update be lost', async () => {
    const counter = path.join(folder.path, 'counter');
    await writeFile(counter, '0');
    const child = path.join(import.meta.dirname, 'countUp.ts');
    const processes = [1, 2, 3].map(() =>
      spawn(process.execPath, [child, lock(), counter, '60'], { stdio: 'inherit' }),
    );
    const codes = await Promise.all(processes.map(async (one) => (await once(one, 'exit'))[0] as number));
    expect(codes).toEqual([0, 0, 0]);
    expect(await readFile(counter, 'utf8')).toBe('180');
    expect(await namesIn(folder.path)).toEqual(['counter']);
  });

  it('is taken over from a process that is gone', async () => {
    await writeFile(lock(), `${await deadPid()} x ${os.hostname()}`);
    await expect(withFileLock(lock(), () => Promise.resolve('done'), { patience: 1000 })).resolves.toBe(
      'done',
    );
  });

  it('is taken over also when another process was killed while it did that', async () => {
    await writeFile(lock(), `${await deadPid()} x ${os.hostname()}`);
    await writeFile(`${lock()}.break`, `${await deadPid()} y ${os.hostname()}`);
    const work = () => Promise.resolve('done');
    await expect(withFileLock(lock(), work, { patience: 1000 })).resolves.toBe('done');
    expect(await namesIn(folder.path)).toEqual([]);
  });

  it('is held by one at a time also when many take it over', async () => {
    for (let round = 0; round < 20; round++) {
      await writeFile(lock(), `999999999 x ${os.hostname()}`);
      let inside = 0;
      const work = async (): Promise<void> => {
        inside += 1;
        expect(inside).toBe(1);
        await Promise.resolve();
        inside -= 1;
      };
      await Promise.all(Array.from({ length: 4 }, () => withFileLock(lock(), work)));
    }
    expect(await namesIn(folder.path)).toEqual([]);
  });

  it('is waited for no longer than allowed while others take it over', async () => {
    await writeFile(lock(), `999999999 x ${os.hostname()}`);
    await writeFile(`${lock()}.break`, `${process.ppid} y ${os.hostname()}`);
    await expect(withFileLock(lock(), () => Promise.resolve(), { patience: 30 })).rejects.toThrow(
      LockTimeout,
    );
  });

  it('is taken over when it was forgotten', async () => {
    await writeFile(lock(), `1 x some.other.machine`);
    const long = new Date(Date.now() - 120_000);
    await utimes(lock(), long, long);
    await expect(withFileLock(lock(), () => Promise.resolve('done'), { patience: 1000 })).resolves.toBe(
      'done',
    );
  });

  it('that this process left over is broken at once', async () => {
    await writeFile(lock(), `${process.pid} x ${os.hostname()}`);
    await expect(withFileLock(lock(), () => Promise.resolve('done'), { patience: 1000 })).resolves.toBe(
      'done',
    );
  });

  it('is not waited for without end', async () => {
    await writeFile(lock(), `${process.ppid} x ${os.hostname()}`);
    await expect(withFileLock(lock(), () => Promise.resolve(), { patience: 30 })).rejects.toThrow(
      LockTimeout,
    );
  });

  it('is given back when the work fails', async () => {
    await expect(withFileLock(lock(), () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await namesIn(folder.path)).toEqual([]);
  });
});
