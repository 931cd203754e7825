/** Faults within the body: what came is kept and called incomplete, and a body that cannot be trusted ends its connection. */
import { describe, expect, it } from 'vitest';
import { Session } from '../../../src/extension/http/index.ts';
import {
  drip,
  expectRequest,
  forEachRequest,
  halfClose,
  okAnswer,
  reset,
  send,
  stall,
  startStepServer,
} from '../../support/stepServer.ts';
import type { Step } from '../../support/stepServer.ts';
import { checkRow, failureOf } from './faultRow.ts';
import type { FaultRow } from './faultRow.ts';

const head = 'HTTP/1.1 200 OK\r\nSet-Cookie: whole=1\r\n';
const chunked = `${head}Transfer-Encoding: chunked\r\n\r\n`;
const mebibyte = 'm'.repeat(1024 * 1024);
const cookies = ['whole'];

const rows: readonly FaultRow[] = [
  {
    id: 'B01',
    title: 'that ends before its length is cut short',
    steps: [expectRequest, send(`${head}Content-Length: 100\r\n\r\nhello`), halfClose],
    name: 'BodyTruncated',
    phase: 'body',
    message: /5 of 100 bytes/,
    kept: 'hello',
    cookies,
  },
  {
    id: 'B02',
    title: 'that is reset after 1 MiB is kept so far',
    steps: [expectRequest, send(`${head}Content-Length: 9999999\r\n\r\n`), send(mebibyte), drained, reset],
    name: 'BodyTruncated',
    phase: 'body',
    message: /1048576 of 9999999 bytes/,
    kept: mebibyte,
    cookies,
  },
  ...[
    ['a size that is no number', 'ZZ\r\n'],
    ['a negative size', '-1\r\nx'],
    ['a size of 17 digits', '11111111111111111\r\nx'],
    ['data longer than its size', '1\r\nxyz\r\n'],
    ['a trailer without a name', '0\r\n: b\r\n\r\n'],
  ].map(([what = '', bytes = '']): FaultRow => ({
    id: 'B04',
    title: `in chunks with ${what} is refused, its good start kept`,
    steps: [expectRequest, send(`${chunked}5\r\nhello\r\n`), send(bytes), stall],
    name: 'BadResponse',
    phase: 'body',
    kept: what.startsWith('data') ? 'hellox' : 'hello',
    cookies,
  })),
  {
    id: 'B05',
    title: 'in chunks that ends before its last chunk is cut short',
    steps: [expectRequest, send(`${chunked}5\r\nhello\r\n`), halfClose],
    name: 'BodyTruncated',
    phase: 'body',
    kept: 'hello',
    cookies,
  },
  ...[
    ['Content-Length and Transfer-Encoding', 'Content-Length: 2\r\nTransfer-Encoding: chunked\r\n'],
    ['Transfer-Encoding and Content-Length', 'Transfer-Encoding: chunked\r\nContent-Length: 2\r\n'],
    ['two lengths', 'Content-Length: 2\r\nContent-Length: 3\r\n'],
    ['a length with a sign', 'Content-Length: +5\r\n'],
    ['a length that overflows', 'Content-Length: 99999999999999999999\r\n'],
  ].map(([what = '', lines = '']): FaultRow => ({
    id: 'B07',
    title: `with ${what} is refused with its headers`,
    steps: [expectRequest, send(`${head}${lines}\r\nok`), stall],
    name: 'BadResponse',
    phase: 'headers',
    received: `${head}${lines}\r\nok`,
  })),
  {
    id: 'B08',
    title: 'that stalls half way ends at the limit of silence',
    steps: [expectRequest, send(`${head}Content-Length: 10\r\n\r\nhello`), stall],
    options: { timeout: [null, 0.5] },
    name: 'BodyTimeout',
    phase: 'body',
    message: /0\.5 s \(timeout\.read\)/,
    kept: 'hello',
    cookies,
    hasCause: false,
  },
  {
    id: 'B08',
    title: 'that never ends is stopped by the limit on everything',
    steps: [
      expectRequest,
      send(chunked),
      async (connection) => {
        while (!connection.ended) await drip('1\r\nx\r\n')(connection);
      },
    ],
    options: { timeout: [null, 5], totalTimeout: 0.6, stream: false },
    name: 'TotalTimeout',
    phase: 'body',
    message: /0\.6 s \(timeout\.total\)/,
    kept: 'x*',
    cookies,
    hasCause: false,
  },
  {
    id: 'B09',
    title: 'without an end is stopped at the limit of bytes',
    steps: [
      expectRequest,
      send(`${head}\r\n`),
      async (connection) => {
        while (!connection.ended) await connection.send(mebibyte);
      },
    ],
    options: { limits: { bodyBytes: 1024 * 1024 } },
    name: 'BodyTooLarge',
    phase: 'decode',
    message: /1048576 bytes \(limits\.bodyBytes\)/,
    kept: mebibyte,
    cookies,
    hasCause: false,
  },
];

/** Resets would overtake bytes that the client's system has and the client has not. */
async function drained(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 100));
}

describe('a body', () => {
  it.each(rows)('$title ($id)', checkRow);

  it.each<readonly [string, Step]>([
    ['ends early', halfClose],
    ['is reset', reset],
  ])('that %s can be read so far while it is streamed (B01)', async (_what, breakOff) => {
    const server = await startStepServer([
      [expectRequest, send(`${head}Content-Length: 100\r\n\r\nhello`), drained, breakOff],
    ]);
    const session = new Session({ environment: {} });
    try {
      const response = await session.get(server.url, { stream: true });
      const pieces: string[] = [];
      const error = await failureOf(
        (async () => {
          for await (const piece of response.iterContent(null)) pieces.push(Buffer.from(piece).toString());
        })(),
      );
      expect([error.name, pieces.join('')]).toEqual(['BodyTruncated', 'hello']);
    } finally {
      await session.close();
      await server.close();
    }
  });

  it('with bytes after its end is exact, and its connection is dropped (B03)', async () => {
    const server = await startStepServer([[forEachRequest(send(`${okAnswer}EXTRA`))]]);
    const session = new Session({ environment: {} });
    try {
      for (let count = 0; count < 2; count++) {
        const response = await session.get(server.url);
        expect(await response.text()).toBe('ok');
        expect(response.notices).toMatchObject([{ name: 'ExtraBytes', bytes: 5 }]);
      }
      expect(server.connections).toHaveLength(2);
    } finally {
      await session.close();
      await server.close();
    }
  });

  it.each([
    ['utf-16 called utf-8', 'utf-8', Buffer.from('hé', 'utf16le')],
    ['a byte order mark against the label', 'utf-16', Buffer.from('\ufeffhé')],
    ['invalid UTF-8', 'utf-8', Buffer.from([0x61, 0xff, 0xc3])],
    ['an unknown charset', 'klingon', Buffer.from('hé')],
    ['a character split into pieces', 'utf-8', Buffer.from('h€é')],
  ])('in %s never fails, and its bytes stay exact (B11)', async (_what, charset, bytes) => {
    const answer = `HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=${charset}\r\nContent-Length: ${bytes.length}\r\n\r\n`;
    const server = await startStepServer([[expectRequest, send(answer), drip(bytes.toString('latin1'))]]);
    const session = new Session({ environment: {} });
    try {
      const response = await session.get(server.url);
      expect(await response.text()).toBeTypeOf('string');
      expect(Buffer.from(await response.read())).toEqual(bytes);
    } finally {
      await session.close();
      await server.close();
    }
  });
});
