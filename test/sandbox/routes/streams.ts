/** Answers that take their time: lines, events, drops and delays. All stop when the client goes away. */

import type { Call } from '../call.ts';
import { headEcho } from '../echo.ts';
import { any, get, type Route } from '../router.ts';

const COUNT = { min: 1, max: 10_000_000, otherwise: 10 };
const INTERVAL = { min: 0, max: 60_000, otherwise: 500, fraction: true };
const SECONDS = { min: 0, max: 600, fraction: true };
/** Without an interval, lines are sent in pieces of about this many characters. */
const PIECE = 32 * 1024;

export function streamRoutes(): readonly Route[] {
  return [
    get('/stream/:n', streamLines),
    get('/sse', events),
    get('/ndjson', ndjson),
    get('/drip', drip),
    any('/delay/:seconds', delay),
  ];
}

/** `n` JSON objects, a line each, as fast as they are read. */
async function streamLines(call: Call): Promise<void> {
  const count = call.number('n', { min: 0, max: 1_000_000 });
  const echo = headEcho(call);
  const line = (id: number): string => `${JSON.stringify({ id, ...echo })}\n`;
  await call.stream(paced(call, { from: 0, to: count, interval: 0, line }), { type: 'application/json' });
}

/** Server-sent events; `Last-Event-ID` continues after that event. `interval` is in milliseconds. */
async function events(call: Call): Promise<void> {
  const count = call.number('count', COUNT);
  const interval = call.number('interval', INTERVAL);
  const last = Number(call.request.headers['last-event-id'] ?? 0);
  const from = Number.isInteger(last) && last > 0 ? last + 1 : 1;
  const line = (n: number): string =>
    `id: ${n}\nevent: ${n === count ? 'last' : 'tick'}\ndata: ${JSON.stringify({ n, of: count })}\n\n`;
  await call.stream(paced(call, { from, to: count + 1, interval, line }), {
    type: 'text/event-stream',
    headers: { 'Cache-Control': 'no-cache' },
  });
}

/** A JSON object a line. `interval` is in milliseconds. */
async function ndjson(call: Call): Promise<void> {
  const count = call.number('count', COUNT);
  const interval = call.number('interval', INTERVAL);
  const line = (n: number): string => `${JSON.stringify({ n, of: count, square: n * n })}\n`;
  await call.stream(paced(call, { from: 1, to: count + 1, interval, line }), {
    type: 'application/x-ndjson',
  });
}

interface Pace {
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
  /** Milliseconds between two lines. */
  readonly interval: number;
  readonly line: (n: number) => string;
}

async function* paced(
  call: Call,
  { from, to, interval, line }: Pace,
): AsyncGenerator<string, void, undefined> {
  let piece = '';
  for (let n = from; n < to; n += 1) {
    piece += line(n);
    if (interval === 0 && piece.length < PIECE && n + 1 < to) continue;
    yield piece;
    piece = '';
    if (interval > 0 && n + 1 < to) await call.wait(interval);
  }
}

/** `numbytes` stars spread over `duration` seconds, after `delay` seconds. */
async function drip(call: Call): Promise<void> {
  const duration = call.number('duration', { ...SECONDS, otherwise: 2 });
  const numbytes = call.number('numbytes', { min: 0, max: 10 * 1024 * 1024, otherwise: 10 });
  const before = call.number('delay', { ...SECONDS, otherwise: 0 });
  const status = call.number('code', { min: 200, max: 599, otherwise: 200 });
  if (before > 0) await call.wait(before * 1000);
  if (status === 204 || status === 304) {
    call.empty(status);
    return;
  }
  await call.stream(drops(call, numbytes, duration * 1000), {
    type: 'application/octet-stream',
    status,
    headers: { 'Content-Length': numbytes },
  });
}

/** At most 50 drops a second, so that many bytes in a short time still end in time. */
async function* drops(call: Call, bytes: number, duration: number): AsyncGenerator<Buffer, void, undefined> {
  const count = Math.min(bytes, Math.max(1, Math.floor(duration / 20)));
  const start = performance.now();
  for (let drop = 0; drop < count; drop += 1) {
    const size = Math.floor((bytes * (drop + 1)) / count) - Math.floor((bytes * drop) / count);
    yield Buffer.alloc(size, '*');
    const due = start + (duration * (drop + 1)) / count - performance.now();
    if (due > 1) await call.wait(due);
  }
}

/** Answers like `/anything` without a body, after some seconds (parts of one are fine, at most 60). */
async function delay(call: Call): Promise<void> {
  await call.wait(call.number('seconds', { min: 0, max: 60, fraction: true }) * 1000);
  call.json({ ...headEcho(call), method: call.method });
}
