/**
 * Every exchange of a workspace folder, kept until it is too old or too many: what was prepared, what came back, and the
 * body. Each is a value; only its pin can be changed. Windows share a folder and follow each other. It sends nothing
 * and shows nothing; the editor does both with what `open` gives.
 */
import type { BodyReader } from '../bodies/bodyStore.ts';
import type { Clock } from '../ports.ts';
import { systemClock } from '../ports.ts';
import { isAlive, isDiskFull } from '../storage/index.ts';
import { evictionsFrom, type HistoryLimits } from './eviction.ts';
import { keptFrom, readRecord, recordOf, type ExchangeRecord } from './exchangeRecord.ts';
import type { HistoryShelf, ShelfEntry } from './historyShelf.ts';
import type { HistoryRow, KeptExchange } from './historyRow.ts';
import { decodeRecord, encodeRecord } from './recordCodec.ts';

/** Why the last exchange could not be kept as it should be. */
export type HistoryProblem = 'diskFull' | 'unwritable';

export interface HistoryOptions {
  /** From `openDiskShelf` or `createMemoryShelf`; whoever made it need not close it. */
  readonly shelf: HistoryShelf;
  /** Asked each time. */
  readonly limits: () => HistoryLimits;
  readonly clock?: Clock;
}

export interface History {
  /** Whether a later window finds what is kept here. */
  readonly lasting: boolean;
  readonly problem: HistoryProblem | undefined;
  /** Newest first. */
  list(): readonly HistoryRow[];
  /** Calls back when `list` answers differently; returns the way to stop it. */
  onDidChange(listener: () => void): () => void;
  /** Keeps the newest value of an exchange; resolves when it is written, or could not be. Never rejects. */
  keep(kept: KeptExchange, options: { readonly withBody: boolean }): Promise<void>;
  /** The exchange as it was; undefined when it is not there any more. */
  open(id: string): Promise<KeptExchange | undefined>;
  pin(id: string, pinned: boolean): Promise<void>;
  remove(ids: readonly string[]): Promise<void>;
  /** Resolves when everything that was given is written. */
  settle(): Promise<void>;
  /** Stops following other windows. */
  dispose(): void;
}

interface Known {
  readonly row: ExchangeRecord['row'];
  readonly owner: number | undefined;
  readonly hasBody: boolean;
  readonly entry: ShelfEntry;
}

/** Reads what is there. Rejects as the file system does. */
export async function openHistory(options: HistoryOptions): Promise<History> {
  const history = new ShelvedHistory(options);
  await history.refresh();
  return history;
}

class ShelvedHistory implements History {
  readonly lasting: boolean;
  readonly #shelf: HistoryShelf;
  readonly #limits: () => HistoryLimits;
  readonly #clock: Clock;
  readonly #listeners = new Set<() => void>();
  readonly #stopWatching: () => void;
  #known = new Map<string, Known>();
  #problem: HistoryProblem | undefined;
  /** One thing after the other, so that an exchange's end never overtakes its beginning. */
  #last: Promise<void> = Promise.resolve();
  /** What waits to be written, by id: an older value of the same exchange needs no disk any more. */
  readonly #waiting = new Map<string, { readonly kept: KeptExchange; readonly withBody: boolean }>();

  constructor({ shelf, limits, clock = systemClock }: HistoryOptions) {
    this.lasting = shelf.lasting;
    this.#shelf = shelf;
    this.#limits = limits;
    this.#clock = clock;
    this.#stopWatching = shelf.watch((names) => void this.#inOrder(() => this.refresh(names)));
  }

  get problem(): HistoryProblem | undefined {
    return this.#problem;
  }

