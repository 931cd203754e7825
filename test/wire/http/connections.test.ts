/** Kept connections: when one is used again, when it is not, and what happens when the server closes it meanwhile. */
import { describe, expect, it } from 'vitest';
import { DigestAuth, streamOf } from '../../../src/extension/http/index.ts';
import {
  closingWhenUsedAgain,
  expectRequest,
  forEachRequest,
  halfClose,
  okAnswer,
  reset,
  send,
  stall,
} from '../../support/stepServer.ts';
import { useStage } from '../stage.ts';

const stage = useStage();
const answerAll = forEachRequest(send(okAnswer));

describe('a kept connection', () => {
  it('carries one request after the other', async () => {
    const server = await stage.serve(answerAll);
    const session = stage.session();
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
    const server = await stage.serve(answerAll);
    const session = stage.session();
    await Promise.all(Array.from({ length: 5 }, () => session.get(server.url)));
    expect(server.connections).toHaveLength(5);
    expect(session.connections().map(({ state }) => state)).toEqual(Array(5).fill('idle'));
  });

  it('is listed while it lives, and can be closed by hand', async () => {
    const server = await stage.serve(answerAll);
    const session = stage.session();
    let changes = 0;
    session.onDidChange(() => changes++);
    const { connection } = await session.get(server.url);
    expect(session.connections()).toMatchObject([
      {
        id: connection?.id,
        state: 'idle',
        origin: server.url,
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
    const server = await stage.serveEach(
      [expectRequest, send(okAnswer), stall],
      [expectRequest, send('HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nha'), stall],
    );
    const session = stage.session();
    await session.get(server.url);
    const busy = await session.get(server.url.replace('127.0.0.1', 'localhost'), { stream: true });
    await session.close();
    expect(session.connections()).toMatchObject([{ state: 'active' }]);
    await server.connections[1]?.send('lf');
    expect(await busy.text()).toBe('half');
    expect(session.connections()).toEqual([]);
  });
});

describe('a challenge', () => {
  it('is not answered with a body that can be produced only once', async () => {
    const challenge = 'WWW-Authenticate: Digest realm="r", nonce="n", qop="auth"';
    const server = await stage.serve(
      expectRequest,
      send(`HTTP/1.1 401 Unauthorized\r\n${challenge}\r\nContent-Length: 0\r\n\r\n`),
    );
    const data = streamOf(
      (async function* () {
        yield await Promise.resolve(Buffer.from('once'));
      })(),
    );
    await expect(
      stage.session().post(server.url, { data, auth: new DigestAuth('u', 'p') }),
    ).rejects.toMatchObject({ family: 'UnrewindableBodyError' });
  });
});

describe('a kept connection on which the server speaks unasked', () => {
  it('is dropped, and what it said is no answer to the next request', async () => {
    const spoken = Promise.withResolvers<undefined>();
    const server = await stage.serveEach(
      [
        expectRequest,
        send(okAnswer),
        () => spoken.promise,
        send('HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nfake'),
        stall,
      ],
      [answerAll],
    );
    const session = stage.session();
    expect(await (await session.get(server.url)).text()).toBe('ok');
    spoken.resolve(undefined);
    await expect.poll(() => session.connections()).toEqual([]);
    expect(await (await session.get(server.url)).text()).toBe('ok');
  });
});

describe('a kept connection that the server closes as the next request arrives', () => {
  it.each([
    ['FIN', halfClose],
    ['RST', reset],
  ])('is replaced once for a GET (%s)', async (_how, breakOff) => {
    const server = await stage.serveEach(...closingWhenUsedAgain(breakOff));
    const session = stage.session();
    await session.get(server.url);
    const second = await session.get(server.url);
    expect(second.status).toBe(200);
    expect(second.connection).toMatchObject({ reused: false });
    expect(server.requests.map(({ socket }) => socket)).toEqual([1, 1, 2]);
  });

  it('is not replaced for a POST, which may have arrived', async () => {
    const server = await stage.serveEach(...closingWhenUsedAgain(halfClose));
    const session = stage.session();
    await session.get(server.url);
    await expect(session.post(server.url, { data: 'once' })).rejects.toMatchObject({
      name: 'StaleConnection',
      attempts: 1,
    });
    expect(server.connections).toHaveLength(1);
  });

  it('is not replaced for a body that can be produced only once', async () => {
    const server = await stage.serveEach(...closingWhenUsedAgain(halfClose));
    const session = stage.session();
    await session.get(server.url);
    const data = streamOf(
      (async function* () {
        yield await Promise.resolve(Buffer.from('once'));
      })(),
    );
    await expect(session.put(server.url, { data })).rejects.toMatchObject({ name: 'StaleConnection' });
  });

  it('is not replaced once a byte of the answer has come', async () => {
    const server = await stage.serve(expectRequest, send(okAnswer), expectRequest, send('HTTP/'), halfClose);
    const session = stage.session();
    await session.get(server.url);
    await expect(session.get(server.url)).rejects.toMatchObject({
      name: 'ConnectionClosed',
      phase: 'headers',
    });
    expect(server.connections).toHaveLength(1);
  });
});
