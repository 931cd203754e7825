/**
 * One writer at a time among all processes of the machine: a lock file that names its holder. It is held for the
 * moments of a read-change-write and never while idle. The lock of a process that is gone is broken by the next.
 */
import { randomBytes } from 'node:crypto';
import { link, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { temporaryName } from './atomicFile.ts';
import { isAlive } from './processes.ts';
import { codeOf } from './storageError.ts';

export interface LockOptions {
  /** Milliseconds to wait for the lock; 10,000 by default. */
  readonly patience?: number;
  /** Milliseconds after which a lock counts as forgotten, whoever holds it; 60,000 by default. */
  readonly forgotten?: number;
}

/** Runs `work` while holding the lock. Rejects with LockTimeout when others keep it too long. */
export async function withFileLock<T>(
  file: string,
  work: () => Promise<T>,
  { patience = 10_000, forgotten = 60_000 }: LockOptions = {},
): Promise<T> {
  const holder = `${process.pid} ${randomBytes(8).toString('hex')} ${os.hostname()}`;
  const end = Date.now() + patience;
  wanted.add(holder);
  try {
    while (!(await take(file, holder))) {
      if (Date.now() > end) throw new LockTimeout(file);
      if ((await staleContent(file, forgotten)) !== undefined) await breakLock(file, holder, forgotten);
      // Different waits, so that two who wait do not keep meeting.
      else await pause(2 + Math.random() * 20);
    }
    try {
      return await work();
    } finally {
      await release(file, holder);
    }
  } finally {
    wanted.delete(holder);
  }
}

/** Locks that this process holds or waits for: another one in its name has been left over. */
const wanted = new Set<string>();

/** The work is done, whatever becomes of the lock: one that cannot be removed is broken by the next who wants it. */
async function release(file: string, holder: string): Promise<void> {
  try {
    // It may have been broken and taken by another if this process was stopped for long.
    if ((await contentOf(file)) === holder) await rm(file, { force: true });
  } catch {
    // As said above.
  }
}

/** Another process has held the lock for all the time that was allowed. */
export class LockTimeout extends Error {
  override readonly name = 'LockTimeout';
  constructor(file: string) {
    super(`${file} is locked by another process.`);
  }
}

/** The lock appears with its content or not at all: a link to a file that is already written. */
async function take(file: string, holder: string): Promise<boolean> {
  const temporary = temporaryName(file);
  try {
    await writeFile(temporary, holder, { flag: 'wx', mode: 0o600 });
    await link(temporary, file);
    return true;
  } catch (error) {
    const code = codeOf(error);
    if (code === 'EEXIST') return false;
    // A file system without links: the content comes a moment later.
    if (code === 'EPERM' || code === 'ENOTSUP' || code === 'ENOSYS') {
      return await takeWithoutLink(file, holder);
    }
    throw error;
  } finally {
    // The lock is taken or not; a leftover beside it means nothing.
    await rm(temporary, { force: true }).catch(() => undefined);
  }
}

async function takeWithoutLink(file: string, holder: string): Promise<boolean> {
  try {
    await writeFile(file, holder, { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

/** What a lock says whose holder is gone or has forgotten it; undefined for one that is held. */
async function staleContent(file: string, forgotten: number): Promise<string | undefined> {
  const holder = await contentOf(file);
  if (holder === undefined) return undefined;
  const [pid, , host] = holder.split(' ');
  const isOwn = Number(pid) === process.pid && !wanted.has(holder);
  if (host === os.hostname() && (isOwn || !isAlive(Number(pid)))) return holder;
  const age = await stat(file).then(
    ({ mtimeMs }) => Date.now() - mtimeMs,
    () => 0,
  );
  return age > forgotten ? holder : undefined;
}

/**
 * Under a second lock: else one could take away the lock that another has just got in place of the stale one. Who is
 * killed in the middle leaves that one stale, too; it is taken away like the first.
 */
async function breakLock(file: string, holder: string, forgotten: number): Promise<void> {
  const guard = `${file}.break`;
  if (!(await take(guard, holder))) {
    const left = await staleContent(guard, forgotten);
    if (left === undefined) await pause(2 + Math.random() * 20);
    else await removeIf(guard, left);
    return;
  }
  try {
    const left = await staleContent(file, forgotten);
    if (left !== undefined) await removeIf(file, left);
  } finally {
    if ((await contentOf(guard)) === holder) await rm(guard, { force: true });
  }
}

/** Takes a lock file away when it says just that, and leaves another one where it is. */
async function removeIf(file: string, content: string): Promise<void> {
  const aside = temporaryName(file);
  try {
    await rename(file, aside);
    if ((await contentOf(aside)) !== content) await link(aside, file);
  } catch (error) {
    // Somebody else was quicker.
    if (!['ENOENT', 'EEXIST'].includes(codeOf(error) ?? '')) throw error;
  } finally {
    await rm(aside, { force: true });
  }
}

async function contentOf(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}
