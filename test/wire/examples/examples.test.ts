import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { deterministicBytes, seedFrom, startSandbox, type Sandbox } from '../../sandbox/index.ts';
import { exchangesOf, jsonOf, runCommand, startCommand, type ExchangeLine } from './commandLine.ts';
import { exchangesIn, here } from '../cli/runCli.ts';
import { buildScriptThread } from '../cli/scriptThread.ts';
import { exampleFiles, examplePath } from './exampleFiles.ts';

let sandbox: Sandbox;
let folder: string;

beforeAll(async () => {
  sandbox = await startSandbox();
  folder = await mkdtemp(path.join(tmpdir(), 'examples-'));
});
afterAll(async () => {
  await Promise.all([sandbox.close(), rm(folder, { recursive: true })]);
});
beforeEach(() => {
  sandbox.log.clear();
});

const addresses = (): string[] => ['--var', `host=${sandbox.url}`, '--var', `secureHost=${sandbox.tlsUrl}`];

/** Sends an example and expects that every request got an answer. */
async function sendAll(name: string, ...words: string[]): Promise<readonly ExchangeLine[]> {
  const result = await runCommand(['send', examplePath(name), '--json', ...addresses(), ...words]);
  expect(result.complaints).toBe('');
  expect(result.code).toBe(0);
  const exchanges = exchangesOf(result);
  for (const { error, response } of exchanges) {
    expect(error).toBeNull();
    expect(response?.body.complete).toBe(true);
  }
  return exchanges;
}

const statuses = (exchanges: readonly ExchangeLine[]): unknown[] => exchanges.map(({ response }) => response?.status);

