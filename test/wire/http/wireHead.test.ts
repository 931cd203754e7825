/**
 * The preview is the wire: what `wireHead` says is compared with the bytes that a raw socket server received.
 */
import { createServer } from 'node:net';
import type { AddressInfo, Server } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Request, Session, streamOf } from '../../../src/extension/http/index.ts';
import type { BodyStream, PreparedRequest, RequestOptions } from '../../../src/extension/http/index.ts';

/** A server that keeps what it got and answers as soon as a request has ended. */
class RawServer {
  readonly #server: Server;
  received = '';

  constructor() {
    this.#server = createServer((socket) => {
      let text = '';
      socket.on('data', (chunk: Buffer) => {
        text += chunk.toString('latin1');
        if (!isComplete(text)) return;
        this.received = text;
        socket.end('HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n');
      });
      socket.on('error', () => socket.destroy());
    });
  }

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

const server = new RawServer();
const session = new Session({ environment: {} });
let origin = '';

beforeAll(async () => {
  origin = await server.listen();
});

afterAll(async () => {
  await session.close();
  await server.close();
});

/** What the server got for this request: the head, and the rest. */
async function sent(prepared: PreparedRequest): Promise<readonly [head: string, body: string]> {
  await session.send(prepared);
  const end = server.received.indexOf('\r\n\r\n');
  return [server.received.slice(0, end), server.received.slice(end + 4)];
}

function previewOf(prepared: PreparedRequest): string {
  const { requestLine, headers } = prepared.wireHead;
  return [requestLine, ...headers.map(([name, value]) => `${name}: ${value}`)].join('\r\n');
}

const file = (text: string): BodyStream => ({
  length: Buffer.byteLength(text),
  replayable: true,
  description: 'a file',
  async *open() {
    if (text !== '') yield await Promise.resolve(Buffer.from(text));
  },
});

async function* pieces(...texts: readonly string[]): AsyncIterable<Uint8Array> {
  for (const text of texts) yield await Promise.resolve(Buffer.from(text));
}

const requests: readonly (readonly [title: string, method: string, path: string, options: RequestOptions])[] =
  [
    ['a plain GET', 'GET', '/get?x=1#fragment', {}],
    ['a GET with a body', 'GET', '/', { data: 'text' }],
    ['a HEAD', 'HEAD', '/', {}],
    ['a HEAD with a body', 'HEAD', '/', { data: 'text' }],
    ['a POST without a body', 'POST', '/', {}],
    ['a DELETE without a body', 'DELETE', '/', {}],
    ['a DELETE with a body', 'DELETE', '/', { data: 'x' }],
    ['an OPTIONS', 'OPTIONS', '/', {}],
    ['a method of its own', 'MKCOL', '/', {}],
    ['a QUERY without a body', 'QUERY', '/', {}],
    ['a form', 'POST', '/', { data: { a: '1', b: 'é' } }],
    ['an empty form', 'POST', '/', { data: { a: null } }],
    ['JSON', 'PUT', '/', { json: { a: [1, 2] } }],
    ['multipart', 'POST', '/', { files: { f: { filename: 'a.txt', content: 'hello' } }, data: { k: 'v' } }],
    ['a file', 'POST', '/', { data: file('from a file') }],
    ['a file on PATCH', 'PATCH', '/', { data: file('x') }],
    ['an empty file', 'POST', '/', { data: file('') }],
    ['an empty file on DELETE', 'DELETE', '/', { data: file('') }],
    [
      'headers in their case and order',
      'GET',
      '/',
      { headers: { 'x-LOWER': '1', Accept: 'a/b', 'X-Last': 'v  ' } },
    ],
    [
      'repeated headers',
      'GET',
      '/',
      {
        headers: [
          ['X-A', '1'],
          ['x-b', '2'],
          ['X-a', '3'],
        ],
      },
    ],
    ['a Host header', 'GET', '/', { headers: { Host: 'example.com' } }],
    ['Connection: close', 'GET', '/', { headers: { connection: 'close' } }],
    ['another Connection', 'GET', '/', { headers: { Connection: 'TE, x-hop' } }],
    [
      'no defaults',
      'GET',
      '/',
      { headers: { 'User-Agent': null, 'Accept-Encoding': null, Accept: null, Connection: null } },
    ],
    ['an empty header', 'GET', '/', { headers: { 'X-Empty': '' } }],
    ['a Latin-1 header', 'GET', '/', { headers: { 'X-Latin': 'café' } }],
    ['credentials', 'GET', '/', { auth: ['user', 'pass'], cookies: { a: '1' } }],
  ];

describe('the wire head', () => {
  it.each(requests)('is what the server gets for %s', async (_title, method, path, options) => {
    const prepared = session.prepareRequest(new Request(method, `${origin}${path}`, options));
    const preview = previewOf(prepared);
    const [head] = await sent(prepared);
    expect(head).toBe(preview);
  });

  it('is what the server gets for a generator, which is sent in chunks', async () => {
    const prepared = session.prepareRequest(
      new Request('POST', `${origin}/`, { data: streamOf(pieces('ab', 'c')) }),
    );
    const preview = previewOf(prepared);
    const [head, body] = await sent(prepared);
    expect(head).toBe(preview);
    expect(body).toBe('2\r\nab\r\n1\r\nc\r\n0\r\n\r\n');
  });

  it('is what the server gets for a request without a session', async () => {
    const prepared = new Request('POST', `${origin}/a b`, { data: 'é' }).prepare();
    const [head, body] = await sent(prepared);
    expect(head).toBe(previewOf(prepared));
    expect(body).toBe('Ã©');
  });

  it('follows every edit of a prepared request', async () => {
    const prepared = session.prepareRequest(new Request('POST', `${origin}/p`, { json: { a: 1 } }));
    const edits = [
      prepared.with({ body: 'longer than before' }),
      prepared.with({ body: null }),
      prepared.with({ method: 'GET', body: null }),
      prepared.with({ url: `${origin}/other path?q=é` }),
      prepared.with({ headers: prepared.headers.without('Content-Length') }),
      prepared.with({ headers: prepared.headers.with('Host', 'b.test') }),
      prepared.with({ body: file('streamed') }),
    ];
    for (const edited of edits) {
      const preview = previewOf(edited);
      const [head] = await sent(edited);
      expect(head).toBe(preview);
    }
  });

  it('sends nothing of a request whose typed Content-Length does not fit', async () => {
    server.received = '';
    const prepared = session.prepareRequest(
      new Request('POST', `${origin}/`, { headers: { 'Content-Length': '2' } }),
    );
    await expect(session.send(prepared)).rejects.toMatchObject({ name: 'InvalidRequest' });
    expect(server.received).toBe('');
  });
});

function isComplete(text: string): boolean {
  const end = text.indexOf('\r\n\r\n');
  if (end === -1) return false;
  const head = text.slice(0, end);
  if (/transfer-encoding: chunked/i.test(head)) return text.endsWith('0\r\n\r\n');
  const length = /content-length: (\d+)/i.exec(head)?.[1] ?? '0';
  return text.length - end - 4 >= Number(length);
}
