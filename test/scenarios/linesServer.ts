/**
 * A server of very long texts in a process of its own, so that it and its client do not share a thread: numbered lines of
 * 64 bytes, made and hashed while they are sent. What it sends is as fast as the loopback.
 */
import { fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const self = fileURLToPath(import.meta.url);

/** Bytes of a line, its break included. */
export const lineLength = 64;

/** Every so many lines there is a needle. */
export const needleEvery = 1_000_000;

const linesPerBlock = 16_384;

/** What `/gzip` is when it is decoded. */
export const gzipText = Array.from({ length: 5000 }, (_, at) => lineText(at + 1)).join('\n');

/** 1-based; without its break. */
export function lineText(line: number): string {
  const message = line % needleEvery === 0 ? `needle-${String(line / needleEvery)}` : 'hay';
  return `{"id":"${String(line).padStart(10, '0')}","msg":"${message}"`.padEnd(lineLength - 2) + '}';
}

export interface LinesServer {
  readonly url: string;
  /** SHA-256 (hex) of `/lines`, once it was sent whole. */
  readonly sha256: Promise<string>;
  /** SHA-256 (hex) of the bytes that `/gzip` is on the wire. */
  readonly gzipSha256: string;
  stop(): Promise<void>;
}

/**
 * `/lines` has that many lines; `/gzip` is compressed; `/stamp` says when its body was sent, half a second before its end;
 * `/events` has 100 of them, 50 ms apart, each with the time; `/burst` has a million for each GiB, as fast as they are
 * taken. Times are milliseconds since the epoch, with fractions.
 * Everything else is small.
 */
export async function startLinesServer(lines: number): Promise<LinesServer> {
  const child = fork(self, ['serve', String(lines)], { stdio: 'inherit' });
  const [started] = (await once(child, 'message')) as [Omit<LinesServer, 'stop' | 'sha256'>];
  return {
    ...started,
    sha256: once(child, 'message').then(([sha256]) => sha256 as string),
    stop: async () => {
      child.kill();
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    },
  };
}

if (process.argv[1] === self && process.argv[2] === 'serve') await serve(Number(process.argv[3]));

async function serve(lines: number): Promise<void> {
  const compressed = gzipSync(gzipText);
  const server = createServer((request, response) => {
    response.setHeader('content-type', 'text/plain');
    if (request.url === '/lines') {
      response.setHeader('content-length', lines * lineLength);
      void send(response, lines).then((sha256) => sha256 !== undefined && process.send?.(sha256));
    } else if (request.url === '/gzip') {
      response.setHeader('content-encoding', 'gzip');
      response.end(compressed);
    } else if (request.url === '/stamp') {
      setTimeout(() => response.write(`sent ${now()}\n`), 300);
      setTimeout(() => response.end(), 800);
      response.flushHeaders();
    } else if (request.url === '/events') {
      sendEvents(response);
    } else if (request.url === '/burst') {
      response.setHeader('content-type', 'text/event-stream');
      void sendBurst(response, burstOf(lines));
    } else {
      response.end('small');
    }
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const gzipSha256 = createHash('sha256').update(compressed).digest('hex');
  process.send?.({ url: `http://127.0.0.1:${String(port)}`, gzipSha256 });
}

function sendEvents(response: ServerResponse): void {
  let left = 100;
  response.setHeader('content-type', 'text/event-stream');
  const timer = setInterval(() => {
    response.write(`data: sent ${now()}\n\n`);
    if (--left > 0) return;
    clearInterval(timer);
    response.end();
  }, 50);
}

/** How many events `/burst` has of a server of so many lines: a million for a GiB. */
export function burstOf(lines: number): number {
  return Math.round((lines * lineLength) / 1073.741824);
}

async function sendBurst(response: ServerResponse, count: number): Promise<void> {
  for (let sent = 0; sent < count; sent += 1000) {
    const many = Math.min(1000, count - sent);
    const text = Array.from({ length: many }, (_, at) => `data: event ${String(sent + at)}\n\n`).join('');
    if (response.destroyed) return;
    if (!response.write(text)) await once(response, 'drain').catch(() => undefined);
  }
  response.end();
}

function now(): string {
  return (performance.timeOrigin + performance.now()).toFixed(2);
}

/** Answers with the hash of what was sent; undefined when that was not all. */
async function send(response: ServerResponse, lines: number): Promise<string | undefined> {
  const hash = createHash('sha256');
  for (const block of blocks(lines)) {
    if (response.destroyed) return undefined;
    hash.update(block);
    if (!response.write(block)) await once(response, 'drain').catch(() => undefined);
  }
  response.end();
  return hash.digest('hex');
}

/** The whole text in blocks of 1 MiB; only what differs between lines is written. */
function* blocks(lines: number): Generator<Buffer> {
  const template = Buffer.from(`${lineText(1)}\n`.repeat(linesPerBlock));
  const digitsAt = '{"id":"'.length;
  for (let first = 1; first <= lines; first += linesPerBlock) {
    const block = Buffer.from(template);
    const count = Math.min(linesPerBlock, lines - first + 1);
    for (let at = 0; at < count; at++) writeDigits(block, at * lineLength + digitsAt, first + at);
    const needle = Math.ceil(first / needleEvery) * needleEvery;
    if (needle < first + count) block.write(lineText(needle), (needle - first) * lineLength);
    yield block.subarray(0, count * lineLength);
  }
}

/** Ten decimal digits. */
function writeDigits(block: Buffer, offset: number, number: number): void {
  let left = number;
  for (let at = offset + 9; at >= offset; at--) {
    block[at] = 0x30 + (left % 10);
    left = Math.floor(left / 10);
  }
}
