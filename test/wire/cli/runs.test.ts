import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { RawServer } from '../../sandbox/index.ts';
import { startRawServer } from '../../sandbox/index.ts';
import type { Place } from './runCli.ts';
import { createPlace } from './runCli.ts';

let server: RawServer;
let place: Place | undefined;
let seen = 0;
beforeAll(async () => {
  const body = '{"token": "t1", "ids": [4, 5]}';
  const head = 'HTTP/1.1 200 OK\r\nContent-Type: application/json';
  server = await startRawServer({
    respond: () => `${head}\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
  });
});
afterAll(() => server.close());
afterEach(async () => {
  seen = server.requests.length;
  await place?.remove();
});

async function here(files: Readonly<Record<string, string>>): Promise<Place> {
  const made = Object.entries(files).map(([name, text]) => [name, text.replaceAll('HOST', server.url)]);
  place = await createPlace(Object.fromEntries(made) as Record<string, string>);
  return place;
}

/** What this test has sent. */
const sent = (): readonly string[] =>
  server.requests.slice(seen).map(({ head }) => head.split(' ', 2).join(' '));

describe('send of a request that needs another one', () => {
  it('sends that first, from an imported file with an environment of its own', async () => {
    const { run } = await here({
      'a.http':
        'import ./auth/auth.http\n\n### me\n# @ref login\nGET HOST/me?t={{login.response.body.$.token}}\n\n### other\nGET HOST/other\n',
      'auth/auth.http': '### login\nPOST HOST/{{tenant}}/login\n',
      'auth/http-client.env.json': '{"dev": {"tenant": "t9"}}',
      'http-client.env.json': '{"dev": {"tenant": "t0"}}',
    });
    const { code, err } = await run('send', 'a.http', '--name', 'me', '--env', 'dev');
    expect({ code, sent: sent() }).toEqual({ code: 0, sent: ['POST /t9/login', 'GET /me?t=t1'] });
    expect(err).not.toContain('does nothing here');
  });

  it('does not send it when it gets no answer, and says so', async () => {
    const { run } = await here({
      'a.http': '### login\nGET http://127.0.0.1:1/\n\n### me\n# @ref login\nGET HOST/me\n',
    });
    const { code, err } = await run('send', 'a.http');
    expect(code).toBe(3);
    expect(err).toContain('a.http:6: not sent, because "login" has no answer.');
    expect(sent()).toEqual([]);
  });

  it('only by its answer says what to do', async () => {
    const { run } = await here({
      'a.http': '### login\nGET HOST/login\n\n### me\nGET HOST/{{login.response.body.$.token}}\n',
    });
    const { code, err } = await run('send', 'a.http', '--name', 'me');
    expect(code).toBe(3);
    expect(err).toContain('Send "login" first; a line `# @ref login` above the request does that each time.');
    expect(sent()).toEqual([]);
  });

  it('is refused with its place where requests need each other', async () => {
    const { run } = await here({
      'a.http': '### a\n# @ref b\nGET HOST/a\n\n### b\n# @ref a\nGET HOST/b\n',
    });
    const { code, err } = await run('send', 'a.http');
    expect(code).toBe(2);
    expect(err).toContain('a.http:6');
    expect(err).toContain('The requests need each other: a → b → a.');
  });
});

describe('send of a file with run lines', () => {
  it('runs them in their places, with their variables', async () => {
    const { run } = await here({
      'a.http':
        'import ./b.http\n\nrun #user (@id=1)\n\n### own\nGET HOST/own\n\n###\nrun ./b.http (@id=2)\n',
      'b.http': '### user\nGET HOST/{{id}}\n',
    });
    const { code } = await run('send', 'a.http');
    expect({ code, sent: sent() }).toEqual({ code: 0, sent: ['GET /1', 'GET /own', 'GET /2'] });
  });

  it.each([
    ['rest-client', 'GET /from-file'],
    ['jetbrains', 'GET /from-environment'],
  ])('reads the files that they lead to as %s where it is told', async (dialect, line) => {
    const { run } = await here({
      'a.http': 'run ./b.http\n',
      'b.http': '@where = from-file\n\nGET HOST/{{where}}\n',
      'http-client.env.json': '{"dev": {"where": "from-environment"}}',
    });
    expect((await run('send', 'a.http', '-e', 'dev', '--dialect', dialect)).code).toBe(0);
    expect(sent()).toEqual([line]);
  });

  it('needs no request of its own', async () => {
    const { run } = await here({ 'a.http': 'run ./b.http\n', 'b.http': 'GET HOST/b\n' });
    expect((await run('send', 'a.http')).code).toBe(0);
    expect(sent()).toEqual(['GET /b']);
  });

  it('refuses what cannot be read, with its place', async () => {
    const { run } = await here({ 'a.http': 'GET HOST/a\n\n###\nrun ./nope.http\n' });
    const { code, err } = await run('send', 'a.http');
    expect(code).toBe(2);
    expect(err).toBe('a.http:4: `run` names ./nope.http, which cannot be read.\n');
    expect(sent()).toEqual([]);
  });
});

describe('send of a loop', () => {
  it('sends each round, also one object a line', async () => {
    const { run } = await here({
      'a.http':
        '### list\nGET HOST/list\n\n### one\n# @loop for id of {{list.response.body.$.ids}}\nGET HOST/one/{{id}}\n',
    });
    const { code, out } = await run('send', 'a.http', '--json');
    expect({ code, sent: sent() }).toEqual({ code: 0, sent: ['GET /list', 'GET /one/4', 'GET /one/5'] });
    expect(out.trim().split('\n')).toHaveLength(3);
  });
});
