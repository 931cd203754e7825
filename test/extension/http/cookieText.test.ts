import { describe, expect, it } from 'vitest';
import {
  cookieFrom,
  CookieJar,
  cookieProblem,
  netscapeLine,
  readNetscape,
  setCookieLine,
  writeNetscape,
  type CookieInit,
} from '../../../src/extension/http/index.ts';

const created = new Date('2026-01-01T00:00:00Z');
const expires = new Date('2030-01-02T03:04:05Z');
const cookie = (init: Partial<CookieInit>) =>
  cookieFrom({ name: 'sid', value: '1', domain: 'a.test', created, ...init });

describe('a cookie as a Set-Cookie line', () => {
  it.each([
    [{}, 'sid=1; Path=/'],
    [{ domain: '.a.test' }, 'sid=1; Domain=a.test; Path=/'],
    [{ name: '' }, '1; Path=/'],
    [
      { path: '/x', expires, secure: true, httpOnly: true, sameSite: 'lax' },
      'sid=1; Path=/x; Expires=Wed, 02 Jan 2030 03:04:05 GMT; Secure; HttpOnly; SameSite=Lax',
    ],
  ] as const)('%j is %s', (init, line) => {
    expect(setCookieLine(cookie(init))).toBe(line);
  });

  it('is taken by a jar as the same cookie', () => {
    const jar = new CookieJar();
    const one = cookie({ domain: '.a.test', path: '/x', expires, secure: true, sameSite: 'none' });
    jar.setFromResponse('https://a.test/', [setCookieLine(one)]);
    expect(jar.list()).toEqual([{ ...one, created: jar.list()[0]?.created }]);
  });
});

describe('a cookies.txt', () => {
  it('has one line of seven columns for each cookie', () => {
    expect(netscapeLine(cookie({ domain: '.a.test', secure: true, httpOnly: true, expires }))).toBe(
      '#HttpOnly_.a.test\tTRUE\t/\tTRUE\t1893553445\tsid\t1',
    );
    expect(netscapeLine(cookie({}))).toBe('a.test\tFALSE\t/\tFALSE\t0\tsid\t1');
  });

  it('is read as it was written', () => {
    const cookies = [
      cookie({}),
      cookie({ domain: '.b.test', path: '/x', httpOnly: true, expires }),
      cookie({ domain: '::1', value: '' }),
    ];
    const { text, leftOut } = writeNetscape(cookies);
    expect(leftOut).toEqual([]);
    const { cookies: read, badLines } = readNetscape(text.replaceAll('\n', '\r\n'));
    expect(badLines).toEqual([]);
    expect(read.map((one) => ({ ...one, created }))).toEqual(cookies);
  });

  it('leaves out what it has no words for, and says so', () => {
    const nowhere = cookie({ domain: '' });
    const split = cookie({ value: 'a\tb' });
    const { text, leftOut } = writeNetscape([nowhere, split]);
    expect(leftOut).toEqual([nowhere, split]);
    expect(text).toBe('# Netscape HTTP Cookie File\n\n');
  });

  it('names the lines that are no cookies', () => {
    const text = [
      '# Netscape HTTP Cookie File',
      '',
      'a.test\tFALSE\t/\tFALSE\t0\tok\t1',
      'a.test FALSE / FALSE 0 spaces 1',
      'a.test\tperhaps\t/\tFALSE\t0\tsid\t1',
      'a.test\tFALSE\tno-slash\tFALSE\t0\tsid\t1',
      'a.test\tFALSE\t/\tFALSE\tsoon\tsid\t1',
      '#HttpOnly_a.test\tFALSE\t/\tFALSE\t0\tempty',
    ].join('\n');
    const { cookies, badLines } = readNetscape(text);
    expect(cookies.map(({ name }) => name)).toEqual(['ok', 'empty']);
    expect(badLines).toEqual([4, 5, 6, 7]);
  });
});

describe('a cookie that a person wrote', () => {
  it.each<[Partial<CookieInit>, string, RegExp]>([
    [{ name: 'a b' }, 'name', /cannot hold spaces/],
    [{ name: 'a=b' }, 'name', /`=`/],
    [{ name: '', value: '' }, 'name', /needs a name or a value/],
    [{ value: 'a=b;c' }, 'value', /semicolon/],
    [{ value: 'a\nb' }, 'value', /control characters/],
    [{ value: 'x'.repeat(4094) }, 'value', /more than 4096 bytes/],
    [{ domain: 'http://a.test' }, 'domain', /host name/],
    [{ domain: 'a.test:80' }, 'domain', /host name/],
    [{ domain: 'a..test' }, 'domain', /host name/],
    [{ domain: '.co.uk' }, 'domain', /unrelated sites/],
    [{ path: 'x' }, 'path', /starts with a slash/],
    [{ path: '/a;b' }, 'path', /semicolon/],
    [{ expires: new Date('tomorrow') }, 'expires', /not a date/],
    [{ sameSite: 'none' }, 'sameSite', /needs Secure/],
    [{ name: '__Secure-a' }, 'name', /needs Secure/],
    [{ name: '__Host-a', secure: true, domain: '.a.test' }, 'name', /must not have a Domain/],
    [{ name: '__Host-a', secure: true, path: '/x' }, 'name', /needs Path=\//],
  ])('is refused as %j because of its %s', (init, part, reason) => {
    const problem = cookieProblem(cookie(init));
    expect(problem?.part).toBe(part);
    expect(problem?.reason).toMatch(reason);
  });

  it.each<Partial<CookieInit>>([
    {},
    { domain: '' },
    { domain: '::1' },
    { domain: 'localhost' },
    { domain: '.a.co.uk' },
    { name: '__Host-a', secure: true },
    { value: 'a=b, "c"' },
    { name: '', value: 'x' },
    { sameSite: 'none', secure: true },
  ])('can be kept as %j', (init) => {
    expect(cookieProblem(cookie(init))).toBeUndefined();
  });
});

describe('expired cookies', () => {
  it('are told apart from the others, and deleted one by one', () => {
    const jar = new CookieJar();
    jar.set({ name: 'old', value: '1', domain: 'a.test', expires: created });
    jar.set({ name: 'young', value: '1', domain: 'a.test' });
    expect(jar.list().map(({ name }) => name)).toEqual(['young']);
    expect(jar.expired().map(({ name }) => name)).toEqual(['old']);
    for (const one of jar.expired()) jar.delete(one);
    expect(jar.expired()).toEqual([]);
    expect(jar.list()).toHaveLength(1);
  });

  it('and those of a whole domain are other cookies than those of its host', () => {
    const jar = new CookieJar();
    jar.set({ name: 'a', value: '1', domain: 'a.test' });
    jar.set({ name: 'a', value: '2', domain: '.a.test' });
    jar.delete({ name: 'a', domain: 'a.test', path: '/', hostOnly: false });
    expect(jar.list().map(({ value }) => value)).toEqual(['1']);
  });
});
