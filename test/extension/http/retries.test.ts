import { describe, expect, it } from 'vitest';
import {
  ConnectionError,
  Headers,
  Request,
  Response,
  Session,
  withRetries,
} from '../../../src/extension/http/index.ts';
import type { Adapter, PreparedRequest, RetryPolicy } from '../../../src/extension/http/index.ts';

type Answer = number | 'refused' | 'closed' | readonly [status: number, retryAfter: string];

/** An adapter that gives these answers in turn, and counts how often it was asked. */
function scripted(answers: readonly Answer[]): { readonly adapter: Adapter; readonly sent: () => number } {
  let sent = 0;
  const adapter: Adapter = {
    send: (prepared) => {
      const answer = answers[sent++] ?? 200;
      if (answer === 'refused')
        return Promise.reject(new ConnectionError('refused', 'ConnectRefused', { bytesSent: 0 }));
      if (answer === 'closed')
        return Promise.reject(new ConnectionError('closed', 'ConnectionClosed', { bytesSent: 9 }));
      return Promise.resolve(response(prepared, answer));
    },
    close: () => Promise.resolve(),
  };
  return { adapter, sent: () => sent };
}

function response(request: PreparedRequest, answer: number | readonly [number, string]): Response {
  const [status, retryAfter] = typeof answer === 'number' ? [answer, undefined] : answer;
  return new Response({
    request,
    url: request.url,
    status,
    reason: '',
    headers: new Headers(retryAfter === undefined ? [] : [['Retry-After', retryAfter]]),
    body: { rawBytes: 0, abandon: () => undefined, open: () => empty() },
  });
}

async function* empty(): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(new Uint8Array());
}

async function outcome(
  method: string,
  policy: RetryPolicy,
  answers: readonly Answer[],
): Promise<readonly [string | number, number]> {
  const { adapter, sent } = scripted(answers);
  const session = new Session({ environment: {}, adapter: withRetries(adapter, policy) });
  try {
    const { status } = await session.send(new Request(method, 'http://a.test/', { data: 'x' }).prepare());
    return [status, sent()];
  } catch (error) {
    return [(error as ConnectionError).family, sent()];
  }
}

describe('a retry policy', () => {
  it('repeats the statuses it lists, as often as it allows', async () => {
    expect(await outcome('GET', { total: 3, statuses: [503] }, [503, 503, 200])).toEqual([200, 3]);
    expect(await outcome('GET', { total: 2, statuses: [503] }, [503, 503, 503])).toEqual(['RetryError', 3]);
    expect(await outcome('GET', { total: 2, statuses: [503] }, [500])).toEqual([500, 1]);
  });

  it('repeats a POST only when it was never sent or the policy names it', async () => {
    expect(await outcome('POST', { total: 1, statuses: [503] }, [503])).toEqual([503, 1]);
    expect(await outcome('POST', { total: 1, statuses: [503], methods: ['POST'] }, [503, 200])).toEqual([
      200, 2,
    ]);
    expect(await outcome('POST', { total: 1 }, ['refused', 200])).toEqual([200, 2]);
    expect(await outcome('POST', { total: 1 }, ['closed', 200])).toEqual(['ConnectionError', 1]);
    expect(await outcome('PUT', { total: 1 }, ['closed', 200])).toEqual([200, 2]);
  });

  it('honours Retry-After, and gives back the last answer when nothing is left', async () => {
    expect(await outcome('GET', { total: 1 }, [[429, '0'], 200])).toEqual([200, 2]);
    expect(
      await outcome('GET', { total: 1 }, [
        [429, '0'],
        [429, '0'],
      ]),
    ).toEqual([429, 2]);
    expect(await outcome('GET', { total: 1, respectRetryAfter: false }, [[429, '0']])).toEqual([429, 1]);
  });

  it('fails with the last failure when connecting keeps failing', async () => {
    expect(await outcome('GET', { total: 2 }, ['refused', 'refused', 'refused'])).toEqual([
      'ConnectionError',
      3,
    ]);
  });

  it('says on the answer how often it was sent', async () => {
    const { adapter } = scripted([503, 503, 200]);
    const policy = { total: 3, statuses: [503] };
    const session = new Session({ environment: {}, adapter: withRetries(adapter, policy) });
    expect((await session.get('http://a.test/')).notices).toMatchObject([{ name: 'Retried', attempts: 3 }]);
    expect((await session.get('http://a.test/')).notices).toEqual([]);
  });
});
