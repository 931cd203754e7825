import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import {
  createKeySharing,
  createStorageKey,
  makePrivateFolder,
  obtainStorageKey,
  type KeySharing,
  type KeyStore,
} from '../../../../src/extension/runner/storage/index.ts';
import { namesIn, testFolder } from './folder.ts';

const folder = testFolder();

function memoryStore(): KeyStore {
  let kept: string | undefined;
  return {
    get: () => Promise.resolve(kept),
    set: (text) => {
      kept = text;
      return Promise.resolve();
    },
  };
}

describe('the key for what is on disk', () => {
  it('is made once and the same ever after', async () => {
    const store = memoryStore();
    const first = await obtainStorageKey(store, folder.path);
    expect(first?.byteLength).toBe(32);
    expect(await obtainStorageKey(store, folder.path)).toEqual(first);
    expect(await namesIn(folder.path)).toEqual(['key.json']);
  });

  it('is one for windows that open at the same time', async () => {
    const store = memoryStore();
    const keys = await Promise.all([1, 2, 3].map(() => obtainStorageKey(store, folder.path)));
    expect(new Set(keys.map((key) => Buffer.from(key!).toString('hex'))).size).toBe(1);
  });

  it('is made anew when it was lost, and is none when the store keeps forgetting, for a day', async () => {
    let time = 1000;
    const keys: (Uint8Array | undefined)[] = [];
    for (let start = 0; start < 4; start++) {
      keys.push(await obtainStorageKey(memoryStore(), folder.path, { now: () => time }));
    }
    expect(keys.map((key) => key !== undefined)).toEqual([true, true, true, false]);
    time += 25 * 60 * 60 * 1000;
    const store = memoryStore();
    const key = await obtainStorageKey(store, folder.path, { now: () => time });
    expect(key).toBeDefined();
    expect(await obtainStorageKey(store, folder.path, { now: () => time })).toEqual(key);
    expect(await obtainStorageKey(memoryStore(), folder.path, { now: () => time })).toBeDefined();
  });

  it('is none where there is no store', async () => {
    const refusing: KeyStore = {
      get: () => Promise.reject(new Error('no keyring')),
      set: () => Promise.reject(new Error('no keyring')),
    };
    expect(await obtainStorageKey(refusing, folder.path)).toBeUndefined();
    const forgetting: KeyStore = { get: () => Promise.resolve(undefined), set: () => Promise.resolve() };
    expect(await obtainStorageKey(forgetting, folder.path)).toBeUndefined();
  });
});

describe('windows whose key stores do not hear of each other', () => {
  const open: KeySharing[] = [];
  afterEach(async () => {
    await Promise.all(open.splice(0).map((sharing) => sharing.close()));
  });

  async function sharingIn(patience?: number): Promise<KeySharing> {
    const sharing = createKeySharing(await makePrivateFolder(folder.path, 'windows'), patience);
    open.push(sharing);
    return sharing;
  }

  async function openWindow(store: KeyStore): Promise<Uint8Array | undefined> {
    return obtainStorageKey(store, folder.path, { sharing: await sharingIn() });
  }

  it('have one key all the same, also when they open in the same moment', async () => {
    const stores = [memoryStore(), memoryStore(), memoryStore()];
    const keys = await Promise.all(stores.map(openWindow));
    expect(keys[0]?.byteLength).toBe(32);
    expect(new Set(keys.map((key) => Buffer.from(key!).toString('hex'))).size).toBe(1);
    const kept = await Promise.all(stores.map((store) => store.get()));
    expect(new Set(kept).size).toBe(1);
    const trace = await readFile(path.join(folder.path, 'key.json'), 'utf8');
    expect(JSON.parse(trace)).toMatchObject({ losses: 0 });
  });

  it('hand it over in files that are gone afterwards', async () => {
    await openWindow(memoryStore());
    await openWindow(memoryStore());
    const left = await readdir(path.join(folder.path, 'windows'));
    expect(left.filter((name) => !name.endsWith('.window'))).toEqual([]);
  });

  it('do not wait for one that is closed', async () => {
    const first = await openWindow(memoryStore());
    await open[0]!.close();
    expect(await openWindow(memoryStore())).not.toEqual(first);
  });

  it('go on with a key of their own when nobody answers', async () => {
    const first = await openWindow(memoryStore());
    const trace = path.join(folder.path, 'key.json');
    await writeFile(trace, JSON.stringify({ id: '0011223344556677', losses: 0, at: 0 }));
    const sharing = await sharingIn(50);
    const second = await obtainStorageKey(memoryStore(), folder.path, { sharing });
    expect(second?.byteLength).toBe(32);
    expect(second).not.toEqual(first);
  });

  it('answer questions for their own key alone, and survive what is no question', async () => {
    const key = createStorageKey();
    await (await sharingIn()).offer(key);
    const windows = path.join(folder.path, 'windows');
    await writeFile(path.join(windows, 'a.ask'), 'not JSON');
    await writeFile(path.join(windows, 'b.ask'), JSON.stringify({ id: 'other', from: 'nobody' }));
    expect(await (await sharingIn(300)).ask('0011223344556677')).toBeUndefined();
    expect((await readdir(windows)).filter((name) => name.endsWith('.answer'))).toEqual([]);
  });
});
