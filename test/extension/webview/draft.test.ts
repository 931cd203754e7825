import { describe, expect, it } from 'vitest';
import {
  addRow,
  answerDraft,
  editOf,
  editShownUrl,
  moveRow,
  placeRow,
  removeRow,
  rowsText,
  setBody,
  setLock,
  setMethod,
  setRow,
  setRowsText,
  setUrl,
  startDraft,
  type Draft,
} from '../../../src/extension/webview/ui/request/draft.ts';
import { prepared, row } from './snapshots.ts';

const names = (draft: Draft): string => draft.rows.map((one) => one.name || '…').join(' ');
const idOf = (draft: Draft, name: string): number => draft.rows.find((one) => one.name === name)!.id;

describe('an edit', () => {
  it('is empty while nothing was touched', () => {
    expect(editOf(startDraft(prepared))).toEqual({});
  });

  it('names only the parts that were touched', () => {
    const draft = setUrl(setMethod(startDraft(prepared), 'PUT'), 'http://example.com/x');
    expect(editOf(draft)).toEqual({ method: 'PUT', url: 'http://example.com/x' });
  });

  it('of a masked URL changes what is shown of it and keeps what is not', () => {
    const maskedUrl = ['http://a.test/?t=', 'p%20q', '&x=1'];
    const masked = startDraft({ ...prepared, url: maskedUrl.join(''), maskedUrl });
    const shown = 'http://a.test/?t=••••••&x=12';
    const draft = editShownUrl(masked, shown, shown.length);
    expect(editOf(draft)).toEqual({ url: 'http://a.test/?t=p%20q&x=12' });
    expect(setUrl(draft, 'http://b.test/').maskedUrl).toBeUndefined();
  });

  it('carries the body exactly as it was typed', () => {
    expect(editOf(setBody(startDraft(prepared), '{"a":"é😀"}\r\n'))).toEqual({ body: '{"a":"é😀"}\r\n' });
  });

  it('lists all rows in order when one of them changed, those that are off included', () => {
    const draft = startDraft(prepared);
    expect(editOf(setRow(draft, idOf(draft, 'Accept'), { enabled: false })).headers).toEqual([
      { name: 'host', value: 'example.com', enabled: true },
      { name: 'Accept', value: '*/*', enabled: false },
      { name: 'X-A', value: '1', enabled: true },
      { name: 'X-B', value: '2', enabled: true },
      { name: 'Content-Length', value: '2', enabled: true },
    ]);
  });
});

describe('header rows as text', () => {
  const secret = {
    ...prepared,
    headers: prepared.headers.map((one) => (one.name === 'X-A' ? { ...one, secret: true } : one)),
  };

  it('are the free rows, and the same rows again', () => {
    const draft = setRow(startDraft(prepared), idOf(startDraft(prepared), 'X-A'), { enabled: false });
    expect(rowsText(draft)).toBe('Accept: */*\n# X-A: 1\nX-B: 2');
    expect(setRowsText(draft, rowsText(draft)).rows).toEqual(draft.rows);
  });

  it('do not show what is secret, and keep it', () => {
    const draft = startDraft(secret);
    expect(rowsText(draft)).toContain('X-A: ••••••');
    expect(setRowsText(draft, rowsText(draft)).rows).toEqual(draft.rows);
  });

  it('take new lines and leave out what is not a header', () => {
    const draft = setRowsText(startDraft(prepared), 'X-B: 3\nnothing\n\nX-C : c: d\n#Accept: a');
    expect(names(draft)).toBe('host X-B X-C Accept Content-Length');
    expect(draft.rows.map(({ value, enabled }) => `${value}${enabled ? '' : ' off'}`)).toEqual([
      'example.com',
      '3',
      'c: d',
      'a off',
      '2',
    ]);
  });
});

