/** Ending a send early: by the caller in any phase, or because time is up. */
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { RequestException, streamOf } from '../../../src/extension/http/index.ts';
import type { RequestOptions, SendOptions, SendProgress } from '../../../src/extension/http/index.ts';
import { drip, expectRequest, send, stall, stopReading } from '../../support/stepServer.ts';
import type { Step } from '../../support/stepServer.ts';
import { useStage } from '../stage.ts';

const stage = useStage();
/** The beginning of a body that goes no further. */
const begun: readonly Step[] = [
  expectRequest,
  send('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nsome'),
  stall,
];

/** Sends, aborts as soon as the phase is reached, and tells the error and how long it took after that. */
async function cancelIn(
  phase: SendProgress['phase'],
  url: string,
  options: RequestOptions & SendOptions = {},
  session = stage.session(),
): Promise<{ readonly error: RequestException; readonly took: number }> {
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
  return { error, took: performance.now() - abortedAt };
}

async function* endless(): AsyncGenerator<Uint8Array> {
  for (;;) {
    yield Buffer.alloc(64 * 1024);
    await delay(1);
  }
}

describe('a cancelled send', () => {
  it('ends while the name is looked up', async () => {
    const session = stage.session({ lookup: () => undefined });
    const { error, took } = await cancelIn('dns', 'http://never.test/', {}, session);
    expect(error).toMatchObject({ name: 'Cancelled', phase: 'dns' });
    expect(took).toBeLessThan(200);
  });

  it('ends during the TLS handshake', async () => {
    const server = await stage.serve(stall);
    const { error, took } = await cancelIn('tls', `https://127.0.0.1:${server.port}/`);
    expect(error).toMatchObject({ name: 'Cancelled', phase: 'tls' });
    expect(took).toBeLessThan(200);
  });

  it('ends during the upload', async () => {
    const server = await stage.serve(stopReading, stall);
    const { error, took } = await cancelIn('upload', server.url, { data: streamOf(endless()) });
    expect(error).toMatchObject({ name: 'Cancelled' });
    expect(took).toBeLessThan(200);
  });

  it('ends while waiting for the answer', async () => {
    const server = await stage.serve(stall);
    const session = stage.session();
    const { error, took } = await cancelIn('wait', server.url, {}, session);
    expect(error).toMatchObject({ name: 'Cancelled', phase: 'wait', family: 'RequestCancelled' });
    expect(took).toBeLessThan(200);
    expect(session.connections()).toEqual([]);
  });

  it('keeps what had arrived of the body (S07)', async () => {
    const server = await stage.serve(...begun);
    const { error, took } = await cancelIn('body', server.url);
    expect(error).toMatchObject({ name: 'Cancelled', phase: 'body' });
    expect(Buffer.from(error.response?.received ?? []).toString()).toBe('some');
    expect(took).toBeLessThan(200);
  });

  it('does not begin when the signal was aborted before', async () => {
    const server = await stage.serve(stall);
    const sending = stage.session().get(server.url, { signal: AbortSignal.abort() });
    await expect(sending).rejects.toMatchObject({ name: 'Cancelled' });
    expect(server.connections.every(({ received }) => received.byteLength === 0)).toBe(true);
  });

  it('leaves the queue for a connection', async () => {
    const server = await stage.serve(stall);
    const session = stage.session({ maxConnectionsPerHost: 1 });
    const first = session.get(server.url).catch((error: unknown) => error);
    const { error } = await cancelIn('queue', server.url, {}, session);
    expect(error).toMatchObject({ name: 'Cancelled', phase: 'queue' });
    for (const { id } of session.connections()) session.closeConnection(id);
    expect(await first).toMatchObject({ name: 'ConnectionClosed' });
  });
});

describe('a send whose time is up', () => {
  it('names the connect timeout', async () => {
    await expect(
      stage.session({ lookup: () => undefined }).get('http://never.test/', { timeout: [0.05, null] }),
    ).rejects.toMatchObject({ name: 'ConnectTimeout', family: 'ConnectTimeout', phase: 'dns' });
  });

  it('names the silence before the headers and within the body', async () => {
    const silent = await stage.serve(stall);
    const stalled = await stage.serve(...begun);
    await expect(stage.session().get(silent.url, { timeout: [null, 0.05] })).rejects.toMatchObject({
      name: 'HeadersTimeout',
      family: 'ReadTimeout',
    });
    await expect(stage.session().get(stalled.url, { timeout: [null, 0.5] })).rejects.toMatchObject({
      name: 'BodyTimeout',
      family: 'ConnectionError',
    });
  });

  it('names the limit on the whole send, which includes the body', async () => {
    const dripping = await stage.serve(expectRequest, send('HTTP/1.1 200 OK\r\n\r\n'), async (connection) => {
      while (!connection.ended) await drip('x')(connection);
    });
    const error = await stage
      .session()
      .get(dripping.url, { timeout: 1, totalTimeout: 0.5 })
      .catch((reason: unknown) => reason);
    expect(error).toMatchObject({ name: 'TotalTimeout', family: 'Timeout', phase: 'body' });
    expect((error as RequestException).response?.received.byteLength).toBeGreaterThan(0);
  });

  it('limits a body that is read after the send, too', async () => {
    const stalled = await stage.serve(...begun);
    const response = await stage.session().get(stalled.url, { stream: true, totalTimeout: 0.5 });
    await expect(response.read()).rejects.toMatchObject({ name: 'TotalTimeout' });
    expect(Buffer.from(response.received).toString()).toBe('some');
  });

  it('does not count silence that a slow reader causes', async () => {
    const big = Buffer.alloc(4 * 1024 * 1024, 'x');
    const head = `HTTP/1.1 200 OK\r\nContent-Length: ${big.byteLength}\r\n\r\n`;
    const server = await stage.serve(expectRequest, send(head), send(big));
    const response = await stage.session().get(server.url, { stream: true, timeout: [null, 0.5] });
    let total = 0;
    for await (const piece of response.iterContent()) {
      if (total === 0) await delay(700);
      total += piece.byteLength;
    }
    expect(total).toBe(big.byteLength);
  });
});
