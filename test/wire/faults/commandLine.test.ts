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

it.each([
  ['a header', 'GET URL/\nX-Token: a{{bad}}', 'x\r\nEvil: 1', '{{bad}} (a.http:2) holds a line break'],
  [
    'one of several',
    'GET URL/\nX-Token: {{ok}}{{bad}}',
    'x\nEvil: 1',
    '{{bad}} (a.http:2) holds a line break',
  ],
  ['a header that is sent as text', 'GET URL/\nX-Token: {{bad}}', 'Evil 🙂', 'holds the character U+1F642'],
  ['a header with NUL', 'GET URL/\nX-Token: {{bad}}', 'Evil\0', 'holds a NUL character'],
  ['the name of a header', 'GET URL/\nX-{{bad}}: a', 'a: b\r\nEvil', 'holds the character U+003A'],
  ['a cookie', 'GET URL/\nCookie: a={{bad}}', 'x\r\nEvil: 1', '{{bad}} (a.http:2) holds a line break'],
  ['the path', 'GET URL/{{bad}}/c', 'x HTTP/1.1\r\nEvil: 1', '{{bad}} (a.http:1) holds a line break'],
  ['the host', 'GET URL{{bad}}/c', '\r\nEvil: 1', '{{bad}} (a.http:1) holds a line break'],
])(
  'names the variable that breaks %s, not its value, and sends nothing (Q01)',
  async (_what, text, bad, says) => {
    const place = await createPlace({
      'a.http': `${text.replace('URL', server.url)}\n`,
      'http-client.env.json': JSON.stringify({ dev: { ok: 'fine', bad } }),
    });
    const before = server.connections.length;
    const sent = await place.run('send', 'a.http', '--json', '-e', 'dev');
    await place.remove();
    expect([sent.code, exchangesIn(sent)[0]?.error]).toMatchObject([
      3,
      { name: 'InvalidRequest', phase: 'queue', message: expect.stringContaining(says) as string },
    ]);
    expect(sent.out + sent.err).not.toContain('Evil');
    expect(server.connections.length).toBe(before);
  },
);

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
