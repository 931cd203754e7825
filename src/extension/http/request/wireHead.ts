/**
 * The request line and header lines that a PreparedRequest becomes on a direct HTTP/1.1 connection, byte for byte
 * what is written for it. The preview shows it and the undici adapter dispatches `messageLines`, which are the same lines, so the two cannot differ. `checkWire` refuses what must not be written at all.
 */
import { bodyLength, isBodyStream } from './body.ts';
import { ownFraming } from './framing.ts';
import { InvalidHeader, InvalidURL, UsageError } from '../errors/errors.ts';
import type { HeaderEntry, Headers } from './headers.ts';
import type { PreparedParts } from './preparedRequest.ts';
import { hostHeader, requestTarget } from '../url/url.ts';

export interface WireHead {
  readonly requestLine: string;
  /** The part of the request line between method and version. */
  readonly target: string;
  readonly headers: readonly HeaderEntry[];
}

/** Methods for which undici announces an empty body with `content-length: 0` (client-h1.js, `expectsPayload`). */
const payloadMethods = new Set(['PUT', 'POST', 'PATCH', 'QUERY', 'PROPFIND', 'PROPPATCH']);

/** Headers that undici writes itself or refuses: they never appear among the ordinary lines. */
const writtenByTransport = /^(?:host|connection|content-length|transfer-encoding|keep-alive)$/i;

/** `host` and `connection` first and in lower case, then the headers as they are, then the framing. Never throws. */
export function wireHead(request: PreparedParts): WireHead {
  const { closes, ordinary } = linesOf(request.headers);
  const computed = computedFraming(request);
  const target = requestTarget(request.url);
  const headers: HeaderEntry[] = [
    ['host', hostOf(request)],
    ['connection', closes ? 'close' : 'keep-alive'],
    ...ordinary,
    ...(writtenFraming(request) ?? (computed === undefined ? [] : [computed])),
  ];
  return { requestLine: `${request.method} ${target} HTTP/1.1`, target, headers };
}

/** The lines of the wire head but for `connection` and the framing: names and values by turns, not to be changed. */
export function messageLines(request: PreparedParts): readonly string[] {
  const host = hostOf(request);
  const lines = linesOf(request.headers);
  if (lines.message?.[1] !== host) lines.message = ['host', host, ...lines.ordinary.flat()];
  return lines.message;
}

/** Whether the request asks for its connection to be closed; the only meaning a typed Connection header has. */
export function closesConnection(request: Pick<PreparedParts, 'headers'>): boolean {
  return linesOf(request.headers).closes;
}

function hostOf({ headers, url }: PreparedParts): string {
  return linesOf(headers).host ?? hostHeader(url);
}

interface HeaderLines {
  /** As typed. */
  readonly host: string | undefined;
  readonly closes: boolean;
  /** Neither host, connection nor framing. */
  readonly ordinary: readonly HeaderEntry[];
  /** Those for the host that was asked for last, as `messageLines` has them. */
  message: readonly string[] | undefined;
}

/** Every step of a send asks about the same headers, and most requests of a session share them. */
let lastLines: (HeaderLines & { readonly headers: Headers }) | undefined;

function linesOf(headers: Headers): HeaderLines {
  if (lastLines?.headers === headers) return lastLines;
  const ordinary = headers.entries().filter(([name]) => !writtenByTransport.test(name));
  // A server may compress when the field is absent, so its removal is sent as a refusal to be sent codings (rule R28).
  if (!headers.has('Accept-Encoding')) ordinary.unshift(['Accept-Encoding', 'identity']);
  const host = headers.get('Host');
  lastLines = { headers, host, closes: asksToClose(headers), ordinary, message: undefined };
  return lastLines;
}

function asksToClose(headers: Headers): boolean {
  const value = headers.get('Connection') ?? 'keep-alive';
  if (value === 'keep-alive') return false;
  const tokens = value.toLowerCase().split(',');
  return tokens.some((token) => token.trim() === 'close');
}

/**
 * Refuses a request that must not be written, before anything is: a method or name that is no token, control
 * characters, text beyond Latin-1, two Host fields, contradictory framing, fields the transport cannot honour.
 * Throws InvalidHeader, InvalidURL or UsageError.
 */
