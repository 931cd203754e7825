/** Bytes by the number: whole, in chunks, or a part by `Range`. The same seed gives the same bytes. */

import { Refusal, type Call } from '../call.ts';
import { deterministicBytes, seedFrom } from '../deterministicBytes.ts';
import { get, type Route } from '../router.ts';

const GIB = 1024 ** 3;
const SIZE = { min: 0, max: 10 * GIB };

export function byteRoutes(): readonly Route[] {
  return [get('/bytes/:n', bytes), get('/stream-bytes/:n', streamBytes), get('/range/:n', range)];
}

/** With `Content-Length`. */
async function bytes(call: Call): Promise<void> {
  const size = call.number('n', SIZE);
  await call.stream(deterministicBytes(seedFrom(call.query.get('seed')), 0, size), {
    type: 'application/octet-stream',
    headers: { 'Content-Length': size },
  });
}

/** Without `Content-Length`: chunks of `chunk_size` bytes (10 KiB unless told). */
async function streamBytes(call: Call): Promise<void> {
  const size = call.number('n', SIZE);
  const chunkSize = call.number('chunk_size', { min: 1, max: 1024 * 1024, otherwise: 10 * 1024 });
  const seed = seedFrom(call.query.get('seed'));
  await call.stream(inChunks(seed, size, chunkSize), { type: 'application/octet-stream' });
}

function* inChunks(seed: number, size: number, chunkSize: number): Generator<Buffer, void, undefined> {
  for (let at = 0; at < size; at += chunkSize) {
    yield Buffer.concat([...deterministicBytes(seed, at, Math.min(size, at + chunkSize))]);
  }
}

/** The alphabet over and over; one `bytes=` range is honoured (RFC 9110 §14). */
async function range(call: Call): Promise<void> {
  const size = call.number('n', { min: 1, max: GIB });
  const common = { ETag: `"range${size}"`, 'Accept-Ranges': 'bytes' };
  const wanted = call.request.headers.range;
  const [start, end] = wanted === undefined ? [0, size] : parseRange(wanted, size, common);
  await call.stream(alphabet(start, end), {
    type: 'application/octet-stream',
    status: wanted === undefined ? 200 : 206,
    headers: {
      ...common,
      'Content-Length': end - start,
      ...(wanted === undefined ? {} : { 'Content-Range': `bytes ${start}-${end - 1}/${size}` }),
    },
  });
}

/** Start and (exclusive) end. */
function parseRange(text: string, size: number, headers: Record<string, string>): readonly [number, number] {
  const match = /^bytes=(\d*)-(\d*)$/.exec(text.trim());
  const [, first = '', last = ''] = match ?? [];
  const suffix = first === '';
  const start = suffix ? Math.max(0, size - Number(last)) : Number(first);
  const end = suffix || last === '' ? size : Math.min(size, Number(last) + 1);
  if (match === null || (suffix && Number(last) === 0) || start >= end) {
    throw new Refusal(416, `No bytes of ${size} are "${text}".`, {
      ...headers,
      'Content-Range': `bytes */${size}`,
    });
  }
  return [start, end];
}

function* alphabet(start: number, end: number): Generator<Buffer, void, undefined> {
  const block = Buffer.from('abcdefghijklmnopqrstuvwxyz'.repeat(1024));
  for (let at = start; at < end;) {
    const from = at % block.length;
    const piece = block.subarray(from, Math.min(block.length, from + (end - at)));
    yield piece;
    at += piece.length;
  }
}
