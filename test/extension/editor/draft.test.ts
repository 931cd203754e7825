import { describe, expect, it } from 'vitest';
import {
  createDraft,
  editDraft,
  editedParts,
  keptDraft,
  pastDraft,
  stillUnresolved,
} from '../../../src/extension/editor/sending/draft.ts';
import { preparedView } from '../../../src/extension/editor/panel/preparedView.ts';
import type { Draft, KeptDraft } from '../../../src/extension/editor/sending/draft.ts';
import type { HeaderEdit } from '../../../src/extension/webview/protocol.ts';
import { preparedRequest } from './exchangeExamples.ts';
import { english } from './localize.ts';

const draft = createDraft(
  preparedRequest('POST', 'http://api.test/echo', {
    headers: [
      ['Accept', '*/*'],
      ['X-First', '1'],
    ],
    data: '{"a":1}',
  }),
);

function rows(of: Draft, revealable = true) {
  const origins = [...of.original.headers].map(() => 'file:2');
  return preparedView(
    { headerOrigins: origins },
    { draft: of, unresolved: [], secrecy: { masked: true, secrets: [], revealable }, t: english },
  ).headers;
}

/** What the page sends: every row in its order. */
function asEdits(of: Draft): HeaderEdit[] {
  return rows(of).map(({ name, value, enabled }) => ({ name, value, enabled }));
}

function lines(of: Draft): string[] {
  return rows(of).map((row) => `${row.enabled ? '' : 'off '}${row.name}: ${row.value}`);
}

describe('a draft', () => {
  it('keeps every byte when all rows come back as they were', () => {
    const same = editDraft(draft, { method: 'POST', headers: asEdits(draft), body: '{"a":1}' });
    expect(same.current.hash()).toBe(draft.original.hash());
    expect(editedParts(same)).toEqual([]);
  });

  it('stays the same value when nothing was changed', () => {
    expect(editDraft(draft, {})).toBe(draft);
    expect(editDraft(draft, { body: '{"a":1}' })).toBe(draft);
  });

  it('computes the length of a new body in UTF-8', () => {
    const edited = editDraft(draft, { body: '{"a":"é😀"}' });
    expect(edited.current.wireHead.headers.at(-1)).toEqual(['content-length', '14']);
    expect(editedParts(edited)).toEqual(['body']);
  });

  it('keeps values that the page may not see while it edits others', () => {
    const secret = createDraft(
      preparedRequest('GET', 'http://api.test/', {
        headers: [
          ['X-Token', 'one'],
          ['X-Plain', 'a'],
          ['X-Token', 'two'],
        ],
      }),
    );
    const edits = rows(secret, false).map(({ name, value, enabled }) => ({
      name,
      value: name === 'X-Plain' ? 'b' : value,
      enabled,
    }));
    expect(edits.filter(({ name }) => name === 'X-Token').map(({ value }) => value)).toEqual([
      '••••••',
      '••••••',
    ]);
    const edited = editDraft(secret, { headers: edits });
    expect(lines(edited)).toEqual(lines(secret).map((line) => (line === 'X-Plain: a' ? 'X-Plain: b' : line)));
  });

  it('adds, changes and turns off headers in the order of the rows', () => {
    const edits = asEdits(draft)
      .map((row) => (row.name === 'Accept' ? { ...row, enabled: false } : row))
      .concat({ name: 'X-T', value: '1', enabled: true });
    const edited = editDraft(draft, { headers: edits });
    expect(lines(edited)).toEqual([
      'host: api.test',
      'connection: keep-alive',
      'Accept-Encoding: identity',
      'off Accept: */*',
      'X-First: 1',
      'X-T: 1',
      'content-length: 7',
    ]);
    expect(editedParts(edited)).toEqual(['headers']);
  });

  it('turns a header on again', () => {
    const off = editDraft(draft, {
      headers: asEdits(draft).map((row) => ({ ...row, enabled: row.name !== 'Accept' })),
    });
    const on = editDraft(off, { headers: asEdits(off).map((row) => ({ ...row, enabled: true })) });
    expect(on.current.headers.get('Accept')).toBe('*/*');
    expect(editedParts(on)).toEqual([]);
  });

  it('ignores a row that has no name yet', () => {
    const edited = editDraft(draft, { headers: [...asEdits(draft), { name: '', value: '', enabled: true }] });
    expect(edited.current.hash()).toBe(draft.original.hash());
  });

  it('says which rows follow from the rest', () => {
    const locked = rows(draft).filter((row) => row.locked !== undefined);
    expect(locked.map((row) => row.name)).toEqual([
      'host',
      'connection',
      'Accept-Encoding',
      'content-length',
    ]);
  });

  it('marks the rows the user changed as edited', () => {
    const edits = asEdits(draft).map((row) => (row.name === 'X-First' ? { ...row, value: '2' } : row));
    const edited = rows(editDraft(draft, { headers: edits }));
    expect(edited.find((row) => row.name === 'X-First')?.origin).toBe('edited');
    expect(edited.find((row) => row.name === 'Accept')?.origin).toBe('file:2');
  });
});

