/** Faults of the first line of an answer and of the answers before it: what is no HTTP/1.x is never taken for it. */
import { describe, expect, it } from 'vitest';
import { drip, expectRequest, okAnswer, send, stall } from '../../support/stepServer.ts';
import { answers, checkRow } from './faultRow.ts';
import type { FaultRow } from './faultRow.ts';

const rest = '\r\nContent-Length: 0\r\n\r\n';

const lines: readonly (readonly [line: string, fault: RegExp])[] = [
  ['', /not an HTTP/],
  ['HTTP/1.1 1000 Long', /status is no number/],
  ['HTTP/1.1 000 Zero', /status is no number/],
  ['HTTP/1.1 099 Low', /status is no number/],
  ['HTTP/1.1 20 Short', /status is no number/],
  ['HTTP/1.1 2OO OK', /status is no number/],
  ['HTTP/1.1  200 OK', /status is no number/],
  ['HTTP/1.2 200 OK', /version/],
  ['HTTP/2.0 200 OK', /version/],
  ['HTTP/2 200 OK', /version/],
  ['HTTP/0.9 200 OK', /version/],
  ['HTTP/3.7 200 OK', /version/],
  ['HTTP/1.1 200 a\x1b]52;c;x\x07', /control character/],
  ['HTTP/1.1 200 a\0b', /control character/],
  ['RTSP/1.0 200 OK', /not an HTTP/],
  ['ICY 200 OK', /not an HTTP/],
  ['http/1.1 200 OK', /not an HTTP/],
  ['GET / HTTP/1.1', /not an HTTP/],
  ['\x15\x03\x01\0\x02\x02\x46', /not an HTTP/],
];

const rows: readonly FaultRow[] = [
  ...lines.map(([line, message]): FaultRow => ({
    id: 'H03',
    title: `${JSON.stringify(line)} is no status line`,
    steps: [expectRequest, send(line + rest), stall],
    name: 'BadResponse',
    phase: 'headers',
    message,
    received: line + rest,
  })),
  {
    id: 'H03',
    title: 'empty lines without end are no status line',
    steps: [
      expectRequest,
      async (connection) => {
        while (!connection.ended) await connection.send('\r\n'.repeat(1000));
      },
    ],
    name: 'BadResponse',
    phase: 'headers',
  },
  {
    id: 'H06',
    title: 'a reason of 300 KiB is refused by the name of the limit',
    steps: [expectRequest, send(`HTTP/1.1 200 ${'r'.repeat(300 * 1024)}${rest}`), stall],
    name: 'HeadersTooLarge',
    phase: 'headers',
    message: /262144.*limits\.headerBytes/,
  },
  {
    id: 'H06',
    title: 'a reason without end is refused by the name of the limit',
    steps: [
      expectRequest,
      send('HTTP/1.1 200 '),
      async (connection) => {
        while (!connection.ended) await connection.send('r'.repeat(64 * 1024));
      },
    ],
    name: 'HeadersTooLarge',
    phase: 'headers',
    message: /262144.*limits\.headerBytes/,
  },
  {
    id: 'H09',
    title: 'an informational answer without end is refused by the name of the limit',
    steps: [
      expectRequest,
      send('HTTP/1.1 103 Early Hints\r\n'),
      async (connection) => {
        while (!connection.ended) await connection.send('A: b\r\n'.repeat(10_000));
      },
    ],
    name: 'HeadersTooLarge',
    phase: 'headers',
    message: /262144.*limits\.headerBytes/,
  },
  ...['A\0: b\r\n', ' folded\r\n', 'A: b\x07\r\n', 'A : b\r\n', 'no colon\r\n'].map((line): FaultRow => ({
    id: 'H09',
    title: `an informational answer with the line ${JSON.stringify(line)} is refused`,
    steps: [expectRequest, send(`HTTP/1.1 103 Early Hints\r\n${line}\r\n${okAnswer}`), stall],
    name: 'BadResponse',
    phase: 'headers',
    message: /informational/,
  })),
  ...[
    ['a header block', 'HTTP/1.1 200 OK\r\nX-Slow: '],
    ['a status line', 'HTTP/1.1 200 '],
    ['an informational answer', 'HTTP/1.1 103 Early Hints\r\nX-Slow: '],
  ].map(([what = '', start = '']): FaultRow => ({
    id: 'C07',
    title: `${what} that drips is ended by its own limit, however patient the limit on silence is`,
    steps: [
      expectRequest,
      send(start),
      async (connection) => {
        while (!connection.ended) await drip('slowly')(connection);
      },
    ],
    options: { timeout: null, limits: { headerSeconds: 0.2 } },
    name: 'HeadersTimeout',
    phase: 'headers',
    message: /0\.2 s.*limits\.headerSeconds/,
    hasCause: false,
  })),
];

describe('the beginning of an answer', () => {
  it.each(rows)('$title ($id)', checkRow);

  it.each(['HTTP/1.1 418 I am a teapot', 'HTTP/1.1 200', 'HTTP/1.0 200 ', 'HTTP/1.1 200 a\tb'])(
    'is whole however it is cut: %s',
    async (line) => {
      const reason = line.slice(13);
      for (const how of [send, drip]) {
        const { responses } = await answers(
          [expectRequest, how(`HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n${line}${rest}`), stall],
          'GET',
        );
        expect(responses[0]?.reason).toBe(reason);
        expect(responses[0]?.notices).toEqual([]);
      }
    },
  );
});
