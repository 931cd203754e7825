/** Ending a send early: by the caller in any phase, or because time is up. */
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import {
  RequestException,
  Session,
  createUndiciAdapter,
  streamOf,
} from '../../../src/extension/http/index.ts';
import type { RequestOptions, SendOptions, SendProgress } from '../../../src/extension/http/index.ts';
import { startRawServer } from './rawServer.ts';
import type { RawConnection, RawServer } from './rawServer.ts';

const cleanups: (() => Promise<void>)[] = [];

afterEach(async () => {
  await Promise.all(cleanups.splice(0).map((cleanup) => cleanup()));
});

async function serve(script: (connection: RawConnection) => Promise<void> | void): Promise<RawServer> {
  const server = await startRawServer(script);
  cleanups.push(() => server.close());
  return server;
}

function newSession(adapter = createUndiciAdapter()): Session {
  return new Session({ environment: {}, adapter });
}

/** Sends, aborts as soon as the phase is reached, and tells the error and how long it took after that. */
async function cancelIn(
  phase: SendProgress['phase'],
  url: string,
  options: RequestOptions & SendOptions = {},
  session = newSession(),
): Promise<{ readonly error: RequestException; readonly took: number; readonly session: Session }> {
  const controller = new AbortController();
  let abortedAt = 0;
  const sending = session.request(options.data === undefined ? 'GET' : 'POST', url, {
    ...options,
    signal: controller.signal,
    onProgress: (progress) => {
      if (progress.phase !== phase || abortedAt !== 0) return;
      abortedAt = -1;
      setImmediate(() => {
        abortedAt = performance.now();
        controller.abort();
      });
    },
  });
  const error: unknown = await sending.catch((reason: unknown) => reason);
  if (!(error instanceof RequestException)) throw new TypeError(`The send was not cancelled in ${phase}.`);
  return { error, took: performance.now() - abortedAt, session };
}

async function* endless(): AsyncGenerator<Uint8Array> {
  for (;;) {
    yield Buffer.alloc(64 * 1024);
    await delay(1);
  }
}

describe('a cancelled send', () => {
  it('ends while the name is looked up', async () => {
    const adapter = createUndiciAdapter({ lookup: () => undefined });
    const { error, took } = await cancelIn('dns', 'http://never.test/', {}, newSession(adapter));
    expect(error).toMatchObject({ name: 'Cancelled', phase: 'dns' });
    expect(took).toBeLessThan(200);
  });

  it('ends during the TLS handshake', async () => {
    const server = await serve(() => undefined);
    const { error, took } = await cancelIn('tls', `https://127.0.0.1:${server.port}/`);
    expect(error).toMatchObject({ name: 'Cancelled', phase: 'tls' });
    expect(took).toBeLessThan(200);
  });

  it('ends during the upload', async () => {
    const server = await serve(({ socket }) => void socket.pause());
    const { error, took } = await cancelIn('upload', server.url, { data: streamOf(endless()) });
    expect(error).toMatchObject({ name: 'Cancelled' });
    expect(took).toBeLessThan(200);
  });

  it('ends while waiting for the answer', async () => {
    const server = await serve(() => undefined);
    const { error, took, session } = await cancelIn('wait', server.url);
    expect(error).toMatchObject({ name: 'Cancelled', phase: 'wait', family: 'RequestCancelled' });
    expect(took).toBeLessThan(200);
    expect(session.connections()).toEqual([]);
  });

  it('keeps what had arrived of the body (S07)', async () => {
    const server = await serve(async ({ socket, requests }) => {
      await requests(1);
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nsome');
    });
    const { error, took } = await cancelIn('body', server.url);
    expect(error).toMatchObject({ name: 'Cancelled', phase: 'body' });
    expect(Buffer.from(error.response?.received ?? []).toString()).toBe('some');
    expect(took).toBeLessThan(200);
  });

  it('does not begin when the signal was aborted before', async () => {
    const server = await serve(() => undefined);
    const sending = newSession().get(server.url, { signal: AbortSignal.abort() });
    await expect(sending).rejects.toMatchObject({ name: 'Cancelled' });
    expect(server.connections.every(({ text }) => text() === '')).toBe(true);
  });

  it('leaves the queue for a connection', async () => {
    const server = await serve(() => undefined);
    const session = newSession(createUndiciAdapter({ maxConnectionsPerHost: 1 }));
    const first = session.get(server.url).catch((error: unknown) => error);
    const { error } = await cancelIn('queue', server.url, {}, session);
    expect(error).toMatchObject({ name: 'Cancelled', phase: 'queue' });
    for (const { id } of session.connections()) session.closeConnection(id);
    expect(await first).toMatchObject({ name: 'ConnectionClosed' });
  });
});

describe('a send whose time is up', () => {
  it('names the connect timeout', async () => {
    const adapter = createUndiciAdapter({ lookup: () => undefined });
    await expect(
      newSession(adapter).get('http://never.test/', { timeout: [0.05, null] }),
    ).rejects.toMatchObject({ name: 'ConnectTimeout', family: 'ConnectTimeout', phase: 'dns' });
  });

  it('names the silence before the headers and within the body', async () => {
    const silent = await serve(() => undefined);
    const stalled = await serve(async ({ socket, requests }) => {
      await requests(1);
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nsome');
    });
    await expect(newSession().get(silent.url, { timeout: 0.05 })).rejects.toMatchObject({
      name: 'HeadersTimeout',
      family: 'ReadTimeout',
    });
    await expect(newSession().get(stalled.url, { timeout: 0.05 })).rejects.toMatchObject({
      name: 'BodyTimeout',
      family: 'ConnectionError',
    });
  });

  it('names the limit on the whole send, which includes the body', async () => {
    const drip = await serve(async ({ socket, requests }) => {
      await requests(1);
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n');
      while (!socket.destroyed) {
        socket.write('x');
        await delay(10);
      }
    });
    const error = await newSession()
      .get(drip.url, { timeout: 1, totalTimeout: 0.1 })
      .catch((reason: unknown) => reason);
    expect(error).toMatchObject({ name: 'TotalTimeout', family: 'Timeout', phase: 'body' });
    expect((error as RequestException).response?.received.byteLength).toBeGreaterThan(0);
  });

  it('limits a body that is read after the send, too', async () => {
    const stalled = await serve(async ({ socket, requests }) => {
      await requests(1);
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nstart');
    });
    const response = await newSession().get(stalled.url, { stream: true, totalTimeout: 0.1 });
    await expect(response.read()).rejects.toMatchObject({ name: 'TotalTimeout' });
    expect(Buffer.from(response.received).toString()).toBe('start');
  });

  it('does not count silence that a slow reader causes', async () => {
    const big = Buffer.alloc(4 * 1024 * 1024, 'x');
    const server = await serve(async ({ socket, requests }) => {
      await requests(1);
      socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${big.byteLength}\r\n\r\n`);
      socket.write(big);
    });
    const response = await newSession().get(server.url, { stream: true, timeout: [null, 0.05] });
    let total = 0;
    for await (const piece of response.iterContent()) {
      if (total === 0) await delay(150);
      total += piece.byteLength;
    }
    expect(total).toBe(big.byteLength);
  });
});