export function checkWire(request: PreparedParts): void {
  if (!isToken(request.method)) {
    throw new UsageError(
      'ValueError',
      `The method ${JSON.stringify(request.method)} is not a valid HTTP method.`,
    );
  }
  if (/[^\x21-\x7e]/.test(requestTarget(request.url))) {
    throw new InvalidURL('The URL holds a character that must be percent-encoded.');
  }
  checkLines(request.headers);
  checkFraming(request);
}

let lastPassed: Headers | undefined;

function checkLines(headers: Headers): void {
  if (headers === lastPassed) return;
  for (const [name, value] of headers) {
    checkHeader(name, value);
  }
  if (headers.getAll('Host').length > 1) {
    throw new InvalidHeader('The Host header is given twice.');
  }
  lastPassed = headers;
}

function checkHeader(name: string, value: string): void {
  if (!isToken(name)) {
    throw new InvalidHeader(
      `The header name ${JSON.stringify(name)} holds a character that names cannot have.`,
    );
  }
  if (/[\x00-\x08\x0a-\x1f\x7f]/.test(value)) {
    throw new InvalidHeader(`The value of the header ${name} holds a control character.`);
  }
  if (/[^\x00-\xff]/.test(value)) {
    throw new UsageError(
      'UnicodeEncodeError',
      `The value of the header ${name} holds a character outside Latin-1.`,
      { hint: 'Encode the value, for example with percent-encoding or as an RFC 8187 parameter.' },
    );
  }
  if (/^(?:expect|upgrade)$/i.test(name)) {
    throw new InvalidHeader(`The header ${name} is not supported: the answer to it could not be handled.`);
  }
}

/** Framing is ours unless an edit has set it on purpose: a typed length must be the body's, and never stands beside Transfer-Encoding. */
function checkFraming(request: PreparedParts): void {
  if (writtenFraming(request) !== undefined) return;
  const { headers, body } = request;
  const coding = headers.get('Transfer-Encoding');
  const typed = headers.get('Content-Length');
  if (coding !== undefined && typed !== undefined) {
    throw new InvalidHeader('Content-Length and Transfer-Encoding contradict each other.', {
      hint: 'Remove one of them.',
    });
  }
  if (coding !== undefined && (coding.trim().toLowerCase() !== 'chunked' || !isBodyStream(body))) {
    throw new InvalidHeader(`The header Transfer-Encoding: ${coding} does not fit the body.`, {
      hint: 'Leave it out: the length of the body is known.',
    });
  }
  if (typed === undefined) return;
  const length = bodyLength(body);
  if (!/^\d+$/.test(typed) || (length !== undefined && Number(typed) !== length)) {
    throw new InvalidHeader(
      `The header Content-Length: ${typed} does not fit the body` +
        (length === undefined ? '.' : `, which has ${length} bytes.`),
      { hint: 'Leave it out: it is computed.' },
    );
  }
}

/**
 * The framing lines in place of those that undici would write; undefined when it writes the right ones. It counts
 * what comes out of a stream of unknown length itself, so that a length typed for one cannot be wrong.
 */
export function writtenFraming(request: PreparedParts): readonly HeaderEntry[] | undefined {
  const lines = ownFraming(request);
  const isCounted = bodyLength(request.body) === undefined && !request.headers.has('Transfer-Encoding');
  return isCounted ? undefined : lines;
}

/** The framing line that undici writes by itself, if any. */
export function computedFraming({ body, headers, method }: PreparedParts): HeaderEntry | undefined {
  const known = bodyLength(body);
  const length =
    known ?? (headers.has('Transfer-Encoding') ? undefined : typedLength(headers.get('Content-Length')));
  if (length === undefined) return ['transfer-encoding', 'chunked'];
  if (length > 0) return ['content-length', String(length)];
  return payloadMethods.has(method) ? ['content-length', '0'] : undefined;
}

function typedLength(value: string | undefined): number | undefined {
  return value !== undefined && /^\d+$/.test(value) ? Number(value) : undefined;
}

function isToken(text: string): boolean {
  return /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/.test(text);
}
