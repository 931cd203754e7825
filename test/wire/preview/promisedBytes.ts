/**
 * Two sides of one comparison: the bytes that the preview of a PreparedRequest promises, and the bytes that a
 * raw server got. Both as text with a character for each byte, so that a difference can be read.
 */

import { isBodyStream, type Body, type PreparedRequest } from '../../../src/extension/http/index.ts';
import type { RawRequest, RawServer } from '../../sandbox/index.ts';

export interface WireBytes {
  readonly head: string;
  /** Without the sizes of chunks: how a stream is cut is not promised. */
  readonly body: string;
}

/** The preview writes a head and a body; a stream of unknown length goes in chunks, and the head says so. */
export async function promisedBytes({ wireHead, body }: PreparedRequest): Promise<WireBytes> {
  const lines = wireHead.headers.map(([name, value]) => `${name}: ${value}\r\n`);
  return {
    head: `${wireHead.requestLine}\r\n${lines.join('')}\r\n`,
    body: (await bytesOf(body)).toString('latin1'),
  };
}

/** A body without chunks must stand on the wire as it is. */
export function receivedBytes({ head, body, wireBody }: RawRequest): WireBytes {
  const isChunked = /^transfer-encoding: chunked\r$/im.test(head);
  return { head, body: (isChunked ? body : wireBody).toString('latin1') };
}

/**
 * What arrived on the one connection that was opened after the first `earlier` ones. Throws when there was
 * another connection, another request, or any byte that belongs to none.
 */
export function onlyRequestOf(server: RawServer, earlier: number): WireBytes {
  const [connection, ...others] = server.connections.slice(earlier);
  if (connection === undefined || others.length > 0) {
    throw new Error(`Expected one new connection, not ${server.connections.length - earlier}.`);
  }
  const [request, ...more] = server.requests.filter(({ socket }) => socket === connection.number);
  if (request === undefined || more.length > 0)
    throw new Error(`Expected one request, not ${more.length + 1}.`);
  const extra = connection.received.length - request.head.length - request.wireBody.length;
  if (extra !== 0) throw new Error(`${extra} bytes belong to no request.`);
  return receivedBytes(request);
}

async function bytesOf(body: Body): Promise<Buffer> {
  if (body === null) return Buffer.alloc(0);
  if (!isBodyStream(body)) return Buffer.from(body);
  const chunks: Uint8Array[] = [];
  for await (const chunk of body.open()) chunks.push(chunk);
  return Buffer.concat(chunks);
}
