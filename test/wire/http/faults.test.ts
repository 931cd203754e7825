/** What a send says when the other side misbehaves: the fault's name, where it was, and what had arrived. */
import { afterEach, describe, expect, it } from 'vitest';
import { RequestException, Session, createUndiciAdapter } from '../../../src/extension/http/index.ts';
import type { FaultJson, SendOptions, SessionOptions } from '../../../src/extension/http/index.ts';
import { startRawServer } from './rawServer.ts';
import type { RawConnection, RawServer } from './rawServer.ts';

const cleanups: (() => Promise<void>)[] = [];

afterEach(async () => {
  await Promise.all(cleanups.splice(0).map((cleanup) => cleanup()));
});

async function serve(
  script: (connection: RawConnection, index: number) => Promise<void> | void,
): Promise<RawServer> {
  const server = await startRawServer(script);
  cleanups.push(() => server.close());
  return server;
}

/** Answers every request of every connection with these bytes and then does what is given. */
function answering(bytes: string, then: (connection: RawConnection) => void = () => undefined) {
  return async (connection: RawConnection): Promise<void> => {
    await connection.requests(1);
    connection.socket.write(Buffer.from(bytes, 'latin1'), () => then(connection));
  };
}

function session(options: SessionOptions = {}): Session {
  const made = new Session({ environment: {}, ...options });
  cleanups.push(async () => {
    for (const { id } of made.connections()) made.closeConnection(id);
    await made.close();
  });
  return made;
}

async function fault(url: string, options: SendOptions = {}): Promise<RequestException> {
  const error: unknown = await session()
    .get(url, options)
    .then(
      () => undefined,
      (reason: unknown) => reason,
    );
  if (!(error instanceof RequestException)) throw new TypeError('The send did not fail as it should.');
  return error;
}

async function faultOf(bytes: string, then?: (connection: RawConnection) => void): Promise<RequestException> {
  const server = await serve(answering(bytes, then));
  return fault(server.url);
}

const end = ({ socket }: RawConnection): void => void socket.end();
const reset = ({ socket }: RawConnection): void => void socket.resetAndDestroy();

describe('connecting', () => {
  it('says that nothing listens on a closed port', async () => {
    const server = await startRawServer(() => undefined);
    await server.close();
    const error = await fault(server.url);
    expect(error.toJSON()).toMatchObject({
      name: 'ConnectRefused',
      family: 'ConnectionError',
      phase: 'connect',
      host: '127.0.0.1',
      port: server.port,
      bytesSent: 0,
      attempts: 1,
      code: 'ECONNREFUSED',
    } satisfies Partial<FaultJson>);
    expect(error.hint).toContain('Start the server');
  });

  it('names each address it tried when a name has several', async () => {
    const server = await startRawServer(() => undefined);
    await server.close();
    const adapter = createUndiciAdapter({
      lookup: (_host, _options, callback) =>
        callback(null, [
          { address: '::1', family: 6 },
          { address: '127.0.0.1', family: 4 },
        ]),
    });
    const error = await session({ adapter })
      .get(`http://two.test:${server.port}/`)
      .catch((reason: unknown) => reason as RequestException);
    expect(error).toMatchObject({ name: 'ConnectRefused' });
    expect((error as Error).message).toContain('127.0.0.1');
  });

  it('tells a name that does not exist from one that cannot be looked up just now', async () => {
    const failing = (code: string) =>
      createUndiciAdapter({
        lookup: (host, _options, callback) =>
          callback(Object.assign(new Error(`${code} ${host}`), { code }), '', 4),
      });
    const gone = await session({ adapter: failing('ENOTFOUND') })
      .get('http://gone.test/')
      .catch((e: unknown) => e);
    const later = await session({ adapter: failing('EAI_AGAIN') })
      .get('http://later.test/')
      .catch((e: unknown) => e);
    expect(gone).toMatchObject({ name: 'DnsFailed', phase: 'dns', host: 'gone.test' });
    expect((gone as Error).message).toContain('does not exist');
    expect((later as Error).message).toContain('just now');
  });

  it('reports a fresh connection that is closed before any byte, and does not send again', async () => {
    const server = await serve(async (connection) => {
      await connection.requests(1);
      connection.socket.end();
    });
    const error = await fault(server.url);
    expect(error).toMatchObject({ name: 'ConnectionClosed', attempts: 1 });
    expect(error.message).toContain('before any response byte');
    expect(server.connections).toHaveLength(1);
  });
});

