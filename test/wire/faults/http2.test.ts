/** Faults of HTTP/2, frame by frame: what breaks the protocol is refused by name, and a reset says which one it was. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Session, createUndiciAdapter } from '../../../src/extension/http/index.ts';
import { halfClose, send, stall, startStepServer, stopReading } from '../../support/stepServer.ts';
import type { RawConnection, Step } from '../../support/stepServer.ts';
import { makeCertificates } from '../http/certificates.ts';
import type { Certificates } from '../http/certificates.ts';
import { checkRow } from './faultRow.ts';
import type { FaultRow, Setting } from './faultRow.ts';

const type = { data: 0, headers: 1, reset: 3, settings: 4, push: 5, ping: 6, goaway: 7, window: 8, more: 9 };
const ended = 1;
const endOfHeaders = 4;

/** A frame (RFC 9113 4.1). */
function frame(kind: number, flags: number, stream: number, payload: Iterable<number> = []): Buffer {
  const body = Buffer.from([...payload]);
  const head = Buffer.alloc(9);
  head.writeUIntBE(body.byteLength, 0, 3);
  head[3] = kind;
  head[4] = flags;
  head.writeUInt32BE(stream, 5);
  return Buffer.concat([head, body]);
}

const start = Buffer.concat([frame(type.settings, 0, 0), frame(type.settings, 1, 0)]);
/** `:status: 200` of the static table. */
const status200 = frame(type.headers, endOfHeaders, 1, [0x88]);
/** `a: b`, not indexed. */
const field = [0x00, 1, 0x61, 1, 0x62];

/** The request has come: the preface, and frames up to its HEADERS. */
async function expectStream(connection: RawConnection): Promise<void> {
  await connection.readUntil('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');
  await expectStreamAgain(connection);
}

function expectStreamAgain(connection: RawConnection): Promise<void> {
  return expectFrame(connection, (kind) => kind === type.headers);
}

async function expectFrame(
  connection: RawConnection,
  isWanted: (kind: number | undefined, flags: number | undefined) => boolean,
): Promise<void> {
  for (;;) {
    const head = await connection.readBytes(9);
    await connection.readBytes(head.readUIntBE(0, 3));
    if (isWanted(head[3], head[4])) return;
  }
}

/** As much as no client can answer at once. */
const flood = (bytes: Buffer): Step => send(Buffer.concat(Array<Buffer>(200_000).fill(bytes)));

function endless(bytes: Buffer): Step {
  return async (connection) => {
    while (!connection.ended) await connection.send(bytes);
  };
}

const many = (bytes: Buffer): Buffer => Buffer.concat(Array<Buffer>(1000).fill(bytes));
const resetWith = (code: number, stream = 1): Buffer => frame(type.reset, 0, stream, [0, 0, 0, code]);

let certificates: Certificates;
beforeAll(async () => {
  certificates = await makeCertificates();
});
afterAll(() => certificates.remove());

const setting: Setting = {
  get tls() {
    return { ...certificates.hosts.default, ALPNProtocols: ['h2'] };
  },
  url: () => 'https://a.test/',
  options: () => ({ http2: true, verify: certificates.files['$CA'] ?? true }),
  routes: ({ port }) => ({
    connectTo: (host, other) => ({ host: '127.0.0.1', port: host === 'a.test' ? port : other }),
  }),
};

const broken: readonly (readonly [what: string, steps: readonly Step[]])[] = [
  ['an answer of HTTP/1.1', [send('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok')]],
  ['a body before its headers', [send(Buffer.concat([start, frame(type.data, ended, 1, [1])]))]],
  ['a window that grows by nothing', [send(Buffer.concat([start, frame(type.window, 0, 0, [0, 0, 0, 0])]))]],
  ['a frame that is too long', [send(Buffer.concat([start, frame(type.data, 0, 1, Buffer.alloc(70_000))]))]],
  ['a pushed answer', [send(Buffer.concat([start, frame(type.push, 4, 1, [0, 0, 0, 2, 0x82, 0x84, 0x86])]))]],
  [
    'settings without end',
    [send(start), stopReading, flood(frame(type.settings, 0, 0, [0, 4, 0, 0, 255, 255]))],
  ],
  ['pings without end', [send(start), stopReading, flood(frame(type.ping, 0, 0, Buffer.alloc(8)))]],
  [
    'header blocks without end',
    [send(Buffer.concat([start, frame(type.headers, 0, 1, [0x88])])), endless(many(frame(type.more, 0, 1)))],
  ],
  [
    'a header of 100 KiB',
    [
      send(Buffer.concat([start, frame(type.headers, 0, 1, [0x88, 0x00, 1, 0x61, 0x7f, 0x81, 0x9e, 0x06])])),
      endless(frame(type.more, 0, 1, Buffer.alloc(16_000, 'x'))),
    ],
  ],
];

