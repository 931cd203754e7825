/** A length or coding that was set on purpose reaches the server as it is, and spoils no other request. */
import { afterEach, describe, expect, it } from 'vitest';
import { Request, Session } from '../../../src/extension/http/index.ts';
import type { BodyStream, PreparedRequest } from '../../../src/extension/http/index.ts';
import { startRawServer, type RawConnection, type RawServer } from './rawServer.ts';

let server: RawServer | undefined;
const session = new Session({ environment: {} });
afterEach(async () => {
  await server?.close();
  await session.close();
});

const ok = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok';

async function listen(script: (connection: RawConnection) => void): Promise<RawServer> {
  server = await startRawServer(script);
  return server;
}

/** A server that answers as often as this text has come. */
function answering(rest: string): Promise<RawServer> {
  return listen((connection) => {
    let answered = 0;
    connection.socket.on('data', () => {
      const count = connection.text().split(rest).length - 1;
      for (; answered < count; answered++) connection.socket.write(ok);
    });
  });
}

function post(
  url: string,
  framing: Record<string, string>,
  body: string | BodyStream = '{"a":1}',
): PreparedRequest {
  const prepared = session.prepareRequest(new Request('POST', url, { data: body }));
  const headers = Object.entries(framing).reduce(
    (all, [name, value]) => all.with(name, value),
    prepared.headers.without('Content-Length', 'Transfer-Encoding'),
  );
  return prepared.with({ headers });
}

const previewOf = ({ wireHead: { requestLine, headers } }: PreparedRequest): string =>
  [requestLine, ...headers.map(([name, value]) => `${name}: ${value}`), '', ''].join('\r\n');

describe('a framing that was set on purpose', () => {
  const file: BodyStream = {
    length: 7,
    replayable: true,
    description: 'a.json',
    open: async function* () {
      await Promise.resolve();
      yield* [Buffer.from('{"a"'), Buffer.from(':1}')];
    },
  };
  it.each<readonly [string, Record<string, string>, string | BodyStream]>([
    ['a length that is too short', { 'Content-Length': '3' }, '{"a":1}'],
    ['a length that is too short for a file', { 'Content-Length': '3' }, file],
    ['a length that is no number', { 'Content-Length': '+7' }, '{"a":1}'],
    ['a coding in place of the length', { 'Transfer-Encoding': 'xchunked' }, '{"a":1}'],
    ['both', { 'Content-Length': '7', 'Transfer-Encoding': 'chunked' }, '{"a":1}'],
  ])('is on the wire what the preview shows, before the whole body: %s', async (_title, framing, body) => {
    const { url, connections } = await answering('{"a":1}');
    const prepared = post(url, framing, body);
    const response = await session.send(prepared);
    expect(response.status).toBe(200);
    expect(connections[0]?.text()).toBe(`${previewOf(prepared)}{"a":1}`);
  });

  it('is not what the next request meets: that one has a connection of its own', async () => {
    const { url, connections } = await answering('{"a":1}');
    await (await session.send(session.prepareRequest(new Request('POST', url, { data: '{"a":1}' })))).text();
    await (await session.send(post(url, { 'Content-Length': '3' }))).text();
    await (await session.send(session.prepareRequest(new Request('POST', url, { data: '{"a":1}' })))).text();
    expect(connections).toHaveLength(2);
    const last = connections.at(-1)?.text() ?? '';
    expect(last.match(/POST/g)).toHaveLength(1);
    expect(last).toContain('content-length: 7\r\n');
  });

  it('ends in a time-out that says why when the server waits for a body that is too short', async () => {
    session.timeout = 0.3;
    const { url, connections } = await answering('never');
    await expect(session.send(post(url, { 'Content-Length': '70' }))).rejects.toMatchObject({
      name: 'HeadersTimeout',
      hint: expect.stringContaining('set by hand') as string,
    });
    expect(connections[0]?.text()).toContain('content-length: 70\r\n\r\n{"a":1}');
    await expect.poll(() => connections[0]?.socket.destroyed).toBe(true);
  });

  it('may announce a body where there is none', async () => {
    const { url, connections } = await answering('\r\n\r\n');
    const prepared = session.prepareRequest(new Request('GET', url));
    const announced = prepared.with({ headers: prepared.headers.with('Content-Length', '5') });
    expect((await session.send(announced)).status).toBe(200);
    expect(connections[0]?.text()).toBe(previewOf(announced));
  });
});
