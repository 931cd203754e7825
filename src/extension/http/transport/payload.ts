/**
 * The body of a request as undici takes it: bytes as they are while they are few, everything else piece by piece, so
 * that what has been sent is known while it is sent and a server that stops reading is noticed. Called by Transfer.
 */
import type { Body } from '../request/body.ts';
import { isBodyStream } from '../request/body.ts';
import { uploadFailure } from '../errors/transportErrors.ts';
import type { Destination } from '../errors/causes.ts';
import type { TransportRequest } from './transport.ts';

/** From here on bytes are sent in pieces. */
const fewBytes = 256 * 1024;
const pieceBytes = 64 * 1024;

/** undici frames an async iterable by the content-length header, or in chunks. */
export function payloadOf(body: Body, to: Destination): TransportRequest['body'] {
  if (isBodyStream(body)) return asBytes(streamed(body, to));
  if (body === null || body === '') return null;
  const bytes = typeof body === 'string' ? Buffer.from(body, 'utf8') : body;
  return bytes.byteLength < fewBytes ? bytes : asBytes(pieces(bytes));
}

/** undici's types do not tell that it takes an async iterable. */
function asBytes(iterable: AsyncIterable<Uint8Array>): Uint8Array {
  return iterable as unknown as Uint8Array;
}

async function* pieces(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.byteLength; at += pieceBytes) {
    yield await Promise.resolve(bytes.subarray(at, at + pieceBytes));
  }
}

async function* streamed(
  body: { description: string; open(): AsyncIterable<Uint8Array> },
  to: Destination,
): AsyncGenerator<Uint8Array> {
  try {
    for await (const piece of body.open()) yield piece;
  } catch (error) {
    throw uploadFailure(error, body.description, to);
  }
}
