/** Exchanges for tests of what the editor shows: real prepared requests, responses made from values. */
import { Headers, Request, Response } from '../../../src/extension/http/index.ts';
import type { ConnectionFacts, PreparedRequest, RequestOptions } from '../../../src/extension/http/index.ts';
import { unsent, type BodyReader, type Exchange } from '../../../src/extension/runner/index.ts';

export function preparedRequest(method: string, url: string, options: RequestOptions = {}): PreparedRequest {
  return new Request(method, url, options).prepare();
}

export function bodyOf(text: string): BodyReader {
  const bytes = Buffer.from(text);
  return {
    length: bytes.length,
    complete: true,
    sha256: undefined,
    read: (offset, length) => Promise.resolve(bytes.subarray(offset, offset + length)),
    dispose: () => Promise.resolve(),
  };
}

export interface ResponseFacts {
  readonly status?: number;
  readonly headers?: readonly (readonly [string, string])[];
  readonly request?: PreparedRequest;
  readonly connection?: Partial<ConnectionFacts>;
}

export function responseOf(facts: ResponseFacts = {}): Response {
  const request = facts.request ?? preparedRequest('GET', 'http://api.test/');
  return new Response({
    request,
    url: request.url,
    status: facts.status ?? 200,
    reason: 'OK',
    headers: new Headers(facts.headers ?? []),
    body: { open: noBytes, rawBytes: 0, abandon: () => undefined },
    connection: {
      id: 3,
      reused: true,
      requests: 4,
      remoteAddress: '127.0.0.1:8080',
      localAddress: undefined,
      protocol: 'http/1.1',
      proxy: undefined,
      tls: undefined,
      ...facts.connection,
    },
  });
}

export function exchangeOf(changes: Partial<Exchange> = {}): Exchange {
  const prepared = changes.prepared ?? preparedRequest('POST', 'http://api.test/login?next=1');
  return {
    id: 'one',
    source: { file: 'file:///a.http', line: 3, name: undefined, title: undefined },
    session: 'default',
    prepared,
    headerOrigins: [...prepared.headers].map(() => 'file:4'),
    ...unsent,
    ...changes,
  };
}

async function* noBytes(): AsyncGenerator<Uint8Array> {
  yield* await Promise.resolve([]);
}
