import { describe, expect, it } from 'vitest';
import { createDraft, editDraft } from '../../../src/extension/editor/sending/draft.ts';
import { rebaseDraft } from '../../../src/extension/editor/sending/rebaseDraft.ts';
import { preparedRequest } from './exchangeExamples.ts';

const request = (cookie: string, more: Readonly<Record<string, string>> = {}) =>
  preparedRequest('POST', 'http://a.test/', {
    headers: { Cookie: cookie, 'X-A': '1', ...more },
    data: 'old',
  });

describe('a draft on newer ground', () => {
  it('that was not edited is the new request', () => {
    const fresh = request('sid=2');
    expect(rebaseDraft(createDraft(request('sid=1')), fresh)).toEqual(createDraft(fresh));
  });

  it('keeps what was edited and takes the rest anew', () => {
    const edited = editDraft(createDraft(request('sid=1')), {
      body: 'mine',
      headers: [
        { name: 'X-A', value: '2', enabled: true },
        { name: 'Cookie', value: 'sid=1', enabled: true },
        { name: 'X-Mine', value: 'yes', enabled: true },
      ],
    });
    const { current, original } = rebaseDraft(edited, request('sid=2', { 'X-B': 'new' }));
    expect([...current.headers].map(([name, value]) => `${name}: ${value}`)).toEqual([
      'X-A: 2',
      'Cookie: sid=2',
      'X-Mine: yes',
      'X-B: new',
      'Content-Length: 4',
    ]);
    expect(current.body).toBe('mine');
    expect(original.headers.get('Cookie')).toBe('sid=2');
  });

  it('keeps a length that was set on purpose', () => {
    const edited = editDraft(createDraft(request('sid=1')), {
      headers: [
        { name: 'Cookie', value: 'sid=1', enabled: true },
        { name: 'content-length', value: '9', enabled: true, unlocked: true },
      ],
    });
    const { current, unlocked } = rebaseDraft(edited, request('sid=2'));
    expect(current.wireHead.headers.at(-1)).toEqual(['content-length', '9']);
    expect(unlocked).toEqual(new Set(['content-length']));
  });

  it('keeps headers off that were turned off', () => {
    const edited = editDraft(createDraft(request('sid=1')), {
      headers: [
        { name: 'X-A', value: '1', enabled: false },
        { name: 'Cookie', value: 'sid=1', enabled: true },
      ],
    });
    const rebased = rebaseDraft(edited, request('sid=2'));
    expect(rebased.current.headers.has('X-A')).toBe(false);
    expect(rebased.off.map(({ name }) => name)).toEqual(['X-A']);
  });
});
