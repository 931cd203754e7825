/** The command line says of a fault what the core says, as JSON, keeps what came, and ends with exit code 3. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  expectRequest,
  forEachRequest,
  halfClose,
  okAnswer,
  send,
  startStepServer,
} from '../../support/stepServer.ts';
import type { RawServer, Step } from '../../support/stepServer.ts';
import { createPlace, exchangesIn } from '../cli/runCli.ts';
import type { CliResult } from '../cli/runCli.ts';

const head = 'HTTP/1.1 200 OK\r\n';
const faults: readonly (readonly [id: string, name: string, phase: string, kept: string, bytes: string])[] = [
  ['C08', 'ConnectionClosed', 'wait', '', ''],
  ['H02', 'ConnectionClosed', 'headers', '', `${head}X-Half: 1`],
  ['H04', 'BadResponse', 'headers', '', '<html>hello</html>\r\n'],
  ['B01', 'BodyTruncated', 'body', 'hello', `${head}Content-Length: 100\r\n\r\nhello`],
  ['B05', 'BodyTruncated', 'body', 'hello', `${head}Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n`],
];
let server: RawServer;
let result: CliResult;

beforeAll(async () => {
  const scripts = faults.map(([, , , , bytes]): readonly Step[] => [expectRequest, send(bytes), halfClose]);
  server = await startStepServer(scripts);
  const place = await createPlace({
    'a.http': faults.map(([id]) => `### ${id}\nGET ${server.url}/\n`).join('\n'),
  });
  result = await place.run('send', 'a.http', '--json');
  await place.remove();
});

afterAll(() => server.close());

it.each(faults)('tells %s as %s in the phase %s', (id, name, phase, kept) => {
  const exchange = exchangesIn(result)[faults.findIndex(([one]) => one === id)];
  expect(exchange?.error).toMatchObject({ name, phase, host: '127.0.0.1', port: server.port, attempts: 1 });
  expect(exchange?.error).toMatchObject({ hint: expect.stringMatching(/./) as string });
  expect(exchange?.error?.bytesSent).toBeGreaterThan(0);
  if (kept !== '') expect(exchange?.response?.body).toMatchObject({ data: kept, complete: false });
});

it('ends with exit code 3 after any of them', () => {
  expect(result.code).toBe(3);
});

it('names the variable of a header that must not be sent, not its value (Q01)', async () => {
  const place = await createPlace({ 'a.http': `GET ${server.url}/\nX-Token: a{{token}}\n` });
  const before = server.connections.length;
  const { code, out, err } = await place.run('send', 'a.http', '--json', '--var', 'token=x\r\nEvil: 1');
  await place.remove();
  expect(code).toBe(3);
  expect(out).toContain('Look at the value of {{token}} in line 2.');
  expect(out + err).not.toContain('Evil');
  expect(server.connections.length).toBe(before);
});

it('takes a header with a secret to no other origin (D01)', async () => {
  const end = await startStepServer([[forEachRequest(send(okAnswer))]]);
  const hop = `HTTP/1.1 302 Found\r\nLocation: ${end.url}/\r\nContent-Length: 0\r\n\r\n`;
  const start = await startStepServer([[forEachRequest(send(hop))]]);
  const place = await createPlace({ 'a.http': `GET ${start.url}/\nX-Api-Key: k\nX-Plain: p\n` });
  const { code } = await place.run('send', 'a.http');
  await place.remove();
  await Promise.all([start.close(), end.close()]);
  expect([code, end.requests[0]?.head.match(/^X-.*$/gim)]).toEqual([0, ['X-Plain: p']]);
});
