/** Kept connections: when one is used again, when it is not, and what happens when the server closes it meanwhile. */
import { afterEach, describe, expect, it } from 'vitest';
import { DigestAuth, Session, streamOf } from '../../../src/extension/http/index.ts';
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

function newSession(): Session {
  const session = new Session({ environment: {} });
  cleanups.push(async () => {
    for (const { id } of session.connections()) session.closeConnection(id);
    await session.close();
  });
  return session;
}

const ok = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok';

/** Answers the first request of the first connection and breaks it off at the second; later ones answer all. */
function closingWhenUsedAgain(how: 'end' | 'resetAndDestroy') {
  return async ({ socket, requests }: RawConnection, index: number): Promise<void> => {
    await requests(1);
    socket.write(ok);
    await requests(2);
    if (index === 0) socket[how]();
    else socket.write(ok);
  };
}

async function answerAll({ socket, requests }: RawConnection): Promise<void> {
  for (let count = 1; ; count++) {
    await requests(count);
    socket.write(ok);
  }
}

describe('a kept connection', () => {
  it('carries one request after the other', async () => {
    const server = await serve(answerAll);
    const session = newSession();
    const responses = [];
    for (let count = 0; count < 20; count++) responses.push(await session.get(server.url));
    expect(server.connections).toHaveLength(1);
    expect(responses.map(({ connection }) => connection?.reused)).toEqual([
      false,
      ...Array<boolean>(19).fill(true),
    ]);
    expect(responses.at(-1)?.connection?.requests).toBe(20);
    expect(responses.at(-1)?.timings.connect).toBeUndefined();
  });

  it('is one of several when requests run side by side', async () => {
    const server = await serve(answerAll);
    const session = newSession();
    await Promise.all(Array.from({ length: 5 }, () => session.get(server.url)));
    expect(server.connections).toHaveLength(5);
    expect(session.connections().map(({ state }) => state)).toEqual(Array(5).fill('idle'));
  });

  it('is listed while it lives, and can be closed by hand', async () => {
    const server = await serve(answerAll);
    const session = newSession();
    let changes = 0;
    session.onDidChange(() => changes++);
    const { connection } = await session.get(server.url);
    expect(session.connections()).toMatchObject([
      {
        id: connection?.id,
        state: 'idle',
        origin: server.url.slice(0, -1),
        requests: 1,
        protocol: 'http/1.1',
      },
    ]);
    session.closeConnection(connection?.id ?? 0);
    expect(session.connections()).toEqual([]);
    expect(changes).toBeGreaterThan(2);
    await session.get(server.url);
    expect(server.connections).toHaveLength(2);
  });
});

describe('a closed session', () => {
  it('closes idle connections at once and busy ones when they are done, and can be used again', async () => {
    const server = await serve(async ({ socket, requests }, index) => {
      await requests(1);
      socket.write(index === 0 ? ok : 'HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nha');
    });
    const session = newSession();
    await session.get(server.url);
    const busy = await session.get(server.url.replace('127.0.0.1', 'localhost'), { stream: true });
    await session.close();
    expect(session.connections()).toMatchObject([{ state: 'active' }]);
    server.connections[1]?.socket.write('lf');
    expect(await busy.text()).toBe('half');
    expect(session.connections()).toEqual([]);
    server.connections[0]?.socket.destroy();
  });
});

describe('a challenge', () => {
  it('is not answered with a body that can be produced only once', async () => {
    const challenge = 'WWW-Authenticate: Digest realm="r", nonce="n", qop="auth"';
    const server = await serve(async ({ socket, requests }) => {
      await requests(1);
      socket.write(`HTTP/1.1 401 Unauthorized\r\n${challenge}\r\nContent-Length: 0\r\n\r\n`);
    });
    const data = streamOf(
      (async function* () {
        yield await Promise.resolve(Buffer.from('once'));
      })(),
    );
    await expect(
      newSession().post(server.url, { data, auth: new DigestAuth('u', 'p') }),
    ).rejects.toMatchObject({ family: 'UnrewindableBodyError' });
  });
});

describe('a kept connection that the server closes as the next request arrives', () => {
  it.each(['end', 'resetAndDestroy'] as const)('is replaced once for a GET (%s)', async (how) => {
    const server = await serve(closingWhenUsedAgain(how));
    const session = newSession();
    await session.get(server.url);
    const second = await session.get(server.url);
    expect(second.status).toBe(200);
    expect(second.connection).toMatchObject({ reused: false });
    expect(server.connections.map(({ text }) => text().split('\r\n\r\n').length - 1)).toEqual([2, 1]);
  });

  it('is not replaced for a POST, which may have arrived', async () => {
    const server = await serve(closingWhenUsedAgain('end'));
    const session = newSession();
    await session.get(server.url);
    await expect(session.post(server.url, { data: 'once' })).rejects.toMatchObject({
      name: 'StaleConnection',
      attempts: 1,
    });
    expect(server.connections).toHaveLength(1);
  });

  it('is not replaced for a body that can be produced only once', async () => {
    const server = await serve(closingWhenUsedAgain('end'));
    const session = newSession();
    await session.get(server.url);
    const data = streamOf(
      (async function* () {
        yield await Promise.resolve(Buffer.from('once'));
      })(),
    );
    await expect(session.put(server.url, { data })).rejects.toMatchObject({ name: 'StaleConnection' });
  });

  it('is not replaced once a byte of the answer has come', async () => {
    const server = await serve(async ({ socket, requests }) => {
      await requests(1);
      socket.write(ok);
      await requests(2);
      socket.end('HTTP/');
    });
    const session = newSession();
    await session.get(server.url);
    await expect(session.get(server.url)).rejects.toMatchObject({
      name: 'ConnectionClosed',
      phase: 'headers',
    });
    expect(server.connections).toHaveLength(1);
  });
});
