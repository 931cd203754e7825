/**
 * How the page looks at a body as events: the few rows it has on the screen, by their place among those that match what
 * was typed, and the whole data of one. Types and their checks, for `protocol.ts` and `schema.ts`; the host counts and
 * keeps the events, so a page that falls behind or was hidden misses none.
 */
import {
  flag,
  id,
  list,
  literal,
  milliseconds,
  object,
  optional,
  size,
  string,
  type Check,
} from './checks.ts';

/** `stream`: server-sent events. `lines`: one for each line of JSON. */
export type EventFormat = 'stream' | 'lines';

/** What a content type promises, without its parameters; undefined for types that hold no events. */
export function eventFormatOf(mediaType: string): EventFormat | undefined {
  if (mediaType === 'text/event-stream') return 'stream';
  return linesTypes.test(mediaType) ? 'lines' : undefined;
}

const linesTypes =
  /^application\/(?:x-ndjson|ndjson|x-jsonl|jsonl|x-jsonlines|jsonlines|json-seq|stream\+json)$/;

/** Most rows of one answer. */
export const maxEventRows = 200;

/** Longest filter, in UTF-16 units. */
export const maxEventFilter = 1000;

/** Most bytes of one event in an answer. */
export const maxEventData = 256 * 1024;

export interface EventRowView {
  /** Counts rows of every kind from 0; names the row in `readEventData`. */
  readonly index: number;
  /** Counts events from 1; undefined for a comment and for `retry`. */
  readonly number: number | undefined;
  readonly kind: 'event' | 'comment' | 'retry';
  /** Milliseconds since the event before it; undefined when nobody knows. */
  readonly gap: number | undefined;
  readonly type: string;
  readonly id: string;
  /** Its beginning. */
  readonly data: string;
  /** Bytes of all the data. */
  readonly length: number;
}

export interface EventRows {
  readonly format: EventFormat;
  /** Events so far, exactly. */
  readonly events: number;
  /** Events that are in the raw body alone. */
  readonly older: number;
  /** The places of the rows that match: [first, end). */
  readonly first: number;
  readonly end: number;
  /** The place of the first of `rows`. */
  readonly from: number;
  readonly rows: readonly EventRowView[];
  /** There are bytes the host has not read yet: ask again soon. */
  readonly behind: boolean;
}

export interface EventPageRequests {
  readonly readEvents: [
    {
      readonly exchangeId: string;
      readonly filter: string;
      /** The place of the first row; undefined for the last rows. */
      readonly from?: number | undefined;
      readonly count: number;
    },
    EventRows,
  ];
  /** All the data of an event, its beginning when it has more than `maxEventData` bytes. */
  readonly readEventData: [
    { readonly exchangeId: string; readonly index: number },
    { readonly text: string },
  ];
}

const short = string(1000);

const row: Check<EventRowView> = object({
  index: size,
  number: optional(size),
  kind: literal('event', 'comment', 'retry'),
  gap: optional(milliseconds),
  type: short,
  id: short,
  data: short,
  length: size,
});

export const eventFormat: Check<EventFormat> = literal('stream', 'lines');

const count: Check<number> = (value): value is number => size(value) && value > 0 && value <= maxEventRows;

export const eventPageRequests: {
  readonly [M in keyof EventPageRequests]: {
    readonly params: Check<EventPageRequests[M][0]>;
    readonly result: Check<EventPageRequests[M][1]>;
  };
} = {
  readEvents: {
    params: object({ exchangeId: id, filter: string(maxEventFilter), from: optional(size), count }),
    result: object({
      format: eventFormat,
      events: size,
      older: size,
      first: size,
      end: size,
      from: size,
      rows: list(row, maxEventRows),
      behind: flag,
    }),
  },
  readEventData: {
    params: object({ exchangeId: id, index: size }),
    result: object({ text: string(maxEventData) }),
  },
};
