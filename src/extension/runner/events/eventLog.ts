/**
 * The events of one body, as many of them as a view may show: reads the spooled bytes as they arrive, counts every event,
 * and keeps the last ones. A view asks for the few rows it has on the screen, filtered or not, and for the whole data of
 * one; so neither the body nor all of its events ever go to a view. Used by the editor, which says when there is more.
 */
import type { BodyReader } from '../bodies/bodyStore.ts';
import { parseEventFilter, type EventFilter } from './eventFilter.ts';
import { createEventParser, type EventFormat, type ParsedEvent } from './eventParser.ts';

export interface EventRow extends ParsedEvent {
  /** Counts rows of every kind from 0. */
  readonly index: number;
  /** Counts events from 1; undefined for the other kinds. */
  readonly number: number | undefined;
  /** Milliseconds after the event before this one arrived; undefined for the first, and when nobody was looking. */
  readonly gap: number | undefined;
}

export interface EventQuestion {
  readonly filter: string;
  /** The place of the first row wanted among those that match, counted since the beginning; undefined for the last rows. */
  readonly from: number | undefined;
  readonly count: number;
}

export interface EventWindow {
  /** Events so far, exactly. */
  readonly events: number;
  /** Events that are in the body alone. */
  readonly older: number;
  /** Rows that match are at the places [first, end). */
  readonly first: number;
  readonly end: number;
  /** The place of `rows[0]`. */
  readonly from: number;
  readonly rows: readonly EventRow[];
  /** Bytes have arrived that have not been read yet. */
  readonly behind: boolean;
}

export interface EventLogOptions {
  readonly format: EventFormat;
  readonly body: Pick<BodyReader, 'length' | 'read'>;
  /** Rows that are kept. */
  readonly keep: number;
  /** Milliseconds of any clock that only goes forward. */
  readonly now: () => number;
  /** Events that begin in the first so many bytes arrived before anybody looked, so they have no time. 0 by default. */
  readonly untimed?: number | undefined;
}

export interface EventLog {
  readonly format: EventFormat;
  /** Reads what has arrived; `ended` when no more will come. Resolves when all of it has been read. */
  advance(ended: boolean): Promise<void>;
  window(question: EventQuestion): EventWindow;
  /** All the data of a row that is kept, from the body; undefined for one that is not. */
  data(index: number, limit: number): Promise<string | undefined>;
}

/** Bytes that are read between two turns of everybody else. */
const slice = 128 * 1024;

export function createEventLog(options: EventLogOptions): EventLog {
  return new Log(options);
}

class Log implements EventLog {
  readonly format: EventFormat;
  readonly #options: EventLogOptions;
  readonly #parser: ReturnType<typeof createEventParser>;
  readonly #untimed: number;
  #rows: EventRow[] = [];
  /** Rows given out of `#rows` since the beginning. */
  #dropped = 0;
  #events = 0;
  #droppedEvents = 0;
  #read = 0;
  #lastAt: number | undefined;
  #ended = false;
  #isOver = false;
  #busy = false;
  #reading: Promise<void> | undefined;
  #filtered: Filtered | undefined;

