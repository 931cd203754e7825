/** A length or coding that was set on purpose reaches the server as it is, and spoils no other request. */
import { beforeEach, describe, expect, it } from 'vitest';
import { Request } from '../../../src/extension/http/index.ts';
import type { BodyStream, PreparedRequest, Session } from '../../../src/extension/http/index.ts';
import { okAnswer } from '../../support/stepServer.ts';
import type { RawServer } from '../../support/stepServer.ts';
import { useStage } from '../stage.ts';

const stage = useStage();
let session: Session;
beforeEach(() => {
  session = stage.session();
});

/** A server that answers as often as this text has come. */
function answering(rest: string): Promise<RawServer> {
  return stage.serve(async (connection) => {
    while (!connection.ended) {
      await connection.readUntil(rest);
      await connection.send(okAnswer);
    }
  });
}

const textOf = ({ connections }: RawServer, at = 0): string | undefined =>
  connections.at(at)?.received.toString('latin1');

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
    const server = await answering('{"a":1}');
    const prepared = post(server.url, framing, body);
    const response = await session.send(prepared);
    expect(response.status).toBe(200);
    expect(textOf(server)).toBe(`${previewOf(prepared)}{"a":1}`);
  });

  it('is not what the next request meets: that one has a connection of its own', async () => {
    const server = await answering('{"a":1}');
    await (
      await session.send(session.prepareRequest(new Request('POST', server.url, { data: '{"a":1}' })))
    ).text();
    await (await session.send(post(server.url, { 'Content-Length': '3' }))).text();
    await (
      await session.send(session.prepareRequest(new Request('POST', server.url, { data: '{"a":1}' })))
    ).text();
    expect(server.connections).toHaveLength(2);
    const last = textOf(server, -1) ?? '';
    expect(last.match(/POST/g)).toHaveLength(1);
    expect(last).toContain('content-length: 7\r\n');
  });

  it('ends in a time-out that says why when the server waits for a body that is too short', async () => {
    session.timeout = 0.3;
    const server = await answering('never');
    await expect(session.send(post(server.url, { 'Content-Length': '70' }))).rejects.toMatchObject({
      name: 'HeadersTimeout',
      hint: expect.stringContaining('set by hand') as string,
    });
    expect(textOf(server)).toContain('content-length: 70\r\n\r\n{"a":1}');
    await expect.poll(() => server.connections[0]?.ended).toBe(true);
  });

  it('may announce a body where there is none', async () => {
    const server = await answering('\r\n\r\n');
    const prepared = session.prepareRequest(new Request('GET', server.url));
    const announced = prepared.with({ headers: prepared.headers.with('Content-Length', '5') });
    expect((await session.send(announced)).status).toBe(200);
    expect(textOf(server)).toBe(previewOf(announced));
  });
});
