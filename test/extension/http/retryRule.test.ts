/** When a request is sent once more after a kept connection was closed under it, and above all when not. */
import { describe, expect, it } from 'vitest';
import { RequestException, streamOf } from '../../../src/extension/http/index.ts';
import type { Body, FaultName } from '../../../src/extension/http/index.ts';
import { notProcessed } from '../../../src/extension/http/errors/http2Failure.ts';
import { mayRepeat, type Progress } from '../../../src/extension/http/transport/retryRule.ts';

const generator = streamOf({
  [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(new Error('unread')) }),
});
const file = { ...generator, replayable: true };

interface Row extends Partial<Progress> {
  readonly name?: FaultName;
  readonly code?: string;
  readonly method?: string;
  readonly body?: Body;
}

function repeats({ name = 'StaleConnection', code, method = 'GET', body = null, ...progress }: Row): boolean {
  const cause = code === undefined ? undefined : Object.assign(new Error(code), { code });
  const error = new RequestException('closed', name, { cause });
  const known = { requests: 2, answered: false, mayHaveArrived: true, ...progress };
  return mayRepeat(error, { method, body }, () => known);
}

describe('a request whose kept connection was closed', () => {
  it.each(['GET', 'HEAD', 'OPTIONS', 'TRACE', 'PUT', 'DELETE', 'QUERY'])(
    'is repeated when it is %s',
    (method) => {
      expect(repeats({ method })).toBe(true);
    },
  );

  it.each(['POST', 'PATCH', 'CONNECT', 'get', ''])(
    'is not repeated when it is %j and may have arrived',
    (method) => {
      expect(repeats({ method })).toBe(false);
      expect(repeats({ method, mayHaveArrived: false })).toBe(true);
    },
  );

  it.each(['StaleConnection', 'ConnectionReset', 'ConnectionClosed'] as const)(
    'is repeated after %s',
    (name) => {
      expect(repeats({ name })).toBe(true);
    },
  );

  it.each([
    'BadResponse',
    'HeadersTimeout',
    'Cancelled',
    'TlsHandshake',
    'Internal',
    'BodyTruncated',
  ] as const)('is not repeated after %s', (name) => {
    expect(repeats({ name })).toBe(false);
    expect(repeats({ name, code: notProcessed })).toBe(false);
  });

  it('is not repeated on a connection that has served nobody, or once a byte of an answer has come', () => {
    expect(repeats({ requests: 1 })).toBe(false);
    expect(repeats({ requests: 1, mayHaveArrived: false })).toBe(false);
    expect(repeats({ requests: 3 })).toBe(true);
    expect(repeats({ answered: true })).toBe(false);
    expect(repeats({ answered: true, mayHaveArrived: false })).toBe(false);
  });

  it('is repeated with a body only when that can be had again', () => {
    expect(repeats({ method: 'PUT', body: 'text' })).toBe(true);
    expect(repeats({ method: 'PUT', body: file })).toBe(true);
    expect(repeats({ method: 'PUT', body: generator })).toBe(false);
  });

  it('is repeated when the server says that it has not looked at it, whatever it is', () => {
    expect(repeats({ method: 'POST', code: notProcessed, requests: 1, body: file })).toBe(true);
    expect(repeats({ method: 'POST', code: notProcessed, body: generator })).toBe(false);
    expect(repeats({ method: 'POST', code: 'OTHER' })).toBe(false);
  });

  it('is not repeated after what is no fault of a send', () => {
    expect(
      mayRepeat(
        Object.assign(new Error('x'), { name: 'StaleConnection' }),
        { method: 'GET', body: null },
        never,
      ),
    ).toBe(false);
  });
});

function never(): Progress {
  throw new Error('Nobody has to look at the connection for that.');
}
