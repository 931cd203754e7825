/** What a view sees of the events of a body that still arrives. */
import { describe, expect, it } from 'vitest';
import {
  createEventLog,
  type EventLog,
  type EventQuestion,
} from '../../../../src/extension/runner/events/eventLog.ts';
import type { EventFormat } from '../../../../src/extension/runner/events/eventParser.ts';
import { parseEventFilter } from '../../../../src/extension/runner/events/eventFilter.ts';

interface Growing {
  readonly log: EventLog;
  readonly clock: { now: number };
  readonly add: (text: string) => Promise<void>;
}

interface Start {
  readonly keep?: number;
  readonly format?: EventFormat;
  readonly first?: string;
  readonly untimed?: number;
}

function growing({ keep = 10, format = 'stream', first = '', untimed = 0 }: Start = {}): Growing {
  let bytes = new TextEncoder().encode(first);
  const clock = { now: 0 };
  const log = createEventLog({
    format,
    keep,
    untimed,
    now: () => clock.now,
    body: {
      get length() {
        return bytes.length;
      },
      read: (offset, length) => Promise.resolve(bytes.slice(offset, offset + length)),
    },
  });
  return {
    log,
    clock,
    add: async (text) => {
      bytes = Buffer.concat([bytes, Buffer.from(text)]);
      await log.advance(false);
    },
  };
}

const events = (from: number, to: number): string =>
  Array.from(
    { length: to - from },
    (_, at) => `event: ${(from + at) % 2 === 0 ? 'even' : 'odd'}\ndata: ${from + at}\n\n`,
  ).join('');

const all: EventQuestion = { filter: '', from: undefined, count: 100 };
const numbers = (log: EventLog, question = all): (number | undefined)[] =>
  log.window(question).rows.map(({ number }) => number);

describe('a log of events', () => {
  it('numbers what has arrived, and tells the time since the event before', async () => {
    const { log, clock, add } = growing();
    await add(events(1, 2));
    clock.now = 310;
    await add(`: ping\n\n${events(2, 3)}`);
    expect(log.window(all)).toMatchObject({ events: 2, older: 0, first: 0, end: 3, from: 0, behind: false });
    expect(log.window(all).rows.map(({ kind, number, gap }) => [kind, number, gap])).toEqual([
      ['event', 1, undefined],
      ['comment', undefined, undefined],
      ['event', 2, 310],
    ]);
  });

  it('counts every event and keeps the last ones', async () => {
    const { log, add } = growing({ keep: 10 });
    for (let at = 1; at <= 1000; at += 37) await add(events(at, Math.min(at + 37, 1001)));
    expect(log.window(all)).toMatchObject({ events: 1000, older: 990, first: 990, end: 1000 });
    expect(numbers(log)).toEqual([991, 992, 993, 994, 995, 996, 997, 998, 999, 1000]);
  });

  it('gives the rows that a view asks for, and the nearest when they are gone', async () => {
    const { log, add } = growing({ keep: 10 });
    await add(events(1, 31));
    expect(numbers(log, { ...all, count: 2 })).toEqual([29, 30]);
    expect(numbers(log, { filter: '', from: 22, count: 2 })).toEqual([23, 24]);
    expect(log.window({ filter: '', from: 3, count: 2 })).toMatchObject({ from: 20, first: 20 });
  });

  it('filters what is kept and what comes, while the counter goes on', async () => {
    const { log, add } = growing({ keep: 10 });
    await add(events(1, 8));
    const odd = { ...all, filter: 'type:odd' };
    expect(numbers(log, odd)).toEqual([1, 3, 5, 7]);
    await add(events(8, 14));
    expect(numbers(log, odd)).toEqual([5, 7, 9, 11, 13]);
    expect(log.window(odd)).toMatchObject({ events: 13, first: 2, end: 7, from: 2 });
    expect(numbers(log)).toHaveLength(10);
  });

  it('reads the whole data of an event again, from the body', async () => {
    const long = `${'x'.repeat(70_000)}é`;
    const { log, add } = growing();
    await add(`data: 1\n\nid: 2\n: note\ndata: ${long}\ndata: end\n\n`);
    const [, , row] = log.window(all).rows;
    expect(row?.data).toHaveLength(1000);
    expect(await log.data(row?.index ?? -1, 1_000_000)).toBe(`${long}\nend`);
    expect(await log.data(99, 10)).toBeUndefined();
  });

  it('takes a last line without an end when the body has ended', async () => {
    const { log, add } = growing({ format: 'lines' });
    await add('1\n2');
    expect(log.window(all)).toMatchObject({ events: 1, behind: false });
    await log.advance(true);
    expect(log.window(all)).toMatchObject({ events: 2, behind: false });
  });

  it('has no times for what was there before', async () => {
    const { log, add } = growing({ first: events(1, 3), untimed: 10_000 });
    await add('');
    expect(log.window(all).rows.map(({ gap }) => gap)).toEqual([undefined, undefined]);
  });
});

describe('a filter', () => {
  const event = { kind: 'event', type: 'update', id: 'a9', data: '{"Name":"Ada"}' } as const;

  it.each([
    ['type:update', true],
    ['TYPE:up', true],
    ['type:delete', false],
    ['id:a9 ada', true],
    ['ada', true],
    ['ada eve', false],
  ])('of %s finds it: %s', (text, found) => {
    expect(parseEventFilter(text)?.(event)).toBe(found);
  });

  it('of nothing is none', () => {
    expect(parseEventFilter('  ')).toBeUndefined();
  });
});
