/** Faults on the way over redirects: secrets stay with their origin, and no loop or odd scheme passes for an answer. */
import { afterEach, describe, expect, it } from 'vitest';
import { Session } from '../../../src/extension/http/index.ts';
import { secretHeaders } from '../../../src/extension/runner/prepare/secretHeaders.ts';
import { expectRequest, forEachRequest, okAnswer, send, startStepServer } from '../../support/stepServer.ts';
import type { RawServer } from '../../support/stepServer.ts';
import { failureOf } from './faultRow.ts';

const servers: RawServer[] = [];
let session = new Session({ environment: {} });

afterEach(async () => {
  await session.close();
  await Promise.all(servers.splice(0).map((server) => server.close()));
  session = new Session({ environment: {} });
});

async function answering(answer: string): Promise<RawServer> {
  const server = await startStepServer([[forEachRequest(send(answer))]]);
  servers.push(server);
  return server;
}

const redirect = (location: string, more = ''): string =>
  `HTTP/1.1 302 Found\r\nLocation: ${location}\r\n${more}Content-Length: 4\r\n\r\nbody`;

const headers = {
  Authorization: 'Bearer a',
  Cookie: 'typed=1',
  'Proxy-Authorization': 'Basic b',
  'X-Api-Key': 'k',
  'X-Plain': 'p',
  'X-Odd': 'Bearer c2VjcmV0',
};

