import { describe, expect, it } from 'vitest';
import type { ExchangeSnapshot, PageTab } from '../../../src/extension/webview/protocol.ts';
import { elapsedAt, initialState, reduce, type PageState } from '../../../src/extension/webview/ui/state.ts';
import { done, idle, pending, prepared, streaming } from './snapshots.ts';

const show = (state: PageState, snapshot: ExchangeSnapshot, now = 0, tab?: PageTab): PageState =>
  reduce(state, { type: 'snapshot', snapshot, tab, now });
const showAll = (...snapshots: readonly ExchangeSnapshot[]): PageState =>
  snapshots.reduce((state, snapshot) => show(state, snapshot), initialState);

describe('the chosen tab', () => {
  it('is the request until it was sent, then the response', () => {
    expect(showAll(idle).tab).toBe('request');
    expect(showAll(idle, pending).tab).toBe('response');
  });

  it('stays what the user chose while the response comes in', () => {
    const chosen = reduce(showAll(idle, pending), { type: 'tabChosen', tab: 'request' });
    expect(show(show(chosen, streaming), done).tab).toBe('request');
  });

  it('is what the host names when it names one', () => {
    expect(show(showAll(done), done, 0, 'request').tab).toBe('request');
  });
});

describe('the previous response', () => {
  const again = { ...pending, exchangeId: 'x2' };

  it('stays while the same request is on its way again', () => {
    expect(showAll(done, again).previous).toBe(done);
    expect(showAll(done, again, { ...again, phase: 'headers' }).previous).toBe(done);
  });

  it('goes when the new one has headers or an end', () => {
    expect(showAll(done, again, { ...streaming, exchangeId: 'x2' }).previous).toBeUndefined();
    expect(showAll(done, again, { ...again, state: 'failed' }).previous).toBeUndefined();
  });

  it('is not that of another request', () => {
    expect(showAll(done, { ...again, title: 'GET /me' }).previous).toBeUndefined();
  });
});

describe('progress', () => {
  const progress = {
    exchangeId: 'x1',
    phase: 'body',
    elapsed: 2000,
    received: 5000,
    expected: undefined,
  } as const;

  it('changes the numbers of the exchange on screen', () => {
    const next = reduce(showAll(streaming), {
      type: 'progress',
      progress: { ...progress, state: 'streaming' },
      now: 10,
    });
    expect(next.snapshot).toEqual({ ...streaming, elapsed: 2000, received: 5000 });
  });

  it('of an exchange that is no longer shown is ignored', () => {
    const state = showAll(done);
    const late = { ...progress, exchangeId: 'old', state: 'streaming' } as const;
    expect(reduce(state, { type: 'progress', progress: late, now: 10 })).toBe(state);
  });

  it('gives a speed once there is time enough to measure', () => {
    const start = show(initialState, streaming, 1000);
    const soon = reduce(start, {
      type: 'progress',
      progress: { ...progress, state: 'streaming', received: 2000 },
      now: 1100,
    });
    expect(soon.speed).toBeUndefined();
    const later = reduce(soon, {
      type: 'progress',
      progress: { ...progress, state: 'streaming', received: 5000 },
      now: 2000,
    });
    expect(later.speed).toBe(4000);
    expect(show(later, done, 2100).speed).toBeUndefined();
  });
});

describe('the elapsed time', () => {
  it("runs on by the page's clock while the request runs", () => {
    expect(elapsedAt(show(initialState, pending, 100), 1100)).toBe(4400);
  });

  it('stands still once it ended, and there is none before', () => {
    expect(elapsedAt(show(initialState, done, 100), 9999)).toBe(84);
    expect(elapsedAt(showAll(idle), 9999)).toBeUndefined();
  });
});

describe("the host's answer to an edit", () => {
  const edited = { ...prepared, method: 'PUT' };

  it('becomes what is prepared', () => {
    const next = reduce(showAll(idle), { type: 'prepared', exchangeId: 'x1', prepared: edited });
    expect(next.snapshot?.prepared.method).toBe('PUT');
  });

  it('is ignored once the request was sent', () => {
    const state = showAll(idle, pending);
    expect(reduce(state, { type: 'prepared', exchangeId: 'x1', prepared: edited })).toBe(state);
  });
});
