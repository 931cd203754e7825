/** What the policy of a caller repeats, and how long it waits: each condition by itself. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  BodyTooLarge,
  ConnectionError,
  ReadTimeout,
  Request,
  streamOf,
} from '../../../src/extension/http/index.ts';
import type { RetryPolicy } from '../../../src/extension/http/index.ts';
import { repeatable, waitFor } from '../../../src/extension/http/session/retries.ts';
import { responseOf } from '../editor/exchangeExamples.ts';

const request = (method: string) => new Request(method, 'http://a.test/').prepare();
const answer = (status: number, retryAfter?: string) =>
  responseOf({ status, headers: retryAfter === undefined ? [] : [['Retry-After', retryAfter]] });
const lost = (bytesSent: number) => new ConnectionError('closed', 'ConnectionClosed', { bytesSent });

function repeats(
  outcome: Parameters<typeof repeatable>[0],
  method = 'GET',
  policy: Partial<RetryPolicy> = {},
  left = 1,
) {
  return repeatable(outcome, { total: 3, ...policy }, request(method), left);
}

describe('a policy repeats', () => {
  it.each(['GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS', 'TRACE'])('%s that may have arrived', (method) => {
    expect(repeats(lost(9), method)).toBe(true);
    expect(repeats(answer(503), method, { statuses: [503] })).toBe(true);
  });

  it('no POST or PATCH, unless nothing was sent or it is named', () => {
    for (const method of ['POST', 'PATCH']) {
      expect(repeats(lost(9), method)).toBe(false);
      expect(repeats(answer(503, '1'), method, { statuses: [503] })).toBe(false);
      expect(repeats(lost(0), method)).toBe(true);
      expect(repeats(lost(9), method, { methods: [method] })).toBe(true);
    }
  });

  it('what was lost on the way or took too long, and no other failure', () => {
    expect(repeats(new ReadTimeout('slow', { bytesSent: 9 }))).toBe(true);
    expect(repeats(new BodyTooLarge('large', { bytesSent: 0 }))).toBe(false);
  });

  it.each([413, 429, 503])('status %i when it says when, as long as some are left', (status) => {
    expect(repeats(answer(status, '1'))).toBe(true);
    expect(repeats(answer(status))).toBe(false);
    expect(repeats(answer(status, '1'), 'GET', { respectRetryAfter: false })).toBe(false);
    expect(repeats(answer(status, '1'), 'GET', {}, 0)).toBe(false);
  });

  it('no other status, whatever it says', () => {
    for (const status of [200, 404, 412, 414, 428, 430, 500, 502, 504])
      expect(repeats(answer(status, '1'))).toBe(false);
    expect(repeats(answer(500), 'GET', { statuses: [500] })).toBe(true);
  });

  it('a body that can be had again, and no other', () => {
    const body = streamOf({
      [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(new Error('unread')) }),
    });
    const once = new Request('PUT', 'http://a.test/', { data: body }).prepare();
    const again = new Request('PUT', 'http://a.test/', { data: { ...body, replayable: true } }).prepare();
    const text = new Request('PUT', 'http://a.test/', { data: 'x' }).prepare();
    const may = (prepared: typeof once) => repeatable(lost(9), { total: 1 }, prepared, 1);
    expect([may(once), may(again), may(text)]).toEqual([false, true, true]);
  });
});

describe('the pause before it', () => {
  beforeEach(() => void vi.useFakeTimers({ now: Date.parse('2026-01-01T00:00:00Z') }));
  afterEach(() => void vi.useRealTimers());

  it.each([
    ['0', 0],
    ['1', 1000],
    [' 7 ', 7000],
    ['Thu, 01 Jan 2026 00:01:00 GMT', 60_000],
    ['Wed, 31 Dec 2025 00:00:00 GMT', 0],
    ['99999999999999', 2 ** 31 - 1],
  ])('is what the server asks for: %s', (retryAfter, milliseconds) => {
    expect(waitFor(answer(429, retryAfter), { total: 3, backoff: 5 }, 0)).toBe(milliseconds);
  });

  it('is the policy’s own where the server asks for nothing, nothing that makes sense, or in vain', () => {
    const policy = { total: 3, backoff: 0.5 };
    expect(waitFor(answer(503), policy, 1)).toBe(1000);
    expect(waitFor(answer(503, 'soon'), policy, 1)).toBe(1000);
    expect(waitFor(answer(503, '9'), { ...policy, respectRetryAfter: false }, 1)).toBe(1000);
    expect(waitFor(lost(0), policy, 1)).toBe(1000);
  });

  it('grows from none at first to two minutes', () => {
    const pauses = [0, 1, 2, 3, 20].map((done) => waitFor(answer(503), { total: 99, backoff: 1 }, done));
    expect(pauses).toEqual([0, 2000, 4000, 8000, 120_000]);
    expect(waitFor(answer(503), { total: 3 }, 2)).toBe(0);
  });
});
