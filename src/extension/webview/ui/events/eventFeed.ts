/**
 * Which rows of an event list a page needs next, and the rows it has: asks the host for one window at a time, at most
 * twenty times a second, and never for what is not on the screen. No DOM, so that following, pausing and falling behind
 * have tests without a page.
 */
import { createPace } from '../../pace.ts';
import { maxEventRows, type EventRows } from '../../events.ts';

export interface EventQuestion {
  readonly filter: string;
  readonly from: number | undefined;
  readonly count: number;
}

export interface EventFeedOptions {
  /** At the beginning; empty and followed when absent. */
  readonly filter?: string;
  readonly follow?: boolean;
  readonly ask: (question: EventQuestion) => Promise<EventRows>;
  readonly onRows: () => void;
  readonly onError: (message: string) => void;
  /** As `setTimeout`, and its opposite. */
  readonly later: (step: () => void, milliseconds: number) => () => void;
  /** Milliseconds of a clock that only goes forward. */
  readonly now: () => number;
}

export interface EventFeed {
  /** The newest answer; undefined before the first. */
  readonly rows: EventRows | undefined;
  readonly follow: boolean;
  readonly paused: boolean;
  /** Places behind the last one that is shown; while paused, new rows are not. */
  readonly end: number;
  /** Rows that have come since following stopped. */
  readonly unseen: number;
  setFollow(follow: boolean): void;
  setPaused(paused: boolean): void;
  setFilter(filter: string): void;
  /** The place of the first row on the screen, and how many there is room for. */
  setView(first: number, count: number): void;
  /** There may be more rows. */
  wake(): void;
  close(): void;
}

/** Shortest time between two questions that nobody's hand has caused, in milliseconds. */
const gap = 50;

/** When the host has not read all bytes yet, in milliseconds. */
const behindGap = 100;

/** Rows above and below the screen, so that small steps need no answer. */
const margin = 15;

export function createEventFeed(options: EventFeedOptions): EventFeed {
  let rows: EventRows | undefined;
  let { follow = true, filter = '' } = options;
  let paused = false;
  let view = { first: 0, count: 40 };
  let pausedEnd = 0;
  let seenEnd = 0;
  let asking = false;
  let isStale = false;
  let closed = false;
  const pace = createPace(gap);
  let cancel: (() => void) | undefined;

  const end = (): number => (paused ? Math.min(pausedEnd, rows?.end ?? 0) : (rows?.end ?? 0));

  function wake(wait = pace.wait(options.now())): void {
    if (asking) {
      isStale = true;
      return;
    }
    if (wait === 0) {
      cancel?.();
      cancel = undefined;
      void ask();
    } else {
      cancel ??= options.later(() => {
        cancel = undefined;
        void ask();
      }, wait);
    }
  }

  async function ask(): Promise<void> {
    if (isClosed()) return;
    asking = true;
    isStale = false;
    pace.tell(options.now());
    const count = Math.min(maxEventRows, view.count + 2 * margin);
    const from = follow && !paused ? undefined : Math.max(0, view.first - margin);
    const asked = filter;
    try {
      const answer = await options.ask({ filter, from, count });
      if (isClosed()) return;
      if (asked === filter) {
        rows = answer;
        if (follow && !paused) seenEnd = answer.end;
        options.onRows();
      }
    } catch (error) {
      if (!isClosed()) options.onError(error instanceof Error ? error.message : String(error));
    } finally {
      asking = false;
    }
    if (wasWoken() || asked !== filter) wake();
    else if (rows?.behind === true) wake(behindGap);
  }

  // Functions, because both change while an answer is awaited.
  const isClosed = (): boolean => closed;
  const wasWoken = (): boolean => isStale;

  return {
    get rows() {
      return rows;
    },
    get follow() {
      return follow;
    },
    get paused() {
      return paused;
    },
    get end() {
      return end();
    },
    get unseen() {
      return Math.max(0, (rows?.end ?? 0) - seenEnd);
    },
    setFollow: (next) => {
      if (next === follow) return;
      follow = next;
      seenEnd = rows?.end ?? 0;
      options.onRows();
      wake(0);
    },
    setPaused: (next) => {
      if (next === paused) return;
      paused = next;
      pausedEnd = rows?.end ?? 0;
      seenEnd = pausedEnd;
      options.onRows();
      wake(0);
    },
    setFilter: (next) => {
      if (next === filter) return;
      filter = next;
      seenEnd = 0;
      rows = undefined;
      paused = false;
      wake(0);
    },
    setView: (first, count) => {
      view = { first, count };
      const isHere =
        rows !== undefined &&
        (first >= rows.from || rows.from <= rows.first) &&
        Math.min(first + count, end()) <= rows.from + rows.rows.length;
      if (!isHere) wake(0);
    },
    wake: () => wake(),
    close: () => {
      closed = true;
      cancel?.();
    },
  };
}
