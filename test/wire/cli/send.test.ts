import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ExchangeJson } from '../../../src/extension/cli/json.ts';
import type { RawServer } from '../../sandbox/index.ts';
import { startRawServer } from '../../sandbox/index.ts';
import { exchangesIn, here } from './runCli.ts';
import { sandbox } from './sandbox.ts';

describe('send', () => {
  it('logs in and uses the cookie and the token over the same connection', async () => {
    const { run } = await here({
      'tour.http': `@host = ${sandbox.url}

### login
# @name login
POST {{host}}/login
Content-Type: application/json

{"user": "ada", "password": "x"}

### me
# @name me
GET {{host}}/me

### token
# @name token
# @no-cookie-jar
GET {{host}}/me
Authorization: Bearer {{login.response.body.$.token}}
`,
    });
    const connections = sandbox.connections;
    const result = await run('send', 'tour.http', '--json');
    expect(result).toMatchObject({ code: 0, err: '' });
    const [login, me, token] = exchangesIn(result);
    expect(login).toMatchObject({
      name: 'login',
      request: { method: 'POST', url: `${sandbox.url}/login`, body: { length: 32, encoding: 'utf8' } },
      response: { status: 200, reason: 'OK', httpVersion: '1.1', connection: { reused: false }, history: [] },
      error: null,
    });
    const { body, connection } = login!.response!;
    const answer = body.data ?? '';
    expect(body).toMatchObject({
      complete: true,
      encoding: 'utf8',
      length: Buffer.byteLength(answer),
      sha256: createHash('sha256').update(answer).digest('hex'),
    });
    expect(me?.response).toMatchObject({ status: 200, connection: { id: connection?.id, reused: true } });
    expect(headerOf(me?.request, 'cookie')).toMatch(/^sid=/);
    expect(token?.response).toMatchObject({ status: 200, connection: { id: connection?.id, reused: true } });
    expect(headerOf(token?.request, 'authorization')).toBe(
      `Bearer ${/"token":\s*"([^"]+)"/.exec(answer)?.[1] ?? 'none'}`,
    );
    expect(headerOf(token?.request, 'cookie')).toBeUndefined();
    expect(sandbox.connections - connections).toBe(1);
  });

  it('prints nothing but the bytes of the answer on a pipe', async () => {
    const { run } = await here({ 'a.http': `GET ${sandbox.url}/bytes/3000?seed=1\n` });
    const { code, bytes, err } = await run('send', 'a.http');
    expect(code).toBe(0);
    expect(bytes.length).toBe(3000);
    expect(err).toMatch(/^GET http:\S+: 200 OK · \d+ ms · 3 KB · connection #1, new\n$/);
  });

  it('tells a refused port with exit code 3', async () => {
    const server = await startRawServer();
    await server.close();
    const { run } = await here({ 'a.http': `GET ${server.url}/\n` });
    const { code, out, err } = await run('send', 'a.http');
    expect([code, out]).toEqual([3, '']);
    expect(err).toMatch(/^[^\n]*ConnectRefused[^\n]*\n$/);
    const json = await run('send', 'a.http', '--json');
    expect(json.code).toBe(3);
    expect(exchangesIn(json)).toMatchObject([
      { name: null, response: null, error: { name: 'ConnectRefused', phase: 'connect', port: server.port } },
    ]);
  });

  it('goes on after a failure unless told to stop', async () => {
    const { run } = await here({
      'a.http': `GET http://127.0.0.1:1/\n\n###\nGET ${sandbox.url}/status/404\n`,
    });
    const all = await run('send', 'a.http', '--json');
    expect([all.code, exchangesIn(all).map(({ response }) => response?.status)]).toEqual([
      3,
      [undefined, 404],
    ]);
    const bailed = await run('send', 'a.http', '--json', '--bail');
    expect([bailed.code, exchangesIn(bailed).length]).toEqual([3, 1]);
  });

  it('counts an answer of 4xx or 5xx as an answer', async () => {
    const { run } = await here({ 'a.http': `GET ${sandbox.url}/status/500\n` });
    expect((await run('send', 'a.http')).code).toBe(0);
  });

  it('does not send a request whose URL or header has an undefined variable', async () => {
    const { run } = await here({
      'a.http': 'GET http://{{nope}}/\n\n###\nGET http://127.0.0.1:1/\nA: {{b}}\n',
    });
    const { code, err } = await run('send', 'a.http');
    expect(code).toBe(3);
    expect(err.split('\n')).toMatchObject([
      expect.stringContaining('UnresolvedVariable: {{nope}} in the URL (a.http:1)'),
      expect.stringContaining('UnresolvedVariable: {{b}} in a header (a.http:5)'),
      expect.stringMatching(/^2 requests: 2 without an answer · /),
      '',
    ]);
  });

  it('sends braces in a body as they are, with a warning', async () => {
    const { run } = await here({ 'a.http': `POST ${sandbox.url}/anything\n\nHello {{who}}\n` });
    const { code, out, err } = await run('send', 'a.http');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ data: 'Hello {{who}}' });
    expect(err).toContain('Sent as written.');
  });

  it('takes variables from the command line and the chosen environment', async () => {
    const { run } = await here({
      'a.http': `GET {{host}}/anything?a={{a}}&b={{b}}\n`,
      'http-client.env.json': JSON.stringify({ dev: { host: sandbox.url, a: '1', b: '1' } }),
    });
    const { out } = await run('send', 'a.http', '-e', 'dev', '--var', 'b=2');
    expect(JSON.parse(out)).toMatchObject({ args: { a: '1', b: '2' } });
    const unknown = await run('send', 'a.http', '-e', 'prod');
    expect(unknown).toMatchObject({ code: 1, err: 'No environment is named "prod": there is dev.\n' });
  });

  it('keeps cookies in a private file between runs', async () => {
    const { run, folder } = await here({
      'set.http': `GET ${sandbox.url}/cookies/set?a=1\n`,
      'get.http': `GET ${sandbox.url}/cookies\n`,
    });
    await run('send', 'set.http', '--cookie-jar', 'jar.json');
    expect((await stat(path.join(folder, 'jar.json'))).mode & 0o777).toBe(0o600);
    const { out } = await run('send', 'get.http', '--cookie-jar', 'jar.json');
    expect(JSON.parse(out)).toMatchObject({ cookies: { a: '1' } });
    const other = await run('send', 'get.http', '--cookie-jar', 'jar.json', '--session', 'other');
    expect(JSON.parse(other.out)).toMatchObject({ cookies: {} });
    expect((await readdir(folder)).sort()).toEqual(['get.http', 'jar.json', 'set.http']);
  });

  it('writes the body to a file instead of the pipe', async () => {
    const { run, folder } = await here({ 'a.http': `GET ${sandbox.url}/bytes/2000000?seed=1\n` });
    const result = await run('send', 'a.http', '--output', 'out.bin');
    expect([result.code, result.out]).toEqual([0, '']);
    expect((await readFile(path.join(folder, 'out.bin'))).length).toBe(2_000_000);
    expect((await readdir(folder)).sort()).toEqual(['a.http', 'out.bin']);
  });

  it('shows a redirect instead of following it when asked to', async () => {
    const { run } = await here({ 'a.http': `GET ${sandbox.url}/redirect/2\n` });
    const [stopped] = exchangesIn(await run('send', 'a.http', '--json', '--no-redirect'));
    expect(stopped?.response).toMatchObject({ status: 302, history: [] });
    const [followed] = exchangesIn(await run('send', 'a.http', '--json'));
    expect(followed?.response).toMatchObject({ status: 200, history: [{ status: 302 }, { status: 302 }] });
    const limited = await run('send', 'a.http', '--json', '--max-redirects', '1');
    expect([limited.code, exchangesIn(limited)[0]?.error?.name]).toEqual([3, 'TooManyRedirects']);
  });

  it('verifies certificates unless it is told whom to trust', async () => {
    const { run } = await here({ 'a.http': `GET ${sandbox.tlsUrl}/get\n`, 'ca.pem': sandbox.certificate });
    const refused = await run('send', 'a.http', '--json');
    expect([refused.code, exchangesIn(refused)[0]?.error?.name]).toEqual([3, 'TlsUntrusted']);
    expect((await run('send', 'a.http', '--cacert', 'ca.pem')).code).toBe(0);
    expect((await run('send', 'a.http', '--insecure')).code).toBe(0);
  });

  it('shows a body that is not encoded as its label says, and says so', async () => {
    const answer = 'HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 5\r\n\r\nplainEXTRA';
    const server = await startRawServer({ respond: () => answer });
    const { run } = await here({ 'a.http': `GET ${server.url}/\n` });
    const json = await run('send', 'a.http', '--json');
    expect([json.code, exchangesIn(json)[0]?.response]).toMatchObject([
      0,
      {
        body: { data: 'plain', complete: true },
        notices: [
          { name: 'ExtraBytes', bytes: 5 },
          { name: 'DecodeFailed', kept: 'raw', coding: 'gzip' },
        ],
      },
    ]);
    const { out, err } = await run('send', 'a.http');
    expect(out).toBe('plain');
    expect(err).toContain('The body is labelled gzip but is not');
    await server.close();
  });

  it('keeps what has arrived when it is interrupted, and says so with exit code 130', async () => {
    const server: RawServer = await startRawServer({
      script: async (connection) => {
        await connection.readRequest();
        await connection.send('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\npart');
        await connection.untilEnd();
      },
    });
    const { start, folder } = await here({ 'a.http': `GET ${server.url}/\n` });
    const { process: child, ended } = start('send', 'a.http', '--stream');
    child.stdout?.once('data', () => child.kill('SIGINT'));
    const { code, out } = await ended;
    expect([code, out]).toEqual([130, 'part']);
    expect(await readdir(folder)).toEqual(['a.http']);
    await server.close();
  });
});

function headerOf(request: ExchangeJson['request'] | undefined, wanted: string): string | undefined {
  return request?.headers.find(([name]) => name.toLowerCase() === wanted)?.[1];
}
