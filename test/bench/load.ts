/**
 * Load as reliability asks for it, `npm run bench -- load`: a million events into the log, a thousand sends at once of
 * which half meet a fault, ten thousand one after the other, and a body of gigabytes kept on disk. Each against bare
 * undici in the same run; what is counted (right answers, sockets, events) is checked, too. Started by run.ts.
 */
import { execFileSync } from 'node:child_process';
import { open } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { Pool, request } from 'undici';
import { RequestException, Session } from '../../src/extension/http/index.ts';
import { createBodyStore, createEventLog } from '../../src/extension/runner/index.ts';
import { contentOf, kinds, startFaultyServer, type Kind } from '../soak/faultyServer.ts';
import type { Comparison } from './compare.ts';

const self = fileURLToPath(import.meta.url);
const events = 1_000_000;
const gibibytes = process.env['BENCH_FULL'] === '1' ? 10 : 1;
/** Faults that are over at once: what waits for a limit would measure the limit. */
const quick: readonly Kind[] = [
  'reset',
  'fin',
  'halfHead',
  'noHttp',
  'badLine',
  'cut',
  'badChunk',
  'twoLengths',
];

export interface LoadBench {
  readonly comparisons: readonly Comparison[];
  close(): Promise<void>;
}

export async function loadBench(server: string, folder: string): Promise<LoadBench> {
  const faulty = await startFaultyServer();
  const session = new Session();
  const crowd = new Session();
  const one = new Pool(server, { connections: 1, pipelining: 1, allowH2: false });
  const many = new Pool(faulty.url, { connections: 64, pipelining: 1, allowH2: false });
  const spool = (what: string) => (): Promise<number> =>
    Promise.resolve(
      Number(execFileSync(process.execPath, [self, what, server, folder], { encoding: 'utf8' })),
    );
  const comparisons: readonly Comparison[] = [
    {
      name: 'load: 1,000,000 events spooled, counted, the last 10,000 kept',
      baseline: 'bare undici, written to a file, lines put together to events',
      target: 3,
      rounds: 3,
      subject: () => logEvents(session, `${server}/burst/${events}`),
      against: () => readEvents(one, `${server}/burst/${events}`, `${folder}.events`),
    },
    {
      name: 'load: 1,000 sends at once, half of them faulty, each with its own right answer',
      baseline: 'bare undici, which is asked for no right answer',
      target: 1.5,
      subject: () => sendMixed(crowd, faulty.url),
      against: () => Promise.allSettled(mixed((path) => bare(many, `${faulty.url}${path}`))),
    },
    {
      name: 'load: 10,000 GETs one after the other on two sockets at most',
      baseline: 'bare undici',
      target: 1.3,
      rounds: 3,
      subject: () => sendInTurn(session, `${server}/small`),
      against: async () => {
        for (let count = 0; count < 10_000; count++) await bare(one, `${server}/small`);
      },
    },
    {
      name: `load: peak memory with ${gibibytes} GiB kept on disk`,
      baseline: 'an idle process',
      unit: 'more',
      target: 150,
      rounds: 1,
      subject: spool('spool'),
      against: spool('idle'),
    },
  ];
  return {
    comparisons,
    close: async () => {
      await Promise.all([session.close(), crowd.close(), one.destroy(), many.destroy()]);
      await faulty.stop();
    },
  };
}

async function logEvents(session: Session, url: string): Promise<void> {
  const store = createBodyStore({ memoryLimit: 1024 * 1024 });
  const response = await session.get(url, { stream: true });
  const spool = store.createSpool();
  const log = createEventLog({
    format: 'stream',
    body: spool.reader,
    keep: 10_000,
    now: () => performance.now(),
  });
  for await (const piece of response.iterContent(null)) {
    await spool.append(piece);
    await log.advance(false);
  }
  await spool.end(true);
  await log.advance(true);
  const { events: counted, older } = log.window({ filter: '', from: undefined, count: 10 });
  expectSame([counted, older], [events, events - 10_000]);
  await store.dispose();
}

/** What somebody writes who needs the bytes and the last events of a stream and no more. */
async function readEvents(dispatcher: Pool, url: string, path: string): Promise<void> {
  const { body } = await request(url, { dispatcher });
  const file = await open(path, 'w');
  const decoder = new TextDecoder();
  const last: string[] = [];
  let [counted, rest, data] = [0, '', ''];
  for await (const piece of body as AsyncIterable<Buffer>) {
    await file.write(piece);
    const lines = (rest + decoder.decode(piece, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (line !== '') data += line.slice(line.indexOf(':') + 2);
      else {
        last[counted++ % 10_000] = data;
        data = '';
      }
    }
  }
  await file.close();
  expectSame([counted, last.length], [events, 10_000]);
}

function mixed<T>(send: (path: string, kind: Kind, id: number) => Promise<T>): Promise<T>[] {
  return Array.from({ length: 1000 }, (_, at) => {
    const kind = at % 2 === 0 ? 'good' : (quick[(at >> 1) % quick.length] ?? 'good');
    return send(`/${kind}/${at + 1}`, kind, at + 1);
  });
}

async function sendMixed(session: Session, server: string): Promise<void> {
  const wrong: string[] = [];
  const checked = async (path: string, kind: Kind, id: number): Promise<void> => {
    const names: readonly string[] = kinds[kind];
    try {
      const response = await session.get(`${server}${path}`);
      if (names.length > 0 || (await response.text()) !== contentOf(id)) wrong.push(path);
    } catch (error) {
      if (!(error instanceof RequestException) || !names.includes(error.name))
        wrong.push(`${path}: ${String(error)}`);
    }
  };
  await Promise.all(mixed(checked));
  expectSame(wrong, []);
}

async function sendInTurn(session: Session, url: string): Promise<void> {
  const sockets = new Set<number>();
  for (let count = 0; count < 10_000; count++) {
    const response = await session.get(url);
    sockets.add(response.connection?.id ?? 0);
    await response.read();
  }
  if (sockets.size > 2) throw new Error(`${sockets.size} sockets were opened.`);
}

async function bare(dispatcher: Pool, url: string): Promise<string> {
  return (await request(url, { dispatcher })).body.text();
}

function expectSame(found: readonly unknown[], wanted: readonly unknown[]): void {
  if (JSON.stringify(found) !== JSON.stringify(wanted))
    throw new Error(`${found.join()} is not ${wanted.join()}.`);
}

/** In a process of its own: the most MiB that were resident. */
async function spoolLarge(server: string, folder: string): Promise<void> {
  const store = createBodyStore({ folder, memoryLimit: 1024 * 1024, indexesLines: true });
  const session = new Session();
  const size = gibibytes * 1024 ** 3;
  const response = await session.get(`${server}/large/${size}`, { stream: true });
  const spool = store.createSpool();
  for await (const piece of response.iterContent(null)) await spool.append(piece);
  await spool.end(true);
  expectSame([spool.reader.length], [size]);
  await store.dispose();
  await session.close();
}

if (process.argv[1] === self) {
  const [what, server = '', folder = ''] = process.argv.slice(2);
  if (what === 'spool') await spoolLarge(server, folder);
  console.log(process.resourceUsage().maxRSS / 1024);
}