describe('a host of its own', () => {
  const unlocked = asEdits(draft).map((row) =>
    row.name === 'host' ? { ...row, value: 'other.test', unlocked: true } : row,
  );

  it('is sent in the place of the one that follows from the URL', () => {
    const edited = editDraft(draft, { headers: unlocked });
    expect(edited.current.wireHead.headers[0]).toEqual(['host', 'other.test']);
    expect(rows(edited)[0]).toMatchObject({ origin: 'edited', locked: undefined, lockable: true });
    expect(editedParts(edited)).toEqual(['headers']);
  });

  it('is given up by locking the row again', () => {
    const edited = editDraft(draft, { headers: unlocked });
    const again = editDraft(edited, { headers: unlocked.map((row) => ({ ...row, unlocked: false })) });
    expect(again.current.hash()).toBe(draft.current.hash());
    expect(rows(again)[0]).toMatchObject({ origin: 'computed', lockable: true });
  });
});

describe('a length of its own', () => {
  const unlock = (of: Draft, value: string): HeaderEdit[] =>
    asEdits(of).map((row) => (row.name === 'content-length' ? { ...row, value, unlocked: true } : row));
  const length = (of: Draft) => rows(of).find((row) => row.name === 'content-length');

  it('is sent as it is, is an edit, and stays when the body is edited later', () => {
    expect(length(draft)).toMatchObject({ lockable: true, origin: 'computed' });
    const edited = editDraft(editDraft(draft, { headers: unlock(draft, '70') }), { body: '{}' });
    expect(edited.current.wireHead.headers.at(-1)).toEqual(['content-length', '70']);
    expect(length(edited)).toMatchObject({ origin: 'edited', locked: undefined, lockable: true });
    expect(editedParts(edited)).toEqual(['headers', 'body']);
  });

  it('may be the one of before, under another body', () => {
    const edited = editDraft(draft, { headers: unlock(draft, '7'), body: '{}' });
    expect(length(edited)).toMatchObject({ value: '7', locked: undefined });
  });

  it('follows from the body again when the row is locked again', () => {
    const edited = editDraft(draft, { headers: unlock(draft, '70'), body: '{}' });
    const again = editDraft(edited, { headers: asEdits(edited) });
    expect(length(again)).toMatchObject({ value: '2', origin: 'recomputed, was 7' });
    expect(editedParts(again)).toEqual(['body']);
  });

  it('is still of its own when the draft comes back from the history, and so is the typed URL', () => {
    const typed = { headers: unlock(draft, '70'), url: 'http://api.test/a b' };
    const edited = editDraft(draft, typed);
    const back = pastDraft(edited.current, JSON.parse(JSON.stringify(keptDraft(edited))) as KeptDraft);
    expect({ ...back, original: undefined }).toEqual({ ...edited, original: undefined });
    expect(back.typedUrl).toBe('http://api.test/a b');
  });

  it('is the only one when it was added as a row, and may be a coding', () => {
    const added: HeaderEdit[] = [
      { name: 'Content-Length', value: '3', enabled: true, unlocked: true },
      { name: 'Transfer-Encoding', value: 'chunked', enabled: true, unlocked: true },
      ...asEdits(draft),
    ];
    expect(lines(editDraft(draft, { headers: added })).slice(-2)).toEqual([
      'content-length: 3',
      'transfer-encoding: chunked',
    ]);
  });
});

