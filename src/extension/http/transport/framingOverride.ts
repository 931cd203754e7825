/**
 * Puts the framing lines that a person set on purpose into the head that undici writes, which would otherwise refuse
 * them or cut the body to fit. The body's bytes go as they are; whoever calls this must not use the connection for
 * another request, because the server and we may disagree about where this one ends. Called by attempt.ts.
 */
import type { Socket } from 'node:net';
import type { HeaderEntry } from '../request/headers.ts';

type Sent = (error?: Error | null) => void;

/** How undici ends a head: its own framing line if any, and the empty line, which chunks bring themselves. */
const headEnd = /(?:content-length: \d+\r\n|transfer-encoding: chunked\r\n)?((?:\r\n)?)$/;

/** The next text written to the socket is a request's head; its framing becomes these lines. */
export function overrideFraming(socket: Socket, framing: readonly HeaderEntry[]): void {
  const write = socket.write.bind(socket);
  let isHead = true;
  const lines = framing.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  // undici writes through this one method; replacing it on this one socket leaves the others alone.
  socket.write = (chunk: string | Uint8Array, encoding?: BufferEncoding | Sent, sent?: Sent): boolean => {
    const callback = typeof encoding === 'function' ? encoding : sent;
    if (typeof chunk !== 'string') return write(chunk, callback);
    const text = isHead ? chunk.replace(headEnd, (_end, blank: string) => lines + blank) : chunk;
    isHead = false;
    return write(text, typeof encoding === 'string' ? encoding : 'latin1', callback);
  };
}