describe('the examples', () => {
  it('are understood without a complaint', async () => {
    const result = await runCommand(['list', '--json', ...exampleFiles.map(examplePath)]);
    expect(result.code).toBe(0);
    const files = JSON.parse(result.output) as { requests: unknown[]; diagnostics: unknown[] }[];
    expect(files.map(({ diagnostics }) => diagnostics)).toEqual(exampleFiles.map(() => []));
    expect(files.every(({ requests }) => requests.length > 0)).toBe(true);
  });

  it('are all in the table of contents, and nothing else is', async () => {
    const contents = await readFile(examplePath('README.md'), 'utf8');
    const listed = [...contents.matchAll(/\]\((\d\d-[\w-]+\.http)\)/g)].map(([, name]) => name);
    expect(listed).toEqual(exampleFiles);
  });

  it('say hello (01)', async () => {
    const exchanges = await sendAll('01-first-request.http');
    expect(statuses(exchanges)).toEqual([200, 200, 200]);
    expect(jsonOf(exchanges[0])).toMatchObject({ args: { greeting: 'hello' } });
    expect(jsonOf(exchanges[1])).toMatchObject({ headers: { 'X-Mood': 'curious' } });
    expect(jsonOf(exchanges[2])).toMatchObject({ args: { city: 'Reykjavík', days: '3', units: 'metric' } });
  });

  it('log in and use cookie and token over one connection (02)', async () => {
    const [login, me, logout] = await sendAll('02-login.http');
    expect(login?.response?.status).toBe(200);
    expect(jsonOf(me)).toEqual({ user: 'ada', cookie: 'valid', token: 'valid' });
    expect(jsonOf(logout)).toEqual({ loggedOut: true });
    expect(me?.response?.connection?.reused).toBe(true);
    expect(new Set(sandbox.log.requests.map(({ socket }) => socket)).size).toBe(1);
  });

  it('fill variables (03)', async () => {
    const [used, fresh, , answered] = await sendAll('03-variables.http');
    expect(jsonOf(used)).toMatchObject({
      url: `${sandbox.url}/anything/Malm%C3%B6?from=Malm%C3%B6`,
      args: { from: 'Malmö' },
      headers: { 'X-City': 'Malm%C3%B6' },
      json: { city: 'Malmö', address: `${sandbox.url}/anything/Malmö` },
    });
    expect(jsonOf(fresh)).toMatchObject({
      json: { id: expect.stringMatching(/^[\da-f-]{36}$/), sent: expect.any(Number), dice: expect.any(Number) },
    });
    expect(jsonOf(answered)).toMatchObject({ args: { title: 'Harbour', type: 'application/json' } });
  });

  it('send what was prepared (04)', async () => {
    const [order, agent] = await sendAll('04-prepare-and-edit.http');
    expect(jsonOf(order)).toMatchObject({ args: { kind: 'earl grey' }, json: { cups: 1, milk: false } });
    expect(jsonOf(agent)).toEqual({ 'user-agent': 'teapot/1.0' });
  });

  it('send bodies of every kind (05)', async () => {
    const [json, form, text, file, filled] = await sendAll('05-bodies.http');
    expect(jsonOf(json)).toMatchObject({ json: { minutes: 45 } });
    expect(jsonOf(form)).toMatchObject({
      form: { name: 'Grace Hopper', rank: 'Rear Admiral', found: 'a moth' },
    });
    expect(jsonOf(text)).toMatchObject({
      data: 'Dear server,\nthis text arrives just as it is, line by line: äöü, 茶, 🫖.',
    });
    expect(jsonOf(file)).toMatchObject({ data: await readFile(examplePath('files/poem.txt'), 'utf8') });
    expect(jsonOf(filled)).toMatchObject({
      json: { to: 'Katherine', reply: `${sandbox.url}/anything/reply` },
    });
  });

  it('upload files byte for byte (06)', async () => {
    const [raw, form] = await sendAll('06-upload.http');
    const picture = await readFile(examplePath('files/lighthouse.png'));
    const poem = await readFile(examplePath('files/poem.txt'));
    const measured = (bytes: Buffer): object => ({
      size: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
    });
    expect(jsonOf(raw)).toMatchObject({ parts: [{ contentType: 'image/png', ...measured(picture) }] });
    expect(jsonOf(form)).toMatchObject({
      parts: [
        { name: 'title', filename: null, ...measured(Buffer.from('The lighthouse')) },
        { name: 'picture', filename: 'lighthouse.png', contentType: 'image/png', ...measured(picture) },
        { name: 'poem', filename: 'poem.txt', ...measured(poem) },
      ],
    });
  });

  it('follow redirects, or not (08)', async () => {
    const [three, none, cookie, changed, repeated] = await sendAll('08-redirects.http');
    expect(three?.response?.history.map(({ status }) => status)).toEqual([302, 302, 302]);
    expect(none?.response).toMatchObject({ status: 302, history: [] });
    expect(jsonOf(cookie)).toEqual({ cookies: { flavour: 'ginger' } });
    expect(jsonOf(changed)).toMatchObject({ method: 'GET', data: '' });
    expect(jsonOf(repeated)).toMatchObject({ method: 'POST', data: 'This text is sent twice.' });
  });

  it('show who they are (09)', async () => {
    const exchanges = await sendAll('09-auth.http');
    expect(statuses(exchanges)).toEqual([200, 200, 200, 401]);
    expect(jsonOf(exchanges[0])).toEqual({ authenticated: true, user: 'ada' });
    expect(jsonOf(exchanges[1])).toEqual({ authenticated: true, user: 'ada' });
    expect(exchanges[1]?.response?.history.map(({ status }) => status)).toEqual([401]);
    expect(jsonOf(exchanges[2])).toEqual({ authenticated: true, token: 'a-token-of-my-own' });
  });

  it('unpack and decode (10)', async () => {
    const exchanges = await sendAll('10-encodings.http');
    expect(exchanges.slice(0, 3).map(jsonOf)).toMatchObject([{ gzipped: true }, { brotli: true }, { zstd: true }]);
    const japanese = Buffer.from(exchanges[3]?.response?.body.data ?? '', 'base64');
    expect(new TextDecoder('shift_jis').decode(japanese)).toBe('吾輩は猫である。名前はまだ無い。\n');
    const french = Buffer.from(exchanges[4]?.response?.body.data ?? '', 'base64');
    expect(new TextDecoder('latin1').decode(french)).toContain('garçon');
    expect(exchanges[5]?.response?.body.data).toContain('いろは');
    const picture = Buffer.from(exchanges[6]?.response?.body.data ?? '', 'base64');
    expect(picture.subarray(1, 4).toString()).toBe('PNG');
    expect(exchanges[7]?.response?.body.data).toContain('<slideshow');
  });

  it('ask in GraphQL (11)', async () => {
    const [greeting] = await sendAll('11-graphql.http');
    expect(jsonOf(greeting)).toMatchObject({
      data: { hello: 'Hello, Ada!' },
      extensions: { received: { operationName: 'Greet', variables: { name: 'Ada' } } },
    });
  });

  it('take values from an environment (12)', async () => {
    const [home] = await sendAll('12-environments.http', '--env', 'home');
    const [work] = await sendAll('12-environments.http', '--env', 'work');
    expect(jsonOf(home)).toMatchObject({ args: { reader: 'Ada' }, headers: { 'Accept-Language': 'en' } });
    expect(jsonOf(work)).toMatchObject({
      args: { reader: 'Countess Lovelace' },
      headers: { 'Accept-Language': 'en-GB' },
    });
  });

  it('name the sandbox in every environment (12)', async () => {
    for (const name of ['home', 'work']) {
      const result = await runCommand(['prepare', examplePath('12-environments.http'), '--json', '--env', name]);
      const prepared = JSON.parse(result.output) as { url: string };
      expect(prepared.url).toMatch(/^http:\/\/(127\.0\.0\.1|localhost):8080\/get\?/);
    }
  });

  it('test, keep and sign with scripts (16)', async () => {
    await buildScriptThread();
    const { run } = await here({});
    const words = ['send', examplePath('16-scripts.http'), '--allow-scripts', '--json', ...addresses()];
    const result = await run(...words);
    expect([result.code, result.err]).toEqual([0, '']);
    const exchanges = exchangesIn(result);
    expect(exchanges.map(({ tests }) => tests.map(({ name, outcome }) => [name, outcome]))).toEqual([
      [['The login worked', 'passed']],
      [['It is Ada', 'passed']],
      [
        ['The order arrived as it was sent', 'passed'],
        ['It is signed', 'passed'],
      ],
    ]);
    expect(exchanges[0]?.logs[0]?.text).toMatch(/^The token has \d+ characters\.$/);
    expect(exchanges[2]?.request?.body?.data).toBe('{"tea":"oolong","cups":2}');
  });

  it('need each other, and repeat (15)', async () => {
    const result = await runCommand(['send', examplePath('15-chains.http'), '--json', ...addresses()]);
    expect(result.code).toBe(0);
    expect(result.complaints).toMatch(/^\S+15-chains\.http:\d+: not sent, because it is disabled\.\n$/);
    const exchanges = exchangesOf(result);
    expect(exchanges.map(({ name }) => name)).toEqual(['login', 'me', 'tea', 'tea', null, 'login', 'me']);
    expect(jsonOf(exchanges[1])).toMatchObject({ user: 'ada' });
    expect(jsonOf(exchanges[3])).toMatchObject({ args: { tea: 'oolong', cups: '3' } });
    expect(jsonOf(exchanges[4])).toEqual(
      JSON.parse(await readFile(examplePath('files/slideshow.json'), 'utf8')),
    );
    expect(jsonOf(exchanges[6])).toMatchObject({ user: 'grace' });
  });

  it('keep cookies in the session (14)', async () => {
    const [set, ending, sent, without, own] = await sendAll('14-cookies.http');
    expect(jsonOf(set)).toEqual({ cookies: { tea: 'green', biscuit: 'ginger' } });
    const all = { tea: 'green', biscuit: 'ginger', kettle: 'hot' };
    expect(jsonOf(ending)).toEqual({ cookies: all });
    expect(jsonOf(sent)).toEqual({ cookies: all });
    expect(jsonOf(without)).toEqual({ cookies: {} });
    expect(jsonOf(own)).toEqual({ cookies: { milk: 'no' } });
  });
});

