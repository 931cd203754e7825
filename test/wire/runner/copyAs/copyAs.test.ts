/**
 * What "copy as" writes, run by the tool it was written for: curl, Python and Node put the same request on the wire as
 * we do, but for the headers that each tool writes by itself.
 */
import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Request, Session } from '../../../../src/extension/http/index.ts';
import type { PreparedRequest, RequestOptions } from '../../../../src/extension/http/index.ts';
import { composeStream, findBodyFile } from '../../../../src/extension/runner/bodies/bodyFile.ts';
import { copyAs } from '../../../../src/extension/runner/copyAs/copyAs.ts';
import { startRawServer, type RawServer } from '../../../sandbox/index.ts';

const run = promisify(execFile);
const works = (tool: string, ...args: string[]): boolean => spawnSync(tool, args).status === 0;
const hasCurl = works('curl', '--version');
const hasRequests = works('python3', '-c', 'import requests');

let server: RawServer;
let folder: string;
beforeAll(async () => {
  server = await startRawServer();
  folder = await mkdtemp(join(tmpdir(), 'http-sessions-copy-'));
  await writeFile(join(folder, "it's a file.bin"), Buffer.from([0, 1, 2, 13, 10, 255]));
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

interface Case {
  readonly name: string;
  readonly method?: string;
  readonly target?: string;
  readonly options?: RequestOptions;
  /** What `<` brings into the body. */
  readonly files?: 'alone' | 'between texts';
  /** What the tool refuses or writes in another way. */
  readonly notBy?: readonly ('python' | 'fetch')[];
}

const awkward = 'it\'s "quoted" \\"twice\\" $HOME `x` %PATH% !\n@é😀\t\r\n‘typographic’ {{x}} \\';

const cases: readonly Case[] = [
  { name: 'a GET with a query', target: '/a%20b?x=1&y=%26' },
  { name: 'brackets and dot segments', target: '/a/../b?z=[1]{2}', notBy: ['python', 'fetch'] },
  { name: 'a DELETE', method: 'DELETE' },
  { name: 'a POST without a body', method: 'POST' },
  { name: 'a method of its own', method: 'PURGE' },
  {
    name: 'headers with quotes, an empty one and credentials',
    options: {
      auth: ['ada', 'pass:word'],
      cookies: { tea: 'green', biscuit: 'ginger' },
      headers: { 'If-None-Match': '"abc\\"', 'X-Empty': '', 'X-Percent': '100% & more', "X-It's": "it's" },
    },
  },
  { name: 'no user agent, no accept', options: { headers: { 'User-Agent': null, Accept: null } } },
  { name: 'JSON', method: 'POST', options: { json: { n: 1, text: 'ü "x"', path: 'C:\\dir\\' } } },
  {
    name: 'awkward text',
    method: 'PUT',
    options: { data: awkward, headers: { 'Content-Type': 'text/plain; charset=utf-8' } },
  },
  { name: 'text without a type', method: 'POST', options: { data: '@not a file' } },
  { name: 'a form', method: 'POST', options: { data: [['a', '1 2'], ['b', 'é&']] } }, // prettier-ignore
  { name: 'bytes', method: 'POST', options: { data: Uint8Array.from({ length: 256 }, (_, index) => index) } },
  { name: 'a file', method: 'POST', files: 'alone' },
  { name: 'a file between texts', method: 'POST', files: 'between texts' },
  { name: 'a GET with a body', options: { data: 'please' }, notBy: ['fetch'] },
];

async function prepare({
  method = 'GET',
  target = '/',
  options = {},
  files,
}: Case): Promise<PreparedRequest> {
  const session = new Session();
  const data = files === undefined ? undefined : await bodyOfFiles(files);
  const request = new Request(method, server.url, { ...options, ...(data === undefined ? {} : { data }) });
  const prepared = session.prepareRequest(request).with({ url: `${server.url}${target}` });
  await session.close();
  return prepared;
}

async function bodyOfFiles(how: NonNullable<Case['files']>): Promise<ReturnType<typeof composeStream>> {
  const place = { file: 'a.http', line: 1 };
  const file = await findBodyFile("it's a file.bin", { folder, roots: [folder] }, place);
  return composeStream(how === 'alone' ? [file] : ['--x\r\n"é\'\r\n', file, '\r\n--x--'], 'a file');
}

interface Received {
  readonly requestLine: string;
  /** Sorted, names in lower case, without those a tool writes by itself. */
  readonly headers: readonly string[];
  readonly body: string;
}

/** The one request that came while `work` was done. */
async function received(work: () => Promise<unknown>, own: ReadonlySet<string>): Promise<Received> {
  const before = server.requests.length;
  await work();
  const [request, ...more] = server.requests.slice(before);
  if (request === undefined || more.length > 0) throw new Error(`Expected one request, not ${more.length}.`);
  const [requestLine = '', ...lines] = request.head.trimEnd().split('\r\n');
  const headers = lines
    .map((line) => /^([^:]*):\s*(.*)$/.exec(line))
    .map((match) => [match?.[1]?.toLowerCase() ?? '', match?.[2] ?? ''] as const)
    .filter(([name]) => !own.has(name))
    .map(([name, value]) => `${name}: ${value}`);
  return { requestLine, headers: headers.sort(), body: request.body.toString('latin1') };
}

/** Sends it by ourselves and by the tool. */
async function both(
  prepared: PreparedRequest,
  tool: () => Promise<unknown>,
  own: readonly string[],
): Promise<{ readonly ours: Received; readonly theirs: Received }> {
  const names = new Set(own);
  const ours = await received(async () => {
    const session = new Session();
    await session.send(prepared);
    await session.close();
  }, names);
  return { ours, theirs: await received(tool, names) };
}

const shell = (command: string): Promise<unknown> =>
  run('sh', ['-c', command.replace(/(^|\| )curl /, '$1curl -q -sS --noproxy "*" ')], { cwd: folder });

/** The configuration in the here-string, as PowerShell would pipe it. */
function configOf(script: string): string {
  const config = /@'\n([^]*?)\n'@ \|/.exec(script)?.[1];
  if (config === undefined) throw new Error(`No configuration in ${script}`);
  return config;
}

describe.skipIf(!hasCurl)('copied as curl', () => {
  it.each(cases)('for POSIX shells: $name', async (one) => {
    const prepared = await prepare(one);
    const { ours, theirs } = await both(prepared, () => shell(copyAs(prepared, 'curl')), ['connection']);
    expect(theirs).toEqual(ours);
  });

  it.each(cases.filter(({ name, files }) => name !== 'bytes' && files !== 'between texts'))(
    'for PowerShell, through a configuration: $name',
    async (one) => {
      const prepared = await prepare(one);
      const config = join(folder, 'curl.config');
      await writeFile(config, configOf(copyAs(prepared, 'curlPowerShell')));
      const tool = () => run('curl', ['-q', '-sS', '--noproxy', '*', '--config', config]);
      const { ours, theirs } = await both(prepared, tool, ['connection']);
      expect(theirs).toEqual(ours);
    },
  );
});

describe.skipIf(!hasRequests)('copied as Python', () => {
  it.each(cases.filter(({ notBy }) => notBy?.includes('python') !== true))('$name', async (one) => {
    const prepared = await prepare(one);
    const program = copyAs(prepared, 'python');
    // A request without Content-Length is given one by requests, as by all versions of it.
    const { ours, theirs } = await both(prepared, () => python(program), ['content-length']);
    expect(theirs).toEqual(ours);
    const length = prepared.headers.get('Content-Length');
    expect(length === undefined || Number(length) === theirs.body.length).toBe(true);
  });
});

const python = (program: string): Promise<unknown> =>
  run('python3', ['-c', program], {
    env: { ...process.env, NO_PROXY: '*', no_proxy: '*', NETRC: '/dev/null' },
  });

describe('copied as fetch', () => {
  /** Written by Node itself, added when they are missing, or added to conditional requests. */
  const own = [
    'connection',
    'content-length',
    'accept-language',
    'sec-fetch-mode',
    'cache-control',
    'pragma',
  ];

  it.each(cases.filter(({ notBy }) => notBy?.includes('fetch') !== true))('$name', async (one) => {
    const prepared = await prepare(one);
    const absent = ['User-Agent', 'Accept'].filter((name) => !prepared.headers.has(name));
    const program = join(folder, 'call.mjs');
    await writeFile(program, copyAs(prepared, 'fetch'));
    const names = [...own, ...absent.map((name) => name.toLowerCase())];
    const { ours, theirs } = await both(prepared, () => run(process.execPath, [program]), names);
    expect(theirs).toEqual(ours);
  });
});
