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
  /** Bytes that the body takes, as it is read and as it came; 0 for none. */
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
  /** Copies a body, and its bytes as they came where they are given. Resolves with the bytes that both take. */
  writeBody(id: string, body: BodyReader, raw: BodyReader | undefined): Promise<number>;
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

const names = { record: '.exchange', body: '.body', raw: '.wire', pin: '.pinned' } as const;

/** On disk, in a folder that `makePrivateFolder` has made. */
export async function openDiskShelf(
  folder: string,
  sealer: Sealer,
  onBroken: (broken: BrokenFile) => void,
): Promise<HistoryShelf> {
  const files = await openSealedFiles({ folder, sealer, onBroken });
  await removeOrphans(folder);
  /** Records that another key has sealed: they are not looked at again. */
  const ofOthers = new Set<string>();
  const place = (id: string, ending: string): string => path.join(folder, `${checked(id)}${ending}`);

  async function open(
    id: string,
    ending: string,
    facts: Omit<BodyRecord, 'raw'>,
  ): Promise<BodyReader | undefined> {
    try {
      const stream = await openSealedStream(place(id, ending), sealer);
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
      await files.setAside(`${id}${ending}`, error.fault);
      return undefined;
    }
  }

  return {
    lasting: true,
    async list() {
      const all = new Set(await files.list());
      const entries = new Map<string, ShelfEntry>();
      for (const name of all) {
        if (!name.endsWith(names.record)) continue;
        const id = name.slice(0, -names.record.length);
        if (ofOthers.has(id)) continue;
        const parts = [names.body, names.raw].filter((ending) => all.has(`${id}${ending}`));
        const sizes = await Promise.all(parts.map((ending) => sizeOf(place(id, ending))));
        const bodySize = sizes.reduce((sum, size) => sum + size, 0);
        entries.set(id, { bodySize, pinned: all.has(`${id}${names.pin}`) });
      }
      return entries;
    },
    async read(id) {
      try {
        return await files.read(`${checked(id)}${names.record}`);
      } catch (error) {
        if (!(error instanceof StorageError) || error.fault !== 'key') throw error;
        ofOthers.add(id);
        return undefined;
      }
    },
    write: (id, record, durable) => files.write(`${checked(id)}${names.record}`, record, { durable }),
    async writeBody(id, body, raw) {
      const size = await writeSealedStream(place(id, names.body), piecesOf(body), sealer);
      if (raw === undefined) return size;
      return size + (await writeSealedStream(place(id, names.raw), piecesOf(raw), sealer));
    },
    async openBody(id, { raw: rawFacts, ...facts }) {
      const body = await open(id, names.body, facts);
      const raw = body && rawFacts && (await open(id, names.raw, { ...rawFacts, sha256: undefined }));
      return body === undefined || raw === undefined ? body : joined(body, raw);
    },
    async removeBody(id) {
      for (const ending of [names.raw, names.body]) await rm(place(id, ending), { force: true });
    },
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
  /** The bodies as they are read, and as they came where that is something else. */
  const bodies = new Map<string, readonly Uint8Array[]>();
  const pinned = new Set<string>();
  const sizeOfBody = (id: string): number =>
    (bodies.get(id) ?? []).reduce((sum, { byteLength }) => sum + byteLength, 0);
  const total = (): number => [...bodies.keys()].reduce((sum, id) => sum + sizeOfBody(id), 0);

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
    async writeBody(id, body, raw) {
      const size = body.length + (raw?.length ?? 0);
      if (size > memoryLimits.one || total() + size > memoryLimits.all) return 0;
      const forms = [body, ...(raw === undefined ? [] : [raw])];
      bodies.set(id, await Promise.all(forms.map((form) => form.read(0, form.length))));
      return sizeOfBody(id);
    },
    openBody(id, { raw: rawFacts, ...facts }) {
      const [bytes, raw] = bodies.get(id) ?? [];
      if (bytes === undefined) return Promise.resolve(undefined);
      const body = readerOf(bytes, facts);
      return Promise.resolve(
        raw === undefined || rawFacts === undefined
          ? body
          : joined(body, readerOf(raw, { ...rawFacts, sha256: undefined })),
      );
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

function readerOf(bytes: Uint8Array, facts: Omit<BodyRecord, 'raw'>): BodyReader {
  return {
    ...facts,
    length: bytes.byteLength,
    read: (from, count) => Promise.resolve(bytes.slice(from, from + count)),
    dispose: () => Promise.resolve(),
  };
}

/** Both forms of a body, which go together. */
function joined(body: BodyReader, raw: BodyReader): BodyReader {
  return {
    ...body,
    raw,
    async dispose() {
      await Promise.all([body.dispose(), raw.dispose()]);
    },
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
    const id = /^([\w-]+)\.(?:body|wire|pinned)$/.exec(name)?.[1];
    if (id === undefined || all.has(`${id}${names.record}`)) continue;
    const file = path.join(folder, name);
    const age = await stat(file).then(
      ({ mtimeMs }) => Date.now() - mtimeMs,
      () => 0,
    );
    if (age > 60 * 60 * 1000) await rm(file, { force: true });
  }
}
