/**
 * The same requests through curl and through us: the same bytes reach a raw server, but for the fields named here,
 * the order of header fields and the spelling of the ones that each transport writes itself.
 */
import { execFile, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { DigestAuth, Session } from '../../../src/extension/http/index.ts';
import type { RequestOptions, SendOptions } from '../../../src/extension/http/index.ts';
import { headerOf, startRecordingServer } from './recordingServer.ts';
import type { RecordingServer, WireRequest } from './recordingServer.ts';

const run = promisify(execFile);
const probe = spawnSync('curl', ['--version'], { encoding: 'utf8' });
const version = probe.error === undefined ? /^curl ([\d.]+)/.exec(probe.stdout)?.[1] : undefined;

/** Each names its sender or its abilities, which differ on purpose. */
const ownFields = new Set(['user-agent', 'accept', 'accept-encoding', 'connection']);
const bytes = Buffer.from(Array.from({ length: 5000 }, (_, index) => index % 256));
const text = 'Grüße, 世界 "quoted" \\ and\ttabs';
/** No settings, no proxy, and no waiting for 100 Continue, which we never ask for. */
const constant = ['-q', '-sS', '--noproxy', '*', '--max-time', '10', '--http1.1', '-H', 'Expect:'];
const pathToTidy = '/a/../b/./c%20d?x=1&y=%26&z';

let folder: string;
let server: RecordingServer;
let other: RecordingServer;
let session: Session;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'http-sessions-curl-'));
  await writeFile(join(folder, 'upload.bin'), bytes);
  await writeFile(join(folder, 'text.txt'), text);
  other = await startRecordingServer(() => ok());
  server = await startRecordingServer((request) => answer(request));
});
afterAll(async () => {
  await server.close();
  await other.close();
  await rm(folder, { recursive: true, force: true });
});
afterEach(() => session.close());

/** `/redirect/302` leads to `/there`, `/away/307` to the other server, `/digest` asks, `/login` sets cookies. */
function answer(request: WireRequest): string {
  const path = request.requestLine.split(' ')[1] ?? '';
  const [, place = '', status = ''] = path.split('/');
  if (place === 'redirect') return reply(status, ['Location: /there?q=1']);
  if (place === 'away') return reply(status, [`Location: ${other.url}/there`]);
  if (place === 'login') {
    // curl puts the newest first where paths are equally long, RFC 6265 the oldest; so none are.
    const lines = [
      'a=1',
      'bb=2; Path=/deep',
      'c=3; HttpOnly; Path=/deep/there',
      'd=gone; Max-Age=0',
      'e=5; Path=/elsewhere',
    ];
    return reply('302', ['Location: /deep/there', ...lines.map((line) => `Set-Cookie: ${line}`)]);
  }
  const asked = (headerOf(request, 'authorization') ?? '').startsWith('Digest ');
  if (place !== 'digest' || asked) return ok();
  const algorithm = status === '' ? '' : `, algorithm=${status}`;
  return reply('401', [
    `WWW-Authenticate: Digest realm="the realm", nonce="abc", opaque="o", qop="auth"${algorithm}`,
  ]);
}

function ok(): string {
  return reply('200', []);
}

function reply(status: string, lines: readonly string[]): string {
  return [`HTTP/1.1 ${status} So`, ...lines, 'Content-Length: 0', '', ''].join('\r\n');
}

interface Case {
  readonly name: string;
  /** What follows `curl` and its constant options; `URL` stands for the server's address. */
  readonly curl: readonly string[];
  readonly method?: string;
  readonly path: string;
  readonly options?: RequestOptions & SendOptions;
}

