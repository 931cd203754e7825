/**
 * Reads and replaces private files so that a reader, and whoever comes after a crash, finds the old content or the new
 * one and never a part. It follows no symbolic link. What the bytes mean is its callers' business.
 */
import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { lstat, open, readdir, rename, rm, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { isAlive } from './processes.ts';
import { codeOf, StorageError } from './storageError.ts';

export interface WriteOptions {
  /** Whether it waits until the disk has the bytes, which a power cut needs; true by default. */
  readonly durable?: boolean;
  /** The rights of the file, of which the process's mask takes away; its owner's alone by default. */
  readonly mode?: number;
}

/**
 * Replaces a file: a temporary file beside it, fsync, rename, fsync of the folder. The file has mode 0600 by default. Rejects as the
 * file system does, and then the old file is as it was; with StorageError (`link`, `irregular`) when something else
 * stands in its place.
 */
export async function writeAtomically(
  file: string,
  bytes: Uint8Array | readonly Uint8Array[],
  { durable = true, mode = 0o600 }: WriteOptions = {},
): Promise<void> {
  await refuseLink(file);
  const temporary = temporaryName(file);
  try {
    const handle = await open(temporary, 'wx', mode);
    try {
      await writeAll(handle, bytes);
      if (durable) await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  if (durable) await syncFolder(path.dirname(file));
}

async function writeAll(handle: FileHandle, bytes: Uint8Array | readonly Uint8Array[]): Promise<void> {
  if (bytes instanceof Uint8Array) {
    await handle.writeFile(bytes);
    return;
  }
  let left = bytes.filter(({ byteLength }) => byteLength > 0);
  while (left.length > 0) {
    const { bytesWritten } = await handle.writev(left.slice(0, mostPieces));
    left = behind(left, bytesWritten);
  }
}

/** What comes after the first bytes, of which a system may take fewer than it was given. */
function behind(pieces: readonly Uint8Array[], count: number): Uint8Array[] {
  let taken = 0;
  return pieces.flatMap((piece) => {
    const start = Math.min(piece.byteLength, Math.max(0, count - taken));
    taken += piece.byteLength;
    return start === piece.byteLength ? [] : [piece.subarray(start)];
  });
}

/** Pieces that every system takes at once. */
const mostPieces = 512;

/** Bytes of the largest file that `readPrivateFile` reads when it is not told otherwise. */
const usualLimit = 64 * 1024 * 1024;

/** The content; undefined when there is no such file. Rejects with StorageError (`link`, `irregular`, `large`). */
export async function readPrivateFile(file: string, limit = usualLimit): Promise<Buffer | undefined> {
  const handle = await openWithoutFollowing(file);
  if (handle === undefined) return undefined;
  try {
    const facts = await handle.stat();
    if (!facts.isFile()) throw new StorageError('irregular', file);
    if (facts.size > limit) throw new StorageError('large', file);
    return await handle.readFile();
  } finally {
    await handle.close();
  }
}

/** Opens for reading; undefined when there is no such file. Rejects with StorageError (`link`). */
export async function openWithoutFollowing(file: string) {
  try {
    await refuseLink(file);
    // Also against a link that comes in between, and a pipe that would never answer; 0 where there is no such flag.
    return await open(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ENOENT') return undefined;
    if (code === 'ELOOP') throw new StorageError('link', file);
    throw error;
  }
}

/** Makes a rename durable. Not every system can sync a folder; then the file system's own order has to do. */
export async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (!['EISDIR', 'EPERM', 'EINVAL', 'EACCES', 'ENOTSUP'].includes(codeOf(error) ?? '')) throw error;
  }
}

/** A name beside the file that tells which process writes it. */
export function temporaryName(file: string): string {
  const { dir, base } = path.parse(file);
  return path.join(dir, `.${base}.${process.pid}.${randomBytes(6).toString('hex')}.tmp`);
}

/** Removes what processes that are gone have left half-written, of one file or of all in the folder. */
export async function removeLeftovers(folder: string, file?: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const [, base, pid] = /^\.(.+)\.(\d+)\.[0-9a-f]{12}\.tmp$/.exec(name) ?? [];
    if (file !== undefined && base !== file) continue;
    if (pid !== undefined && !isAlive(Number(pid))) await rm(path.join(folder, name), { force: true });
  }
}

async function refuseLink(file: string): Promise<void> {
  try {
    const present = await lstat(file);
    if (present.isSymbolicLink()) throw new StorageError('link', file);
    if (!present.isFile()) throw new StorageError('irregular', file);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
  }
}
