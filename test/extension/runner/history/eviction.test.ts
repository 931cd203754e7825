import { describe, expect, it } from 'vitest';
import { evictionsFrom } from '../../../../src/extension/runner/history/eviction.ts';
import type { HistoryRow } from '../../../../src/extension/runner/index.ts';

const day = 24 * 60 * 60 * 1000;
const now = 100 * day;

function row(id: string, changes: Partial<HistoryRow> = {}): HistoryRow {
  return {
    id,
    file: 'file:///a.http',
    key: 'GET / #0',
    title: undefined,
    method: 'GET',
    url: 'http://api.test/',
    session: 'default',
    environment: undefined,
    state: 'done',
    status: 200,
    error: undefined,
    at: now,
    duration: 1,
    size: 1,
    edited: false,
    body: 'kept',
    pinned: false,
    ...changes,
  };
}

const limits = { count: 100, days: 30, bodyBytes: 1000 };

describe('what leaves the history', () => {
  it('is the oldest beyond the number that is kept', () => {
    const rows = ['new', 'mid', 'old'].map((id) => row(id));
    expect(evictionsFrom(rows, () => 0, { limits: { ...limits, count: 2 }, now }).rows).toEqual(['old']);
  });

  it('is what is older than the days that are kept', () => {
    const rows = [row('new', { at: now - 29 * day }), row('old', { at: now - 31 * day })];
    expect(evictionsFrom(rows, () => 0, { limits, now }).rows).toEqual(['old']);
  });

  it('is never pinned and never running, and neither counts', () => {
    const rows = [
      row('pinned', { pinned: true, at: 0 }),
      row('running', { state: 'running', at: 0 }),
      row('one'),
      row('two'),
    ];
    expect(evictionsFrom(rows, () => 0, { limits: { ...limits, count: 1 }, now }).rows).toEqual(['two']);
  });

  it('is every draft that says no more than the file but the last twenty', () => {
    const drafts = Array.from({ length: 22 }, (_, count) => row(`draft${count}`, { state: 'idle' }));
    const rows = [row('edited', { state: 'idle', edited: true }), ...drafts];
    expect(evictionsFrom(rows, () => 0, { limits, now }).rows).toEqual(['draft20', 'draft21']);
  });

  it('is the oldest body first, and its exchange stays', () => {
    const rows = ['new', 'mid', 'old'].map((id) => row(id));
    const evicted = evictionsFrom(rows, () => 400, { limits, now });
    expect(evicted).toEqual({ rows: [], bodies: ['old'] });
  });

  it('is a body too large for all of the room rather than the others', () => {
    const rows = [row('small'), row('huge'), row('older')];
    const sizes: Readonly<Record<string, number>> = { small: 10, huge: 5000, older: 900 };
    expect(evictionsFrom(rows, (id) => sizes[id] ?? 0, { limits, now }).bodies).toEqual(['huge']);
  });
});
