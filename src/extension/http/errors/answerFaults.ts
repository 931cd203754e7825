/**
 * Errors about the bytes of an answer that are found before undici's parser sees them, or beside it. Where the parser
 * would know the fault, too, it is an error with the parser's code, which `transferFailure` puts into words like any
 * other. Called by the tap on a connection and by the transfer.
 */
import { ChunkedEncodingError, ConnectionError, ReadTimeout } from './errors.ts';
import type { FaultFacts } from './errors.ts';

/** For bytes that are not the header block of an answer; `fault` says why. */
export function malformedHead(fault: string): Error {
  return Object.assign(new Error(fault), { code: 'HPE_INVALID_HEAD' });
}

/** For a header block, its status line included, beyond `limits.headerBytes`. */
export function headTooLarge(): Error {
  return Object.assign(new Error('the header block is too large'), { code: 'UND_ERR_HEADERS_OVERFLOW' });
}

/** For a header block that is sent so slowly that it does not end in time. */
export function headTooSlow(seconds: number, facts: FaultFacts): ReadTimeout {
  return new ReadTimeout(
    `The header block from ${whereOf(facts)} was not complete ${seconds} s after its first byte (limits.headerSeconds).`,
    { ...facts, phase: 'headers', limit: 'limits.headerSeconds' },
  );
}

/** For silence before the header block. */
export function answerTooSlow(seconds: number, facts: FaultFacts): ReadTimeout {
  return new ReadTimeout(`${whereOf(facts)} did not answer within ${seconds} s (timeout.read).`, {
    ...facts,
    limit: 'timeout.read',
  });
}

/** For silence within the body. */
export function bodyTooSlow(seconds: number, facts: FaultFacts): ConnectionError {
  return new ConnectionError(
    `${whereOf(facts)} sent nothing more of the body for ${seconds} s (timeout.read).`,
    'BodyTimeout',
    { ...facts, phase: 'body', limit: 'timeout.read' },
  );
}

/** For more fields in a header block than allowed. */
export function tooManyFields(count: number, limit: number, facts: FaultFacts): ConnectionError {
  return new ConnectionError(
    `The server sent ${count} header fields; the limit is ${limit} (limits.headerFields).`,
    'HeadersTooLarge',
    { ...facts, limit: 'limits.headerFields' },
  );
}

export function tooManyInformational(limit: number): ConnectionError {
  return new ConnectionError(
    `The server sent more than ${limit} informational answers before the final one (limits.informational).`,
    'BadResponse',
    { phase: 'headers', limit: 'limits.informational' },
  );
}

/** For a body of which hardly anything is content: chunk extensions, or zeros before a size, without end. */
export function framingTooLarge(limit: number): ChunkedEncodingError {
  return new ChunkedEncodingError(
    `More than ${limit} bytes frame the body without being content (limits.headerBytes).`,
    'BadResponse',
    { phase: 'body', limit: 'limits.headerBytes' },
  );
}

/** For more fields behind the last chunk than allowed; undefined when there are not. */
export function trailersFault(
  { rawTrailers }: { readonly rawTrailers?: unknown },
  { headerFields: limit }: { readonly headerFields: number },
): ChunkedEncodingError | undefined {
  const count = Array.isArray(rawTrailers) ? rawTrailers.length / 2 : 0;
  if (count <= limit) return undefined;
  return new ChunkedEncodingError(
    `The body is followed by ${count} trailer fields; the limit is ${limit} (limits.headerFields).`,
    'BadResponse',
    { phase: 'body', limit: 'limits.headerFields' },
  );
}

function whereOf({ host = '', port }: FaultFacts): string {
  return `${host}:${port ?? ''}`;
}