describe('a secret in a URL', () => {
  const secret = 'p q/é';
  const typed = `http://api.test/a?t=${secret}&x=1`;
  const url = 'http://api.test/a?t=p%20q%2F%C3%A9&x=1';
  const view = (revealable: boolean, masked = true) =>
    preparedView(
      { headerOrigins: [] },
      {
        draft: createDraft(preparedRequest('GET', url), typed),
        unresolved: [],
        secrecy: { masked, secrets: [secret], revealable },
        t: english,
      },
    );

  it('is a piece of its own, to be hidden and kept', () => {
    expect(view(true)).toMatchObject({
      url,
      maskedUrl: ['http://api.test/a?t=', 'p%20q%2F%C3%A9', '&x=1'],
      escaped: [],
    });
    expect(view(true, false)).toMatchObject({ url });
    expect(view(true, false).maskedUrl).toBeUndefined();
  });

  it('does not reach the page of a folder that is not trusted', () => {
    const { url: shown, maskedUrl, urlLocked } = view(false);
    expect([shown, maskedUrl]).toEqual(['http://api.test/a?t=••••••&x=1', undefined]);
    expect(urlLocked).toMatch(/not trusted/);
  });
});

describe('a secret in a body', () => {
  const data = '{"a":"pass\\"word","b":"pass\\"word"}';
  const body = (revealable: boolean) =>
    preparedView(
      { headerOrigins: [] },
      {
        draft: createDraft(preparedRequest('POST', 'http://api.test/', { data })),
        unresolved: [],
        secrecy: { masked: true, secrets: ['pass"word'], revealable },
        t: english,
      },
    ).body;

  it('is named once, in the form in which it stands there', () => {
    expect(body(true)).toMatchObject({ kind: 'text', text: data, hidden: ['pass\\"word'] });
  });

  it('keeps the whole body from the page of a folder that is not trusted', () => {
    expect(body(false)).toMatchObject({ kind: 'opaque', length: data.length });
  });
});

describe('what follows from an edit', () => {
  it('says what the length was before', () => {
    const edited = editDraft(draft, { body: 'longer text' });
    expect(rows(edited).at(-1)).toMatchObject({ value: '11', origin: 'recomputed, was 7' });
  });

  it('is sent with the hash that was shown', () => {
    const edited = editDraft(draft, { body: '{"a":"é😀"}', headers: asEdits(draft).toReversed() });
    const view = preparedView(
      { headerOrigins: [] },
      { draft: edited, unresolved: [], secrecy: { masked: true, secrets: [], revealable: true }, t: english },
    );
    expect(view.hash).toBe(edited.current.hash());
    expect(view.hash).not.toBe(draft.current.hash());
  });
});

describe('variables without a value', () => {
  const uses = [
    { name: 'path', sentence: '{{path}}: not defined' },
    { name: 'token', sentence: '{{token}}: not defined' },
  ];
  const names = (url: string, authorization: string): string[] =>
    stillUnresolved(uses, preparedRequest('GET', url, { headers: { Authorization: authorization } })).map(
      ({ name }) => name,
    );

  it('block as long as they stand in the URL or a header', () => {
    expect(names('http://api.test/{{path}}', 'Bearer {{token}}')).toEqual(['path', 'token']);
  });

  it('block no longer when the user has written something else', () => {
    expect(names('http://api.test/path', 'Bearer {{token}}')).toEqual(['token']);
    expect(names('http://api.test/path', 'Bearer abc')).toEqual([]);
  });
});
