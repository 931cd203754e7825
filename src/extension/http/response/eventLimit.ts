/**
 * Ends a stream of events when one of them does not: a server that never sends the empty line between two events would
 * otherwise be listened to for ever. It looks for ends of events only and reads none; the pieces pass unchanged.
 * Wrapped around the decoded body of each `text/event-stream`.
 */
import { BodyTooLarge } from '../errors/errors.ts';
import type { Limits } from '../transport/adapter.ts';

export function isEventStream(contentType: string | undefined): boolean {
  return contentType !== undefined && /^\s*text\/event-stream\s*(?:;|$)/i.test(contentType);
}

/** Rejects with BodyTooLarge, after the piece that was too much, which is whole. */
export async function* limitEvents(
  pieces: AsyncIterable<Uint8Array>,
  { eventBytes: limit }: Pick<Limits, 'eventBytes'>,
): AsyncGenerator<Uint8Array, void, undefined> {
  let length = 0;
  let tail: Uint8Array = new Uint8Array();
  for await (const piece of pieces) {
    yield piece;
    const bytes = Buffer.concat([tail, piece]);
    const end = Math.max(...eventEnds.map((mark) => bytes.lastIndexOf(mark)));
    length = end === -1 ? length + piece.byteLength : bytes.byteLength - end;
    tail = bytes.subarray(-1);
    if (length > limit) {
      throw new BodyTooLarge(`An event is larger than ${limit} bytes (limits.eventBytes).`, {
        phase: 'body',
        limit: 'limits.eventBytes',
      });
    }
  }
}

/** An empty line, whatever ends the lines before it (WHATWG HTML 9.2.5). */
const eventEnds = ['\n\n', '\r\r', '\n\r'].map((mark) => Buffer.from(mark));
