/**
 * A file as the body of a request, read while it is sent. It is looked at once, and must be the same file whenever it
 * is sent: the length that was announced is the length that goes out. Which files may be sent is not decided here;
 * library users call it, and the runner for what a `.http` file names.
 */
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import type { BodyStream } from './body.ts';
import { RequestException, UsageError } from '../errors/errors.ts';

export interface FileBody extends BodyStream {
  readonly path: string;
  readonly length: number;
  readonly name: string;
}

export interface FileBodyOptions {
  /** What messages call the file, and the name of its part in a form; the path when left out. */
  readonly name?: string | undefined;
  /** Default true. */
  readonly followLinks?: boolean | undefined;
}

interface Identity {
  readonly dev: number;
  readonly ino: number;
  readonly size: number;
  readonly mtimeMs: number;
}

const chunkSize = 128 * 1024;

/**
 * Looks at a file without keeping it open; it is opened again for each send, which rejects with FileChanged when the
 * file is another one by then, or changes meanwhile. Rejects with UsageError (OSError) when it cannot be opened, and
 * when it is no regular file (then the fault is FileNotAllowed).
 */
export async function fileBody(path: string, options: FileBodyOptions = {}): Promise<FileBody> {
  const { name = path } = options;
  const flags = openFlags(options);
  const handle = await openFile(path, name, flags);
  try {
    const identity = await identify(handle, name);
    const length = identity.size;
    return {
      path,
      length,
      name,
      replayable: true,
      description: `${name} (${length} bytes)`,
      open: () => readSame(path, name, flags, identity),
    };
  } finally {
    await handle.close();
  }
}

async function* readSame(
  path: string,
  name: string,
  flags: number,
  before: Identity,
): AsyncGenerator<Uint8Array, void, undefined> {
  const handle = await openFile(path, name, flags);
  let reading: Promise<Uint8Array> | undefined;
  try {
    await checkSame(handle, name, before);
    reading = readAhead(handle, 0, before.size);
    for (let position = 0; position < before.size;) {
      const piece = await reading;
      if (piece.byteLength === 0) throw changed(name);
      position += piece.byteLength;
      // Once the last piece is on its way, nothing can be taken back.
      if (position === before.size) await checkSame(handle, name, before);
      // The next piece is read while this one is sent.
      else reading = readAhead(handle, position, before.size);
      yield piece;
    }
  } finally {
    await Promise.allSettled([reading]);
    await handle.close();
  }
}

/** A piece of the file on its way; whoever awaits it hears of a failure. */
function readAhead(handle: FileHandle, position: number, size: number): Promise<Uint8Array> {
  const piece = readPiece(handle, position, size);
  // Until it is awaited, a failure must not count as unhandled.
  piece.catch(() => undefined);
  return piece;
}

async function readPiece(handle: FileHandle, position: number, size: number): Promise<Uint8Array> {
  // A new buffer each time: the transport may keep the last one until the socket takes it.
  const buffer = Buffer.allocUnsafeSlow(Math.min(chunkSize, size - position));
  const { bytesRead } = await handle.read(buffer, 0, buffer.length, position);
  return buffer.subarray(0, bytesRead);
}

/** Never waits for a pipe's other end. The flags do not exist on Windows, where `undefined` counts as 0 here. */
function openFlags({ followLinks = true }: FileBodyOptions): number {
  const plain = constants.O_RDONLY | constants.O_NONBLOCK;
  return followLinks ? plain : plain | constants.O_NOFOLLOW;
}

async function openFile(path: string, name: string, flags: number): Promise<FileHandle> {
  try {
    return await open(path, flags);
  } catch (cause) {
    throw unreadable(name, cause);
  }
}

function unreadable(name: string, cause: unknown): RequestException {
  return new UsageError('OSError', `The file ${name} ${whyUnreadable(cause)}.`, { phase: 'queue', cause });
}

async function identify(handle: FileHandle, name: string): Promise<Identity> {
  const facts = await handle.stat().catch((cause: unknown) => {
    throw unreadable(name, cause);
  });
  if (!facts.isFile()) {
    const what = facts.isDirectory() ? 'a folder' : 'not a regular file';
    throw new UsageError(
      'OSError',
      `${name} is ${what} and cannot be a body.`,
      { phase: 'queue' },
      'FileNotAllowed',
    );
  }
  return { dev: facts.dev, ino: facts.ino, size: facts.size, mtimeMs: facts.mtimeMs };
}

async function checkSame(handle: FileHandle, name: string, before: Identity): Promise<void> {
  const now = await identify(handle, name);
  const same =
    before.dev === now.dev &&
    before.ino === now.ino &&
    before.size === now.size &&
    before.mtimeMs === now.mtimeMs;
  if (!same) throw changed(name);
}

function changed(name: string): RequestException {
  return new RequestException(`The file ${name} has changed since the request was prepared.`, 'FileChanged', {
    phase: 'upload',
    hint: 'Prepare the request again.',
  });
}

function whyUnreadable(cause: unknown): string {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  if (code === 'ENOENT' || code === 'ENOTDIR') return 'does not exist';
  return code === 'EACCES' || code === 'EPERM' ? 'may not be read by you' : 'cannot be read';
}
