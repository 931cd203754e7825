/**
 * Keeps the bytes of a body while they arrive: in memory up to a limit, then in a temporary file that only
 * its owner may read. Views read ranges at any time, also while more is appended, so no body has to exist
 * whole anywhere. The store knows nothing of HTTP; the runner appends decoded bytes, those that came over the wire
 * where they are others, and ends the spool.
 */
import type { Hash } from 'node:crypto';
import { createHash, randomBytes } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { mkdir, mkdtemp, open, rm, rmdir } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createLineIndex, type GrowingLineIndex, type LineIndex } from './lineIndex.ts';
import { readAt } from './readAt.ts';

/** What a view may do with a body: read ranges of what is there now. */
export interface BodyReader {
  /** Bytes that can be read now. */
  readonly length: number;
  /** True once the whole body has arrived; stays false for a body that was cut off. */
  readonly complete: boolean;
  /** SHA-256 (hex) of all `length` bytes; undefined while more may come, and where the store takes none. */
  readonly sha256: string | undefined;
  /** Where its lines begin; undefined where the store keeps no such index. */
  readonly lines?: LineIndex | undefined;
  /** The bytes as they came over the wire; undefined where they are the same, or were not kept. Disposed with this one. */
  readonly raw?: BodyReader | undefined;
  /** Gives the bytes [offset, offset + length), fewer at the end, none behind it or after `dispose`. */
  read(offset: number, length: number): Promise<Uint8Array>;
  /** Frees memory and removes the temporary file. Safe to call twice. */
  dispose(): Promise<void>;
}

export interface BodySpool {
  readonly reader: BodyReader;
  /** Resolves when the bytes can be read; the caller waits for it, which slows a fast sender down to the disk. */
  append(chunk: Uint8Array): Promise<void>;
  /** The same for the bytes of an encoded body as they came; undefined where the store does not keep them. */
  readonly appendRaw?: ((chunk: Uint8Array) => Promise<void>) | undefined;
  /** No more bytes will come; `complete` says whether all of them did. */
  end(complete: boolean): Promise<void>;
}

export interface BodyStore {
  /** `charset` is what the body is said to be in, for the index of its lines. */
  createSpool(charset?: string): BodySpool;
  /** Disposes every spool that is still alive and removes the folder if it is empty. */
  dispose(): Promise<void>;
}

export interface BodyStoreOptions {
  /** Where temporary files go, by default a folder of its own among the system's; made (mode 0700) when first needed. */
  readonly folder?: string | undefined;
  /** Bytes of one body kept in memory before it moves to a file; 1 MiB by default. */
  readonly memoryLimit?: number;
  /** Whether readers tell the SHA-256; true by default. */
  readonly hashes?: boolean;
  /** Whether readers know where lines begin; false by default. It costs half a nanosecond a byte, for very short lines two. */
  readonly indexesLines?: boolean;
  /** Whether encoded bodies are kept as they came, too; false by default. Both share the limit of memory. */
  readonly keepsRaw?: boolean;
}

const defaultMemoryLimit = 1024 * 1024;

export function createBodyStore(options: BodyStoreOptions): BodyStore {
  const alive = new Set<Spool>();
  const { memoryLimit = defaultMemoryLimit, hashes = true, indexesLines = false, keepsRaw = false } = options;
  let folder: Promise<string> | undefined;
  const makeFolder = (): Promise<string> =>
    (folder ??= makeTemporaryFolder(options.folder).catch((error: unknown) => {
      // The next body may find room.
      folder = undefined;
      throw error;
    }));
  return {
    createSpool(charset) {
      const lines = indexesLines ? createLineIndex(charset) : undefined;
      const memory: SpoolMemory = { used: 0, limit: memoryLimit };
      const spool = new Spool({ makeFolder, memory, hashes, lines, keepsRaw }, () => {
        alive.delete(spool);
      });
      alive.add(spool);
      return spool;
    },
    async dispose() {
      await Promise.all([...alive].map((spool) => spool.dispose()));
      // Only when nobody else keeps something there.
      await folder?.then(rmdir).catch(() => undefined);
    },
  };
}

/** What a body and its raw bytes may take together, in bytes. */
interface SpoolMemory {
  used: number;
  readonly limit: number;
}

interface SpoolOptions {
  readonly makeFolder: () => Promise<string>;
  readonly memory: SpoolMemory;
  readonly hashes: boolean;
  readonly lines: GrowingLineIndex | undefined;
  readonly keepsRaw: boolean;
}

/** Is its own reader: one is made for every answer, and accessors of an object are dearer than those of a class. */
class Spool implements BodySpool, BodyReader {
  readonly appendRaw: ((chunk: Uint8Array) => Promise<void>) | undefined;
  readonly #options: SpoolOptions;
  readonly #onDidDispose: () => void;
  readonly #hash: Hash | undefined;
  readonly lines: GrowingLineIndex | undefined;
  /** Made with the first of its bytes. */
  #raw: Spool | undefined;
  #chunks: Uint8Array[] = [];
  #file: { readonly handle: FileHandle; readonly path: string } | undefined;
  #length = 0;
  #ended = false;
  #complete = false;
  #sha256: string | undefined;
  #disposed = false;
  /** Writes and disposal follow each other in one chain, so that neither meets a half-done other. */
  #last: Promise<void> = Promise.resolve();

