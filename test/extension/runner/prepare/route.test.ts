import { describe, expect, it } from 'vitest';
import { Session, type SendOptions, type Variables } from '../../../../src/extension/http/index.ts';
import { routeOf, type RouteQuestion } from '../../../../src/extension/runner/prepare/route.ts';

interface Given extends Partial<Omit<RouteQuestion, 'session' | 'options'>> {
  readonly environment?: Variables;
  readonly options?: SendOptions;
}

/** `kind value (origin)` of each line. */
function route({
  environment = {},
  options = {},
  own = {},
  commandLine = {},
  ...rest
}: Given): readonly string[] {
  const lines = routeOf({
    url: 'https://api.a.test/x',
    session: new Session({ environment }),
    options: { ...options, ...commandLine, ...own },
    own,
    commandLine,
    name: 'admin',
    places: new Map(),
    origins: {},
    ...rest,
  });
  return lines.map(({ kind, value, origin }) => `${kind} ${value} (${origin})`);
}

const proxied = (proxy: string): SendOptions => ({ proxies: { http: proxy, https: proxy } });

describe('the way of a request', () => {
  it('has nothing to say when it is what everybody expects', () => {
    expect(route({})).toEqual([]);
  });

  it.each([
    [
      'a variable',
      { environment: { HTTPS_PROXY: 'http://u:p@env.test:1' } },
      'proxy http://***@env.test:1 (HTTPS_PROXY)',
    ],
    ['one for all', { environment: { all_proxy: 'env.test' } }, 'proxy http://env.test (all_proxy)'],
    [
      'a setting',
      { environment: { https_proxy: 'http://set.test' }, origins: { proxy: 'http.proxy' } },
      'proxy http://set.test (http.proxy)',
    ],
    [
      'the session',
      {
        environment: { https_proxy: 'socks5://s.test' },
        places: new Map([['proxies.https', 'http-sessions.json:4']]),
        origins: { proxy: 'http.proxy' },
      },
      'proxy socks5://s.test (session admin, http-sessions.json:4)',
    ],
    ['the command line', { commandLine: proxied('http://c.test') }, 'proxy http://c.test (command line)'],
    [
      'the request',
      { own: proxied('http://r.test'), commandLine: proxied('http://c.test') },
      'proxy http://r.test (request)',
    ],
    [
      'the list of hosts to reach directly',
      { environment: { https_proxy: 'http://env.test', no_proxy: 'a.test' } },
      'direct  (no_proxy)',
    ],
    [
      'the request that wants none',
      {
        environment: { https_proxy: 'http://env.test' },
        own: { proxies: { https: null, http: null, all: null, no_proxy: '*' } },
      },
      'direct  (request)',
    ],
  ] as const)('names %s as the reason for its proxy', (_, given, expected) => {
    expect(route(given)).toEqual([expected]);
  });

  it('tells whom it believes, and who it says it is', () => {
    expect(route({ own: { verify: false } })).toEqual(['unverified  (request)']);
    expect(route({ options: { verify: '/ca.pem' }, places: new Map([['verify', 'f:2']]) })).toEqual([
      'authority /ca.pem (session admin, f:2)',
    ]);
    expect(route({ options: { ca: ['/a.pem'] }, origins: { ca: 'httpSessions.tls.ca' } })).toEqual([
      'authority /a.pem (httpSessions.tls.ca)',
    ]);
    const certificates = { 'api.a.test:443': { pfx: '/me.pfx', passphrase: 'p' }, 'b.test': '/b.pem' };
    expect(route({ options: { certificates }, origins: { cert: 'rest-client.certificates' } })).toEqual([
      'certificate /me.pfx (rest-client.certificates)',
    ]);
    expect(route({ url: 'https://other.test/', options: { certificates } })).toEqual([]);
    expect(route({ url: 'http://api.a.test/', options: { certificates, verify: false } })).toEqual([]);
  });

  it('tells of redirects that stay where they are', () => {
    expect(route({ own: { allowRedirects: false } })).toEqual(['redirects  (request)']);
  });
});
