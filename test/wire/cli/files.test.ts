import { symlink } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { startRawServer } from '../../sandbox/index.ts';
import { here, preparedIn } from './runCli.ts';

describe('files on the command line', () => {
  it('tells a missing file in one line with exit code 1', async () => {
    const { run } = await here({});
    for (const command of ['list', 'prepare', 'send']) {
      const { code, out, err } = await run(command, 'nope.http');
      expect([code, out, err]).toEqual([1, '', 'Cannot read nope.http: it does not exist.\n']);
    }
  });

  it('tells wrong usage in one line with exit code 1', async () => {
    const { run } = await here({ 'a.http': 'GET http://a.test/\n' });
    expect(await run('sned', 'a.http')).toMatchObject({ code: 1, out: '' });
    expect(await run('send', 'a.http', '--name', 'b')).toMatchObject({
      code: 1,
      err: 'a.http has no request named "b".\n',
    });
    expect(await run('--help')).toMatchObject({ code: 0, err: '' });
  });

  it('tells where a file does not parse, with exit code 2', async () => {
    const { run } = await here({ 'a.http': '### one\nGET\n\n###\nGET http://127.0.0.1:1/\n' });
    const { code, out, err } = await run('send', 'a.http');
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(/^a\.http:2:\d+: [^\n]+\n$/);
    expect((await run('list', 'a.http')).code).toBe(0);
  });
});

describe('prepare', () => {
  it('shows exactly the bytes that a server gets', async () => {
    const server = await startRawServer();
    const text = `# @name all
POST ${server.url}/a b?q={{$guid}}x
Content-Type: multipart/form-data; boundary=b
X-Odd:   spaces

--b
Content-Disposition: form-data; name="t"

line 1
--b
Content-Disposition: form-data; name="f"; filename="f.bin"

< ./f.bin
--b--
`.replace('{{$guid}}', '');
    const { run } = await here({ 'a.http': text, 'f.bin': Uint8Array.of(0, 255, 13, 10, 1) });
    const result = await run('prepare', 'a.http', '--json');
    expect([result.code, result.err]).toEqual([0, '']);
    const prepared = preparedIn(result)[0]!;
    expect(Object.keys(prepared)).toEqual(['name', 'method', 'url', 'headers', 'origins', 'route', 'body']);
    expect(prepared.origins.length).toBe(prepared.headers.length);
    expect((await run('send', 'a.http')).code).toBe(0);
    const [received] = server.requests;
    const [requestLine, ...headerLines] = received!.head.trimEnd().split('\r\n');
    expect(requestLine).toBe(`POST ${prepared.url.replace(server.url, '')} HTTP/1.1`);
    expect(headerLines).toEqual(prepared.headers.map(([name, value]) => `${name}: ${value}`));
    const bytes = Buffer.from(prepared.body?.data ?? '', prepared.body?.encoding);
    expect(bytes.equals(received!.body)).toBe(true);
    expect(prepared.body).toMatchObject({ length: bytes.length, encoding: 'base64' });
    await server.close();
  });

  it('names one request, or the one at a line', async () => {
    const { run } = await here({
      'a.http': '### one\nGET http://a.test/1\n\n### two\nGET http://a.test/2\n',
    });
    const url = async (...words: string[]) =>
      preparedIn(await run('prepare', 'a.http', '--json', ...words))[0]?.url;
    expect(await url('--name', 'two')).toBe('http://a.test/2');
    expect(await url('--line', '2')).toBe('http://a.test/1');
    expect(await url('--line', '4')).toBe('http://a.test/2');
  });

  it('masks credentials for people but not in JSON', async () => {
    const { run } = await here({ 'a.http': 'GET http://a.test/\nAuthorization: Bearer secret\n' });
    expect((await run('prepare', 'a.http')).out).toContain('Authorization: Bearer ••••••  # file:2');
    expect((await run('prepare', 'a.http', '--json')).out).toContain('Bearer secret');
  });

  it('reads no file outside of the folder unless it is allowed', async () => {
    const { run, folder } = await here({
      'in/a.http': 'POST http://a.test/\n\n< ../secret.txt\n',
      'in/link.http': 'POST http://a.test/\n\n< ./link.txt\n',
      'in/folder.http': 'POST http://a.test/\n\n< ./\n',
      'secret.txt': 'secret',
    });
    await symlink(path.join(folder, 'secret.txt'), path.join(folder, 'in/link.txt'));
    for (const file of ['in/a.http', 'in/link.http', 'in/folder.http']) {
      const { code, out, err } = await run('prepare', file, '--json');
      expect([code, out]).toEqual([3, '']);
      expect(err).toMatch(/FileNotAllowed/);
    }
    const allowed = await run('prepare', 'in/a.http', '--json', '--allow-read', '.');
    expect(JSON.parse(allowed.out).body).toEqual({ length: 6, encoding: 'utf8', data: 'secret' });
  });

  it('fills variables in files that ask for it, and in no others', async () => {
    const { run } = await here({
      'a.http': `@name = Ada

POST http://a.test/

<@ ./body.txt

###
POST http://a.test/

< ./body.txt

###
POST http://a.test/

<@latin1 ./latin.txt
`,
      'body.txt': 'Hello {{name}}\r\n',
      'latin.txt': Buffer.from('é {{name}}', 'latin1'),
    });
    const prepared = preparedIn(await run('prepare', 'a.http', '--json'));
    const bodies = prepared.map(({ body }) => body?.data);
    expect(bodies).toEqual(['Hello Ada\r\n', 'Hello {{name}}\r\n', 'é Ada']);
  });
});
