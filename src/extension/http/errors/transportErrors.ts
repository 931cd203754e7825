/**
 * From what sockets, TLS, DNS and undici report to the errors of `errors.ts`. Codes only: nothing is imported from
 * undici. `connectFailure` is for everything before the first request byte, `transferFailure` for what comes after.
 */
import { codeOf, messageOf, placeOf } from './causes.ts';
import type { Destination } from './causes.ts';
import {
  ChunkedEncodingError,
  ConnectTimeout,
  ConnectionError,
  InvalidHeader,
  ProxyError,
  RequestException,
  SSLError,
  UsageError,
} from './errors.ts';
import type { FaultFacts } from './errors.ts';
import { http2Failure, isHttp2Code, notProcessed } from './http2Failure.ts';
import { tlsFailure } from './tlsFailure.ts';
import type { Phase } from '../response/timings.ts';

/** How far an exchange was when it failed. */
export interface TransferState {
  readonly destination: Destination;
  readonly phase: Phase;
  /** What became of the server's wish for a client certificate; undefined without TLS. */
  readonly clientCertificate: 'unasked' | 'missing' | 'sent' | undefined;
  readonly reused: boolean;
  /** The first bytes of the answer, at most 4 KiB. */
  readonly received: Uint8Array;
  readonly headersComplete: boolean;
  readonly bodyBytes: number;
  readonly promisedLength: number | undefined;
  /** The limit on the header block. */
  readonly headerBytes: number;
}

/** What a lookup says of a name that nobody has. */
const unknownName = new Set(['ENOTFOUND', 'ENODATA', 'EAI_NODATA', 'EAI_NONAME', 'EAI_FAIL']);
/** What it says when nobody could be asked, or gave no answer. */
const lookupFault = /^(?:EAI_.*|ESERVFAIL|ETIMEOUT|EREFUSED|EBADNAME|EBADRESP)$/;
const closed = new Set([
  'ECONNRESET',
  'EPIPE',
  'UND_ERR_SOCKET',
  'UND_ERR_INFO',
  'UND_ERR_CLOSED',
  'UND_ERR_DESTROYED',
  'UND_ERR_ABORT',
  'UND_ERR_ABORTED',
  'ECONNABORTED',
  'ERR_STREAM_PREMATURE_CLOSE',
]);

/** The error for a connection that could not be made. */
export function connectFailure(cause: unknown, to: Destination, phase: Phase): RequestException {
  if (cause instanceof RequestException) return cause;
  const code = codeOf(cause);
  const where = `${to.host}:${to.port}`;
  const facts: FaultFacts = { cause, phase, host: to.host, port: to.port, bytesSent: 0, bytesReceived: 0 };
  if (code === 'EMFILE' || code === 'ENFILE') {
    return new ConnectionError(`Too many files are open to connect to ${where}.`, 'TooManyOpenFiles', facts);
  }
  if (to.proxy !== undefined && phase !== 'tls') {
    const what =
      code === 'ECONNRESET'
        ? 'reset the connection instead of opening a tunnel'
        : `cannot be reached (${code ?? messageOf(cause)})`;
    return new ProxyError(`The proxy ${to.proxy} ${what}.`, 'ProxyFailed', {
      ...facts,
      hint: 'Check the proxy setting, or add the host to no_proxy.',
    });
  }
  if (code !== undefined && (unknownName.has(code) || lookupFault.test(code)))
    return lookupFailure(code, to, facts);
  if (phase === 'tls') {
    const lost = code === undefined || closed.has(code);
    if (to.proxy === undefined || !lost) return tlsFailure(cause, to, facts);
    return closedBehindProxy(to, to.proxy, code === 'ECONNRESET' ? 'reset' : 'closed', facts);
  }
  if (code === 'ETIMEDOUT' || code === 'UND_ERR_CONNECT_TIMEOUT') {
    return new ConnectTimeout(`No connection to ${where}: no answer.`, facts);
  }
  const tries = triesOf(cause);
  const tried = tries.length > 1 ? ` Tried ${tries.join(', ')}.` : '';
  if (code === 'ECONNRESET') {
    return new ConnectionError(
      `${where} reset the connection while it was being opened.`,
      'ConnectionReset',
      facts,
    );
  }
  const refused = code === 'ECONNREFUSED';
  return new ConnectionError(
    refused
      ? `Nothing listens on ${where}: the connection was refused.${tried}`
      : `${where} cannot be reached (${code ?? messageOf(cause)}).${tried}`,
    'ConnectRefused',
    {
      ...facts,
      hint: refused ? 'Start the server or check host and port.' : 'Check the network and the address.',
    },
  );
}

