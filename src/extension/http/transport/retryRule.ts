/**
 * Whether a request that failed on a kept connection may be sent once more on a fresh one (RFC 9110 9.2.2): the server
 * has closed a connection that served before, nothing of an answer has come, and a second arrival does no harm, or
 * there was no first one. Asked by the adapter after each failure; it decides and does nothing.
 */
import { isBodyStream } from '../request/body.ts';
import { RequestException } from '../errors/errors.ts';
import { notProcessed } from '../errors/http2Failure.ts';
import type { PreparedRequest } from '../request/preparedRequest.ts';

/** How far a request came on its connection. */
export interface Progress {
  /** Requests that the connection has carried, this one included. */
  readonly requests: number;
  /** Whether a byte of an answer has come. */
  readonly answered: boolean;
  /** Whether a byte of the request may have reached the server. */
  readonly mayHaveArrived: boolean;
}

export function mayRepeat(
  error: unknown,
  { body, method }: Pick<PreparedRequest, 'body' | 'method'>,
  progress: () => Progress,
): boolean {
  if (!(error instanceof RequestException) || !staleFaults.has(error.name)) return false;
  const replayable = !isBodyStream(body) || body.replayable;
  if (error.code === notProcessed) return replayable;
  const { requests, answered, mayHaveArrived } = progress();
  if (requests < 2 || answered) return false;
  if (!mayHaveArrived) return true;
  return idempotent.has(method) && replayable;
}

/** Methods whose request may arrive twice without harm. */
const idempotent: ReadonlySet<string> = new Set([
  'GET',
  'HEAD',
  'OPTIONS',
  'TRACE',
  'PUT',
  'DELETE',
  'QUERY',
]);
/** What a server that closes a kept connection looks like. */
const staleFaults: ReadonlySet<string> = new Set(['StaleConnection', 'ConnectionReset', 'ConnectionClosed']);
