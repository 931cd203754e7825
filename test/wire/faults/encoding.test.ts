/** Faults of content coding that a limit or the label ends; what ordinary clients get wrong too is in naiveCases.ts. */
import zlib from 'node:zlib';
import { describe, it } from 'vitest';
import { expectRequest, send, stall } from '../../support/stepServer.ts';
import { checkRow } from './faultRow.ts';
import type { FaultRow } from './faultRow.ts';

const zeros = Buffer.alloc(16 * 1024 * 1024);
const limits = { bodyBytes: 1000, encodings: 2 };

function encoded(coding: string, body: Uint8Array, length = body.byteLength): Buffer {
  const head = `HTTP/1.1 200 OK\r\nSet-Cookie: whole=1\r\nContent-Encoding: ${coding}\r\nContent-Length: ${length}\r\n\r\n`;
  return Buffer.concat([Buffer.from(head), body]);
}

/** Bytes that no deflate stream has, after more than half of it. */
function damaged(coding: 'gzip' | 'deflate'): Buffer {
  const text = Array.from({ length: 40_000 }, (_, at) => at * 7919).join(' ');
  const whole = coding === 'gzip' ? zlib.gzipSync(text) : zlib.deflateSync(text);
  const at = Math.floor(whole.byteLength * 0.6);
  whole.fill(0xff, at, at + 64);
  return whole;
}

const bombs: readonly (readonly [coding: string, body: Buffer])[] = [
  ['gzip', zlib.gzipSync(zeros)],
  ['deflate', zlib.deflateSync(zeros)],
  ['br', zlib.brotliCompressSync(zeros, { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 1 } })],
  ['zstd', zlib.zstdCompressSync(zeros)],
  ['gzip, gzip', zlib.gzipSync(zlib.gzipSync(zeros))],
];

const rows: readonly FaultRow[] = [
  ...bombs.map(([coding, body]): FaultRow => ({
    id: 'E03',
    title: `that would become 16 MiB stops at the limit (${coding})`,
    steps: [expectRequest, send(encoded(coding, body)), stall],
    options: { limits },
    name: 'BodyTooLarge',
    phase: 'decode',
    message: /1000 bytes \(limits\.bodyBytes\)/,
    kept: '\0'.repeat(1000),
    cookies: ['whole'],
    hasCause: false,
  })),
  {
    id: 'E03',
    title: 'that is encoded too many times over is not begun',
    steps: [expectRequest, send(encoded('gzip, gzip, gzip', Buffer.from('x'), 5000)), stall],
    options: { limits },
    name: 'TooManyEncodings',
    phase: 'decode',
    message: /limit is 2 \(limits\.encodings\)/,
    kept: '',
    cookies: ['whole'],
    hasCause: false,
  },
  ...(['gzip', 'deflate'] as const).map((coding): FaultRow => ({
    id: 'E01',
    title: `that is damaged half way is told so, and what came before is kept (${coding})`,
    steps: [expectRequest, send(encoded(coding, damaged(coding))), stall],
    name: 'DecodeFailed',
    phase: 'decode',
    message: new RegExp(`The ${coding} data of the body is damaged`),
    kept: '0 7919 15838*',
    cookies: ['whole'],
  })),
  {
    id: 'E07',
    title: 'that is not what its label says is an error that holds it',
    steps: [expectRequest, send(encoded('gzip', Buffer.from('just text, and more of it'), 5000)), stall],
    name: 'DecodeFailed',
    phase: 'decode',
    kept: '',
    cookies: ['whole'],
  },
];

describe('a body', () => {
  it.each(rows)('$title ($id)', checkRow);
});
