import { describe, expect, it } from 'vitest';
import { meetsFilter } from '../../../src/extension/editor/history/historyFilter.ts';
import {
  groupRows,
  rowDescription,
  rowFacts,
  rowIcon,
  rowLabel,
  rowSpeech,
} from '../../../src/extension/editor/history/historyRows.ts';
import type { HistoryRow } from '../../../src/extension/runner/index.ts';
import { english as t } from './localize.ts';

const now = new Date(2026, 10, 23, 10, 42).getTime();
const context = { now, locale: 'en-GB', t };

function row(changes: Partial<HistoryRow> = {}): HistoryRow {
  return {
    id: 'one',
    file: 'file:///project/login.http',
    key: 'name login #0',
    title: 'Log in',
    method: 'POST',
    url: 'http://api.test/login?x=1',
    session: 'admin',
    environment: 'dev',
    state: 'done',
    status: 200,
    error: undefined,
    at: now,
    duration: 84,
    size: 1200,
    edited: false,
    body: 'kept',
    pinned: false,
    ...changes,
  };
}

const failed = { state: 'failed', status: undefined, size: undefined, error: 'TlsUntrusted' } as const;
const draft = { state: 'idle', status: undefined, duration: undefined, size: undefined } as const;

describe('groups of the history', () => {
  it('follow the calendar, and pinned ones stand by themselves', () => {
    const at = (day: number, hour: number): number => new Date(2026, 10, day, hour).getTime();
    const rows = [
      row({ id: 'now' }),
      row({ id: 'midnight', at: at(23, 0) }),
      row({ id: 'late', at: at(22, 23) }),
      row({ id: 'week', at: at(17, 1) }),
      row({ id: 'pin', pinned: true }),
      row({ id: 'old', at: at(16, 23) }),
    ];
    expect(groupRows(rows, now).map((group) => [group.id, group.rows.map(({ id }) => id)])).toEqual([
      ['today', ['now', 'midnight']],
      ['yesterday', ['late']],
      ['week', ['week']],
      ['older', ['old']],
      ['pinned', ['pin']],
    ]);
  });

  it('are none without rows', () => {
    expect(groupRows([], now)).toEqual([]);
  });
});

describe('a row of the history', () => {
  it('says the outcome, the request, how long, how much and when', () => {
    expect(rowLabel(row(), t)).toBe('200 POST /login');
    expect(rowDescription(row(), context)).toBe('84 ms · 1.2 KB · 10:42');
    expect(rowDescription(row({ at: new Date(2026, 10, 2, 9, 5).getTime() }), context)).toMatch(
      /2 Nov.*9:05$/,
    );
  });

  it('names what went wrong', () => {
    expect(rowLabel(row(failed), t)).toBe('TlsUntrusted POST /login');
    expect(rowLabel(row({ state: 'cancelled' }), t)).toBe('Cancelled POST /login');
    expect(rowLabel(row({ state: 'interrupted' }), t)).toBe('Interrupted POST /login');
  });

  it('says that a draft was not sent', () => {
    expect(rowLabel(row(draft), t)).toBe('POST /login');
    expect(rowDescription(row(draft), context)).toBe('prepared, not sent · 10:42');
  });

  it('has a shape for each outcome, so that colour is not needed', () => {
    const icons = [
      row(),
      row({ status: 302 }),
      row({ status: 404 }),
      row({ status: 503 }),
      row({ state: 'cancelled' }),
      row({ state: 'interrupted' }),
      row(draft),
      row({ state: 'running' }),
    ].map((one) => rowIcon(one).name);
    expect(new Set(icons).size).toBe(icons.length);
    expect(rowIcon(row(failed))).toEqual(rowIcon(row({ status: 500 })));
  });

  it('is read as words', () => {
    expect(rowSpeech(row({ pinned: true }), context)).toBe(
      'POST /login, Log in, 200, 84 ms, 1.2 KB, 10:42, pinned',
    );
    expect(rowSpeech(row({ ...draft, title: undefined }), context)).toBe(
      'POST /login, prepared, not sent, 10:42',
    );
  });

  it('tells the rest where there is room', () => {
    const facts = new Map(rowFacts(row({ edited: true, body: 'evicted' }), context));
    expect([...facts.keys()]).toEqual(['URL', 'Session', 'Environment', 'Sent', 'Edited', 'Body']);
    expect(facts.get('URL')).toBe('http://api.test/login?x=1');
  });
});

describe('the filter of the history', () => {
  const cases: readonly (readonly [string, Partial<HistoryRow>, boolean])[] = [
    ['', {}, true],
    ['login', {}, true],
    ['LOG in', {}, true],
    ['logout', {}, false],
    ['status:2xx', {}, true],
    ['status:200', {}, true],
    ['status:5xx', {}, false],
    ['status:failed', failed, true],
    ['status:4xx', failed, false],
    ['tlsuntrusted', failed, true],
    ['method:post session:admin env:dev', {}, true],
    ['method:post session:guest', {}, false],
    ['file:login.http', {}, true],
    ['is:pinned', {}, false],
    ['is:pinned', { pinned: true }, true],
    ['is:edited', { edited: true }, true],
    ['is:draft', draft, true],
    ['http://api.test', {}, true],
    ['status:', {}, true],
  ];
  for (const [filter, changes, isMet] of cases) {
    it(`"${filter}" ${isMet ? 'shows' : 'hides'} ${JSON.stringify(changes)}`, () => {
      expect(meetsFilter(row(changes), filter)).toBe(isMet);
    });
  }
});
