/** Every call to the file system fails once while cookies and history are saved: the old is there or the new, never half. */
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CookieJar } from '../../src/extension/http/index.ts';
import {
  createSealer,
  createStorageKey,
  makePrivateFolder,
  openCookieStore,
  openDiskShelf,
  openHistory,
  sendExchange,
  type KeptExchange,
} from '../../src/extension/runner/index.ts';
import { startSandbox, type Sandbox } from '../sandbox/index.ts';
import { createBench, type Bench } from '../wire/runner/support.ts';
import { failEach, fileSystem } from './failNth.ts';

const sealer = createSealer(createStorageKey());
const later = new Date('2100-01-01');

let folder: string;
let broken: unknown[];
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'torture-'));
  broken = [];
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function emptyFolder(): Promise<void> {
  await rm(folder, { recursive: true });
  await makePrivateFolder(path.dirname(folder), path.basename(folder));
}

/** Half-written files of a process that is still there are its own business, unless removing them failed. */
async function leftovers(failedCall: string): Promise<readonly string[]> {
  const names = await readdir(folder);
  return failedCall === 'rm' ? [] : names.filter((name) => name.endsWith('.tmp'));
}

describe('cookies', () => {
  const open = async (jar: CookieJar) => {
    const store = await openCookieStore({
      folder,
      sealer,
      onBroken: (one) => broken.push(one),
      keepsSessionCookies: () => true,
    });
    await store.attach('default', jar);
    return store;
  };
  const set = (jar: CookieJar, name: string): unknown =>
    jar.set({ name, value: name, domain: 'a.test', expires: later });
  const names = async (): Promise<readonly string[]> => {
    const jar = new CookieJar();
    await (await open(jar)).close();
    return jar
      .list()
      .map(({ name }) => name)
      .sort();
  };

  it('are the old ones or the new ones after any failure, and are saved the next time', async () => {
    const failures = await failEach(await fileSystem(), async (failing) => {
      await emptyFolder();
      const jar = new CookieJar();
      const store = await open(jar);
      set(jar, 'old');
      await store.settle();
      await failing(async () => {
        set(jar, 'new');
        await store.settle();
      });
      return async ({ name }) => {
        expect([['old'], ['new', 'old']]).toContainEqual(await names());
        expect(jar.list()).toHaveLength(2);
        set(jar, 'next');
        await store.settle();
        expect(store.problem).toBeUndefined();
        await store.close();
        expect(await names()).toEqual(['new', 'next', 'old']);
        expect([broken, await leftovers(name)]).toEqual([[], []]);
      };
    });
    expect(failures.length).toBeGreaterThan(5);
    expect(new Set(failures.map(({ name }) => name))).toContain('rename');
  });
});

describe('the history', () => {
  let sandbox: Sandbox;
  let bench: Bench;
  beforeEach(async () => {
    sandbox = await startSandbox();
    bench = await createBench();
  });
  afterEach(async () => {
    await bench.close();
    await sandbox.close();
  });

  const open = async () =>
    openHistory({
      shelf: await openDiskShelf(folder, sealer, (one) => broken.push(one)),
      limits: () => ({ count: 500, days: 30, bodyBytes: 1e9 }),
    });

  async function sent(): Promise<KeptExchange> {
    const prepared = await bench.prepare(`GET ${sandbox.url}/bytes/5000?seed=1`);
    const exchange = await sendExchange(prepared, { bodies: bench.bodies }).finished;
    return {
      exchange,
      shownUrl: exchange.prepared.url,
      key: 'GET / #0',
      environment: undefined,
      original: exchange.prepared,
      off: [],
      secrets: [],
      limits: { connect: undefined, read: undefined },
      options: prepared.options,
    };
  }

  it('holds an exchange whole or not at all after any failure, and the others stay', async () => {
    const [old, fresh, next] = [await sent(), await sent(), await sent()];
    const failures = await failEach(await fileSystem(), async (failing) => {
      await emptyFolder();
      const history = await open();
      await history.keep(old, { withBody: true });
      await history.settle();
      await failing(async () => {
        await history.keep(fresh, { withBody: true }).catch(() => undefined);
        await history.settle().catch(() => undefined);
      });
      return async ({ name }) => {
        await history.keep(next, { withBody: true });
        await history.settle();
        history.dispose();
        const after = await open();
        const ids = after.list().map(({ id }) => id);
        expect(ids).toContain(old.exchange.id);
        expect(ids).toContain(next.exchange.id);
        for (const id of ids) {
          const kept = await after.open(id);
          const { body, lostBody } = kept?.exchange ?? {};
          // A body may be missing, and then that is said; it is never a part of itself.
          if (lostBody === undefined) expect(body?.sha256).toBe(fresh.exchange.body?.sha256);
        }
        after.dispose();
        expect([broken, await leftovers(name)]).toEqual([[], []]);
      };
    });
    expect(failures.length).toBeGreaterThan(5);
  });
});
