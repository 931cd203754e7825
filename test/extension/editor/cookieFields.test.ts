import { describe, expect, it } from 'vitest';
import { replaceCookie } from '../../../src/extension/editor/cookies/cookieEdits.ts';
import {
  cookieOf,
  fieldsOf,
  newFields,
  verdictOn,
  type FormContext,
} from '../../../src/extension/editor/cookies/cookieFields.ts';
import { cookieFrom, CookieJar, cookieProblem, setCookieLine } from '../../../src/extension/http/index.ts';
import { english } from './localize.ts';

const now = Date.parse('2026-11-23T10:44:00Z');
const core = { cookieFrom, cookieProblem, setCookieLine };
const context = (over: Partial<FormContext> = {}): FormContext => ({
  core,
  before: undefined,
  others: [],
  masked: false,
  now,
  t: english,
  ...over,
});
const sid = cookieFrom({
  name: 'sid',
  value: 'secret',
  domain: '.a.test',
  path: '/x',
  expires: new Date('2026-11-23T11:42:00.123Z'),
  secure: true,
  httpOnly: true,
  sameSite: 'lax',
  disabled: true,
  created: new Date('2026-01-01T00:00:00Z'),
});

describe('the form of a cookie', () => {
  it('gives back the same cookie when nothing is changed, to the millisecond', () => {
    expect(cookieOf(fieldsOf(sid, false), context({ before: sid }))).toEqual(sid);
  });

  it('keeps a value that the page may not see', () => {
    const fields = fieldsOf(sid, true);
    expect(JSON.stringify(fields)).not.toContain('secret');
    expect(cookieOf({ ...fields, path: '/' }, context({ before: sid })).value).toBe('secret');
    expect(verdictOn(fields, context({ before: sid })).line).not.toContain('secret');
  });

  it('encodes a value when asked to, whatever it holds', () => {
    const fields = { ...newFields('a.test'), name: 'a', value: 'x; y\ud800é', encode: true };
    expect(cookieOf(fields, context()).value).toBe('x%3B%20y%EF%BF%BD%C3%A9');
  });

  it('says what the line would be and when it ends', () => {
    expect(verdictOn(fieldsOf(sid, false), context({ before: sid }))).toEqual({
      problem: undefined,
      notes: ['It is switched off and will not be sent.'],
      expiresIn: 'in 58 min',
      line: 'sid=secret; Domain=a.test; Path=/x; Expires=Mon, 23 Nov 2026 11:42:00 GMT; Secure; HttpOnly; SameSite=Lax',
    });
  });

  it('masks the value in the line where values are masked', () => {
    expect(verdictOn(fieldsOf(sid, false), context({ masked: true })).line).toMatch(/^sid=…; /);
  });

  it.each([
    [{ name: '__Host-sid' }, 'name'],
    [{ value: 'a;b' }, 'value'],
    [{ path: 'x' }, 'path'],
    [{ domain: 'http://a.test/' }, 'domain'],
    [{ expires: '' }, 'expires'],
    [{ sameSite: 'none', secure: false }, 'sameSite'],
  ] as const)('refuses %j because of the %s', (change, field) => {
    const verdict = verdictOn({ ...fieldsOf(sid, false), ...change }, context({ before: sid }));
    expect(verdict.problem?.field).toBe(field);
  });

  it('says when it would replace another cookie', () => {
    const fields = { ...newFields('a.test'), name: 'sid', path: '/x', hostOnly: false };
    expect(verdictOn(fields, context({ others: [sid] })).notes).toContain(
      'It replaces the cookie of that name, domain and path.',
    );
    expect(verdictOn({ ...fields, hostOnly: true }, context({ others: [sid] })).notes).toEqual([]);
  });
});

describe('an edited cookie', () => {
  it('takes the place of the one it was, also under another path', () => {
    const jar = new CookieJar();
    const lasting = cookieFrom({ ...sid, expires: new Date('2999-01-01T00:00:00Z') });
    jar.set(lasting);
    replaceCookie(jar, lasting, { ...lasting, path: '/' });
    expect(jar.list()).toEqual([{ ...lasting, path: '/' }]);
  });
});
