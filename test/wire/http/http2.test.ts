/** HTTP/2, which is spoken only when it is asked for: what travels, what fails, and what is never sent twice. */
import http2 from 'node:http2';
import type { Http2ServerRequest, Http2ServerResponse, ServerHttp2Stream } from 'node:http2';
import type { AddressInfo, Socket } from 'node:net';
import zlib from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  RequestException,
  Session,
  createUndiciAdapter,
  streamOf,
} from '../../../src/extension/http/index.ts';
import type { RequestOptions, Response, SendOptions } from '../../../src/extension/http/index.ts';
import { makeCertificates } from './certificates.ts';
import type { Certificates } from './certificates.ts';

type Handler = (
  request: Http2ServerRequest,
  response: Http2ServerResponse,
  stream: ServerHttp2Stream,
) => void;

interface Server {
  readonly port: number;
  readonly connections: () => number;
  /** Method and path of each request, HTTP/1.1 ones too. */
  readonly requests: readonly string[];
}

let certificates: Certificates;
const cleanups: (() => Promise<void>)[] = [];

beforeAll(async () => {
  certificates = await makeCertificates();
});

afterAll(() => certificates.remove());

afterEach(async () => {
  await Promise.all(cleanups.splice(0).map((cleanup) => cleanup()));
});

