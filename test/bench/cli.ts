/** The terminal front end: its start, and what each request of a long file costs beyond that. */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { projectFolder } from '../host/folders.ts';
import { median } from './compare.ts';
import type { Comparison } from './compare.ts';
import { monotonicTime } from './serverProcess.ts';

const self = fileURLToPath(import.meta.url);
const count = 1000;
const eventCount = 60;

/** Builds the CLI as it is shipped, and writes its files into `folder`. */
export function cliComparisons(server: string, folder: string): readonly Comparison[] {
  const outdir = join(folder, 'cli');
  const build = ['esbuild.mjs', '--only', 'cli', '--production', '--outdir', outdir];
  execFileSync(process.execPath, build, { cwd: projectFolder, stdio: 'inherit' });
  const cli = join(outdir, 'cli.mjs');
  const files = new Map([1, 100, count, 10_000].map((size) => [size, writeRequests(folder, server, size)]));
  const stream = `${server}/events/${eventCount}`;
  const events = join(folder, 'events.http');
  writeFileSync(events, `GET ${stream}\n`);
  const send = (size: number): void => run([cli, 'send', files.get(size) ?? '']);
  const bare = (size: number): void => run([self, 'bare', server, String(size)]);
  return [
    {
      name: 'start the CLI and send one request',
      baseline: 'an empty Node',
      target: 3,
      rounds: 9,
      subject: () => send(1),
      against: () => run(['-e', '0']),
    },
    {
      name: 'each of 1,000 requests in a file, sent by the CLI',
      baseline: 'bare undici',
      target: 1.5,
      subject: () => each(count, send),
      against: () => each(count, bare),
    },
    {
      name: 'each of 10,000 requests in a file, sent by the CLI',
      baseline: 'each of 100',
      target: 1.1,
      rounds: 3,
      subject: () => each(10_000, send),
      against: () => each(100, send),
    },
    {
      name: 'from sending an event to seeing it on the output of `send --stream`',
      baseline: 'curl -N',
      target: 2,
      subject: () => delay(process.execPath, [cli, 'send', '--stream', events]),
      against: () => delay('curl', ['--silent', '--no-buffer', stream]),
    },
  ];
}

/** The median of the milliseconds that events were on their way, without the first ones. */
async function delay(command: string, args: readonly string[]): Promise<number> {
  const delays: number[] = [];
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'ignore'] });
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const now = monotonicTime();
    for (const [, sent] of text.matchAll(/^data: (.+)$/gm)) delays.push(now - Number(sent));
  });
  await once(child, 'close');
  if (delays.length !== eventCount) throw new Error(`${command} showed ${delays.length} events.`);
  return median(delays.slice(10));
}

/** Milliseconds for each request, without the start. */
function each(size: number, send: (size: number) => void): Promise<number> {
  const times = [size, 1].map((length) => {
    const started = performance.now();
    send(length);
    return performance.now() - started;
  });
  const [all = 0, one = 0] = times;
  return Promise.resolve((all - one) / (size - 1));
}

function run(args: readonly string[]): void {
  execFileSync(process.execPath, args, { stdio: 'ignore' });
}

function writeRequests(folder: string, server: string, size: number): string {
  const path = join(folder, `${size}.http`);
  const requests = Array.from({ length: size }, (_, index) => `### ${index}\nGET ${server}/small\n`);
  writeFileSync(path, requests.join('\n'));
  return path;
}

if (process.argv[1] === self) {
  const { Pool, request } = await import('undici');
  const [, server = '', size = '0'] = process.argv.slice(2);
  const dispatcher = new Pool(server, { connections: 1, pipelining: 1, allowH2: false });
  for (let index = 0; index < Number(size); index++) {
    console.log((await (await request(`${server}/small`, { dispatcher })).body.text()).length);
  }
  await dispatcher.close();
}
