/** Faults of how a body is framed: bytes that are no content are bounded, and who stops reading gets no next request. */
import { describe, expect, it } from 'vitest';
import { Session } from '../../../src/extension/http/index.ts';
import {
  expectRequest,
  forEachRequest,
  halfClose,
  okAnswer,
  reset,
  send,
  sleep,
  stall,
  startStepServer,
  stopReading,
} from '../../support/stepServer.ts';
import type { Step } from '../../support/stepServer.ts';
import { answers, checkRow, failureOf } from './faultRow.ts';
import type { FaultRow } from './faultRow.ts';

const head = 'HTTP/1.1 200 OK\r\nSet-Cookie: whole=1\r\n';
const chunked = `${head}Transfer-Encoding: chunked\r\n\r\n`;
const cookies = ['whole'];

function endless(bytes: string): Step {
  return async (connection) => {
    while (!connection.ended) await connection.send(bytes);
  };
}

const rows: readonly FaultRow[] = [
  ...[
    ['a chunk extension', '5;', 'e'.repeat(64 * 1024), ''],
    ['zeros before a size', '', '0'.repeat(64 * 1024), ''],
    ['chunk extensions of each byte', '5\r\nhello\r\n', `1;${'e'.repeat(20_000)}\r\nx\r\n`, 'hello*'],
  ].map(([what = '', start = '', more = '', kept = '']): FaultRow => ({
    id: 'B04',
    title: `in chunks with ${what} without end is refused by the name of the limit`,
    steps: [expectRequest, send(chunked + start), endless(more)],
    name: 'BadResponse',
    phase: 'body',
    message: /262144.*limits\.headerBytes/,
    kept,
    cookies,
    hasCause: false,
  })),
  {
    id: 'B04',
    title: 'with a trailer without end is refused, and its content kept',
    steps: [expectRequest, send(`${chunked}2\r\nok\r\n0\r\nA: `), endless('a'.repeat(64 * 1024))],
    name: 'HeadersTooLarge',
    phase: 'body',
    message: /trailer.*262144.*limits\.headerBytes/,
    kept: 'ok',
    cookies,
  },
  {
    id: 'B04',
    title: 'with 10,000 trailers is refused by the name of the limit, and its content kept',
    steps: [expectRequest, send(`${chunked}2\r\nok\r\n0\r\n${'X-T: 1\r\n'.repeat(10_000)}\r\n`), stall],
    name: 'BadResponse',
    phase: 'body',
    message: /10000 trailer fields.*1000.*limits\.headerFields/,
    kept: 'ok',
    cookies,
    hasCause: false,
  },
  {
    id: 'B04',
    title: 'with a length among its trailers is refused, and its content kept',
    steps: [expectRequest, send(`${chunked}2\r\nok\r\n0\r\nContent-Length: 9\r\n\r\n`), stall],
    name: 'BadResponse',
    phase: 'body',
    kept: 'ok',
    cookies,
  },
  {
    id: 'S01',
    title: 'with an event that never ends is stopped by the name of the limit',
    steps: [
      expectRequest,
      send(`${head}Content-Type: text/event-stream\r\n\r\ndata: first\n\n`),
      endless('data: more\n'.repeat(1000)),
    ],
    options: { limits: { eventBytes: 64 * 1024 } },
    name: 'BodyTooLarge',
    phase: 'body',
    message: /65536 bytes \(limits\.eventBytes\)/,
    kept: 'data: first*',
    cookies,
    hasCause: false,
  },
  {
    id: 'E03',
    title: 'that is encoded and decodes to nothing is stopped at the limit of bytes',
    steps: [
      expectRequest,
      send(`${head}Content-Encoding: gzip\r\n\r\n`),
      send(Uint8Array.of(0x1f, 0x8b, 8, 8, 0, 0, 0, 0, 0, 3)),
      endless('n'.repeat(64 * 1024)),
    ],
    options: { limits: { bodyBytes: 1024 * 1024 } },
    name: 'BodyTooLarge',
    phase: 'decode',
    message: /1048576 bytes \(limits\.bodyBytes\)/,
    kept: '',
    cookies,
    hasCause: false,
  },
];

