import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { CookieJar } from '../../../src/extension/http/index.ts';
import { cookieHeader } from '../../../src/extension/http/cookies/cookies.ts';

function jarWith(url: string, ...lines: readonly string[]): CookieJar {
  const jar = new CookieJar();
  jar.setFromResponse(url, lines);
  return jar;
}

const headerFor = (jar: CookieJar, url: string): string => cookieHeader(jar.cookiesFor(url).sent);

function refusal(url: string, line: string): string | undefined {
  return new CookieJar().setFromResponse(url, [line]).refused[0]?.reason;
}

describe('what a jar stores', () => {
  it.each([
    ['https://h.test/', 'a=1; Domain=other.test', /does not cover/],
    ['https://x.co.uk/', 'a=1; Domain=co.uk', /unrelated sites/],
    ['https://x.co.uk/', 'a=1; Domain=CO.UK', /unrelated sites/],
    ['https://h.test/', 'a=1; Domain=test', /unrelated sites/],
    ['https://h.test/', 'a=1; Domain=__proto__', /does not cover/],
    ['https://h.test/', 'a=1; Domain=h.test.', /does not cover/],
    ['http://h.test/', 'a=1; Secure', /plain http/],
    ['https://h.test/', 'a=1; SameSite=None', /needs Secure/],
    ['https://h.test/', 'a\u0001=1', /control character/],
    ['https://h.test/', `a=${'x'.repeat(4096)}`, /more than 4096 bytes/],
    ['https://h.test/', '__Secure-a=1', /needs Secure/],
    ['https://h.test/', '__secure-a=1', /needs Secure/],
    ['https://h.test/', '__Host-a=1; Secure; Path=/; Domain=h.test', /must not have a Domain/],
    ['https://h.test/', '__hOsT-a=1; Secure; Path=/x', /needs Path=\//],
    ['https://h.test/', '=v', /not a cookie/],
    ['https://h.test/', '__Host-secret', /without a name/],
    ['https://127.0.0.1/', 'a=1; Domain=0.0.1', /does not cover/],
  ])('at %s refuses %s', (url, line, reason) => {
    expect(refusal(url, line)).toMatch(reason);
  });

  it.each([
    ['https://h.test/', '__Host-a=1; Secure; Path=/'],
    ['https://a.h.test/', 'a=1; Domain=h.test'],
    ['https://h.test/', 'a=1; SameSite=None; Secure'],
    ['http://localhost:8080/', 'a=1; Secure'],
    ['http://127.0.0.1/', 'a=1; Domain=127.0.0.1'],
    ['http://h.test/', 'a="quoted value"; HttpOnly'],
    ['http://h.test/', 'justvalue'],
  ])('at %s takes %s', (url, line) => {
    expect(refusal(url, line)).toBeUndefined();
  });

  it('lets one bad line spoil no other (K06)', () => {
    const { stored, refused } = new CookieJar().setFromResponse('http://h.test/', [
      'a=1',
      'b=2; Secure',
      'c=3',
    ]);
    expect(stored.map(({ name }) => name)).toEqual(['a', 'c']);
    expect(refused.map(({ line }) => line)).toEqual(['b=2; Secure']);
  });

  it('leaves a Secure cookie alone when plain http wants to replace it', () => {
    const jar = jarWith('https://h.test/', 'sid=good; Secure');
    expect(jar.setFromResponse('http://h.test/', ['sid=evil']).refused[0]?.reason).toMatch(/exists/);
    expect(jar.setFromResponse('http://a.h.test/', ['sid=evil; Domain=h.test']).refused).toHaveLength(1);
    expect(headerFor(jar, 'https://h.test/')).toBe('sid=good');
  });

  it('takes 50 cookies of one response, and no more', () => {
    const lines = Array.from({ length: 60 }, (_, index) => `c${index}=1`);
    const { stored, refused } = new CookieJar().setFromResponse('http://h.test/', lines);
    expect(stored).toHaveLength(50);
    expect(refused[0]?.reason).toMatch(/after 50 others/);
  });

  it('keeps 180 cookies of a host and drops the least used', () => {
    const jar = jarWith('http://h.test/first', 'first=1; Path=/first');
    for (let batch = 0; batch < 5; batch += 1) {
      jar.cookiesFor('http://h.test/first');
      jar.setFromResponse(
        'http://h.test/',
        Array.from({ length: 40 }, (_, index) => `c${batch * 40 + index}=1; Path=/p`),
      );
    }
    expect(jar.list()).toHaveLength(180);
    expect(jar.get('first')).toBe('1');
    expect(jar.get('c0')).toBeUndefined();
    expect(jar.get('c199')).toBe('1');
  });

  it('keeps 3,000 cookies in all', () => {
    const jar = new CookieJar();
    for (let host = 0; host < 80; host += 1) {
      const lines = Array.from({ length: 40 }, (_, index) => `c${index}=1`);
      jar.setFromResponse(`http://h${host}.test/`, lines);
    }
    expect(jar.list()).toHaveLength(3000);
    expect(jar.list()[0]?.domain).toBe('h5.test');
  });

  it('deletes with a date in the past and with Max-Age=0, which beats a later Expires', () => {
    const jar = jarWith('http://h.test/', 'a=1', 'b=1');
    jar.setFromResponse('http://h.test/', [
      'a=; Expires=Thu, 01 Jan 1970 00:00:00 GMT',
      'b=; Max-Age=0; Expires=Fri, 31 Dec 2100 23:59:59 GMT',
    ]);
    expect(jar.list()).toEqual([]);
  });

  it('keeps the place and the age of a cookie that is replaced', () => {
    const jar = jarWith('http://h.test/', 'a=1', 'b=1');
    const [before] = jar.list();
    jar.setFromResponse('http://h.test/', ['a=2']);
    expect(headerFor(jar, 'http://h.test/')).toBe('a=2; b=1');
    expect(jar.list()[0]?.created).toBe(before?.created);
  });
});

describe('what a jar sends', () => {
  it.each([
    ['a=1', 'https://sub.h.test/', 'It is for h.test only, not for its subdomains.'],
    ['a=1; Domain=h.test', 'https://x.test/', 'It is for h.test, not for x.test.'],
    ['a=1; Path=/foo', 'https://h.test/foobar', 'It is for paths under /foo.'],
    ['a=1; Secure', 'http://h.test/', 'It is Secure and the request is plain http.'],
  ])('says why %s does not go to %s', (line, url, reason) => {
    const { sent, notSent } = jarWith('https://h.test/', line).cookiesFor(url);
    expect(sent).toEqual([]);
    expect(notSent[0]?.reason).toBe(reason);
  });

  it('puts longer paths first', () => {
    const jar = jarWith('http://h.test/', 'a=1', 'b=2; Path=/p/q', 'c=3; Path=/p');
    expect(headerFor(jar, 'http://h.test/p/q/r')).toBe('b=2; c=3; a=1');
  });

  it('sends a Secure cookie to this machine over plain http', () => {
    expect(headerFor(jarWith('http://localhost:8080/', 'a=1; Secure'), 'http://localhost:9090/')).toBe('a=1');
  });

  it('sends a cookie that a person set without a domain everywhere', () => {
    const jar = new CookieJar();
    jar.set({ name: 'k', value: 'v' });
    expect(headerFor(jar, 'http://a.test/')).toBe('k=v');
    expect(headerFor(jar, 'https://b.test/x')).toBe('k=v');
  });

  it('agrees with a small model of RFC 6265', () => {
    const host = fc.constantFrom('h.test', 'a.h.test', 'b.a.h.test', 'x.test');
    const path = fc.constantFrom('/', '/p', '/p/q', '/pq');
    const scheme = fc.constantFrom('http', 'https');
    const line = fc.record({
      name: fc.constantFrom('a', 'b'),
      value: fc.constantFrom('1', '2', '3'),
      domain: fc.option(fc.constantFrom('h.test', 'a.h.test', 'x.test'), { nil: undefined }),
      path: fc.option(path, { nil: undefined }),
    });
    const set = fc.record({ scheme, host, path, line });
    fc.assert(
      fc.property(fc.array(set, { maxLength: 8 }), scheme, host, path, (sets, toScheme, toHost, toPath) => {
        const jar = new CookieJar();
        const model = new Model();
        for (const { line: each, ...from } of sets) {
          const domain = each.domain === undefined ? '' : `; Domain=${each.domain}`;
          const under = each.path === undefined ? '' : `; Path=${each.path}`;
          jar.setFromResponse(`${from.scheme}://${from.host}${from.path}`, [
            `${each.name}=${each.value}${domain}${under}`,
          ]);
          model.set(from, each);
        }
        expect(headerFor(jar, `${toScheme}://${toHost}${toPath}`)).toBe(model.header(toHost, toPath));
      }),
    );
  });
});

describe('a jar', () => {
  it('tells its listeners about changes, once for each response, until they stop', () => {
    const jar = new CookieJar();
    let calls = 0;
    const stop = jar.onDidChange(() => (calls += 1));
    jar.setFromResponse('http://h.test/', ['a=1', 'b=2']);
    jar.setFromResponse('http://h.test/', ['c=1; Secure']);
    jar.delete({ name: 'a' });
    jar.delete({ name: 'a' });
    stop();
    jar.clear();
    expect(calls).toBe(2);
  });

  it('deletes by name, domain and path, and clears by domain', () => {
    const jar = jarWith('http://a.test/', 'k=1', 'k=2; Path=/p');
    jar.setFromResponse('http://b.test/', ['k=3']);
    jar.delete({ name: 'k', domain: 'a.test', path: '/p' });
    expect(jar.list().map(({ value }) => value)).toEqual(['1', '3']);
    jar.clear('b.test');
    expect(jar.list().map(({ value }) => value)).toEqual(['1']);
  });

  it('will not choose between two cookies of one name', () => {
    const jar = jarWith('http://a.test/', 'k=1', 'k=2; Path=/p');
    expect(() => jar.get('k')).toThrow(expect.objectContaining({ family: 'CookieConflictError' }));
    expect(jar.get('k', { path: '/p' })).toBe('2');
  });

  it('comes back from JSON as it was', () => {
    const jar = jarWith(
      'https://h.test/',
      'a=1; Max-Age=100; HttpOnly; Secure; SameSite=Lax',
      'b=2; Domain=h.test',
    );
    const copy = CookieJar.fromJSON(JSON.parse(JSON.stringify(jar)) as unknown);
    expect(copy.list()).toEqual(jar.list());
  });

  it('reads nothing but cookies from JSON', () => {
    const good = { name: 'a', value: '1', domain: 'h.test', path: '/', created: '2026-01-01T00:00:00.000Z' };
    const cookies = [
      good,
      null,
      7,
      { name: 'b' },
      { ...good, name: 'c', expires: 'never' },
      JSON.parse('{"__proto__":{"x":1}}') as unknown,
    ];
    expect(CookieJar.fromJSON({ version: 1, cookies }).list()).toMatchObject([
      { name: 'a', hostOnly: true, secure: false },
    ]);
    expect(() => CookieJar.fromJSON({ version: 2, cookies: [] })).toThrow(/version 1/);
    expect(() => CookieJar.fromJSON('text')).toThrow(/version 1/);
  });

  it('refuses to be given a cookie that would break the Cookie header', () => {
    expect(() => new CookieJar().set({ name: 'a', value: '1; b=2' })).toThrow(/cannot have/);
    expect(() => new CookieJar().set({ name: 'a\n', value: '1' })).toThrow(/cannot have/);
  });
});

interface ModelCookie {
  readonly name: string;
  readonly value: string;
  readonly domain: string;
  readonly hostOnly: boolean;
  readonly path: string;
}

/** RFC 6265 sections 5.1 to 5.4 for names under .test, without Secure and expiry. */
class Model {
  #cookies: ModelCookie[] = [];

  set(
    from: { readonly host: string; readonly path: string },
    line: {
      readonly name: string;
      readonly value: string;
      readonly domain: string | undefined;
      readonly path: string | undefined;
    },
  ): void {
    if (line.domain !== undefined && !covers(line.domain, from.host)) return;
    const cookie: ModelCookie = {
      name: line.name,
      value: line.value,
      domain: line.domain ?? from.host,
      hostOnly: line.domain === undefined,
      path: line.path ?? (from.path.slice(0, from.path.lastIndexOf('/')) || '/'),
    };
    const same = this.#cookies.findIndex(
      (other) =>
        other.name === cookie.name &&
        other.domain === cookie.domain &&
        other.hostOnly === cookie.hostOnly &&
        other.path === cookie.path,
    );
    if (same === -1) this.#cookies.push(cookie);
    else this.#cookies[same] = cookie;
  }

  header(host: string, path: string): string {
    return this.#cookies
      .filter(({ domain, hostOnly }) => (hostOnly ? host === domain : covers(domain, host)))
      .filter(
        (cookie) => path === cookie.path || path.startsWith(cookie.path === '/' ? '/' : `${cookie.path}/`),
      )
      .toSorted((one, other) => other.path.length - one.path.length)
      .map(({ name, value }) => `${name}=${value}`)
      .join('; ');
  }
}

function covers(domain: string, host: string): boolean {
  return host === domain || host.endsWith(`.${domain}`);
}