const cases: readonly Case[] = [
  { name: 'a GET', curl: [], path: '/' },
  { name: 'a URL without a path', curl: [], path: '' },
  { name: 'dot segments, escapes, a query and a fragment', curl: [], path: `${pathToTidy}#fragment` },
  { name: 'a HEAD', curl: ['-I'], method: 'HEAD', path: '/' },
  { name: 'a DELETE', curl: ['-X', 'DELETE'], method: 'DELETE', path: '/x' },
  {
    name: 'typed headers, one of them empty',
    curl: ['-H', 'X-One: 1', '-H', 'X-Empty;', '-H', 'Accept-Language: de, en;q=0.5'],
    path: '/',
    options: { headers: { 'X-One': '1', 'X-Empty': '', 'Accept-Language': 'de, en;q=0.5' } },
  },
  {
    name: 'a typed Host',
    curl: ['-H', 'Host: virtual.test'],
    path: '/',
    options: { headers: { Host: 'virtual.test' } },
  },
  {
    name: 'a form',
    curl: ['-d', 'a=1', '-d', 'b=two', '--data-urlencode', 'c=x&y=z/?%+é'],
    method: 'POST',
    path: '/form',
    options: {
      data: [
        ['a', '1'],
        ['b', 'two'],
        ['c', 'x&y=z/?%+é'],
      ],
    },
  },
  {
    name: 'an empty POST',
    curl: ['-X', 'POST', '-d', ''],
    method: 'POST',
    path: '/',
    options: { headers: { 'Content-Type': 'application/x-www-form-urlencoded' } },
  },
  {
    name: 'JSON',
    curl: ['--json', '{"text": "Grüße", "list": [1, 2.5, null, true]}'],
    method: 'POST',
    path: '/json',
    options: {
      headers: { 'Content-Type': 'application/json' },
      data: '{"text": "Grüße", "list": [1, 2.5, null, true]}',
    },
  },
  {
    name: 'bytes',
    curl: ['--data-binary', '@FOLDER/upload.bin', '-H', 'Content-Type: application/octet-stream'],
    method: 'POST',
    path: '/bytes',
    options: {
      headers: { 'Content-Type': 'application/octet-stream' },
      data: bytes,
    },
  },
  {
    name: 'a form with fields and files',
    curl: [
      '-F',
      'a=1',
      '-F',
      `b=${text.replaceAll('"', '')}`,
      '-F',
      'f=@FOLDER/text.txt;type=text/plain',
      '-F',
      'g=@FOLDER/upload.bin;type=image/x;filename=we"ird.bin',
    ],
    method: 'POST',
    path: '/multipart',
    options: {
      data: [
        ['a', '1'],
        ['b', text.replaceAll('"', '')],
      ],
      files: [
        ['f', { filename: 'text.txt', content: text, contentType: 'text/plain' }],
        [
          'g',
          {
            filename: 'we"ird.bin',
            content: bytes,
            contentType: 'image/x',
          },
        ],
      ],
    },
  },
  {
    name: 'a file as the body of a PUT',
    curl: ['-T', 'FOLDER/text.txt'],
    method: 'PUT',
    path: '/put',
    options: { data: stream(Buffer.byteLength(text)) },
  },
  {
    name: 'a body of unknown length, in chunks',
    curl: ['-T', 'FOLDER/text.txt', '-H', 'Transfer-Encoding: chunked'],
    method: 'PUT',
    path: '/chunks',
    options: { data: stream(undefined) },
  },
  {
    name: 'Basic credentials',
    curl: ['-u', 'üser:pa:ss'],
    path: '/',
    options: { headers: { Authorization: `Basic ${Buffer.from('üser:pa:ss').toString('base64')}` } },
  },
  {
    name: 'Basic credentials as auth',
    curl: ['-u', 'user:pa:ss'],
    path: '/',
    options: { auth: ['user', 'pa:ss'] },
  },
  { name: 'Basic credentials of the URL', curl: [], path: '/userinfo' },
  {
    name: 'Bearer credentials',
    curl: ['--oauth2-bearer', 'token'],
    path: '/',
    options: { headers: { Authorization: 'Bearer token' } },
  },
  ...['', 'MD5', 'SHA-256'].map((algorithm) => ({
    name: `Digest credentials (${algorithm === '' ? 'no algorithm named' : algorithm})`,
    curl: ['--digest', '-u', 'user:secret'],
    path: `/digest/${algorithm}`,
    options: { auth: new DigestAuth('user', 'secret') },
  })),
  {
    name: 'cookies of the request',
    curl: ['-b', 'a=1; b=two'],
    path: '/',
    options: { cookies: { a: '1', b: 'two' } },
  },
  {
    name: "cookies of the request along the host's redirects",
    curl: ['-L', '-b', 'a=1'],
    path: '/redirect/302',
    options: { cookies: { a: '1' } },
  },
  { name: 'cookies that a server sets on the way', curl: ['-L', '-b', ''], path: '/login' },
  ...[301, 302, 303, 307, 308].flatMap((status) => [
    { name: `a GET that meets ${status}`, curl: ['-L'], path: `/redirect/${status}` },
    {
      name: `a HEAD that meets ${status}`,
      curl: ['-L', '-I'],
      method: 'HEAD',
      path: `/redirect/${status}`,
      options: { allowRedirects: true },
    },
    {
      name: `a POST that meets ${status}`,
      curl: ['-L', '-d', 'a=1'],
      method: 'POST',
      path: `/redirect/${status}`,
      options: { data: { a: '1' } },
    },
    {
      name: `Basic credentials that meet ${status} to the same origin`,
      curl: ['-L', '-u', 'user:secret'],
      path: `/redirect/${status}`,
      options: { auth: ['user', 'secret'] as const },
    },
    {
      name: `Basic credentials that meet ${status} to another port`,
      curl: ['-L', '-u', 'user:secret'],
      path: `/away/${status}`,
      options: { auth: ['user', 'secret'] as const },
    },
    {
      name: `a typed Authorization that meets ${status} to another port`,
      curl: ['-L', '-H', 'Authorization: secret'],
      path: `/away/${status}`,
      options: { headers: { Authorization: 'secret' } },
    },
  ]),
];

