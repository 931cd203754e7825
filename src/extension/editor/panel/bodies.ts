/**
 * The store of response bodies of this window: made with the first send, in a folder of its own, taken away when
 * the window closes. What a window left behind that did not close is taken away by the next one.
 */
import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import type { BodyStore } from '../../runner/index.ts';
import { loadEngine } from '../sending/loadEngine.ts';
import { bodyMemoryLimit } from '../settings/settings.ts';

export interface Bodies {
  store(): Promise<BodyStore>;
  dispose(): void;
}

/** `storage` is the extension's own folder, never one of the workspace. */
export function createBodies(storage: string): Bodies {
  const top = path.join(storage, 'bodies');
  // The process's number tells a later window whether anybody still uses the folder.
  const folder = path.join(top, String(process.pid));
  let making: Promise<BodyStore> | undefined;

  const make = async (): Promise<BodyStore> => {
    const { createBodyStore } = await loadEngine();
    await removeLeftovers(top);
    const memoryLimit = bodyMemoryLimit();
    return createBodyStore({ folder, memoryLimit, indexesLines: true, keepsRaw: true });
  };
  return {
    store: () => (making ??= make()),
    dispose() {
      void making?.then((store) => store.dispose()).then(() => rm(folder, { recursive: true, force: true }));
    },
  };
}

async function removeLeftovers(top: string): Promise<void> {
  const names = await readdir(top).catch(() => []);
  const dead = names.filter(
    (name) => /^\d+$/.test(name) && Number(name) !== process.pid && !isAlive(Number(name)),
  );
  await Promise.all(dead.map((name) => rm(path.join(top, name), { recursive: true, force: true })));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Somebody else's process is alive, too.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
