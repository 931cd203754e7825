import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createDeletedCookies, undoTime } from '../../../src/extension/editor/sessions/deletedCookies.ts';
import { CookieJar } from '../../../src/extension/http/index.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function createWorld() {
  const jar = new CookieJar();
  const expires = new Date('2100-01-01T00:00:00Z');
  jar.set({ name: 'sid', value: '1', domain: 'a.test', httpOnly: true, expires });
  jar.set({ name: 'sub', value: '2', domain: '.a.test', path: '/x', sameSite: 'lax' });
  const deleted = createDeletedCookies();
  const counts: number[] = [];
  deleted.onDidChange(() => counts.push(deleted.count));
  return { jar, deleted, counts, before: jar.list(), rows: jar.list().map((cookie) => ({ jar, cookie })) };
}

describe('deleted cookies', () => {
  it('come back as they were', () => {
    const { jar, deleted, before, rows, counts } = createWorld();
    deleted.delete(rows);
    expect(jar.list()).toEqual([]);
    deleted.undo();
    expect(jar.list()).toEqual(before);
    expect(counts).toEqual([2, 0]);
  });

  it('are gone for good after a while, or when others are deleted', () => {
    const { jar, deleted, rows, counts } = createWorld();
    deleted.delete(rows.slice(0, 1));
    deleted.delete(rows.slice(1));
    deleted.undo();
    expect(jar.list().map(({ name }) => name)).toEqual(['sub']);
    deleted.delete(rows.slice(1));
    vi.advanceTimersByTime(undoTime);
    deleted.undo();
    expect(jar.list()).toEqual([]);
    expect(counts).toEqual([1, 1, 0, 1, 0, 0]);
  });

  it('do not replace what a server has set since', () => {
    const { jar, deleted, rows } = createWorld();
    deleted.delete(rows);
    jar.set({ name: 'sid', value: 'new', domain: 'a.test' });
    deleted.undo();
    expect(jar.list().map(({ name, value }) => `${name}=${value}`)).toEqual(['sid=new', 'sub=2']);
  });

  it('are none when nothing was selected', () => {
    const { deleted, counts } = createWorld();
    deleted.delete([]);
    expect(counts).toEqual([]);
  });
});