  constructor(options: SpoolOptions, onDidDispose: () => void = () => undefined) {
    this.#options = options;
    this.#hash = options.hashes ? createHash('sha256') : undefined;
    this.lines = options.lines;
    this.#onDidDispose = onDidDispose;
    this.appendRaw = options.keepsRaw ? (chunk) => this.#writeRaw(chunk) : undefined;
  }

  get reader(): BodyReader {
    return this;
  }

  get length(): number {
    return this.#length;
  }

  get complete(): boolean {
    return this.#complete;
  }

  get sha256(): string | undefined {
    return this.#sha256;
  }

  get raw(): BodyReader | undefined {
    return this.#raw;
  }

  append(chunk: Uint8Array): Promise<void> {
    return this.#inOrder(() => this.#write(chunk));
  }

  end(complete: boolean): Promise<void> {
    return this.#inOrder(async () => {
      if (this.#ended) return;
      await this.#raw?.end(complete);
      this.#ended = true;
      this.#complete = complete;
      this.#sha256 = this.#hash?.digest('hex');
    });
  }

  async #writeRaw(chunk: Uint8Array): Promise<void> {
    if (this.#disposed || this.#ended) return;
    this.#raw ??= new Spool({ ...this.#options, hashes: false, lines: undefined, keepsRaw: false });
    await this.#raw.append(chunk);
  }

  async #write(chunk: Uint8Array): Promise<void> {
    if (this.#disposed || this.#ended || chunk.length === 0) return;
    const { memory } = this.#options;
    if (this.#file === undefined && memory.used + chunk.length > memory.limit) await this.#moveToFile();
    if (this.#file === undefined) {
      // The sender may reuse its buffer for the next chunk.
      this.#chunks.push(new Uint8Array(chunk));
      memory.used += chunk.length;
      this.#hash?.update(chunk);
    } else {
      const written = writeAll(this.#file.handle, chunk, this.#length);
      // While another thread writes.
      this.#hash?.update(chunk);
      await written;
    }
    this.lines?.push(chunk);
    // Readers see the bytes only now, when they really can be read.
    this.#length += chunk.length;
  }

  async #moveToFile(): Promise<void> {
    const filePath = path.join(
      await this.#options.makeFolder(),
      `body-${randomBytes(16).toString('hex')}.tmp`,
    );
    const handle = await open(filePath, 'wx+', 0o600);
    try {
      let position = 0;
      for (const chunk of this.#chunks) {
        await writeAll(handle, chunk, position);
        position += chunk.length;
      }
    } catch (error) {
      await handle.close();
      await rm(filePath, { force: true });
      throw error;
    }
    // Only now: a reader that comes in between still finds every byte in memory.
    this.#file = { handle, path: filePath };
    this.#freeMemory();
  }

  async read(offset: number, length: number): Promise<Uint8Array> {
    const start = Math.max(0, offset);
    const end = Math.min(this.#length, start + Math.max(0, length));
    if (this.#disposed || end <= start) return new Uint8Array(0);
    if (this.#file === undefined) return sliceOf(this.#chunks, start, end);
    try {
      return await readAt(this.#file.handle, start, end - start);
    } catch (error) {
      // The body was disposed while it was being read.
      if (this.#isDisposed()) return new Uint8Array(0);
      throw error;
    }
  }

  dispose(): Promise<void> {
    return this.#inOrder(() => this.#dispose());
  }

  async #dispose(): Promise<void> {
    if (this.#disposed) return;
    this.#disposed = true;
    this.#freeMemory();
    this.#onDidDispose();
    await this.#raw?.dispose();
    if (this.#file === undefined) return;
    await this.#file.handle.close();
    await rm(this.#file.path, { force: true });
  }

  #freeMemory(): void {
    this.#options.memory.used -= this.#chunks.reduce((sum, { length }) => sum + length, 0);
    this.#chunks = [];
  }

  #isDisposed(): boolean {
    return this.#disposed;
  }

  #inOrder(step: () => void | Promise<void>): Promise<void> {
    const done = this.#last.then(step);
    this.#last = done.then(nothing, nothing);
    return done;
  }
}

function nothing(): void {
  // What failed is told to whoever asked for it.
}

async function makeTemporaryFolder(named: string | undefined): Promise<string> {
  if (named === undefined) return mkdtemp(path.join(os.tmpdir(), 'http-sessions-'));
  await mkdir(named, { recursive: true, mode: 0o700 });
  return named;
}

async function writeAll(handle: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  let written = 0;
  while (written < bytes.length) {
    const result = await handle.write(bytes, written, bytes.length - written, position + written);
    written += result.bytesWritten;
  }
}

function sliceOf(chunks: readonly Uint8Array[], start: number, end: number): Uint8Array {
  const bytes = new Uint8Array(end - start);
  let position = 0;
  for (const chunk of chunks) {
    const from = Math.max(start, position);
    const to = Math.min(end, position + chunk.length);
    if (from < to) bytes.set(chunk.subarray(from - position, to - position), from - start);
    position += chunk.length;
    if (position >= end) break;
  }
  return bytes;
}
