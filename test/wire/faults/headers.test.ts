/** Faults in the status line and the header block: no half answer is taken for one, and what came is shown. */
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
  startStepServer,
} from '../../support/stepServer.ts';
import { answers, checkRow } from './faultRow.ts';
import type { FaultRow } from './faultRow.ts';

const half = 'HTTP/1.1 200 OK\r\nSet-Cookie: half=1\r\nX-Half: 1';
const head = 'HTTP/1.1 200 OK\r\n';
const early = 'HTTP/1.1 103 Early Hints\r\n\r\n';

const rows: readonly FaultRow[] = [
  {
    id: 'H01',
    title: 'a reset within the header block shows what had come',
    steps: [expectRequest, send(half), reset],
    name: 'ConnectionReset',
    phase: 'headers',
    received: half,
  },
  {
    id: 'H02',
    title: 'an end within the header block is no empty answer',
    steps: [expectRequest, send(half), halfClose],
    name: 'ConnectionClosed',
    phase: 'headers',
    received: half,
  },
  ...['HTTP/1.1 abc\r\n\r\n', 'HTTP/1.1 99\r\n\r\n', 'HTTP/3.7 200 OK\r\n\r\n'].map((line): FaultRow => ({
    id: 'H03',
    title: `a bad status line is shown: ${JSON.stringify(line)}`,
    steps: [expectRequest, send(line), halfClose],
    name: 'BadResponse',
    phase: 'headers',
    received: line,
  })),
  {
    id: 'H04',
    title: 'an answer of HTTP/0.9 is said to be no HTTP/1.x, with its beginning',
    steps: [expectRequest, send('<html>hello</html>\r\n'), halfClose],
    name: 'BadResponse',
    phase: 'headers',
    message: /not an HTTP\/1\.x response: "<html>hello/,
    received: '<html>hello</html>\r\n',
  },
  ...[
    ['a space before the colon', 'A : b\r\n'],
    ['no colon', 'no colon\r\n'],
    ['a NUL', 'A: b\0c\r\n'],
    ['a bare line feed', 'A: b\nB: c\r\n'],
    ['a bare carriage return', 'A: b\rB: c\r\n'],
    ['a folded line', 'A: b\r\n c\r\n'],
  ].map(([what = '', line = '']): FaultRow => ({
    id: 'H05',
    title: `a header with ${what} is refused as a whole`,
    steps: [expectRequest, send(`${head}Set-Cookie: a=b\r\n${line}Content-Length: 0\r\n\r\n`)],
    name: 'BadResponse',
    phase: 'headers',
    received: `${head}Set-Cookie: a=b\r\n${line}Content-Length: 0\r\n\r\n`,
  })),
  {
    id: 'H06',
    title: 'a header of 1 MiB is refused by the name of the limit',
    steps: [expectRequest, send(`${head}X-Big: ${'x'.repeat(1024 * 1024)}\r\n\r\n`)],
    name: 'HeadersTooLarge',
    phase: 'headers',
    message: /262144.*limits\.headerBytes/,
  },
  {
    id: 'H07',
    title: '100,000 headers are refused by the name of the limit',
    steps: [expectRequest, send(`${head}${'A: b\r\n'.repeat(100_000)}\r\n`)],
    name: 'HeadersTooLarge',
    phase: 'headers',
    message: /262144.*limits\.headerBytes/,
  },
  {
    id: 'H07',
    title: '1,001 headers are refused by the name of the limit',
    steps: [expectRequest, send(`${head}${'A: b\r\n'.repeat(1_001)}Content-Length: 0\r\n\r\n`)],
    name: 'HeadersTooLarge',
    phase: 'headers',
    message: /1000.*limits\.headerFields/,
    hasCause: false,
  },
  {
    id: 'H09',
    title: 'informational answers without end are cut at the limit',
    steps: [expectRequest, send(early.repeat(20_000))],
    name: 'BadResponse',
    phase: 'headers',
    message: /100.*limits\.informational/,
    hasCause: false,
  },
  {
    id: 'H10',
    title: 'a change of protocol that nobody asked for is refused',
    steps: [
      expectRequest,
      send('HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n'),
    ],
    name: 'BadResponse',
    phase: 'headers',
  },
];

describe('a header block', () => {
  it.each(rows)('$title ($id)', checkRow);
});

describe('an answer', () => {
  it('may follow a hundred informational ones (H09)', async () => {
    const { texts } = await answers([expectRequest, send(early.repeat(100) + okAnswer)], 'GET');
    expect(texts).toEqual(['200 ok']);
  });

  it('may follow a 100 Continue that nobody asked for, byte by byte too (H10)', async () => {
    const bytes = `HTTP/1.1 100 Continue\r\n\r\n${okAnswer}`;
    expect((await answers([forEachRequest(send(bytes))], 'GET', 'GET')).texts).toEqual(['200 ok', '200 ok']);
    expect((await answers([forEachRequest(drip(bytes))], 'GET')).texts).toEqual(['200 ok']);
  });

  it.each([
    ['204 No Content', 'Content-Length: 5\r\n\r\n12345', '204  ExtraBytes'],
    ['304 Not Modified', 'Content-Length: 5\r\n\r\n', '304 '],
    ['205 Reset Content', 'Content-Length: 5\r\n\r\n12345', '205 12345'],
  ])('with status %s has the body that the status allows (H12)', async (status, rest, text) => {
    const { texts, connections } = await answers(
      [forEachRequest(send(`HTTP/1.1 ${status}\r\n${rest}`))],
      'GET',
      'GET',
    );
    expect(texts).toEqual([text, text]);
    if (text.includes('Extra')) expect(connections).toBe(2);
  });

  it('to HEAD has no body, and its bytes are not taken for the next answer (H13)', async () => {
    const { texts, connections } = await answers([forEachRequest(send(okAnswer))], 'HEAD', 'GET');
    expect(texts).toEqual(['200  ExtraBytes', '200 ok']);
    expect(connections).toBe(2);
  });
});

it('tells HTTP/1.0 from HTTP/1.1', async () => {
  const server = await startStepServer([[expectRequest, send('HTTP/1.0 200 OK\r\n\r\nold'), halfClose]]);
  const session = new Session({ environment: {} });
  try {
    const response = await session.get(server.url);
    expect([response.httpVersion, await response.text()]).toEqual(['1.0', 'old']);
  } finally {
    await session.close();
    await server.close();
  }
});