async function serve(handler: Handler): Promise<Server> {
  const sockets = new Set<Socket>();
  const requests: string[] = [];
  const server = http2.createSecureServer({ ...certificates.hosts.default, allowHTTP1: true });
  server.on('request', (request, response) => {
    requests.push(`${request.method} ${request.url}`);
    // An HTTP/1.1 request has no stream and is answered alike.
    handler(request, response, response.stream);
  });
  server.on('sessionError', () => undefined);
  server.on('connection', (socket: Socket) => {
    socket.on('error', () => undefined);
    sockets.add(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanups.push(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  return { port: (server.address() as AddressInfo).port, connections: () => sockets.size, requests };
}

function newSession(server: Server): Session {
  const adapter = createUndiciAdapter({ connectTo: () => ({ host: '127.0.0.1', port: server.port }) });
  const session = new Session({ environment: {}, adapter });
  session.verify = certificates.files['$CA'] ?? true;
  session.http2 = true;
  cleanups.push(async () => {
    for (const { id } of session.connections()) session.closeConnection(id);
    await session.close();
  });
  return session;
}

async function got(handler: Handler, options: RequestOptions & SendOptions = {}): Promise<Response> {
  return newSession(await serve(handler)).get('https://a.test/', options);
}

async function fault(
  handler: Handler,
  options: RequestOptions & SendOptions = {},
): Promise<RequestException> {
  const error: unknown = await got(handler, options).catch((reason: unknown) => reason);
  if (!(error instanceof RequestException)) throw new TypeError('The send did not fail as it should.');
  return error;
}

const ok: Handler = (_request, response) => response.end('ok');

/** Sends back what it got, as `version method path body`. */
const echo: Handler = (request, response) => {
  const pieces: Buffer[] = [];
  request.on('data', (piece: Buffer) => pieces.push(piece));
  request.on('end', () => {
    const body = Buffer.concat(pieces);
    const length = request.headers['content-length'] ?? 'unknown';
    response.end(`${request.httpVersion} ${request.method} ${request.url} ${length} ${body.toString()}`);
  });
};

describe('a session that offers HTTP/2', () => {
  it('speaks it where the server does, on one connection', async () => {
    const server = await serve(ok);
    const session = newSession(server);
    for (let count = 1; count <= 3; count++) {
      const response = await session.get('https://a.test/');
      expect([response.httpVersion, response.reason, await response.text()]).toEqual(['2', '', 'ok']);
      expect(response.connection).toMatchObject({ protocol: 'h2', requests: count, tls: { alpn: 'h2' } });
    }
    expect(server.connections()).toBe(1);
    expect(session.connections()).toMatchObject([{ state: 'idle', protocol: 'h2', requests: 3 }]);
  });

  it('shares no connection with a send that did not ask for it', async () => {
    const server = await serve(ok);
    const session = newSession(server);
    await session.get('https://a.test/');
    const plain = await session.get('https://a.test/', { http2: false });
    expect([plain.httpVersion, plain.connection?.protocol, plain.connection?.tls?.alpn]).toEqual([
      '1.1',
      'http/1.1',
      'http/1.1',
    ]);
    expect(server.connections()).toBe(2);
  });

  it('sends bodies of every kind', async () => {
    const session = newSession(await serve(echo));
    const once = streamOf(
      (async function* () {
        yield await Promise.resolve(Buffer.from('on'));
        yield Buffer.from('ce');
      })(),
    );
    const post = async (options: RequestOptions): Promise<string> =>
      (await session.post('https://a.test/x?y', options)).text();
    expect(await post({ data: 'text' })).toBe('2.0 POST /x?y 4 text');
    expect(await post({ json: [1] })).toBe('2.0 POST /x?y 3 [1]');
    expect(await post({ data: once })).toBe('2.0 POST /x?y unknown once');
    expect(await post({})).toBe('2.0 POST /x?y 0 ');
    const large = 'x'.repeat(3_000_000);
    expect(await post({ data: large })).toBe(`2.0 POST /x?y 3000000 ${large}`);
  });

  it('leaves out the fields that are about an HTTP/1.1 connection', async () => {
    const server = await serve((request, response) => response.end(JSON.stringify(request.rawHeaders)));
    const headers = { Connection: 'keep-alive', 'Proxy-Connection': 'x', TE: 'gzip', 'X-Mine': 'caf\u00e9' };
    const response = await newSession(server).get('https://a.test/', { headers });
    const raw = (await response.json()) as string[];
    const names = raw.filter((_, at) => at % 2 === 0).toSorted();
    expect(names).toEqual([
      ':authority',
      ':method',
      ':path',
      ':scheme',
      'accept',
      'accept-encoding',
      'user-agent',
      'x-mine',
    ]);
    expect(raw[raw.indexOf('x-mine') + 1]).toBe('caf\u00e9');
    expect(raw[raw.indexOf(':scheme') + 1]).toBe('https');
  });

  it('keeps cookies apart, follows redirects and decodes bodies', async () => {
    const server = await serve((request, response) => {
      if (request.url === '/end') {
        response.setHeader('content-encoding', 'gzip');
        response.end(zlib.gzipSync(request.headers.cookie ?? ''));
      } else {
        response.writeHead(302, { location: '/end', 'set-cookie': ['a=1', 'b=2; Path=/'] });
        response.end('moved');
      }
    });
    const response = await newSession(server).get('https://a.test/');
    expect([await response.text(), response.history.length]).toEqual(['a=1; b=2', 1]);
    expect(server.connections()).toBe(1);
  });

  it('reads no body for HEAD and 204', async () => {
    const server = await serve((request, response) => {
      if (request.method === 'HEAD') response.setHeader('content-length', '5');
      else response.statusCode = 204;
      response.end();
    });
    const session = newSession(server);
    expect((await session.head('https://a.test/')).headers.get('content-length')).toBe('5');
    expect((await (await session.get('https://a.test/')).read()).byteLength).toBe(0);
    expect(server.connections()).toBe(1);
  });

  it('closes the connection when the request says so', async () => {
    const session = newSession(await serve(ok));
    await session.get('https://a.test/', { headers: { Connection: 'close' } });
    expect(session.connections()).toEqual([]);
  });

  it('passes informational answers by, up to the limit', async () => {
    const early: Handler = (request, response, stream) => {
      for (let count = 0; count < Number(request.headers['x-count']); count++) {
        stream.additionalHeaders({ ':status': 103 });
      }
      response.end('ok');
    };
    expect((await got(early, { headers: { 'X-Count': '3' } })).status).toBe(200);
    expect(await fault(early, { headers: { 'X-Count': '150' } })).toMatchObject({ name: 'BadResponse' });
  });
});

describe('an HTTP/2 exchange that breaks', () => {
  const reset: Handler = (_request, _response, stream) =>
    stream.close(http2.constants.NGHTTP2_INTERNAL_ERROR);

  it('before the answer is a reset', async () => {
    const error = await fault(reset);
    expect(error).toMatchObject({ name: 'ConnectionReset', family: 'ConnectionError', attempts: 1 });
  });

  it.each([
    [
      'the stream is reset',
      (stream: ServerHttp2Stream) => stream.close(http2.constants.NGHTTP2_INTERNAL_ERROR),
    ],
    ['the connection is cut', (stream: ServerHttp2Stream) => stream.session?.socket.destroy()],
    ['the session is destroyed', (stream: ServerHttp2Stream) => stream.session?.destroy()],
  ])('within the body keeps what had arrived: %s', async (_how, breakOff) => {
    const error = await fault((_request, response, stream) => {
      response.setHeader('content-length', '100');
      response.write('hello');
      // The client has the first piece when it gives back the room for it.
      setTimeout(() => breakOff(stream), 50);
    });
    expect(error).toMatchObject({ name: 'BodyTruncated', family: 'ChunkedEncodingError', phase: 'body' });
    expect(Buffer.from(error.response?.received ?? []).toString()).toBe('hello');
  });

  it('is ended by silence and by the caller', async () => {
    const silent: Handler = () => undefined;
    expect(await fault(silent, { timeout: [null, 0.1] })).toMatchObject({ name: 'HeadersTimeout' });
    const signal = AbortSignal.timeout(500);
    expect(await fault(silent, { signal })).toMatchObject({ name: 'Cancelled', phase: 'wait' });
    const half: Handler = (_request, response) => void response.write('half');
    expect(await fault(half, { timeout: [null, 0.5] })).toMatchObject({ name: 'BodyTimeout' });
  });

  it('names the limit of header fields', async () => {
    const many: Handler = (_request, response) => {
      for (let at = 0; at < 100; at++) response.setHeader(`x-${at}`, '1');
      response.end();
    };
    expect(await fault(many, { limits: { headerFields: 50 } })).toMatchObject({ name: 'HeadersTooLarge' });
  });
});

describe('an HTTP/2 connection that the server gives up', () => {
  it('is replaced when the next request comes', async () => {
    const server = await serve((_request, response, stream) => {
      response.end('ok');
      response.on('close', () => stream.session?.close());
    });
    const session = newSession(server);
    for (let count = 0; count < 3; count++) {
      expect(await (await session.get('https://a.test/')).text()).toBe('ok');
    }
    expect(server.requests).toHaveLength(3);
  });

  it('finishes the answer that it has begun', async () => {
    const server = await serve((_request, response, stream) => {
      response.write('be');
      stream.session?.goaway();
      setTimeout(() => response.end('gun'), 50);
    });
    const session = newSession(server);
    expect(await (await session.get('https://a.test/')).text()).toBe('begun');
    expect(session.connections()).toEqual([]);
    expect(await (await session.get('https://a.test/')).text()).toBe('begun');
    expect(server.connections()).toBe(2);
  });

  it('as the request arrives is replaced once for a GET and not for a POST', async () => {
    for (const method of ['GET', 'POST']) {
      let count = 0;
      const server = await serve((_request, response, stream) => {
        if (++count === 2) stream.session?.socket.destroy();
        else response.end('ok');
      });
      const session = newSession(server);
      await session.get('https://a.test/');
      const second = session.request(method, 'https://a.test/', { data: 'once' });
      if (method === 'GET') {
        expect((await second).notices).toMatchObject([{ name: 'Retried', attempts: 2 }]);
      } else {
        await expect(second).rejects.toMatchObject({ name: 'StaleConnection', attempts: 1 });
      }
      expect(server.requests).toHaveLength(method === 'GET' ? 3 : 2);
    }
  });

  it('with the word that it did nothing is replaced for a POST too', async () => {
    let count = 0;
    const server = await serve((request, response, stream) => {
      // The last stream it processed is an earlier one: this request has not been looked at.
      if (++count === 2) stream.session?.goaway(http2.constants.NGHTTP2_NO_ERROR, 1);
      else echo(request, response, stream);
    });
    const session = newSession(server);
    await session.get('https://a.test/');
    const response = await session.post('https://a.test/', { data: 'again' });
    expect(await response.text()).toBe('2.0 POST / 5 again');
    expect(response.notices).toMatchObject([{ name: 'Retried', attempts: 2 }]);
    expect(server.connections()).toBe(2);
  });
});
