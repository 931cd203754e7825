import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  createBodyStore,
  createMemoryShelf,
  createSealer,
  createStorageKey,
  makePrivateFolder,
  openDiskShelf,
  openHistory,
  sendExchange,
  type BrokenFile,
  type Exchange,
  type History,
  type HistoryLimits,
  type KeptExchange,
  type PreparedExchange,
} from '../../../../src/extension/runner/index.ts';
import { startSandbox, type Sandbox } from '../../../sandbox/index.ts';
import { createBench, type Bench } from '../support.ts';

const key = createStorageKey();
const secret = 'hunter2-very-secret';

let sandbox: Sandbox;
let bench: Bench;
let folder: string;
let broken: BrokenFile[];
const opened: History[] = [];

beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());
beforeEach(async () => {
  bench = await createBench();
  broken = [];
  folder = await makePrivateFolder(bench.folder, 'history');
});
afterEach(async () => {
  for (const history of opened.splice(0)) history.dispose();
  await bench.close();
});

const wide: HistoryLimits = { count: 500, days: 30, bodyBytes: 1024 ** 3 };

async function open(limits: HistoryLimits = wide, sealingKey: Uint8Array = key): Promise<History> {
  const shelf = await openDiskShelf(folder, createSealer(sealingKey), (one) => broken.push(one));
  const history = await openHistory({ shelf, limits: () => limits });
  opened.push(history);
  return history;
}

function keptOf(exchange: Exchange, prepared: PreparedExchange): KeptExchange {
  return {
    exchange,
    shownUrl: exchange.prepared.url,
    key: 'GET / #0',
    environment: 'dev',
    original: exchange.prepared,
    off: [],
    secrets: [secret],
    limits: { connect: 1000, read: undefined },
    options: prepared.options,
  };
}

/** Sends the first request of a text and keeps what became of it. */
async function sendAndKeep(history: History, text: string): Promise<KeptExchange> {
  const prepared = await bench.prepare(text);
  const running = sendExchange(prepared, { bodies: bench.bodies });
  await history.keep(keptOf(running.exchange, prepared), { withBody: true });
  const kept = keptOf(await running.finished, prepared);
  await history.keep(kept, { withBody: true });
  return kept;
}

async function bodyOf({ exchange: { body } }: Pick<KeptExchange, 'exchange'>): Promise<Buffer> {
  return Buffer.from((await body?.read(0, body.length)) ?? []);
}

const post = (): string =>
  `# login\nPOST ${sandbox.url}/response-headers?Set-Cookie=sid%3D1\nAuthorization: Bearer ${secret}\nContent-Type: application/json\n\n{"p":"${secret}"}`;

