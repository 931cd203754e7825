/**
 * A session with 3,000 cookies on disk: how long it takes until one that was set is in the sealed file, until a window
 * has all of them, and until the sidebar knows which row to draw anew; beside it, a bare durable replacement of a file of
 * that size. `node test/bench/cookies.ts` runs it alone.
 */
import { open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { NamedSession } from '../../src/extension/editor/sessions/sessions.ts';
import {
  childrenOf,
  cookieLooks,
  nodeId,
  type SessionNode,
} from '../../src/extension/editor/views/sessionNodes.ts';
import { createShownRows } from '../../src/extension/editor/views/shownRows.ts';
import { CookieJar, Session } from '../../src/extension/http/index.ts';
import { createSealer, createStorageKey, openCookieStore } from '../../src/extension/runner/index.ts';
import type { CookieStore } from '../../src/extension/runner/index.ts';
import { temporaryFolder } from '../host/folders.ts';

const count = 3000;
const expires = new Date('2100-01-01');

export async function printCookieTimes(): Promise<void> {
  const folder = await temporaryFolder('cookies');
  try {
    const sealer = createSealer(createStorageKey());
    const openStore = (): Promise<CookieStore> =>
      openCookieStore({
        folder,
        sealer,
        onBroken: ({ path }) => console.log(`broken: ${path}`),
        keepsSessionCookies: () => true,
      });
    const store = await openStore();
    const jar = new CookieJar();
    await store.attach('default', jar);
    for (let number = 0; number < count; number++) set(jar, number, 'first');
    await store.settle();

    const saves = await times(300, async (round) => {
      set(jar, (round * 37) % count, `round ${round}`);
      await store.settle();
    });
    const bytes = Buffer.from(JSON.stringify(jar.toJSON()));
    const bare = await times(300, () => replace(join(folder, 'bare'), bytes));
    await store.close();
    const loads = await times(30, async () => {
      const other = await openStore();
      await other.attach('default', new CookieJar());
      await other.close();
    });
    const rows = await rowTimes(jar);
    console.log(`\nA session with ${count} cookies, ${Math.round(bytes.length / 1024)} KiB of JSON`);
    print('one is set and saved', saves, 10);
    print('a bare write, fsync and rename of as many bytes', bare);
    print('a window opens, reads all and closes', loads, 50);
    print('the sidebar finds the row of a cookie that was set', rows, 50);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The budget is that of anything in the host's loop. */
function rowTimes(jar: CookieJar): Promise<Times> {
  const session = new Session();
  session.cookies.merge({ put: jar.list(), removed: [] });
  const owners: NamedSession[] = [{ id: 'default', name: 'default', folder: undefined, session }];
  const rows = createShownRows<SessionNode>({
    idOf: nodeId,
    childrenOf: (node) => childrenOf(node, { list: () => owners }, () => []),
    looksOf: (node) => (node.kind === 'cookie' ? cookieLooks(node.cookie, Date.now()) : []),
  });
  const showAll = (node?: SessionNode): void => {
    for (const row of rows.show(node)) showAll(row);
  };
  showAll();
  return times(100, (round) => {
    set(session.cookies, (round * 37) % count, `row ${round}`);
    if (rows.changed().length !== 1) throw new Error('One row has changed.');
    return Promise.resolve();
  });
}

function set(jar: CookieJar, number: number, value: string): void {
  const domain = `host${Math.floor(number / 100)}.example.com`;
  jar.set({ name: `cookie${number}`, value: value.padEnd(60, 'x'), domain, expires, httpOnly: true });
}

interface Times {
  /** Milliseconds of each round, shortest first. */
  readonly taken: readonly number[];
  /** Milliseconds that a processor worked for it, which other programs on the machine do not change much. */
  readonly worked: readonly number[];
}

/** The first five rounds warm up. */
async function times(rounds: number, run: (round: number) => Promise<void>): Promise<Times> {
  const taken: number[] = [];
  const worked: number[] = [];
  for (let round = -5; round < rounds; round++) {
    const before = process.cpuUsage();
    const started = performance.now();
    await run(round + 5);
    const { user, system } = process.cpuUsage(before);
    if (round < 0) continue;
    taken.push(performance.now() - started);
    worked.push((user + system) / 1000);
  }
  return { taken: taken.sort(ascending), worked: worked.sort(ascending) };
}

function ascending(one: number, other: number): number {
  return one - other;
}

async function replace(file: string, bytes: Uint8Array): Promise<void> {
  const handle = await open(`${file}.tmp`, 'w', 0o600);
  await handle.writeFile(bytes);
  await handle.sync();
  await handle.close();
  await rename(`${file}.tmp`, file);
  const folder = await open(join(file, '..'), 'r');
  await folder.sync();
  await folder.close();
}

function print(name: string, { taken, worked }: Times, target = Infinity): void {
  const figures = [at(taken, 0.5), at(taken, 0.99), at(taken, 1)].map((value) =>
    value.toFixed(1).padStart(7),
  );
  const work = `${at(worked, 0.99).toFixed(1)} ms of work`;
  const own = at(worked, 0.99) <= target ? 'within, on a machine of our own,' : 'OVER';
  const verdict = at(taken, 0.99) <= target ? 'within' : own;
  const wanted = target === Infinity ? '' : `; ${verdict} ${target} ms`;
  console.log(`${figures.join('')} ms  ${name} (50 %, 99 %: ${work}, worst${wanted})`);
}

function at(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await printCookieTimes();
