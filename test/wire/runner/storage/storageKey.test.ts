import { describe, expect, it } from 'vitest';
import { obtainStorageKey, type KeyStore } from '../../../../src/extension/runner/storage/index.ts';
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
      keys.push(await obtainStorageKey(memoryStore(), folder.path, () => time));
    }
    expect(keys.map((key) => key !== undefined)).toEqual([true, true, true, false]);
    time += 25 * 60 * 60 * 1000;
    const store = memoryStore();
    const key = await obtainStorageKey(store, folder.path, () => time);
    expect(key).toBeDefined();
    expect(await obtainStorageKey(store, folder.path, () => time)).toEqual(key);
    expect(await obtainStorageKey(memoryStore(), folder.path, () => time)).toBeDefined();
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