describe('the example of streams (07)', () => {
  it('receives every event and every line', async () => {
    const [events] = await sendAll('07-streams.http', '--name', 'events');
    expect(events?.response?.body.data?.match(/^id: \d+$/gm)).toHaveLength(6);
    const [lines] = await sendAll('07-streams.http', '--name', 'lines');
    expect(lines?.response?.body.data?.trim().split('\n')).toHaveLength(10);
  });

  it('keeps many bytes whole', async () => {
    const file = path.join(folder, 'many.bin');
    const words = ['send', examplePath('07-streams.http'), '--name', 'many', '--output', file, ...addresses()];
    expect((await runCommand(words)).code).toBe(0);
    const wanted = createHash('sha256');
    for (const piece of deterministicBytes(seedFrom('7'), 0, 52_428_800)) wanted.update(piece);
    const got = createHash('sha256').update(await readFile(file));
    expect(got.digest('hex')).toBe(wanted.digest('hex'));
  });

  it('can be cancelled in the middle of the drops', async () => {
    const words = ['send', examplePath('07-streams.http'), '--name', 'drops', ...addresses()];
    const { child, ended } = startCommand(words);
    await expect.poll(() => sandbox.log.requests.length, { timeout: 15_000 }).toBe(1);
    child.kill('SIGINT');
    expect((await ended).code).toBe(130);
    await expect.poll(() => sandbox.openConnections, { timeout: 10_000 }).toBe(0);
  });
});

describe('the example of certificates (13)', () => {
  const tls = (...words: string[]): string[] => ['send', examplePath('13-tls.http'), '--json', ...addresses(), ...words];

  it('does not talk to a server that nobody vouches for', async () => {
    const result = await runCommand(tls());
    expect(result.code).toBe(3);
    const [untrusted, certificate] = exchangesOf(result);
    expect(untrusted?.error).toMatchObject({ name: 'TlsUntrusted', phase: 'tls' });
    expect(certificate?.response?.body.data).toBe(sandbox.certificate);
    expect(sandbox.log.requests.map(({ url }) => url)).toEqual(['/certificate.pem']);
  });

  it('does when its certificate was saved and named', async () => {
    const file = path.join(folder, 'sandbox.pem');
    await writeFile(file, sandbox.certificate);
    const result = await runCommand(tls('--name', 'untrusted', '--cacert', file));
    expect(result.code).toBe(0);
    expect(statuses(exchangesOf(result))).toEqual([200]);
  });
});