describe('the header block', () => {
  it.each([
    ['FIN', end, 'ConnectionClosed'],
    ['RST', reset, 'ConnectionReset'],
  ])('cut by %s is no empty answer', async (_how, then, name) => {
    const error = await faultOf('HTTP/1.1 200 OK\r\nX-Half: 1', then);
    expect(error).toMatchObject({ name, phase: 'headers' });
    expect(Buffer.from(error.received ?? []).toString()).toBe('HTTP/1.1 200 OK\r\nX-Half: 1');
  });

  it.each([
    'HTTP/1.1 abc\r\n\r\n',
    'HTTP/3.7 200 OK\r\n\r\n',
    '<html>hello</html>\r\n\r\n',
    'HTTP/1.1 200 OK\r\nno colon\r\n\r\n',
  ])('that is not HTTP/1.x is shown: %j', async (bytes) => {
    const error = await faultOf(bytes, end);
    expect(error).toMatchObject({ name: 'BadResponse', phase: 'headers' });
    expect(Buffer.from(error.received ?? []).toString()).toBe(bytes);
  });

  it('beyond the limits names the limit', async () => {
    const large = await faultOf(`HTTP/1.1 200 OK\r\nX-Big: ${'x'.repeat(300_000)}\r\n\r\n`);
    const many = await faultOf(`HTTP/1.1 200 OK\r\n${'A: b\r\n'.repeat(1_100)}Content-Length: 0\r\n\r\n`);
    expect(large).toMatchObject({ name: 'HeadersTooLarge' });
    expect(many).toMatchObject({ name: 'HeadersTooLarge' });
    expect(many.message).toContain('1000');
  });

  it('may follow informational answers that nobody asked for', async () => {
    const early = 'HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n';
    const server = await serve(
      answering(`HTTP/1.1 100 Continue\r\n\r\n${early}HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok`),
    );
    const response = await session().get(server.url);
    expect(response.status).toBe(200);
    expect(await response.text()).toBe('ok');
  });

  it('is recognised behind an informational answer that arrives byte by byte', async () => {
    const server = await serve(async ({ socket, requests }) => {
      await requests(1);
      socket.setNoDelay(true);
      for (const byte of 'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx') {
        await new Promise((resolve) => socket.write(byte, resolve));
      }
    });
    expect(await (await session().get(server.url)).text()).toBe('x');
  });

  it('must come before a hundred informational answers have', async () => {
    const error = await faultOf('HTTP/1.1 103 Early Hints\r\n\r\n'.repeat(150));
    expect(error).toMatchObject({ name: 'BadResponse', phase: 'headers' });
    expect(error.message).toContain('100');
  });

  it('with 101 that nobody asked for is refused', async () => {
    const error = await faultOf(
      'HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n',
    );
    expect(error.name).toBe('BadResponse');
  });

  it('tells HTTP/1.0 from HTTP/1.1', async () => {
    const server = await serve(answering('HTTP/1.0 200 OK\r\n\r\nold', end));
    const response = await session().get(server.url);
    expect([response.httpVersion, await response.text()]).toEqual(['1.0', 'old']);
  });
});

describe('the body', () => {
  it.each([
    ['Content-Length: 100\r\n\r\nhello', 'BodyTruncated', 'hello'],
    ['Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n', 'BodyTruncated', 'hello'],
    ['Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\nZZ\r\n', 'BadResponse', 'hello'],
  ])('that breaks off keeps what had arrived: %j', async (rest, name, kept) => {
    const error = await faultOf(`HTTP/1.1 200 OK\r\nSet-Cookie: a=b\r\n${rest}`, end);
    expect(error).toMatchObject({ name, family: 'ChunkedEncodingError', phase: 'body' });
    expect(Buffer.from(error.response?.received ?? []).toString()).toBe(kept);
    expect(error.response?.status).toBe(200);
  });

  it('is never there for 204 and 304, whatever their headers say', async () => {
    for (const status of ['204 No Content', '304 Not Modified']) {
      const server = await serve(answering(`HTTP/1.1 ${status}\r\nContent-Length: 5\r\n\r\n`));
      const response = await session().get(server.url);
      expect((await response.read()).byteLength).toBe(0);
    }
  });

  it('of a HEAD answer is not taken for the next answer', async () => {
    const server = await serve(async ({ socket, requests }, index) => {
      await requests(1);
      socket.write(
        index === 0
          ? 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nextra'
          : 'HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nnext',
      );
    });
    const own = session();
    expect((await own.head(server.url)).status).toBe(200);
    expect(await (await own.get(server.url)).text()).toBe('next');
    expect(server.connections).toHaveLength(2);
  });

  it('with bytes after its end is exact, and its connection is not used again', async () => {
    const server = await serve(answering('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokEXTRA'));
    const own = session();
    expect(await (await own.get(server.url)).text()).toBe('ok');
    expect(await (await own.get(server.url)).text()).toBe('ok');
    expect(server.connections).toHaveLength(2);
  });

  it('of contradicting lengths is refused', async () => {
    const error = await faultOf('HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nabc');
    expect(error).toMatchObject({ name: 'BadResponse', family: 'InvalidHeader' });
  });

  it('may not be larger than the limit', async () => {
    const server = await serve(
      answering(`HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n${'x'.repeat(5000)}`),
    );
    const error = await fault(server.url, { limits: { bodyBytes: 1000 } });
    expect(error.name).toBe('BodyTooLarge');
    expect(error.response?.received.byteLength).toBe(1000);
  });
});
