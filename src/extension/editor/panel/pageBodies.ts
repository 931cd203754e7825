/**
 * Answers a page's question for bytes: a range of the response's spooled body, or of the prepared body in UTF-8.
 * Reads what is there now and never more than was asked for.
 */
import type { ExchangeEntry } from '../sending/exchanges.ts';

export interface ByteRange {
  readonly offset: number;
  readonly length: number;
}

export async function readPart(
  entry: ExchangeEntry,
  part: 'request' | 'response',
  { offset, length }: ByteRange,
): Promise<ArrayBuffer> {
  if (part === 'response') {
    return exactBuffer((await entry.exchange.body?.read(offset, length)) ?? new Uint8Array());
  }
  const { body } = entry.draft.current;
  if (typeof body === 'string') return exactBuffer(Buffer.from(body).subarray(offset, offset + length));
  // A body that is produced while it is sent is named in the view, not shown.
  return body instanceof Uint8Array
    ? exactBuffer(body.subarray(offset, offset + length))
    : new ArrayBuffer(0);
}

/** A view may be a window on a larger buffer, and a message would carry all of that. */
function exactBuffer(bytes: Uint8Array): ArrayBuffer {
  return Uint8Array.from(bytes).buffer;
}