  list(): readonly HistoryRow[] {
    return [...this.#known.values()].map(shownRow).sort((one, other) => other.at - one.at);
  }

  onDidChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  keep(kept: KeptExchange, { withBody }: { readonly withBody: boolean }): Promise<void> {
    const { id } = kept.exchange;
    this.#waiting.set(id, { kept, withBody });
    return this.#inOrder(async () => {
      const waiting = this.#waiting.get(id);
      if (waiting === undefined) return;
      this.#waiting.delete(id);
      await this.#write(waiting.kept, waiting.withBody);
    });
  }

  async open(id: string): Promise<KeptExchange | undefined> {
    await this.#last;
    const record = await this.#read(id);
    if (record === undefined) return undefined;
    const body = record.body === undefined ? undefined : await this.#openBody(id, record);
    return keptFrom(record, body);
  }

  pin(id: string, pinned: boolean): Promise<void> {
    return this.#inOrder(async () => {
      const known = this.#known.get(id);
      if (known === undefined) return;
      await this.#shelf.pin(id, pinned);
      this.#known.set(id, { ...known, entry: { ...known.entry, pinned } });
      this.#tell();
    });
  }

  remove(ids: readonly string[]): Promise<void> {
    return this.#inOrder(async () => {
      for (const id of ids) await this.#forget(id);
      this.#tell();
    });
  }

  async settle(): Promise<void> {
    await this.#last;
  }

  dispose(): void {
    this.#stopWatching();
    this.#listeners.clear();
  }

  /** Reads what is new or has another name beside it; with `names`, also the records among them again. */
  async refresh(names: ReadonlySet<string> = new Set()): Promise<void> {
    const entries = await this.#shelf.list();
    const before = JSON.stringify([...this.#known]);
    const known = new Map<string, Known>();
    for (const [id, entry] of entries) {
      const present = this.#known.get(id);
      const isChanged = present === undefined || [...names].some((name) => name.startsWith(`${id}.`));
      const read = isChanged ? await this.#readKnown(id, entry) : { ...present, entry };
      if (read !== undefined) known.set(id, read);
    }
    this.#known = known;
    if (JSON.stringify([...known]) !== before) this.#tell();
  }

  async #write(kept: KeptExchange, withBody: boolean): Promise<void> {
    const { id, body, endedAt } = kept.exchange;
    const hasEnded = endedAt !== undefined;
    const { bodyBytes } = this.#limits();
    const before = this.#known.get(id)?.entry;
    let bodySize = before?.bodySize ?? 0;
    try {
      const fits = body !== undefined && body.length > 0 && body.length <= bodyBytes;
      if (hasEnded && withBody && fits && bodySize === 0)
        bodySize = await this.#writeBody(id, body, bodyBytes);
      // A draft that is edited stays where it stands in the list.
      const at = this.#known.get(id)?.row.at ?? this.#clock.now();
      const record = recordOf(kept, at);
      const written = withBody ? record : { ...record, body: undefined };
      await this.#shelf.write(id, encodeRecord(written), hasEnded);
      this.#know(id, written, { bodySize, pinned: before?.pinned ?? false });
      this.#problem = undefined;
    } catch (error) {
      this.#problem = isDiskFull(error) ? 'diskFull' : 'unwritable';
    }
    await this.#evict();
    this.#tell();
  }

  /** Without room for the body, the rest is still worth keeping. */
  async #writeBody(id: string, body: BodyReader, limit: number): Promise<number> {
    const { raw } = body;
    try {
      const hasRoom = raw !== undefined && body.length + raw.length <= limit;
      return await this.#shelf.writeBody(id, body, hasRoom ? raw : undefined);
    } catch (error) {
      if (isDiskFull(error)) return 0;
      throw error;
    }
  }

  async #evict(): Promise<void> {
    const sizeOf = (id: string): number => this.#known.get(id)?.entry.bodySize ?? 0;
    const now = this.#clock.now();
    const { rows, bodies } = evictionsFrom(this.list(), sizeOf, { limits: this.#limits(), now });
    for (const id of rows) await this.#forget(id);
    for (const id of bodies) {
      await this.#shelf.removeBody(id).catch(() => undefined);
      const known = this.#known.get(id);
      if (known !== undefined) this.#known.set(id, { ...known, entry: { ...known.entry, bodySize: 0 } });
    }
  }

  async #forget(id: string): Promise<void> {
    await this.#shelf.remove(id).catch(() => undefined);
    this.#known.delete(id);
  }

  async #read(id: string): Promise<ExchangeRecord | undefined> {
    const bytes = await this.#shelf.read(id);
    if (bytes === undefined) return undefined;
    try {
      const record = readRecord(decodeRecord(bytes));
      if (record !== undefined) return record;
    } catch {
      // It opened, so it is ours, and yet it is no record.
    }
    await this.#shelf.setAside(id);
    return undefined;
  }

  async #readKnown(id: string, entry: ShelfEntry): Promise<Known | undefined> {
    const record = await this.#read(id);
    return record && knownFrom(record, entry);
  }

  async #openBody(id: string, record: ExchangeRecord): Promise<BodyReader | undefined> {
    const { body } = record;
    if (body === undefined) return undefined;
    return body.length === 0 ? emptyBody(body) : this.#shelf.openBody(id, body);
  }

  #know(id: string, record: ExchangeRecord, entry: ShelfEntry): void {
    this.#known.set(id, knownFrom(record, entry));
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }

  #inOrder(step: () => Promise<void>): Promise<void> {
    const done = this.#last.then(step);
    this.#last = done.catch(() => undefined);
    return done;
  }
}

function knownFrom({ row, owner, body }: ExchangeRecord, entry: ShelfEntry): Known {
  return { row, owner, hasBody: body !== undefined && body.length > 0, entry };
}

function shownRow({ row, owner, hasBody, entry }: Known): HistoryRow {
  const isLost = row.state === 'running' && (owner === undefined || !isAlive(owner));
  return {
    ...row,
    ...(isLost ? { state: 'interrupted' } : {}),
    body: !hasBody || row.state === 'running' ? 'none' : entry.bodySize > 0 ? 'kept' : 'evicted',
    pinned: entry.pinned,
  };
}

function emptyBody(facts: ExchangeRecord['body']): BodyReader {
  return {
    length: 0,
    complete: facts?.complete ?? true,
    sha256: facts?.sha256,
    read: () => Promise.resolve(new Uint8Array(0)),
    dispose: () => Promise.resolve(),
  };
}
