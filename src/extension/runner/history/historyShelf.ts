/**
 * Where a history's records and bodies are put: on disk, sealed, one file for each so that windows never write the same
 * one; or in memory, where there is no key to seal them with. It knows their names and nothing of what they mean.
 */
import { readdir, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { BodyReader } from '../bodies/bodyStore.ts';
import type { Sealer } from '../storage/index.ts';
import {
  openSealedFiles,
  openSealedStream,
  StorageError,
  watchFolder,
  writeSealedStream,
  type BrokenFile,
} from '../storage/index.ts';
import type { BodyRecord } from './exchangeRecord.ts';

export interface ShelfEntry {
  /** Bytes that the body takes; 0 for none. */
  readonly bodySize: number;
  readonly pinned: boolean;
}

export interface HistoryShelf {
  /** Whether a later window finds what is put here. */
  readonly lasting: boolean;
  /** Every record's id with what stands beside it. */
  list(): Promise<ReadonlyMap<string, ShelfEntry>>;
  read(id: string): Promise<Uint8Array | undefined>;
  write(id: string, record: Uint8Array, durable: boolean): Promise<void>;
  /** Copies a body. Resolves with the bytes it takes. */
  writeBody(id: string, body: BodyReader): Promise<number>;
  /** Undefined when it is not there any more. */
  openBody(id: string, facts: BodyRecord): Promise<BodyReader | undefined>;
  removeBody(id: string): Promise<void>;
  pin(id: string, pinned: boolean): Promise<void>;
  /** Takes everything of that id away. */
  remove(id: string): Promise<void>;
  /** Puts a record aside that cannot be used. */
  setAside(id: string): Promise<void>;
  /** Calls back with the names of files that a window has changed. */
  watch(onChange: (names: ReadonlySet<string>) => void): () => void;
}

const names = { record: '.exchange', body: '.body', pin: '.pinned' } as const;

/** On disk, in a folder that `makePrivateFolder` has made. */
export async function openDiskShelf(
  folder: string,
  sealer: Sealer,
  onBroken: (broken: BrokenFile) => void,
): Promise<HistoryShelf> {
  const files = await openSealedFiles({ folder, sealer, onBroken });
  await removeOrphans(folder);
  const place = (id: string, ending: string): string => path.join(folder, `${checked(id)}${ending}`);

  return {
    lasting: true,
    async list() {
      const all = new Set(await files.list());
      const entries = new Map<string, ShelfEntry>();
      for (const name of all) {
        if (!name.endsWith(names.record)) continue;
        const id = name.slice(0, -names.record.length);
        const body = all.has(`${id}${names.body}`) ? await sizeOf(place(id, names.body)) : 0;
        entries.set(id, { bodySize: body, pinned: all.has(`${id}${names.pin}`) });
      }
      return entries;
    },
    read: (id) => files.read(`${checked(id)}${names.record}`),
    write: (id, record, durable) => files.write(`${checked(id)}${names.record}`, record, { durable }),
    writeBody: (id, body) => writeSealedStream(place(id, names.body), piecesOf(body), sealer),
    async openBody(id, facts) {
      try {
        const stream = await openSealedStream(place(id, names.body), sealer);
        if (stream === undefined) return undefined;
        const { length } = stream;
        return {
          ...facts,
          length,
          read: (from, count) => stream.read(from, count),
          dispose() {
            stream.close();
            return Promise.resolve();
          },
        };
      } catch (error) {
        if (!(error instanceof StorageError)) throw error;
        await files.setAside(`${id}${names.body}`, error.fault);
        return undefined;
      }
    },
    removeBody: (id) => rm(place(id, names.body), { force: true }),
    async pin(id, pinned) {
      // Two windows may do it at once; either way it is there, or it is not.
      if (pinned) await writeFile(place(id, names.pin), '', { mode: 0o600 });
      else await rm(place(id, names.pin), { force: true });
    },
    async remove(id) {
      // The record first: without it the rest is an orphan, which the next window takes away.
      for (const ending of Object.values(names)) await rm(place(id, ending), { force: true });
    },
    setAside: (id) => files.setAside(`${id}${names.record}`, 'foreign'),
    watch: (onChange) => watchFolder(folder, onChange),
  };
}

/** Bytes of one body, and of all of them, that memory holds. */
const memoryLimits = { one: 1024 * 1024, all: 32 * 1024 * 1024 } as const;

/** For this window only. */
export function createMemoryShelf(): HistoryShelf {
  const records = new Map<string, Uint8Array>();
  const bodies = new Map<string, Uint8Array>();
  const pinned = new Set<string>();
  const total = (): number => [...bodies.values()].reduce((sum, { byteLength }) => sum + byteLength, 0);
  const sizeOfBody = (id: string): number => bodies.get(id)?.byteLength ?? 0;

  return {
    lasting: false,
    list: () =>
      Promise.resolve(
        new Map([...records.keys()].map((id) => [id, { bodySize: sizeOfBody(id), pinned: pinned.has(id) }])),
      ),
    read: (id) => Promise.resolve(records.get(id)),
    write(id, record) {
      records.set(id, record);
      return Promise.resolve();
    },
    async writeBody(id, body) {
      if (body.length > memoryLimits.one || total() + body.length > memoryLimits.all) return 0;
      bodies.set(id, await body.read(0, body.length));
      return sizeOfBody(id);
    },
    openBody(id, facts) {
      const bytes = bodies.get(id);
      if (bytes === undefined) return Promise.resolve(undefined);
      return Promise.resolve({
        ...facts,
        length: bytes.byteLength,
        read: (from, count) => Promise.resolve(bytes.slice(from, from + count)),
        dispose: () => Promise.resolve(),
      });
    },
    removeBody(id) {
      bodies.delete(id);
      return Promise.resolve();
    },
    pin(id, isPinned) {
      if (isPinned) pinned.add(id);
      else pinned.delete(id);
      return Promise.resolve();
    },
    remove(id) {
      records.delete(id);
      bodies.delete(id);
      pinned.delete(id);
      return Promise.resolve();
    },
    setAside: (id) => {
      records.delete(id);
      return Promise.resolve();
    },
    watch: () => () => undefined,
  };
}

/** An id is the name of a file, so nothing in it may lead elsewhere. */
function checked(id: string): string {
  if (!/^[\w-]{1,80}$/.test(id)) throw new Error(`${id} is no id of an exchange.`);
  return id;
}

async function sizeOf(file: string): Promise<number> {
  return stat(file).then(
    ({ size }) => size,
    () => 0,
  );
}

async function* piecesOf(body: BodyReader): AsyncGenerator<Uint8Array> {
  const size = 1024 * 1024;
  const { length } = body;
  for (let offset = 0; offset < length; offset += size) {
    yield await body.read(offset, Math.min(size, length - offset));
  }
}

/** Bodies and pins whose record is gone; not of the last hour, because another window may be about to write it. */
async function removeOrphans(folder: string): Promise<void> {
  const all = new Set(await readdir(folder));
  for (const name of all) {
    const id = /^([\w-]+)\.(?:body|pinned)$/.exec(name)?.[1];
    if (id === undefined || all.has(`${id}${names.record}`)) continue;
    const file = path.join(folder, name);
    const age = await stat(file).then(
      ({ mtimeMs }) => Date.now() - mtimeMs,
      () => 0,
    );
    if (age > 60 * 60 * 1000) await rm(file, { force: true });
  }
}
