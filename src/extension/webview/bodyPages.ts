/**
 * How the page looks at a body that is too large for an editor: lines by their numbers, the line of a byte, and a search
 * that the host makes. Types and their checks, for `protocol.ts` and `schema.ts`; a line's bytes come cut, so no answer
 * is larger than a range of `readBody` may be.
 */
import { flag, id, list, literal, object, optional, size, string, type Check } from './checks.ts';

/** From how many bytes on a body is looked at another way; settings. */
export interface BodyLimits {
  /** Longer ones are shown in pages. */
  readonly editor: number;
  /** Longer ones are laid out only when asked for. */
  readonly pretty: number;
}

/** Most lines of one answer. */
export const maxLines = 512;

/** Most bytes of one line in an answer. */
export const maxLineBytes = 16 * 1024;

/** Most bytes of all lines in one answer. */
export const maxLinesBytes = 192 * 1024;

/** Longest text to search for, in UTF-16 units. */
export const maxQuery = 10_000;

/** Some lines: those that follow each other from `first` on, or those that match the search. */
export interface LineRows {
  /** 0-based numbers in the body. */
  readonly numbers: readonly number[];
  /** Where each begins, in bytes. */
  readonly starts: readonly number[];
  /** Where each ends, its break left out. */
  readonly ends: readonly number[];
  /** How many bytes of each are in `bytes`; fewer than it has when it is cut. */
  readonly lengths: readonly number[];
  readonly bytes: ArrayBuffer;
  /** Lines known in all, or matching ones. */
  readonly lines: number;
}

export interface BodyQuery {
  readonly text: string;
  readonly matchCase: boolean;
  readonly regexp: boolean;
  /** The text is pairs of hex digits: these bytes are looked for. */
  readonly hex?: boolean | undefined;
}

/** Where something was found. */
export interface BodyMatch {
  /** In bytes. */
  readonly offset: number;
  readonly length: number;
  /** 0-based. */
  readonly line: number;
  /** 0-based, among all matches so far. */
  readonly index: number;
}

export type SearchState = 'running' | 'done' | 'stopped' | 'tooSlow' | 'failed';

/** Host → page, while a search goes on. */
export interface SearchProgress {
  readonly type: 'search';
  readonly exchangeId: string;
  readonly state: SearchState;
  readonly matches: number;
  /** Lines with at least one match. */
  readonly lines: number;
  /** Bytes looked at. */
  readonly scanned: number;
}

export interface BodyPageRequests {
  /** Lines from `first` on, or with `matching` the search's matching lines from that one on. */
  readonly readLines: [
    {
      readonly exchangeId: string;
      readonly first: number;
      readonly count: number;
      readonly matching?: boolean | undefined;
    },
    LineRows,
  ];
  /** The line that holds a byte, and where it begins. */
  readonly lineAt: [
    { readonly exchangeId: string; readonly offset: number },
    { readonly line: number; readonly offset: number },
  ];
  /** Begins a search and ends the one before; `search` messages follow. Rejects with a sentence when it cannot begin. */
  readonly startSearch: [
    { readonly exchangeId: string; readonly query: BodyQuery },
    { readonly begun: boolean },
  ];
  /** The first match at or behind a byte, or the last before it; goes round at the end. */
  readonly findMatch: [
    { readonly exchangeId: string; readonly offset: number; readonly backwards: boolean },
    { readonly match: BodyMatch | undefined },
  ];
  /** Where matches are between two bytes: offset and length in turns, at most 1,000 of them. */
  readonly matchesIn: [
    { readonly exchangeId: string; readonly from: number; readonly to: number },
    { readonly places: readonly number[] },
  ];
}

/** Page → host. */
export interface StopSearch {
  readonly type: 'stopSearch';
  readonly exchangeId: string;
}

const bytes: Check<ArrayBuffer> = (value): value is ArrayBuffer =>
  Object.prototype.toString.call(value) === '[object ArrayBuffer]' &&
  (value as ArrayBuffer).byteLength <= maxLinesBytes + maxLineBytes;
const count: Check<number> = (value): value is number => size(value) && value > 0 && value <= maxLines;
const sizes = list(size, maxLines);

export const bodyLimits: Check<BodyLimits> = object({ editor: size, pretty: size });

const query: Check<BodyQuery> = object({
  text: string(maxQuery),
  matchCase: flag,
  regexp: flag,
  hex: optional(flag),
});

export const bodyPageRequests: {
  readonly [M in keyof BodyPageRequests]: {
    readonly params: Check<BodyPageRequests[M][0]>;
    readonly result: Check<BodyPageRequests[M][1]>;
  };
} = {
  readLines: {
    params: object({ exchangeId: id, first: size, count, matching: optional(flag) }),
    result: object({ numbers: sizes, starts: sizes, ends: sizes, lengths: sizes, bytes, lines: size }),
  },
  lineAt: {
    params: object({ exchangeId: id, offset: size }),
    result: object({ line: size, offset: size }),
  },
  startSearch: { params: object({ exchangeId: id, query }), result: object({ begun: flag }) },
  findMatch: {
    params: object({ exchangeId: id, offset: size, backwards: flag }),
    result: object({
      match: optional(object<BodyMatch>({ offset: size, length: size, line: size, index: size })),
    }),
  },
  matchesIn: {
    params: object({ exchangeId: id, from: size, to: size }),
    result: object({ places: list(size, 2000) }),
  },
};

export const searchProgress: Check<SearchProgress> = object({
  type: literal('search'),
  exchangeId: id,
  state: literal('running', 'done', 'stopped', 'tooSlow', 'failed'),
  matches: size,
  lines: size,
  scanned: size,
});

export const stopSearch: Check<StopSearch> = object({ type: literal('stopSearch'), exchangeId: id });
