import { spawnSync } from 'node:child_process';
import { chmod, chown, readdir } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { keyText, namesOf, openWindow, storeFolder } from './windows.ts';

const folder = storeFolder();
const program = path.join(import.meta.dirname, 'keepCookies.ts');
const command = (work: string) => [process.execPath, program, work, folder.path, keyText, 'own', '0'];

function run(words: readonly string[], environment: Readonly<Record<string, string>> = {}): unknown {
  const [first = '', ...rest] = words;
  const { stdout, stderr } = spawnSync(first, rest, { env: { ...process.env, ...environment } });
  expect(String(stderr)).toBe('');
  return JSON.parse(String(stdout));
}

/** Whether a disk of 1 MiB can be had here, for one process alone. */
function canMount(): boolean {
  const words = ['-rm', 'mount', '-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder.path];
  return spawnSync('unshare', words).status === 0;
}

describe('cookies that cannot be written', () => {
  it('are told, wait for room on the disk, and the old ones stay', () => {
    const [shell, disk] = canMount()
      ? [['unshare', '-rm', 'sh', '-c', 'mount -t tmpfs -o size=1m tmpfs "$3"; exec "$0" "$@"'], 'diskFull']
      : [['sh', '-c', 'ulimit -f 100; exec "$0" "$@"'], 'unwritable'];
    const said = run([...shell, ...command('full')]);
    if (disk === 'diskFull') expect(said).toEqual({ problem: disk, kept: 10, after: null, later: 1000 });
    else expect(said).toMatchObject({ problem: disk, kept: 10 });
  });

  it('are told, and used from memory, where the folder may only be read', async () => {
    const { store, jar } = await openWindow(folder.path, { keeps: true });
    jar.set({ name: 'old', value: '1', domain: 'a.test' });
    await store.close();
    const isRoot = process.getuid?.() === 0;
    // Root may write everywhere, so the process becomes another user: one who owns the file, and not the folder.
    const uid = isRoot ? 65534 : undefined;
    if (uid !== undefined) {
      for (const name of await readdir(folder.path)) await chown(path.join(folder.path, name), uid, uid);
    }
    await chmod(folder.path, 0o555);
    const said = run(command('readOnly'), uid === undefined ? {} : { TEST_UID: String(uid) });
    await chmod(folder.path, 0o755);
    expect(said).toEqual({ before: 1, problem: 'unwritable', now: 2 });
    expect(namesOf((await openWindow(folder.path, { keeps: true })).jar)).toEqual(['old']);
  });
});
