/**
 * Which windows are using a folder of ours, so that the last one to go, and the first to come after a crash, knows that
 * it is alone. Each window has an empty file with its process in the name; nothing has to be told when one dies.
 */
import { randomBytes } from 'node:crypto';
import { readdir, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { isAlive } from './processes.ts';

/** The name of this window's file; it is there after `enter` and until `leave`. */
export interface WindowPresence {
  enter(): Promise<void>;
  leave(): Promise<void>;
  /** Whether no other window that lives has entered. Takes away what dead ones have left. */
  isAlone(): Promise<boolean>;
}

export function createPresence(folder: string): WindowPresence {
  const own = `${process.pid}.${randomBytes(6).toString('hex')}.window`;
  return {
    enter: () => writeFile(path.join(folder, own), '', { mode: 0o600, flag: 'wx' }),
    leave: () => rm(path.join(folder, own), { force: true }),
    async isAlone() {
      let others = 0;
      for (const name of await readdir(folder)) {
        const pid = /^(\d+)\.[0-9a-f]{12}\.window$/.exec(name)?.[1];
        if (pid === undefined || name === own) continue;
        const file = path.join(folder, name);
        if (isAlive(Number(pid)) && (await isOfThisBoot(file))) others += 1;
        else await rm(file, { force: true });
      }
      return others === 0;
    },
  };
}

/** After a restart of the machine its number may belong to another process. */
async function isOfThisBoot(file: string): Promise<boolean> {
  const boot = Date.now() - os.uptime() * 1000;
  return stat(file).then(
    ({ mtimeMs }) => mtimeMs > boot - 5000,
    () => false,
  );
}
