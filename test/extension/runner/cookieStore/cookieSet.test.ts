import { describe, expect, it } from 'vitest';
import { CookieJar, type Cookie, type CookieInit } from '../../../../src/extension/http/index.ts';
import {
  changesBetween,
  changesOfOthers,
  cookieSetOf,
  cookiesText,
  isNothing,
  readCookieSet,
} from '../../../../src/extension/runner/index.ts';

const created = new Date('2026-01-01');
const later = new Date('2100-01-01');

function cookie(name: string, value = '1', rest: Partial<CookieInit> = {}): Cookie {
  const jar = new CookieJar();
  jar.set({ name, value, domain: 'a.test', created, ...rest });
  const [made] = jar.list();
  return made ?? over(name, rest);
}

/** A jar lists none whose time is over. */
function over(name: string, rest: Partial<CookieInit>): Cookie {
  const base = cookie(name, '1', { ...rest, expires: later });
  return { ...base, ...(rest.expires === undefined ? {} : { expires: rest.expires }) };
}

const setOf = (...cookies: readonly Cookie[]) => cookieSetOf(cookies);
const told = ({ put, removed }: ReturnType<typeof changesBetween>) => ({
  put: put.map(({ name, value }) => `${name}=${value}`),
  removed: removed.map(({ name }) => name),
});

describe('the changes between two sets of cookies', () => {
  it('are the new ones, the replaced ones and the deleted ones', () => {
    const before = setOf(cookie('stays'), cookie('changes'), cookie('goes'));
    const after = setOf(cookie('stays'), cookie('changes', '2'), cookie('comes'));
    expect(told(changesBetween(before, after))).toEqual({ put: ['changes=2', 'comes=1'], removed: ['goes'] });
  });

  it('are none for equal cookies that are different objects', () => {
    expect(isNothing(changesBetween(setOf(cookie('a')), setOf(cookie('a'))))).toBe(true);
  });

  it('tell cookies of one name apart by domain, path and whether subdomains have them', () => {
    const set = setOf(
      cookie('a'),
      cookie('a', '1', { path: '/x' }),
      cookie('a', '1', { domain: 'b.test' }),
      cookie('a', '1', { domain: '.a.test' }),
    );
    expect(set.size).toBe(4);
  });

  it('do not include a cookie whose time is over', () => {
    const before = setOf(over('a', { expires: new Date(1) }));
    expect(isNothing(changesBetween(before, setOf()))).toBe(true);
  });
});

describe('the changes of others', () => {
  it('are what differs from the file as we last saw it', () => {
    const base = setOf(cookie('a'), cookie('b'));
    const theirs = setOf(cookie('a', '2'), cookie('c'));
    expect(told(changesOfOthers(base, theirs, base))).toEqual({ put: ['a=2', 'c=1'], removed: ['b'] });
  });

  it('do not bring back what we have deleted', () => {
    const base = setOf(cookie('a'), cookie('b'));
    expect(told(changesOfOthers(base, base, setOf(cookie('b'))))).toEqual({ put: [], removed: [] });
  });

  it('do not take away what we have just set', () => {
    const base = setOf(cookie('a'));
    const changes = changesOfOthers(base, setOf(), setOf(cookie('a', 'new'), cookie('b')));
    expect(told(changes)).toEqual({ put: [], removed: [] });
  });

  it('include a cookie that was set anew after its time was over here', () => {
    const base = setOf(over('sid', { expires: new Date(1) }));
    const theirs = setOf(cookie('sid', 'renewed', { expires: later }));
    expect(told(changesOfOthers(base, theirs, setOf()))).toEqual({ put: ['sid=renewed'], removed: [] });
  });
});

describe('the text of a set of cookies', () => {
  it('gives the same set again', () => {
    const set = setOf(
      cookie('a', 'ä"\\', { secure: true, httpOnly: true, sameSite: 'none', expires: later }),
      cookie('b', '', { domain: '.b.test', disabled: true }),
      cookie('everywhere', '1', { domain: '' }),
    );
    expect([...readCookieSet(JSON.parse(cookiesText(set)))]).toEqual([...set]);
  });

  it('gives only cookies, whatever else stands there', () => {
    const hostile = [
      null,
      1,
      { name: 'x' },
      { __proto__: { a: 1 } },
      ...(JSON.parse(cookiesText(setOf(cookie('a')))) as unknown[]),
    ];
    expect([...readCookieSet(hostile).values()].map(({ name }) => name)).toEqual(['a']);
    expect(() => readCookieSet('no list')).toThrow(/not a cookie jar/);
  });
});