describe('a body', () => {
  it.each(rows)('$title ($id)', checkRow);

  it('in a hundred thousand chunks of one byte is whole', async () => {
    const bytes = `${chunked}${'1\r\nx\r\n'.repeat(100_000)}0\r\n\r\n`;
    expect((await answers([forEachRequest(send(bytes))], 'GET')).texts).toEqual([
      '200 ' + 'x'.repeat(100_000),
    ]);
  });

  it.each([
    ['two codings', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n'],
    ['a coding beside chunked', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n'],
    ['a coding in HTTP/1.0', 'HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nTransfer-Encoding: chunked\r\n'],
  ])('whose end others may see elsewhere costs its connection: %s', async (_what, start) => {
    const bytes = `${start}\r\n2\r\nok\r\n0\r\n\r\n`;
    const { texts, connections } = await answers([forEachRequest(send(bytes))], 'GET', 'GET');
    expect([texts, connections]).toEqual([['200 ok', '200 ok'], 2]);
  });

  it('takes no cookie and no other field from its trailers (B04)', async () => {
    const trailers = 'Set-Cookie: late=1\r\nLocation: /x\r\nContent-Encoding: gzip\r\n';
    const server = await startStepServer([
      [forEachRequest(send(`${chunked}2\r\nok\r\n0\r\n${trailers}\r\n`))],
    ]);
    const session = new Session({ environment: {} });
    const response = await session.get(server.url);
    expect([await response.text(), response.headers.has('Location')]).toEqual(['ok', false]);
    expect(session.cookies.list().map(({ name }) => name)).toEqual(['whole']);
    await session.close();
    await server.close();
  });

  it.each(['\n', '\r', '\r\n'])('of many events is whole, whatever ends its lines: %j', async (end) => {
    const events = `data: ${'x'.repeat(1000)}${end}${end}`.repeat(500);
    const answer = `${head}Content-Type: text/event-stream; charset=utf-8\r\nContent-Length: ${events.length}\r\n\r\n`;
    const server = await startStepServer([[forEachRequest(send(answer), send(events))]]);
    const session = new Session({ environment: {} });
    const response = await session.get(server.url, { limits: { eventBytes: 64 * 1024 } });
    expect((await response.read()).byteLength).toBe(events.length);
    await session.close();
    await server.close();
  });

  it('of a redirect is read to a few MiB at most, and the redirect followed', async () => {
    const server = await startStepServer([
      [expectRequest, send('HTTP/1.1 302 Found\r\nLocation: /next\r\n\r\n'), endless('x'.repeat(64 * 1024))],
      [forEachRequest(send(okAnswer))],
    ]);
    const session = new Session({ environment: {} });
    const response = await session.get(server.url);
    expect(await response.text()).toBe('ok');
    expect(response.history[0]?.received.byteLength).toBeLessThan(9 * 1024 * 1024);
    expect(response.history[0]?.notices).toMatchObject([{ name: 'BodyCut' }]);
    await session.close();
    await server.close();
  });
});

describe('a body that is sent', () => {
  const large = Buffer.alloc(32 * 1024 * 1024, 'u');

  it.each([
    ['ends the connection', halfClose],
    ['resets it', reset],
  ])(
    'may be refused before it has been read, and the answer is shown when the server then %s',
    async (_how, end) => {
      const refusal = 'HTTP/1.1 413 Content Too Large\r\nConnection: close\r\nContent-Length: 3\r\n\r\nbig';
      // A reset would overtake an answer that the client's system has and the client has not.
      const server = await startStepServer([
        [readHead, stopReading, send(refusal), sleep(100), end],
        [forEachRequest(send(okAnswer))],
      ]);
      const session = new Session({ environment: {} });
      const response = await session.post(server.url, { data: large });
      expect([response.status, await response.text()]).toEqual([413, 'big']);
      expect(await (await session.get(server.url)).text()).toBe('ok');
      await session.close();
      await server.close();
    },
  );

  it.each([
    ['closed', halfClose, 'ConnectionClosed'],
    ['reset', reset, 'ConnectionReset'],
  ] as const)('into a connection that is %s is told by name, and not sent again', async (_how, end, name) => {
    const server = await startStepServer([[readHead, stopReading, end], [forEachRequest(send(okAnswer))]]);
    const session = new Session({ environment: {} });
    const error = await failureOf(session.put(server.url, { data: large }));
    expect(error).toMatchObject({ name, phase: 'upload', attempts: 1 });
    expect(await (await session.get(server.url)).text()).toBe('ok');
    expect(server.requests).toHaveLength(1);
    await session.close();
    await server.close();
  });

  it('costs the connection when the server answers and stops reading it', async () => {
    const server = await startStepServer([
      [readHead, stopReading, send(okAnswer), stall],
      [forEachRequest(send(okAnswer))],
    ]);
    const session = new Session({ environment: {} });
    expect((await session.post(server.url, { data: large })).status).toBe(200);
    expect(session.connections()).toEqual([]);
    expect(await (await session.get(server.url)).text()).toBe('ok');
    await session.close();
    await server.close();
  });

  it('is counted as far as it went when the server never reads it', async () => {
    const server = await startStepServer([[readHead, stopReading, stall]]);
    const session = new Session({ environment: {} });
    const error: unknown = await session
      .post(server.url, { data: large, timeout: [null, 0.3] })
      .catch((e: unknown) => e);
    expect(error).toMatchObject({ name: 'HeadersTimeout', phase: 'upload' });
    expect((error as { bytesSent: number }).bytesSent).toBeLessThan(large.byteLength);
    await session.close();
    await server.close();
  });
});

async function readHead(connection: Parameters<Step>[0]): Promise<void> {
  await connection.readUntil('\r\n\r\n');
}
