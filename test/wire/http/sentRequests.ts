/**
 * Compares what was on the wire with what the file says, by its last section: names without case, the place of the
 * framing and connection headers does not count, connections are only equal or different.
 */
import { encodeBytes, fixedBoundary } from '../../extension/http/conformance/values.ts';
import type { Tagged } from '../../extension/http/conformance/values.ts';
import type { SentRequest } from './scriptedServer.ts';

type Pairs = readonly (readonly [string, string])[];

/** Headers whose place is the transport's choice. */
const movable = new Set(['host', 'connection', 'content-length', 'transfer-encoding']);
const payloadMethods = new Set(['POST', 'PUT', 'PATCH']);

const randomBoundary = /(?<=boundary=)[0-9a-f]{32}$/;

/** The requests a server saw; chunks only where the case lists them. */
export function describeSent(sent: readonly SentRequest[], like: readonly Tagged[]): readonly Tagged[] {
  return numbered(
    sent.map((request, index) =>
      normal({
        conn: request.conn,
        method: request.method,
        target: request.target,
        headers: request.headers.map(([name, value]) => [name, value.replace(randomBoundary, fixedBoundary)]),
        framing: request.framing,
        ...(request.body.byteLength > 0 ? { body: encodeBytes(withFixedBoundary(request.body)) } : {}),
        ...(like[index]?.['chunks'] === undefined
          ? {}
          : { chunks: request.chunks.map((chunk) => encodeBytes(chunk)) }),
        ...(request.tls ? { tls: true } : {}),
      }),
    ),
  );
}

export function expectedSent(expected: readonly Tagged[]): readonly Tagged[] {
  return numbered(expected.map(normal));
}

/** The file has a fixed multipart boundary where ours is random. */
function withFixedBoundary(body: Buffer): Buffer {
  const text = body.toString('latin1');
  const boundary = /^--([0-9a-f]{32})\r\n/.exec(text)?.[1];
  return boundary === undefined ? body : Buffer.from(text.replaceAll(boundary, fixedBoundary), 'latin1');
}

function normal(request: Tagged): Tagged {
  const method = String(request['method']);
  const headers = (request['headers'] as Pairs)
    .map(([name, value]) => [name.toLowerCase(), value] as const)
    // The token stands for what the transport adds by itself; ours adds none (rule R28).
    .filter(([, value]) => value !== '$TRANSPORT_UA');
  const one = (name: string): string | undefined => headers.find(([key]) => key === name)?.[1];
  const empty = request['body'] === undefined && !payloadMethods.has(method);
  const framing = request['framing'] === 'content-length' && empty ? 'none' : request['framing'];
  return {
    ...request,
    framing,
    headers: headers.filter(([name]) => !movable.has(name)),
    // http.client leaves Host out of CONNECT, where RFC 9112 section 3.2 demands it.
    host: method === 'CONNECT' ? '' : one('host'),
    connection: one('connection') ?? 'keep-alive',
    length: framing === 'content-length' ? one('content-length') : undefined,
  };
}

/** Connections numbered in the order of their first request. */
function numbered(requests: readonly Tagged[]): readonly Tagged[] {
  const known: unknown[] = [];
  return requests.map((request) => {
    if (!known.includes(request['conn'])) known.push(request['conn']);
    return { ...request, conn: known.indexOf(request['conn']) };
  });
}
