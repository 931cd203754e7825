/**
 * Errors of HTTP/2 that HTTP/1.1 does not have: a stream that the server resets with a code (RFC 9113 7), and frames that
 * break the protocol. What both have, a connection that ends, is told in the words of transportErrors.ts, which asks here
 * first.
 */
import { messageOf } from './causes.ts';
import { ChunkedEncodingError, ConnectionError } from './errors.ts';
import type { FaultFacts, RequestException } from './errors.ts';

/** The code of a failure that came before the server did anything with the request, as HTTP/2 lets it say. */
export const notProcessed = 'ERR_NOT_PROCESSED';

interface Broken {
  readonly code: string;
  /** Host and port, for the message. */
  readonly where: string;
  readonly headersComplete: boolean;
  readonly facts: FaultFacts;
}

const resetHints: Readonly<Record<string, string>> = {
  // undici has sent it once more by then, as RFC 9113 8.7 allows.
  REFUSED_STREAM: 'The server refused the request twice without looking at it: send it again later.',
  HTTP_1_1_REQUIRED: 'The server wants HTTP/1.1 for this request: send it without HTTP/2.',
  ENHANCE_YOUR_CALM:
    'Too many requests for the server, or more header fields than HTTP/2 takes here: wait, or send it without HTTP/2.',
  INADEQUATE_SECURITY: 'The server finds the encryption too weak for HTTP/2: send it without HTTP/2.',
};

/** The error for a stream that was reset before its answer and for broken frames; undefined for everything else. */
export function http2Failure(
  cause: unknown,
  { code, where, headersComplete, facts }: Broken,
): RequestException | undefined {
  if (code === 'ERR_HTTP2_ERROR' || code === 'ERR_HTTP2_TOO_MANY_INVALID_FRAMES') {
    const message = `What ${where} sent is not valid HTTP/2 (${messageOf(cause)}).`;
    const hint = 'Look at the server, or send the request without HTTP/2.';
    return headersComplete
      ? new ChunkedEncodingError(message, 'BadResponse', { ...facts, phase: 'body', hint })
      : new ConnectionError(message, 'BadResponse', { ...facts, phase: 'headers', hint });
  }
  const reset = code === 'ERR_HTTP2_STREAM_ERROR' ? resetCode(cause) : undefined;
  if (reset === undefined || headersComplete) return undefined;
  const hint = resetHints[reset];
  return new ConnectionError(
    `${where} reset the stream (${reset}) before any response byte.`,
    'ConnectionReset',
    {
      ...facts,
      ...(hint === undefined ? {} : { hint }),
    },
  );
}

/** What node:http2 reports, and undici about a stream or session that ended. */
export function isHttp2Code(code: string): boolean {
  return code.startsWith('ERR_HTTP2_') || code === 'UND_ERR_INFO';
}

/** The name of an error code in RFC 9113 7; node tells it in its message alone. */
function resetCode(cause: unknown): string | undefined {
  return /NGHTTP2_([A-Z0-9_]+)/.exec(messageOf(cause))?.[1];
}
