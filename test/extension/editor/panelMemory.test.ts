import { describe, expect, it } from 'vitest';
import { createPanelMemory } from '../../../src/extension/editor/panel/panelMemory.ts';

/** A workspace's store, which outlives the memory as it outlives a window. */
function createStore() {
  const values = new Map<string, unknown>();
  return {
    values,
    get: (key: string) => values.get(key),
    update: (key: string, value: unknown) => Promise.resolve(void values.set(key, value)),
  };
}

const [a, b] = ['file:///a.http', 'file:///b.http'] as const;
const none = () => false;

describe('the memory of panels', () => {
  it('leads from a page to its file in the next window, also by an exchange of before', () => {
    const store = createStore();
    const memory = createPanelMemory(store);
    memory.remember(a, 'one');
    memory.remember(b, 'two');
    memory.remember(a, 'three');
    const next = createPanelMemory(store);
    expect(next.fileOf({ exchangeId: 'three', tab: 'request' }, none)).toBe(a);
    expect(next.fileOf({ exchangeId: 'one' }, none)).toBe(a);
    expect(next.fileOf({ exchangeId: 'two' }, none)).toBe(b);
  });

  it('gives a page that nobody knows to the only file whose panel is missing', () => {
    const memory = createPanelMemory(createStore());
    memory.remember(a, 'one');
    memory.remember(b, 'two');
    for (const state of [undefined, null, 'x', {}, { exchangeId: 1 }, { exchangeId: 'new' }]) {
      expect(memory.fileOf(state, none)).toBeUndefined();
      expect(memory.fileOf(state, (file) => file === b)).toBe(a);
    }
  });

  it('gives no file a second panel', () => {
    const memory = createPanelMemory(createStore());
    memory.remember(a, 'one');
    expect(memory.fileOf({ exchangeId: 'one' }, () => true)).toBeUndefined();
  });

  it('forgets the file of a closed panel, and leaves nothing behind', () => {
    const store = createStore();
    const memory = createPanelMemory(store);
    memory.remember(a, 'one');
    memory.forget(a);
    expect(memory.fileOf({ exchangeId: 'one' }, none)).toBeUndefined();
    expect([...store.values.values()]).toEqual([undefined]);
  });

  it('keeps a few ids for each file, the newest', () => {
    const memory = createPanelMemory(createStore());
    for (let id = 0; id < 30; id += 1) memory.remember(a, String(id));
    memory.remember(b, 'two');
    expect(memory.fileOf({ exchangeId: '29' }, none)).toBe(a);
    expect(memory.fileOf({ exchangeId: '3' }, none)).toBeUndefined();
  });
});
