/** A small server in a process of its own, so that it and the client do not share an event loop. */
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { forkServer, type ForkedServer } from '../support/forkServer.ts';

const self = fileURLToPath(import.meta.url);
/** What `/gzip` is when it is decoded. */
export const gzipSize = 64 * 1024 * 1024;

/**
 * Starts it and resolves with its address. `/large/N` has N bytes, `/gzip` the same as before and compressed,
 * `/first` sends one piece at once and ends when that has gone; `/events/N` has N server-sent events, one each 20 ms,
 * each with `monotonicTime()` as its data; `/burst/N` N at once; everything else is small. Bodies are read and dropped.
 */
export function startServerProcess(): Promise<ForkedServer> {
  return forkServer(self);
}

if (process.argv[1] === self && process.argv[2] === 'serve') {
  const compressed = gzipSync(compressible(gzipSize), { level: 6 });
  const server = createServer((request, response) => answer(request, response, compressed));
  server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
}

function answer(request: IncomingMessage, response: ServerResponse, compressed: Buffer): void {
  const [, kind, size = '0'] = request.url?.split('/') ?? [];
  if (kind === 'large') {
    sendLarge(response, Number(size));
  } else if (kind === 'gzip') {
    response.setHeader('content-encoding', 'gzip');
    response.end(compressed);
  } else if (kind === 'first') {
    response.write('first', () => setImmediate(() => response.end('last')));
  } else if (kind === 'events') {
    sendEvents(response, Number(size));
  } else if (kind === 'burst') {
    sendBurst(response, Number(size));
  } else if (request.method === 'GET') {
    response.end('{"ok":true}');
  } else {
    request.resume().on('end', () => response.end('{"ok":true}'));
  }
}

function sendLarge(response: ServerResponse, size: number): void {
  const chunk = Buffer.alloc(64 * 1024, 'x');
  let left = size;
  response.setHeader('content-length', size);
  const write = () => {
    while (left > 0) {
      left -= chunk.length;
      if (!response.write(chunk)) return;
    }
    response.end();
  };
  response.on('drain', write);
  write();
}

function sendEvents(response: ServerResponse, count: number): void {
  let left = count;
  response.setHeader('content-type', 'text/event-stream');
  const timer = setInterval(() => {
    response.write(`data: ${monotonicTime()}\n\n`);
    if (--left > 0) return;
    clearInterval(timer);
    response.end();
  }, 20);
}

/** So many events as fast as they are taken. */
function sendBurst(response: ServerResponse, count: number): void {
  let sent = 0;
  response.setHeader('content-type', 'text/event-stream');
  const write = (): void => {
    while (sent < count) {
      const many = Math.min(1000, count - sent);
      const text = Array.from({ length: many }, (_, at) => `data: event ${sent + at}\n\n`).join('');
      sent += many;
      if (!response.write(text)) return;
    }
    response.end();
  };
  response.on('drain', write);
  write();
}

/** Milliseconds on a clock that the processes of a machine share. */
export function monotonicTime(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

/** Lines like those of a log: about a fifth of it is left when it is compressed. */
function compressible(size: number): Buffer {
  const lines: string[] = [];
  let length = 0;
  for (let index = 0; length < size; index++) {
    const line = `{"index": ${index}, "token": "${((index * 2654435761) % 4294967296).toString(36)}", "ok": true}\n`;
    lines.push(line);
    length += line.length;
  }
  return Buffer.from(lines.join('')).subarray(0, size);
}
