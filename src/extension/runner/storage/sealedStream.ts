/**
 * Long contents, such as bodies, sealed piece by piece: written as they come, read at any place, never whole in memory.
 * Each file has a key of its own, derived from the user's and a salt; each piece has its number as nonce, and the last
 * one is marked, so that pieces can be neither swapped nor cut off unnoticed.
 *
 * A file: `HSB`, version, kind, id of the key (8), salt (32), then pieces of 64 KiB, each with a tag of 16 bytes (in a
 * file that is not encrypted: without).
 */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { readAt } from '../bodies/readAt.ts';
import { openWithoutFollowing, syncFolder, temporaryName } from './atomicFile.ts';
import type { Sealer } from './seal.ts';
import { StorageError } from './storageError.ts';

const magic = Buffer.from('HSB');
const version = 1;
const saltLength = 32;
const headLength = 3 + 1 + 1 + 8 + saltLength;
const pieceLength = 64 * 1024;
const tagLength = 16;

/**
 * Writes a new file from pieces of any size; it appears under its name only when it is complete. Resolves with the bytes
 * it takes on disk. Rejects as the file system or the source does, and then there is no file.
 */
export async function writeSealedStream(
  file: string,
  source: AsyncIterable<Uint8Array>,
  sealer: Sealer,
): Promise<number> {
  const temporary = temporaryName(file);
  const salt = randomBytes(saltLength);
  const kind = sealer.encrypts ? 1 : 0;
  const key = sealer.deriveKey(salt);
  try {
    const handle = await open(temporary, 'wx', 0o600);
    let size = 0;
    try {
      const write = async (bytes: Uint8Array): Promise<void> => {
        await handle.appendFile(bytes);
        size += bytes.byteLength;
      };
      await write(Buffer.concat([magic, Buffer.from([version, kind]), sealer.keyId, salt]));
      let count = 0;
      for await (const { piece, isLast } of pieces(source)) {
        await write(key === undefined ? piece : encrypt(piece, key, nonceOf(count, isLast)));
        count += 1;
      }
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
    await syncFolder(path.dirname(file));
    return size;
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

export interface SealedStream {
  /** Bytes of the content. */
  readonly length: number;
  /** The bytes [offset, offset + length), fewer at the end. Rejects with StorageError when the file was changed or is gone. */
  read(offset: number, length: number): Promise<Uint8Array>;
  /** Frees what it holds; reads give nothing afterwards. */
  close(): void;
}

/** Undefined when there is no such file. Rejects with StorageError when it cannot be opened with this key. */
export async function openSealedStream(file: string, sealer: Sealer): Promise<SealedStream | undefined> {
  const handle = await openWithoutFollowing(file);
  if (handle === undefined) return undefined;
  try {
    return new StreamReader(file, await readLayout(handle, file, sealer));
  } finally {
    await handle.close();
  }
}

interface Layout {
  readonly key: Uint8Array | undefined;
  readonly length: number;
  readonly pieces: number;
}

async function readLayout(handle: FileHandle, file: string, sealer: Sealer): Promise<Layout> {
  const facts = await handle.stat();
  if (!facts.isFile()) throw new StorageError('irregular', file);
  if (facts.size === 0) throw new StorageError('empty', file);
  const head = await readAt(handle, 0, headLength);
  if (!magic.equals(head.subarray(0, 3))) throw new StorageError('foreign', file);
  if (head.byteLength < headLength) throw new StorageError('truncated', file);
  if ((head[3] ?? 0) > version) throw new StorageError('version', file);
  const isSealed = head[4] === 1;
  if (isSealed && !Buffer.from(sealer.keyId).equals(head.subarray(5, 13)))
    throw new StorageError('key', file);
  const key = isSealed ? sealer.deriveKey(head.subarray(13)) : undefined;
  const tag = isSealed ? tagLength : 0;
  const rest = facts.size - headLength;
  const count = isSealed ? Math.ceil(rest / (pieceLength + tag)) : Math.ceil(rest / pieceLength);
  const layout = { key, pieces: count, length: rest - count * tag };
  if (isSealed && count === 0) throw new StorageError('truncated', file);
  return layout;
}

class StreamReader implements SealedStream {
  readonly length: number;
  readonly #file: string;
  readonly #layout: Layout;
  /** Views read on from where they are, so the piece that was read last is often the next one, too. */
  #recent: { readonly index: number; readonly bytes: Uint8Array } | undefined;
  #closed = false;

  constructor(file: string, layout: Layout) {
    this.#file = file;
    this.#layout = layout;
    this.length = layout.length;
  }

  async read(offset: number, length: number): Promise<Uint8Array> {
    const start = Math.max(0, offset);
    const end = Math.min(this.length, start + Math.max(0, length));
    if (this.#closed || end <= start) return new Uint8Array(0);
    const bytes = new Uint8Array(end - start);
    // Opened for each read: who looks at many bodies must not run out of open files.
    const handle = await openWithoutFollowing(this.#file);
    if (handle === undefined) throw new StorageError('missing', this.#file);
    try {
      await this.#fill(handle, bytes, start);
    } finally {
      await handle.close();
    }
    return bytes;
  }

  close(): void {
    this.#closed = true;
    this.#recent = undefined;
  }

  async #fill(handle: FileHandle, bytes: Uint8Array, start: number): Promise<void> {
    const end = start + bytes.byteLength;
    for (let at = start; at < end;) {
      const index = Math.floor(at / pieceLength);
      const piece = await this.#piece(handle, index);
      const from = at - index * pieceLength;
      const part = piece.subarray(from, Math.min(piece.byteLength, end - index * pieceLength));
      if (part.byteLength === 0) throw new StorageError('truncated', this.#file);
      bytes.set(part, at - start);
      at += part.byteLength;
    }
  }

  async #piece(handle: FileHandle, index: number): Promise<Uint8Array> {
    if (this.#recent?.index === index) return this.#recent.bytes;
    const { key, pieces: count } = this.#layout;
    const stride = pieceLength + (key === undefined ? 0 : tagLength);
    const raw = await readAt(handle, headLength + index * stride, stride);
    const bytes = key === undefined ? raw : decrypt(raw, key, nonceOf(index, index === count - 1));
    if (bytes === undefined) throw new StorageError('damaged', this.#file);
    this.#recent = { index, bytes };
    return bytes;
  }
}

/** The source cut into pieces of one size; the last one, which may be empty, is marked. */
async function* pieces(
  source: AsyncIterable<Uint8Array>,
): AsyncGenerator<{ readonly piece: Uint8Array; readonly isLast: boolean }> {
  let pending: Buffer = Buffer.alloc(0);
  for await (const chunk of source) {
    pending = Buffer.concat([pending, chunk]);
    // One byte more, because what follows decides whether this is the last one.
    let at = 0;
    while (pending.byteLength - at > pieceLength) {
      yield { piece: pending.subarray(at, at + pieceLength), isLast: false };
      at += pieceLength;
    }
    pending = pending.subarray(at);
  }
  yield { piece: pending, isLast: true };
}

/** No key is used for two files, so the number of the piece is enough. */
function nonceOf(index: number, isLast: boolean): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeUIntBE(index, 5, 6);
  nonce[11] = isLast ? 1 : 0;
  return nonce;
}

function encrypt(piece: Uint8Array, key: Uint8Array, nonce: Uint8Array): Buffer {
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  return Buffer.concat([cipher.update(piece), cipher.final(), cipher.getAuthTag()]);
}

function decrypt(raw: Uint8Array, key: Uint8Array, nonce: Uint8Array): Uint8Array | undefined {
  if (raw.byteLength < tagLength) return undefined;
  const decipher = createDecipheriv('aes-256-gcm', key, nonce);
  decipher.setAuthTag(raw.subarray(raw.byteLength - tagLength));
  try {
    return Buffer.concat([decipher.update(raw.subarray(0, raw.byteLength - tagLength)), decipher.final()]);
  } catch {
    return undefined;
  }
}
