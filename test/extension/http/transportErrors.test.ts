import { describe, expect, it } from 'vitest';
import { connectFailure, transferFailure } from '../../../src/extension/http/errors/transportErrors.ts';
import type { TransferState } from '../../../src/extension/http/errors/transportErrors.ts';

const to = { host: 'a.test', port: 443, proxy: undefined };

function coded(code: string, message = code): Error {
  return Object.assign(new Error(message), { code });
}

function state(edit: Partial<TransferState> = {}): TransferState {
  return {
    destination: to,
    phase: 'wait',
    clientCertificate: undefined,
    reused: false,
    received: new Uint8Array(),
    headersComplete: false,
    bodyBytes: 0,
    promisedLength: undefined,
    headerBytes: 1024,
    ...edit,
  };
}

describe('a connection that cannot be made', () => {
  it.each([
    ['CERT_HAS_EXPIRED', 'TlsExpired'],
    ['CERT_NOT_YET_VALID', 'TlsExpired'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'TlsHostMismatch'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'TlsUntrusted'],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'TlsUntrusted'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'TlsUntrusted'],
    ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'TlsUntrusted'],
    ['CERT_REVOKED', 'TlsUntrusted'],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'TlsHandshake'],
    ['EPROTO', 'TlsHandshake'],
    ['ECONNRESET', 'TlsHandshake'],
  ])('%s during TLS is %s', (code, name) => {
    expect(connectFailure(coded(code), to, 'tls')).toMatchObject({ name, family: 'SSLError', code });
  });

  it.each([
    ['ECONNREFUSED', 'ConnectRefused', 'ConnectionError'],
    ['EHOSTUNREACH', 'ConnectRefused', 'ConnectionError'],
    ['ETIMEDOUT', 'ConnectTimeout', 'ConnectTimeout'],
    ['ENOTFOUND', 'DnsFailed', 'ConnectionError'],
    ['EMFILE', 'TooManyOpenFiles', 'ConnectionError'],
    ['ECONNRESET', 'ConnectionReset', 'ConnectionError'],
  ])('%s is %s', (code, name, family) => {
    expect(connectFailure(coded(code), to, 'connect')).toMatchObject({ name, family });
  });

  it('is the proxy when there is one', () => {
    const proxied = { ...to, proxy: 'proxy.test:3128' };
    expect(connectFailure(coded('ECONNREFUSED'), proxied, 'connect')).toMatchObject({
      name: 'ProxyFailed',
      family: 'ProxyError',
      families: ['ProxyError', 'ConnectionError', 'RequestException'],
    });
  });

  it('suggests plain http when TLS met something else', () => {
    expect(connectFailure(coded('ERR_SSL_WRONG_VERSION_NUMBER'), to, 'tls').hint).toContain('http://');
  });
});

describe('an exchange that breaks', () => {
  it.each([
    [coded('UND_ERR_SOCKET', 'other side closed'), state(), 'ConnectionClosed'],
    [coded('ECONNRESET'), state(), 'ConnectionReset'],
    [coded('EPIPE'), state({ reused: true }), 'StaleConnection'],
    [coded('UND_ERR_HEADERS_OVERFLOW'), state(), 'HeadersTooLarge'],
    [coded('HPE_INVALID_CONSTANT'), state(), 'BadResponse'],
    [coded('UND_ERR_SOCKET', 'bad upgrade'), state({ received: Buffer.from('HTTP/1.1 101') }), 'BadResponse'],
    [coded('UND_ERR_INVALID_ARG'), state(), 'InvalidRequest'],
    [coded('UND_ERR_REQ_CONTENT_LENGTH_MISMATCH'), state(), 'InvalidRequest'],
    [coded('ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED'), state(), 'TlsHandshake'],
    [coded('UND_ERR_SOCKET'), state({ headersComplete: true, promisedLength: 9 }), 'BodyTruncated'],
    [coded('HPE_INVALID_CHUNK_SIZE'), state({ headersComplete: true }), 'BadResponse'],
    [coded('SOMETHING_NEW'), state(), 'Internal'],
  ])('%s is named', (cause, at, name) => {
    expect(transferFailure(cause, at).name).toBe(name);
  });

  it.each([
    ['missing', 'The server may require a client certificate.'],
    ['sent', 'The server may not accept the client certificate.'],
  ] as const)('is about the client certificate when one was wanted (%s)', (clientCertificate, hint) => {
    const closed = coded('UND_ERR_SOCKET', 'other side closed');
    expect(transferFailure(closed, state({ clientCertificate }))).toMatchObject({
      name: 'TlsHandshake',
      family: 'SSLError',
      hint,
    });
    const unasked = transferFailure(closed, state({ clientCertificate: 'unasked' }));
    expect(unasked.name).toBe('ConnectionClosed');
    expect(unasked.hint).not.toContain('certificate');
  });

  it('names the proxy in between, which may be what broke', () => {
    const destination = { ...to, proxy: 'proxy.test:3128' };
    for (const error of [
      connectFailure(coded('ECONNRESET'), destination, 'tls'),
      transferFailure(coded('UND_ERR_SOCKET', 'other side closed'), state({ destination })),
    ]) {
      expect(error).toMatchObject({ name: 'ProxyFailed', family: 'ProxyError' });
      expect(error.message).toContain('a.test:443 through the proxy proxy.test:3128');
    }
    expect(connectFailure(coded('CERT_HAS_EXPIRED'), destination, 'tls').name).toBe('TlsExpired');
  });
});
