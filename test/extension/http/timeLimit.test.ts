/** A limit on waiting that a person may prolong while it runs. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Patience } from '../../../src/extension/http/transport/patience.ts';
import { TimeLimit } from '../../../src/extension/http/transport/timeLimit.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function limitOf(
  limit: number | undefined,
  patience?: Patience,
): { limit: TimeLimit; expired: () => boolean } {
  let expired = false;
  const onExpire = (): void => {
    expired = true;
  };
  return { limit: new TimeLimit({ limit, patience, onExpire }), expired: () => expired };
}

describe('a limit on waiting', () => {
  it('expires, and begins anew with each sign of life', () => {
    const { limit, expired } = limitOf(1000);
    limit.restart();
    vi.advanceTimersByTime(900);
    limit.restart();
    vi.advanceTimersByTime(999);
    expect(expired()).toBe(false);
    vi.advanceTimersByTime(1);
    expect(expired()).toBe(true);
  });

  it('lasts longer by what is added while it runs, also afterwards', () => {
    const patience = new Patience();
    const { limit, expired } = limitOf(1000, patience);
    limit.restart();
    patience.extend(5000);
    expect(limit.allowed).toBe(6000);
    vi.advanceTimersByTime(5999);
    expect(expired()).toBe(false);
    limit.restart();
    vi.advanceTimersByTime(5999);
    patience.extend(1000);
    vi.advanceTimersByTime(1000);
    expect(expired()).toBe(false);
    vi.advanceTimersByTime(1);
    expect(expired()).toBe(true);
  });

  it('never expires once it was stopped, or without a number', () => {
    const stopped = limitOf(1000);
    stopped.limit.restart();
    stopped.limit.stop();
    const endless = limitOf(undefined);
    endless.limit.restart();
    vi.advanceTimersByTime(1_000_000);
    expect([stopped.expired(), endless.expired(), vi.getTimerCount()]).toEqual([false, false, 0]);
  });
});
