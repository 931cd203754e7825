/** What a list of events asks the host for, and when. */
import { describe, expect, it } from 'vitest';
import type { EventRows } from '../../../src/extension/webview/events.ts';
import {
  createEventFeed,
  type EventFeed,
  type EventQuestion,
} from '../../../src/extension/webview/ui/events/eventFeed.ts';

interface Fake {
  readonly feed: EventFeed;
  readonly questions: EventQuestion[];
  readonly clock: { now: number };
  /** Answers the question that waits. */
  readonly answer: (change?: Partial<EventRows>) => Promise<void>;
  /** Runs what was put off. */
  readonly pass: (milliseconds: number) => void;
}

function fake(): Fake {
  const questions: EventQuestion[] = [];
  const clock = { now: 1000 };
  let resolve: ((rows: EventRows) => void) | undefined;
  let later: { step: () => void; at: number } | undefined;
  const feed = createEventFeed({
    ask: (question) => {
      questions.push(question);
      return new Promise((done) => (resolve = done));
    },
    onRows: () => undefined,
    onError: () => undefined,
    later: (step, milliseconds) => {
      later = { step, at: clock.now + milliseconds };
      return () => (later = undefined);
    },
    now: () => clock.now,
  });
  return {
    feed,
    questions,
    clock,
    answer: async (change = {}) => {
      const end = change.end ?? 0;
      const none: EventRows = {
        ...{ format: 'stream', events: end, older: 0, first: 0, end, from: Math.max(0, end - 40) },
        ...{ rows: [], behind: false },
      };
      resolve?.({ ...none, ...change });
      await new Promise((done) => setImmediate(done));
    },
    pass: (milliseconds) => {
      clock.now += milliseconds;
      const due = later;
      if (due === undefined || due.at > clock.now) return;
      later = undefined;
      due.step();
    },
  };
}

describe('a feed of events', () => {
  it('asks for the last rows, one question at a time, and twenty times a second in the long run', async () => {
    const { feed, questions, answer, pass } = fake();
    feed.wake();
    feed.wake();
    expect(questions).toEqual([{ filter: '', from: undefined, count: 70 }]);
    // Some may come early, so that events 50 ms apart are asked for as they come.
    for (const early of [2, 3]) {
      await answer({ end: 5 });
      expect(questions).toHaveLength(early);
      feed.wake();
    }
    await answer({ end: 9 });
    pass(49);
    expect(questions).toHaveLength(3);
    pass(1);
    expect(questions).toHaveLength(4);
  });

  it('asks again by itself while the host has not read everything', async () => {
    const { feed, questions, answer, pass } = fake();
    feed.wake();
    await answer({ end: 5, behind: true });
    pass(100);
    expect(questions).toHaveLength(2);
    await answer({ end: 9 });
    pass(1000);
    expect(questions).toHaveLength(2);
  });

  it('counts what is new where it does not follow, and asks for what is on the screen', async () => {
    const { feed, questions, answer, pass } = fake();
    feed.wake();
    await answer({ end: 500 });
    feed.setFollow(false);
    await answer({ end: 500 });
    feed.setView(100, 20);
    await answer({ end: 500, from: 85 });
    expect(questions.at(-1)).toEqual({ filter: '', from: 85, count: 50 });
    pass(100);
    feed.wake();
    await answer({ end: 514, from: 85 });
    expect(feed.unseen).toBe(14);
    feed.setFollow(true);
    await answer({ end: 520 });
    expect([feed.unseen, questions.at(-1)?.from]).toEqual([0, undefined]);
  });

  it('shows nothing new while it is paused, and counts on', async () => {
    const { feed, answer, pass } = fake();
    feed.wake();
    await answer({ end: 10 });
    feed.setPaused(true);
    await answer({ end: 30 });
    expect([feed.end, feed.rows?.events, feed.unseen]).toEqual([10, 30, 20]);
    pass(100);
    feed.setPaused(false);
    await answer({ end: 31 });
    expect(feed.end).toBe(31);
  });

  it('drops the answer to a filter that has changed since', async () => {
    const { feed, questions, answer, pass } = fake();
    feed.wake();
    feed.setFilter('a');
    await answer({ end: 99 });
    expect(feed.rows).toBeUndefined();
    pass(50);
    expect(questions.at(-1)?.filter).toBe('a');
    await answer({ end: 3 });
    expect(feed.end).toBe(3);
  });
});