function lookupFailure(code: string, { host }: Destination, facts: FaultFacts): ConnectionError {
  const isUnknown = unknownName.has(code);
  const why = code === 'EAI_AGAIN' ? '' : ` (${code})`;
  return new ConnectionError(
    isUnknown
      ? `The name ${host} does not exist in DNS.`
      : `The name ${host} could not be looked up just now${why}.`,
    'DnsFailed',
    {
      ...facts,
      phase: 'dns',
      hint: isUnknown
        ? 'Check the spelling, the VPN and the environment.'
        : 'Try again; check the network or VPN.',
    },
  );
}

/** The error for an exchange that broke after the request was put on a connection. */
export function transferFailure(cause: unknown, state: TransferState): RequestException {
  if (cause instanceof RequestException) return cause;
  const code = codeOf(cause) ?? '';
  const { destination: to, phase, received } = state;
  const where = placeOf(to);
  const facts: FaultFacts = {
    cause,
    phase,
    host: to.host,
    port: to.port,
    ...(received.byteLength > 0 && !state.headersComplete ? { received } : {}),
  };
  if (code === 'UND_ERR_HEADERS_OVERFLOW') {
    const what = state.headersComplete ? 'trailer' : 'header';
    return new ConnectionError(
      `The ${what} block from ${where} is larger than ${state.headerBytes} bytes (limits.headerBytes).`,
      'HeadersTooLarge',
      { ...facts, phase: state.headersComplete ? 'body' : 'headers', limit: 'limits.headerBytes' },
    );
  }
  if (code === 'UND_ERR_REQ_CONTENT_LENGTH_MISMATCH') {
    return new InvalidHeader('The body does not have the length that Content-Length announces.', facts);
  }
  if (code === 'UND_ERR_INVALID_ARG' || code === 'UND_ERR_NOT_SUPPORTED') {
    return new InvalidHeader(`The request cannot be written: ${messageOf(cause)}.`, facts);
  }
  if (code.startsWith('ERR_SSL_')) return tlsFailure(cause, to, facts);
  if (code === notProcessed) {
    const message = `${where} closed the connection without looking at the request.`;
    return new ConnectionError(message, 'StaleConnection', { ...facts, hint: 'Send it again.' });
  }
  const spoken = http2Failure(cause, { code, where, headersComplete: state.headersComplete, facts });
  if (spoken !== undefined) return spoken;
  if (state.headersComplete) return bodyFailure(code, state, facts);
  if (code.startsWith('HPE_') || code === 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH' || isBadResponse(cause))
    return badHead(code, where, cause, facts);
  if (closed.has(code) || isHttp2Code(code)) return closedHead(code, state, facts);
  if (isSystemCode(code)) {
    return new ConnectionError(`The connection to ${where} failed (${code}).`, 'ConnectionReset', facts);
  }
  return new RequestException(`The request to ${where} failed: ${messageOf(cause)}`, 'Internal', facts);
}

/** Whether undici dropped a connection because bytes came when no answer was expected. */
export function isAnswerBehindAnswer(error: Error): boolean {
  return isBadResponse(error) || (codeOf(error) ?? '').startsWith('HPE_');
}

/** A source of body bytes (a file, a generator) that failed while it was being sent. */
export function uploadFailure(cause: unknown, description: string, to: Destination): RequestException {
  if (cause instanceof RequestException) return cause;
  return new UsageError('OSError', `The body ${description} could not be read: ${messageOf(cause)}`, {
    cause,
    phase: 'upload',
    host: to.host,
    port: to.port,
  });
}

function badHead(code: string, where: string, cause: unknown, facts: FaultFacts): RequestException {
  const known = { ...facts, phase: 'headers' as const };
  const text = Buffer.from(facts.received ?? []).toString('latin1');
  if (code.includes('CONTENT_LENGTH')) {
    return new InvalidHeader(
      `The answer from ${where} contradicts itself about its length.`,
      known,
      'BadResponse',
    );
  }
  const first = JSON.stringify(text.slice(0, 256));
  const what = text.startsWith('HTTP/')
    ? `not a valid HTTP/1.x response (${parserReason(cause)})`
    : 'not an HTTP/1.x response';
  // The first byte of an alert or a handshake.
  const isTls = /^[\x15\x16]\x03/.test(text);
  return new ConnectionError(`What ${where} answered is ${what}: ${first}`, 'BadResponse', {
    ...known,
    hint: isTls
      ? 'The port speaks TLS: try https://.'
      : 'Check that the port speaks HTTP; what arrived is shown.',
  });
}

function closedHead(code: string, state: TransferState, facts: FaultFacts): RequestException {
  const { destination: to, received } = state;
  const where = `${to.host}:${to.port}`;
  const reset = code === 'ECONNRESET' || code === 'EPIPE' || code === 'ERR_HTTP2_STREAM_ERROR';
  if (received.byteLength > 0) {
    const message = `${where} ${reset ? 'reset' : 'closed'} the connection in the middle of the header block.`;
    const known = { ...facts, phase: 'headers' as const };
    const name = reset ? 'ConnectionReset' : 'ConnectionClosed';
    // Once the framing has arrived, requests reports a body cut short.
    const framed = /^(?:transfer-encoding|content-length):.*\r\n/im.test(
      Buffer.from(received).toString('latin1'),
    );
    return framed
      ? new ChunkedEncodingError(message, name, known)
      : new ConnectionError(message, name, known);
  }
  if (state.reused) {
    return new ConnectionError(
      `${where} closed the kept connection when the request arrived on it; it was not sent again.`,
      'StaleConnection',
      { ...facts, hint: 'Send it again if the request may be repeated.' },
    );
  }
  const how = reset ? 'reset' : 'closed';
  if (state.clientCertificate === 'missing' || state.clientCertificate === 'sent') {
    // In TLS 1.3 the client is done before the server has looked at its certificate (RFC 8446 4.4.2.4).
    const missing = state.clientCertificate === 'missing';
    return new SSLError(
      `${where} asked for a client certificate, ${missing ? 'got none' : 'got one'}, and ${how} the connection.`,
      'TlsHandshake',
      { ...facts, hint: `The server may ${missing ? 'require a' : 'not accept the'} client certificate.` },
    );
  }
  if (to.proxy !== undefined) return closedBehindProxy(to, to.proxy, how, facts);
  return new ConnectionError(
    `${where} ${how} the connection before any response byte.`,
    reset ? 'ConnectionReset' : 'ConnectionClosed',
    // That is what many servers do when they are spoken to without TLS on a port of theirs for TLS.
    state.clientCertificate === undefined ? { ...facts, hint: closedHint } : facts,
  );
}

const closedHint =
  "Look at the server's log, and try https:// if the port is for TLS; send again if the request may be repeated.";

/** Proxy or server, nobody can tell; what the user chose to put in between is named. */
function closedBehindProxy(to: Destination, proxy: string, how: string, facts: FaultFacts): ProxyError {
  return new ProxyError(
    `The connection to ${to.host}:${to.port} through the proxy ${proxy} was ${how} before any response byte.`,
    'ProxyFailed',
    { ...facts, hint: 'The proxy or the server behind it closed it; try without the proxy.' },
  );
}

function bodyFailure(code: string, state: TransferState, facts: FaultFacts): RequestException {
  const { destination: to, bodyBytes, promisedLength } = state;
  const where = placeOf(to);
  const known = { ...facts, phase: 'body' as const };
  const cut =
    closed.has(code) ||
    isHttp2Code(code) ||
    (code === 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH' && bodyBytes < (promisedLength ?? Infinity)) ||
    code === 'HPE_INVALID_EOF_STATE';
  if (cut) {
    const of = promisedLength === undefined ? '' : ` of ${promisedLength}`;
    return new ChunkedEncodingError(
      `The body from ${where} ended early, after ${bodyBytes}${of} bytes.`,
      'BodyTruncated',
      known,
    );
  }
  if (code.startsWith('HPE_') || code === 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH') {
    return new ChunkedEncodingError(
      `The body from ${where} is not framed as HTTP/1.1 asks (${parserReason(facts.cause)}), after ${bodyBytes} bytes.`,
      'BadResponse',
      known,
    );
  }
  if (isSystemCode(code)) {
    return new ChunkedEncodingError(
      `The connection to ${where} failed within the body (${code}).`,
      'BodyTruncated',
      known,
    );
  }
  return new RequestException(`The body from ${where} failed: ${messageOf(facts.cause)}`, 'Internal', known);
}

function isBadResponse(cause: unknown): boolean {
  return cause instanceof Error && /^bad (?:response|upgrade)$/.test(cause.message);
}

function isSystemCode(code: string): boolean {
  return /^E[A-Z]+$/.test(code);
}

/** Each address of a failed dual-stack connect, as `127.0.0.1:80 (ECONNREFUSED)`. */
function triesOf(cause: unknown): readonly string[] {
  if (!(cause instanceof AggregateError)) return [];
  return cause.errors.map((error: unknown) => {
    const address = error instanceof Error && 'address' in error ? String(error.address) : '?';
    return `${address} (${codeOf(error) ?? messageOf(error)})`;
  });
}

/** Without the sentence that undici's parser puts around each of its reasons. */
function parserReason(cause: unknown): string {
  const message = messageOf(cause);
  return /^Response does not match the HTTP\/1\.1 protocol \((.+)\)$/.exec(message)?.[1] ?? message;
}