  constructor(options: EventLogOptions) {
    this.#options = options;
    this.format = options.format;
    this.#untimed = options.untimed ?? 0;
    this.#parser = createEventParser(options.format, (event) => {
      this.#add(event);
    });
  }

  async advance(ended: boolean): Promise<void> {
    this.#ended ||= ended;
    if (!this.#busy) {
      this.#busy = true;
      this.#reading = this.#readOn();
    }
    await this.#reading;
  }

  window({ filter, from, count }: EventQuestion): EventWindow {
    const rows = this.#kept();
    const places = this.#placesOf(filter, rows);
    const first = places?.dropped ?? this.#dropped;
    const end = first + (places?.indexes.length ?? rows.length);
    const wanted = Math.min(Math.max(from ?? end - count, first), Math.max(first, end - 1));
    const shown = places
      ? places.indexes
          .slice(wanted - first, wanted - first + count)
          .flatMap((index) => this.#row(index) ?? [])
      : rows.slice(wanted - first, wanted - first + count);
    return {
      events: this.#events,
      older: this.#droppedEvents,
      first,
      end,
      from: wanted,
      rows: shown,
      behind: this.#read < this.#options.body.length || (this.#ended && !this.#isOver),
    };
  }

  async data(index: number, limit: number): Promise<string | undefined> {
    const row = this.#row(index);
    if (row === undefined) return undefined;
    const bytes = await this.#options.body.read(row.start, Math.min(row.end - row.start, limit));
    const text = new TextDecoder().decode(bytes);
    if (this.format === 'lines' || row.kind !== 'event') return this.format === 'lines' ? text : row.data;
    return dataOf(text);
  }

  async #readOn(): Promise<void> {
    try {
      await this.#readRest();
    } finally {
      // At once: whoever comes a moment later has to begin anew.
      this.#busy = false;
    }
    if (!this.#ended || this.#isOver) return;
    this.#isOver = true;
    this.#parser.end();
  }

  async #readRest(): Promise<void> {
    const { body } = this.#options;
    while (this.#read < body.length) {
      const bytes = await body.read(this.#read, slice);
      // The body was given back in the meantime.
      if (bytes.length === 0) return;
      this.#parser.push(bytes);
      this.#read += bytes.length;
      if (this.#read < body.length) await new Promise((resolve) => setImmediate(resolve));
    }
  }

  #add(event: ParsedEvent): void {
    const isEvent = event.kind === 'event';
    const at = event.start < this.#untimed ? undefined : this.#options.now();
    const gap = at === undefined || this.#lastAt === undefined || !isEvent ? undefined : at - this.#lastAt;
    if (isEvent) {
      this.#events += 1;
      this.#lastAt = at;
    }
    this.#rows.push({
      ...event,
      index: this.#dropped + this.#rows.length,
      number: isEvent ? this.#events : undefined,
      gap,
    });
    // In one go now and then, because taking the first from an array costs as much as all of it.
    if (this.#rows.length >= this.#options.keep * 2) this.#drop();
  }

  #kept(): readonly EventRow[] {
    if (this.#rows.length > this.#options.keep) this.#drop();
    return this.#rows;
  }

  #drop(): void {
    const gone = this.#rows.slice(0, this.#rows.length - this.#options.keep);
    this.#rows = this.#rows.slice(gone.length);
    this.#dropped += gone.length;
    this.#droppedEvents = this.#events - this.#rows.filter(({ kind }) => kind === 'event').length;
  }

  #row(index: number): EventRow | undefined {
    return this.#rows[index - this.#dropped];
  }

  /** Only what came since the last question is looked at. */
  #placesOf(text: string, rows: readonly EventRow[]): Filtered | undefined {
    const filter = parseEventFilter(text);
    if (filter === undefined) return undefined;
    if (this.#filtered?.text !== text) this.#filtered = { text, filter, indexes: [], dropped: 0, seen: 0 };
    const found = this.#filtered;
    const unseen = Math.max(found.seen, this.#dropped) - this.#dropped;
    for (let at = unseen; at < rows.length; at += 1) {
      const row = rows[at];
      if (row !== undefined && found.filter(row)) found.indexes.push(row.index);
    }
    found.seen = this.#dropped + rows.length;
    const gone = found.indexes.findIndex((index) => index >= this.#dropped);
    const count = gone === -1 ? found.indexes.length : gone;
    found.indexes.splice(0, count);
    found.dropped += count;
    return found;
  }
}

interface Filtered {
  readonly text: string;
  readonly filter: EventFilter;
  readonly indexes: number[];
  /** Matching rows that were kept once. */
  dropped: number;
  /** Rows that were looked at since the beginning. */
  seen: number;
}

/** The data of one server-sent event, of which the text begins at a line. */
function dataOf(text: string): string {
  return text
    .split(/\r\n|[\n\r]/)
    .flatMap((line) => {
      const found = /^data(?::\x20?(.*))?$/s.exec(line);
      return found === null ? [] : [found[1] ?? ''];
    })
    .join('\n');
}