describe('a row that follows from the rest', () => {
  it('is told as unlocked, and no more when it is locked again', () => {
    const draft = startDraft(prepared);
    const id = idOf(draft, 'host');
    const unlocked = setLock(draft, id, true, '');
    expect(editOf(unlocked).headers?.[0]).toEqual({
      name: 'host',
      value: 'example.com',
      enabled: true,
      unlocked: true,
    });
    expect(editOf(setLock(unlocked, id, false, 'why')).headers?.[0]).not.toHaveProperty('unlocked');
  });
});

describe('header rows', () => {
  it('are put where another free row stands', () => {
    const draft = startDraft(prepared);
    expect(names(placeRow(draft, idOf(draft, 'Accept'), 3))).toBe('host X-A X-B Accept Content-Length');
    expect(placeRow(draft, idOf(draft, 'Accept'), 0)).toBe(draft);
    expect(placeRow(draft, idOf(draft, 'host'), 2)).toBe(draft);
  });

  it('are added before the locked rows of the end, and say nothing until they have a name', () => {
    const draft = addRow(startDraft(prepared));
    expect(names(draft)).toBe('host Accept X-A X-B … Content-Length');
    expect(editOf(draft)).toEqual({});
    const named = setRow(draft, draft.rows[4]!.id, { name: 'X-T' });
    expect(editOf(named).headers?.map(({ name }) => name)).toContain('X-T');
  });

  it('move past each other', () => {
    const draft = startDraft(prepared);
    expect(names(moveRow(draft, idOf(draft, 'X-B'), -1))).toBe('host Accept X-B X-A Content-Length');
    expect(names(moveRow(draft, idOf(draft, 'Accept'), 1))).toBe('host X-A Accept X-B Content-Length');
  });

  it('do not move past the ends, nor change places with a locked row', () => {
    const draft = startDraft(prepared);
    expect(moveRow(draft, idOf(draft, 'Accept'), -1)).toBe(draft);
    expect(moveRow(draft, idOf(draft, 'X-B'), 1)).toBe(draft);
    expect(moveRow(draft, idOf(draft, 'host'), 1)).toBe(draft);
  });

  it('can be removed', () => {
    const draft = startDraft(prepared);
    expect(names(removeRow(draft, idOf(draft, 'X-A')))).toBe('host Accept X-B Content-Length');
  });
});

describe("the host's answer", () => {
  const answer = {
    ...prepared,
    headers: [...prepared.headers.slice(0, 4), row('Content-Type', 'application/json'), prepared.headers[4]!],
    edited: ['body'] as const,
  };

  it('replaces the computed parts and clears what was touched', () => {
    const draft = setBody(startDraft(prepared), '{"a":1}');
    const next = answerDraft(draft, answer, draft.revision);
    expect(names(next)).toBe('host Accept X-A X-B Content-Type Content-Length');
    expect([editOf(next), next.body, next.prepared.edited]).toEqual([{}, '{"a":1}', ['body']]);
  });

  it('is ignored when the user has changed something since', () => {
    const asked = setMethod(startDraft(prepared), 'PUT');
    const since = setMethod(asked, 'PATCH');
    expect(answerDraft(since, answer, asked.revision)).toBe(since);
  });

  it('leaves each row its id, also of repeated names, so that focus stays', () => {
    const twice = { ...prepared, headers: [row('X-A', '1'), row('x-a', '2')] };
    const draft = startDraft(twice);
    const next = answerDraft(
      draft,
      { ...twice, headers: [row('New', ''), ...twice.headers] },
      draft.revision,
    );
    expect(next.rows.map(({ name, id }) => [name, id])).toEqual([
      ['New', 2],
      ['X-A', 0],
      ['x-a', 1],
    ]);
  });

  it('leaves a row without a name where it is', () => {
    const draft = setMethod(addRow(startDraft(prepared)), 'PUT');
    expect(names(answerDraft(draft, prepared, draft.revision))).toBe('host Accept X-A X-B … Content-Length');
  });
});