function stream(length: number | undefined) {
  return {
    length,
    replayable: true,
    description: 'a text',
    async *open() {
      yield await Promise.resolve(Buffer.from(text));
    },
  };
}

/** One request in a form in which the two can be compared. */
function normal(request: WireRequest): unknown {
  const boundary = /boundary=(\S+)/.exec(headerOf(request, 'content-type') ?? '')?.[1];
  const same = (value: string): string =>
    boundary === undefined ? value : value.replaceAll(boundary, 'BOUNDARY');
  const headers = request.headers
    .map(([name, value]) => [name.toLowerCase(), same(value)] as const)
    .filter(([name]) => !ownFields.has(name))
    .map(([name, value]) => {
      if (name === 'content-length') return [name, value === String(request.body.length) ? 'right' : value];
      return [name, name === 'authorization' ? digestParts(value, request) : value];
    });
  return {
    requestLine: request.requestLine,
    headers: headers.toSorted(([one], [another]) => String(one).localeCompare(String(another))),
    body: same(request.body),
  };
}

/** Digest parameters without quotes; the client's nonce is random, so what depends on it is checked instead. */
function digestParts(value: string, { requestLine }: WireRequest): unknown {
  if (!value.startsWith('Digest ')) return value;
  const pairs = Array.from(
    value.slice(7).matchAll(/(\w+)=(?:"([^"]*)"|([^,]*))/g),
    ([, name = '', quoted, bare]) => [name, quoted ?? bare ?? ''] as const,
  );
  const parts = Object.fromEntries(pairs);
  const name = parts['algorithm'] === 'SHA-256' ? 'sha256' : 'md5';
  const hash = (plain: string): string => createHash(name).update(plain).digest('hex');
  const [method = '', target = ''] = requestLine.split(' ');
  const rest = ['nonce', 'nc', 'cnonce', 'qop'].map((key) => parts[key]).join(':');
  const response = hash(`${hash('user:the realm:secret')}:${rest}:${hash(`${method}:${target}`)}`);
  return { ...parts, cnonce: 'random', response: parts['response'] === response ? 'right' : 'wrong' };
}

function taken(): unknown {
  return { here: server.take().map(normal), there: other.take().map(normal) };
}

const title =
  version === undefined ? 'not compared: curl is not installed here' : `the same bytes as curl ${version}`;
describe.skipIf(version === undefined)(title, () => {
  it.each(cases)('for $name', async ({ curl, method = 'GET', path, options = {} }) => {
    session = new Session({ environment: {} });
    const url = path === '/userinfo' ? server.url.replace('//', '//user:secret@') : `${server.url}${path}`;
    const args = curl.map((arg) => arg.replace('FOLDER', folder));
    await run('curl', [...constant, ...args, url]);
    const theirs = taken();
    await session.request(method, url, options);
    expect(taken()).toEqual(theirs);
  });
});
