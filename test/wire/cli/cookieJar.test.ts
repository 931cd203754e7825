import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Place } from './runCli.ts';
import { createPlace } from './runCli.ts';

/** Answers `/COUNT/NAME` with as many cookies of that name; also as the proxy of any host. */
let server: Server;
let port: number;
let place: Place | undefined;
beforeAll(async () => {
  server = createServer((request, response) => {
    const [, count = '0', name = ''] = new URL(request.url ?? '', 'http://a.test').pathname.split('/');
    const lines = Array.from({ length: Number(count) }, (_, index) => `${name}${index}=1; Max-Age=3600`);
    response.writeHead(200, lines.length === 0 ? {} : { 'Set-Cookie': lines }).end('fine');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  ({ port } = server.address() as AddressInfo);
});
afterAll(() => server.close());
afterEach(async () => {
  await place?.remove();
  place = undefined;
});

const url = (target: string): string => `http://127.0.0.1:${port}${target}`;

async function here(files: Readonly<Record<string, string | Uint8Array>>): Promise<Place> {
  place = await createPlace({ 'a.http': `GET ${url('/1/a')}\n`, ...files });
  return place;
}

async function namesIn(file: string, session = 'default'): Promise<readonly string[]> {
  const { sessions } = JSON.parse(await readFile(file, 'utf8')) as {
    readonly sessions: Readonly<Record<string, { readonly cookies: readonly { readonly name: string }[] }>>;
  };
  return (sessions[session]?.cookies ?? []).map(({ name }) => name).sort();
}

describe('a cookie jar on the command line', () => {
  it('keeps what runs at the same time and other processes put into it', async () => {
    // A jar takes 180 cookies of a host and 50 of an answer.
    const requests = Array.from({ length: 20 }, (_, n) => `GET http://h${n % 10}.test/50/c${n}x\n`);
    const text = requests.join('\n###\n');
    const { run, folder } = await here({ 'many.http': text });
    const jar = path.join(folder, 'jar.json');
    const fill = (name: string) => {
      const child = path.join(import.meta.dirname, 'fillCookieFile.ts');
      return once(spawn(process.execPath, [child, jar, name, '1000'], { stdio: 'inherit' }), 'exit');
    };
    const [one, two, result] = await Promise.all([
      fill('one'),
      fill('two'),
      run('send', 'many.http', '--cookie-jar', 'jar.json', '--proxy', url('')),
    ]);
    expect([one[0], two[0], result.code]).toEqual([0, 0, 0]);
    const names = await namesIn(jar);
    for (const from of ['one', 'two', 'c']) {
      expect(names.filter((name) => name.startsWith(from))).toHaveLength(1000);
    }
    expect((await readdir(folder)).sort()).toEqual(['a.http', 'jar.json', 'many.http']);
  });

  it('keeps values that look like the end of a cookie', async () => {
    const { run, folder } = await here({});
    const jar = path.join(folder, 'jar.json');
    const cookie = { name: 'odd', value: '1},{"x', domain: 'a.test', path: '/', hostOnly: true };
    const created = '2026-01-01T00:00:00.000Z';
    const cookies = [{ ...cookie, secure: false, httpOnly: false, created }];
    await writeFile(jar, JSON.stringify({ version: 1, sessions: { default: { version: 1, cookies } } }));
    await run('send', 'a.http', '--cookie-jar', 'jar.json');
    await run('send', 'a.http', '--cookie-jar', 'jar.json');
    expect(await namesIn(jar)).toEqual(['a0', 'odd']);
  });

  const faults: readonly (readonly [string, RegExp, string | Uint8Array])[] = [
    ['binary', /jar\.json is not a cookie file of http-sessions/, Buffer.from([0, 255, 254, 1])],
    ['cut', /jar\.json is not a cookie file of http-sessions/, '{"version": 1, "sessions": {"default": {'],
    ['something else', /jar\.json is not a cookie file of http-sessions/, '{"a": 1}'],
    ['of a later version', /jar\.json was written by a later version/, '{"version": 2, "sessions": {}}'],
  ];
  it.each(faults)(
    'that is %s is told and left as it is, and nothing is sent',
    async (_what, words, content) => {
      const { run, folder } = await here({ 'jar.json': content });
      const result = await run('send', 'a.http', '--cookie-jar', 'jar.json');
      expect(result).toMatchObject({ code: 1, out: '', err: expect.stringMatching(words) });
      expect(await readFile(path.join(folder, 'jar.json'))).toEqual(Buffer.from(content));
      expect((await readdir(folder)).sort()).toEqual(['a.http', 'jar.json']);
    },
  );

  it('may be empty at first', async () => {
    const { run, folder } = await here({ 'jar.json': '' });
    expect(await run('send', 'a.http', '--cookie-jar', 'jar.json')).toMatchObject({ code: 0, out: 'fine' });
    expect(await namesIn(path.join(folder, 'jar.json'))).toEqual(['a0']);
  });

  it('is no symbolic link and no folder', async () => {
    const { run, folder } = await here({ 'target.txt': 'do not touch' });
    await symlink(path.join(folder, 'target.txt'), path.join(folder, 'jar.json'));
    const link = await run('send', 'a.http', '--cookie-jar', 'jar.json');
    expect(link).toMatchObject({
      code: 1,
      err: 'jar.json: this is a symbolic link. It cannot hold cookies.\n',
    });
    expect(await readFile(path.join(folder, 'target.txt'), 'utf8')).toBe('do not touch');
    await mkdir(path.join(folder, 'jars'));
    const irregular = await run('send', 'a.http', '--cookie-jar', 'jars');
    expect(irregular).toMatchObject({ code: 1, err: expect.stringContaining('no regular file') });
  });

  it('says at the end when it could not be written, and the answer is there all the same', async () => {
    const { run } = await here({});
    const result = await run('send', 'a.http', '--cookie-jar', 'nowhere/jar.json');
    expect(result.out).toBe('fine');
    expect(result.err.split('\n')[1]).toBe('Cannot write the cookies to nowhere/jar.json (ENOENT).');
    expect(result.code).not.toBe(0);
  });
});