describe('a redirect', () => {
  it.each([
    ['another port', '127.0.0.1'],
    ['another host', 'localhost'],
  ])('to %s goes without credentials and without headers that hold secrets (D01)', async (_what, host) => {
    const end = await answering(okAnswer);
    const start = await answering(redirect(`http://${host}:${end.port}/`));
    const isSecretHeader = secretHeaders(['secret']);
    const response = await session.get(`${start.url}/`, { headers, isSecretHeader });
    const sent = end.requests[0]?.head ?? '';
    expect(sent).toMatch(/^X-Plain: p\r$/m);
    expect(sent).not.toMatch(/authorization|cookie|api-key|x-odd/i);
    expect(response.history[0]?.request.headers.get('X-Api-Key')).toBe('k');
    expect(response.request.headers.has('X-Api-Key')).toBe(false);
  });

  it('within its origin keeps the headers that hold secrets (D01)', async () => {
    const server = await startStepServer([
      [
        async (connection) => {
          await connection.readRequest();
          await connection.send(redirect('/end'));
          await connection.readRequest();
          await connection.send(okAnswer);
        },
      ],
    ]);
    servers.push(server);
    await session.get(`${server.url}/`, { headers, isSecretHeader: secretHeaders([]) });
    expect(server.requests[1]?.head).toMatch(/^Authorization: Bearer a\r$/m);
    expect(server.requests[1]?.head).toMatch(/^X-Api-Key: k\r$/m);
  });

  it('that was not followed names a next request without the secrets (D01)', async () => {
    const start = await answering(redirect('http://elsewhere.test/'));
    const options = { headers, isSecretHeader: secretHeaders([]), allowRedirects: false };
    const { next } = await session.get(`${start.url}/`, options);
    expect([next?.headers.has('X-Api-Key'), next?.headers.has('X-Plain')]).toEqual([false, true]);
  });

  it.each([
    ['file:///etc/passwd', 'file:'],
    ['data:text/plain,x', 'data:'],
    ['javascript:alert(1)', 'javascript:'],
    ['ftp://a.test/', 'ftp:'],
    ['blob:http://a.test/1', 'blob:'],
  ])('to %s is blocked by the name of its scheme, its answer kept (D02)', async (location, scheme) => {
    const start = await answering(redirect(location));
    const error = await failureOf(session.get(`${start.url}/`));
    expect(error.name).toBe('RedirectBlocked');
    expect(error.message).toContain(scheme);
    expect(error.response?.status).toBe(302);
    expect(Buffer.from(error.response?.received ?? []).toString()).toBe('body');
  });

  it('to an empty place is the answer itself (D02)', async () => {
    const start = await answering(redirect(''));
    const response = await session.get(`${start.url}/`);
    expect([response.status, await response.text()]).toEqual([302, 'body']);
  });

  it.each([
    'http://[::1/',
    'http://',
    '//',
    'http://127.0.0.1:99999/',
    'http://127.0.0.1:8a/',
    'http://127.0.0.1:-1/',
    'https:elsewhere.test/',
  ])('to the malformed place %s is an error that keeps the answer (D02)', async (location) => {
    const start = await answering(redirect(location));
    const error = await failureOf(session.get(`${start.url}/`));
    expect(error.name).toBe('RedirectBlocked');
    expect(error.response?.status).toBe(302);
  });

  it.each([
    ['\\\\evil.test\\', '/dir/%5C%5Cevil.test%5C'],
    ['/\\evil.test', '/%5Cevil.test'],
    ['http:evil.test', '/dir/evil.test'],
  ])('that looks like another host to some, %s, stays where it came from (D02)', async (location, path) => {
    const server = await startStepServer([
      [expectRequest, send(redirect(location)), forEachRequest(send(okAnswer))],
    ]);
    servers.push(server);
    const response = await session.get(`${server.url}/dir/file`);
    expect(response.url).toBe(`${server.url}${path}`);
    expect(server.requests.map(({ head }) => head.split(' ')[1])).toEqual(['/dir/file', path]);
  });

  it('with a user and a password in its place sends these to nobody (D01)', async () => {
    const end = await answering(okAnswer);
    const start = await answering(redirect(`http://me:word@127.0.0.1:${end.port}/`));
    await session.get(`${start.url}/`, { headers: { Authorization: 'Bearer a' } });
    expect(end.requests[0]?.head).not.toMatch(/authorization/i);
  });

  it.each([307, 308])(
    'with status %i keeps method and body, and leaves secrets behind (D01)',
    async (status) => {
      const end = await answering(okAnswer);
      const hop = redirect(`${end.url}/`).replace('302', String(status));
      const start = await answering(hop);
      await session.post(`${start.url}/`, {
        headers,
        data: 'body',
        isSecretHeader: secretHeaders(['secret']),
      });
      expect(end.requests[0]?.head).toMatch(/^POST /);
      expect(end.requests[0]?.body.toString()).toBe('body');
      expect(end.requests[0]?.head).not.toMatch(/authorization|cookie|api-key|x-odd/i);
    },
  );

  it('takes a body to another origin only with a yes, where somebody is asked (D01)', async () => {
    const end = await answering(okAnswer);
    const start = await answering(redirect(`${end.url}/`).replace('302', '307'));
    const asked: string[] = [];
    const says = (word: boolean) => ({
      mayTakeBody: (to: string): Promise<boolean> => {
        asked.push(to);
        return Promise.resolve(word);
      },
    });
    const error = await failureOf(session.post(`${start.url}/`, { data: 'body', ...says(false) }));
    expect(error).toMatchObject({ name: 'RedirectBlocked', phase: 'headers', port: start.port });
    expect([error.response?.status, end.connections.length]).toEqual([307, 0]);
    expect((await session.post(`${start.url}/`, { data: 'body', ...says(true) })).status).toBe(200);
    expect(end.requests[0]?.body.toString()).toBe('body');
    await session.get(`${start.url}/`, says(false));
    expect(asked).toEqual([end.url, end.url]);
  });

  it('to itself ends at the limit, with the last answer and its name (D03)', async () => {
    const start = await answering(redirect('/', 'Set-Cookie: c=1\r\n'));
    session.maxRedirects = 5;
    const error = await failureOf(session.get(`${start.url}/`));
    expect(error).toMatchObject({ name: 'TooManyRedirects', limit: 'redirects.max' });
    expect(error.toJSON()).toMatchObject({
      name: 'TooManyRedirects',
      limit: 'redirects.max',
      host: '127.0.0.1',
    });
    expect(error.response?.status).toBe(302);
    expect(start.requests).toHaveLength(6);
    expect(session.cookies.list().map(({ name }) => name)).toEqual(['c']);
  });

  it('may set a cookie that its target gets (D07)', async () => {
    const end = await answering(okAnswer);
    const start = await answering(redirect(end.url, 'Set-Cookie: hop=1; Path=/\r\n'));
    await session.get(`${start.url}/`);
    expect(end.requests[0]?.head).toMatch(/^cookie: hop=1\r$/im);
  });
});