describe('the history', () => {
  it('gives back request, response and body after a restart, byte for byte', async () => {
    const before = await sendAndKeep(await open(), post());
    const history = await open();
    expect(history.list()).toMatchObject([
      {
        id: before.exchange.id,
        method: 'POST',
        state: 'done',
        status: 200,
        body: 'kept',
        environment: 'dev',
      },
    ]);
    const after = await history.open(before.exchange.id);
    expect(after?.exchange.prepared.hash()).toBe(before.exchange.prepared.hash());
    expect(after?.exchange.prepared.origins).toEqual(before.exchange.prepared.origins);
    const [now, then] = [after?.exchange.response, before.exchange.response];
    expect([...now!.headers]).toEqual([...then!.headers]);
    expect(now!.timings).toEqual(then!.timings);
    expect(now!.connection).toEqual(then!.connection);
    expect(now!.cookies).toEqual(then!.cookies);
    expect(await bodyOf(after!)).toEqual(await bodyOf(before));
    expect(after?.exchange.body?.sha256).toBe(before.exchange.body?.sha256);
    expect(after?.options).toEqual(before.options);
  });

  it('keeps redirects, failures and cancelled exchanges', async () => {
    const first = await open();
    const redirected = await sendAndKeep(first, `GET ${sandbox.url}/redirect/2`);
    const failed = await sendAndKeep(first, 'GET http://127.0.0.1:1/');
    const history = await open();
    const hops = (await history.open(redirected.exchange.id))?.exchange.response?.history;
    expect(hops?.map(({ status }) => status)).toEqual([302, 302]);
    const error = (await history.open(failed.exchange.id))?.exchange.error;
    expect(error?.toJSON()).toEqual({ ...failed.exchange.error?.toJSON(), code: undefined });
    expect(error?.families).toEqual(failed.exchange.error?.families);
  });

  it('shows none of it to whoever reads the files', async () => {
    await sendAndKeep(await open(), post());
    for (const name of await readdir(folder)) {
      const raw = await readFile(path.join(folder, name));
      for (const form of [secret, Buffer.from(secret).toString('base64'), '127.0.0.1', 'Bearer'])
        expect(raw.includes(form)).toBe(false);
      expect((await stat(path.join(folder, name))).mode & 0o777).toBe(0o600);
    }
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
  });

  it('keeps a long body without holding it, and gives any part of it', async () => {
    const kept = await sendAndKeep(await open(), `GET ${sandbox.url}/stream-bytes/700000?seed=4`);
    const history = await open();
    const after = await history.open(kept.exchange.id);
    expect(after?.exchange.body?.length).toBe(700_000);
    const whole = await bodyOf(kept);
    expect(Buffer.from(await after!.exchange.body!.read(131_000, 200))).toEqual(
      whole.subarray(131_000, 131_200),
    );
  });

  it('gives back a compressed body as it came over the wire, too', async () => {
    const bodies = createBodyStore({ folder: bench.folder, keepsRaw: true });
    const prepared = await bench.prepare(`GET ${sandbox.url}/gzip`);
    const { id, body } = await sendExchange(prepared, { bodies }).finished.then(async (exchange) => {
      await (await open()).keep(keptOf(exchange, prepared), { withBody: true });
      return exchange;
    });
    const { body: after } = (await (await open()).open(id))!.exchange;
    expect(after?.length).toBe(body?.length);
    const raw = Buffer.from(await after!.raw!.read(0, after!.raw!.length));
    expect(raw.equals(await body!.raw!.read(0, body!.raw!.length))).toBe(true);
    expect(gunzipSync(raw).equals(await after!.read(0, after!.length))).toBe(true);
    const small = await open({ ...wide, bodyBytes: body!.length + body!.raw!.length - 1 });
    await small.remove([id]);
    await small.keep(keptOf({ ...(await bodyOnce()), id }, prepared), { withBody: true });
    expect((await small.open(id))?.exchange.body?.raw).toBeUndefined();
    expect((await small.open(id))?.exchange.body?.length).toBe(body?.length);
    await small.remove([id]);
    expect(await readdir(folder)).toEqual([]);
    await bodies.dispose();

    async function bodyOnce(): Promise<Exchange> {
      return sendExchange(prepared, { bodies }).finished;
    }
  });

  it('takes away the oldest body first, and says so', async () => {
    const limits = { ...wide, bodyBytes: 250_000 };
    const first = await open(limits);
    const ids: string[] = [];
    for (const seed of [1, 2, 3]) {
      const kept = await sendAndKeep(first, `GET ${sandbox.url}/bytes/100000?seed=${seed}`);
      ids.push(kept.exchange.id);
    }
    const states = new Map(first.list().map(({ id, body }) => [id, body]));
    expect(ids.map((id) => states.get(id))).toEqual(['evicted', 'kept', 'kept']);
    const after = await (await open(limits)).open(ids[0]!);
    expect(after?.exchange.body).toBeUndefined();
    expect(after?.exchange.lostBody).toBe(100_000);
    expect(after?.exchange.response?.status).toBe(200);
  });

  it('keeps no body when it is not to, and forgets the oldest beyond its limit unless pinned', async () => {
    const history = await open({ ...wide, count: 2 });
    const prepared = await bench.prepare(`GET ${sandbox.url}/get`);
    const exchange = await sendExchange(prepared, { bodies: bench.bodies }).finished;
    const keep = async (id: string, startedAt: number): Promise<void> =>
      history.keep(keptOf({ ...exchange, id, startedAt: exchange.startedAt! + startedAt }, prepared), {
        withBody: false,
      });
    await keep('a', 1);
    await history.pin('a', true);
    for (const [index, id] of ['b', 'c', 'd'].entries()) await keep(id, index + 2);
    expect(history.list().map(({ id, pinned }) => [id, pinned])).toEqual([
      ['d', false],
      ['c', false],
      ['a', true],
    ]);
    expect((await readdir(folder)).filter((name) => name.endsWith('.body'))).toEqual([]);
    expect((await history.open('d'))?.exchange.lostBody).toBe(exchange.body?.length);
  });

  it('is followed by another window within a second, in what comes, is pinned and goes', async () => {
    const [one, other] = [await open(), await open()];
    const kept = await sendAndKeep(one, `GET ${sandbox.url}/get`);
    const { id } = kept.exchange;
    const seen = () => other.list().map(({ state, pinned }) => [state, pinned]);
    await vi.waitFor(() => expect(seen()).toEqual([['done', false]]));
    await other.pin(id, true);
    await vi.waitFor(() => expect(one.list()[0]?.pinned).toBe(true));
    await other.remove([id]);
    await vi.waitFor(() => expect(one.list()).toEqual([]));
    expect(await readdir(folder)).toEqual([]);
  });

  it('loses nothing when two processes write at the same time', async () => {
    const child = path.join(import.meta.dirname, 'keepMany.ts');
    const hex = Buffer.from(key).toString('hex');
    const processes = ['one', 'two'].map((name) =>
      spawn(process.execPath, [child, folder, hex, name, '40'], { stdio: 'inherit' }),
    );
    expect(await Promise.all(processes.map(async (one) => (await once(one, 'exit'))[0] as number))).toEqual([
      0, 0,
    ]);
    expect((await open()).list()).toHaveLength(80);
    expect(broken).toEqual([]);
  });

  it('shows what ran when its process was killed as interrupted, and nothing torn', async () => {
    const child = path.join(import.meta.dirname, 'keepMany.ts');
    const hex = Buffer.from(key).toString('hex');
    const running = spawn(process.execPath, [child, folder, hex, 'killed', 'forever'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(running.stdout, 'data');
    running.kill('SIGKILL');
    await once(running, 'exit');
    const history = await open();
    expect(broken).toEqual([]);
    const [last] = history.list().filter(({ state }) => state === 'interrupted');
    expect(last?.id).toMatch(/^killed-running/);
    expect((await history.open(last!.id))?.exchange.state).toBe('interrupted');
  });

  it('sets a broken record aside, once, and keeps the rest', async () => {
    const first = await open();
    const [bad, good] = [
      await sendAndKeep(first, `GET ${sandbox.url}/get?bad`),
      await sendAndKeep(first, `GET ${sandbox.url}/get?good`),
    ];
    first.dispose();
    await writeFile(path.join(folder, `${bad.exchange.id}.exchange`), 'garbage');
    const history = await open();
    expect(history.list().map(({ id }) => id)).toEqual([good.exchange.id]);
    expect(broken).toMatchObject([{ fault: 'foreign', keptAt: expect.stringContaining('.corrupt-') }]);
    await open();
    expect(broken).toHaveLength(1);
  });

  it('treats a body that was changed as gone', async () => {
    const kept = await sendAndKeep(await open(), `GET ${sandbox.url}/get`);
    await writeFile(path.join(folder, `${kept.exchange.id}.body`), 'garbage');
    const after = await (await open()).open(kept.exchange.id);
    expect(after?.exchange.lostBody).toBe(kept.exchange.body?.length);
    expect(broken).toMatchObject([{ fault: 'foreign' }]);
  });

  it('says so when it cannot write, and goes on for this window', async () => {
    const history = await open();
    await rm(folder, { recursive: true });
    await writeFile(folder, 'a file in the way');
    const prepared = await bench.prepare(`GET ${sandbox.url}/get`);
    await history.keep(keptOf(prepared.exchange, prepared), { withBody: true });
    expect(history.problem).toBe('unwritable');
  });

  it('leaves what another key has sealed for who has that key', async () => {
    const theirs = await sendAndKeep(await open(), post());
    const history = await open(wide, createStorageKey());
    expect(history.list()).toEqual([]);
    expect(broken).toMatchObject([{ fault: 'key', keptAt: undefined }]);
    const ours = await sendAndKeep(history, post());
    expect(history.list().map(({ id }) => id)).toEqual([ours.exchange.id]);
    expect((await open()).list().map(({ id }) => id)).toContain(theirs.exchange.id);
  });

  it('lives in memory where there is no key', async () => {
    const history = await openHistory({ shelf: createMemoryShelf(), limits: () => wide });
    const kept = await sendAndKeep(history, `GET ${sandbox.url}/get`);
    expect(history.lasting).toBe(false);
    const after = await history.open(kept.exchange.id);
    expect(await bodyOf(after!)).toEqual(await bodyOf(kept));
    expect(await readdir(folder)).toEqual([]);
    await history.remove([kept.exchange.id]);
    expect(history.list()).toEqual([]);
  });

  it('names a request body that is too long for it, and does not send another in its place', async () => {
    const prepared = await bench.prepare(`POST ${sandbox.url}/post\n\nx`);
    const long = prepared.exchange.prepared.with({ body: 'x'.repeat(9_000_000) });
    const history = await open();
    await history.keep(keptOf({ ...prepared.exchange, prepared: long }, prepared), { withBody: true });
    const after = await history.open(prepared.exchange.id);
    expect(after?.exchange.prepared.body).toMatchObject({ description: '9000000 bytes', length: 9_000_000 });
    const again = { ...prepared, exchange: after!.exchange };
    const sent = await sendExchange(again, { bodies: bench.bodies }).finished;
    expect(sent).toMatchObject({ state: 'failed', error: { name: 'InvalidRequest' } });
  });

  it('keeps a draft with what was edited', async () => {
    const prepared = await bench.prepare(`GET ${sandbox.url}/get\nX-A: 1`);
    const edited = prepared.exchange.prepared.with({ headers: { 'X-A': '2', 'Content-Length': '9' } });
    const kept = keptOf({ ...prepared.exchange, prepared: edited }, prepared);
    await (
      await open()
    ).keep(
      { ...kept, original: prepared.exchange.prepared, off: [{ index: 3, name: 'X-B', value: 'b' }] },
      { withBody: true },
    );
    const history = await open();
    expect(history.list()).toMatchObject([{ state: 'idle', edited: true }]);
    const after = await history.open(prepared.exchange.id);
    expect(after?.exchange.prepared.headers.get('X-A')).toBe('2');
    expect(after?.exchange.prepared.wireHead.headers.at(-1)).toEqual(['content-length', '9']);
    expect(after?.original.headers.get('X-A')).toBe('1');
    expect(after?.off).toEqual([{ index: 3, name: 'X-B', value: 'b' }]);
  });
});
