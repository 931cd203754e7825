/** Every error that undici can raise has a name of ours, or a reason why it never reaches us. */
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { transferFailure } from '../../../src/extension/http/errors/transportErrors.ts';
import type { TransferState } from '../../../src/extension/http/errors/transportErrors.ts';

type ErrorClass = new (...args: readonly unknown[]) => Error & { readonly code?: string };
const errors = createRequire(import.meta.url)('undici/lib/core/errors.js') as Readonly<
  Record<string, ErrorClass>
>;

/** The fault while the head is awaited on a new connection, on a kept one, and while the body is read. */
const mapped: Readonly<Record<string, readonly [fresh: string, kept: string, body: string]>> = {
  SocketError: ['ConnectionClosed', 'StaleConnection', 'BodyTruncated'],
  InformationalError: ['ConnectionClosed', 'StaleConnection', 'BodyTruncated'],
  ClientClosedError: ['ConnectionClosed', 'StaleConnection', 'BodyTruncated'],
  ClientDestroyedError: ['ConnectionClosed', 'StaleConnection', 'BodyTruncated'],
  AbortError: ['ConnectionClosed', 'StaleConnection', 'BodyTruncated'],
  RequestAbortedError: ['ConnectionClosed', 'StaleConnection', 'BodyTruncated'],
  HTTPParserError: ['BadResponse', 'BadResponse', 'BadResponse'],
  HeadersOverflowError: ['HeadersTooLarge', 'HeadersTooLarge', 'HeadersTooLarge'],
  ResponseContentLengthMismatchError: ['BadResponse', 'BadResponse', 'BodyTruncated'],
  RequestContentLengthMismatchError: ['InvalidRequest', 'InvalidRequest', 'InvalidRequest'],
  InvalidArgumentError: ['InvalidRequest', 'InvalidRequest', 'InvalidRequest'],
  NotSupportedError: ['InvalidRequest', 'InvalidRequest', 'InvalidRequest'],
};

const neverReachUs: Readonly<Record<string, string>> = {
  UndiciError: 'the parent of the others',
  ConnectTimeoutError: 'connections are made by dial.ts',
  SecureProxyConnectionError: 'proxies are dialled by dial.ts',
  Socks5ProxyError: 'proxies are dialled by dial.ts',
  ProxyConnectionError: 'proxies are dialled by dial.ts',
  HeadersTimeoutError: 'switched off: silence is measured by Transfer',
  BodyTimeoutError: 'switched off: silence is measured by Transfer',
  ResponseExceededMaxSizeError: 'switched off: the decoded size is what is limited',
  WebAssemblyNotSupportedError: 'Node always has WebAssembly; without it nothing could be sent',
  InvalidReturnValueError: 'a mistake in a handler of the stream and pipeline methods, which are not used',
  BalancedPoolMissingUpstreamError: 'balanced pools are not used',
  RequestRetryError: 'retries are ours',
  ResponseError: 'the interceptor that throws for a status is not used',
  MaxRedirectsError: 'redirects are ours',
  MaxOriginsReachedError: 'agents are not used',
  MessageSizeExceededError: 'belongs to WebSockets',
};

function state(edit: Partial<TransferState>): TransferState {
  return {
    destination: { host: 'a.test', port: 80, proxy: undefined },
    ...{ phase: 'wait', clientCertificate: undefined, reused: false, received: new Uint8Array() },
    ...{ headersComplete: false, bodyBytes: 0, promisedLength: 9, headerBytes: 1024, ...edit },
  };
}

describe("undici's errors", () => {
  it('are each either mapped or known not to reach us', () => {
    expect(Object.keys(errors).toSorted()).toEqual(Object.keys({ ...mapped, ...neverReachUs }).toSorted());
  });

  it.each(Object.entries(mapped))('%s is named %j', (name, faults) => {
    const create = errors[name];
    if (create === undefined) throw new Error(`undici has no ${name} any more`);
    const cause = new create('said by undici', 'INVALID_CONSTANT');
    const states = [state({}), state({ reused: true }), state({ headersComplete: true, phase: 'body' })];
    const found = states.map((each) => transferFailure(cause, each));
    expect(found.map((error) => error.name)).toEqual(faults);
    expect(found.every((error) => error.message.includes('a.test') || error.name === 'InvalidRequest')).toBe(
      true,
    );
  });
});