const rows: readonly FaultRow[] = [
  ...broken.map(([what, steps]): FaultRow => ({
    id: 'H03',
    title: `${what} is no valid HTTP/2`,
    steps: [expectStream, ...steps, stall],
    name: 'BadResponse',
    phase: 'headers',
    message: /not valid HTTP\/2/,
    hint: /without HTTP\/2/,
    setting,
  })),
  {
    id: 'B04',
    title: 'empty pieces of a body without end are no valid HTTP/2',
    steps: [expectStream, send(Buffer.concat([start, status200])), endless(many(frame(type.data, 0, 1)))],
    name: 'BadResponse',
    phase: 'body',
    message: /not valid HTTP\/2/,
    kept: '',
    setting,
  },
  ...(
    [
      ['PROTOCOL_ERROR', 1, /./],
      ['INTERNAL_ERROR', 2, /./],
      ['ENHANCE_YOUR_CALM', 11, /Too many requests/],
      ['INADEQUATE_SECURITY', 12, /encryption/],
      ['HTTP_1_1_REQUIRED', 13, /HTTP\/1\.1/],
    ] as const
  ).map(([reset, code, hint]): FaultRow => ({
    id: 'H01',
    title: `a stream that is reset names ${reset}`,
    steps: [expectStream, send(Buffer.concat([start, resetWith(code)])), stall],
    name: 'ConnectionReset',
    phase: 'wait',
    message: new RegExp(`reset the stream \\(${reset}\\)`),
    hint,
    setting,
  })),
  {
    id: 'R02',
    title: 'a stream that is refused twice is not asked for a third time',
    method: 'POST',
    steps: [
      expectStream,
      send(Buffer.concat([start, resetWith(7)])),
      expectStreamAgain,
      send(resetWith(7, 3)),
      stall,
    ],
    name: 'ConnectionReset',
    phase: 'wait',
    message: /reset the stream \(REFUSED_STREAM\)/,
    hint: /refused the request twice/,
    setting,
  },
  {
    id: 'B01',
    title: 'a stream that is reset within its body keeps what came',
    steps: [
      expectStream,
      send(Buffer.concat([start, status200, frame(type.data, 0, 1, Buffer.from('hello'))])),
      seen,
      send(resetWith(2)),
      stall,
    ],
    name: 'BodyTruncated',
    phase: 'body',
    kept: 'hello',
    setting,
  },
  {
    id: 'H09',
    title: 'informational answers without end are cut at the limit',
    steps: [
      expectStream,
      send(start),
      endless(many(frame(type.headers, endOfHeaders, 1, [0x08, 3, 0x31, 0x30, 0x33]))),
    ],
    name: 'BadResponse',
    phase: 'headers',
    message: /limits\.informational/,
    hasCause: false,
    setting,
  },
  {
    id: 'C07',
    title: 'a server that opens no window for the body ends at the limit of silence',
    method: 'POST',
    steps: [expectStream, send(Buffer.concat([frame(type.settings, 0, 0, [0, 4, 0, 0, 0, 0])])), stall],
    options: { data: 'x'.repeat(1_000_000), timeout: [null, 0.2] },
    name: 'HeadersTimeout',
    phase: 'upload',
    hasCause: false,
    setting,
  },
  {
    id: 'C08',
    title: 'a connection that is closed before any frame is told',
    steps: [expectStream, halfClose],
    name: 'ConnectionClosed',
    phase: 'wait',
    setting,
  },
];

/** The client has seen our settings, and what came before them. */
function seen(connection: RawConnection): Promise<void> {
  return expectFrame(connection, (kind, flags) => kind === type.settings && flags === 1);
}

describe('an HTTP/2 connection', () => {
  it.each(rows)('$title ($id)', checkRow);

  it('is kept when a server answers before it has read the body, and the body ends there', async () => {
    const early = Buffer.concat([
      start,
      frame(type.headers, endOfHeaders, 1, [0x08, 3, 0x34, 0x31, 0x33, ...field]),
      frame(type.data, ended, 1, Buffer.from('big')),
      resetWith(0),
    ]);
    const { tls } = setting;
    const server = await startStepServer([[expectStream, send(early), stall]], { ...(tls && { tls }) });
    const session = new Session({ environment: {}, adapter: createUndiciAdapter(setting.routes?.(server)) });
    const response = await session.post('https://a.test/', {
      ...setting.options?.(server),
      data: 'x'.repeat(5_000_000),
    });
    expect([response.status, await response.text()]).toEqual([413, 'big']);
    await session.close();
    await server.close();
  });
});
