import { describe, expect, it } from 'vitest';
import { Request, Session } from '../../../../src/extension/http/index.ts';
import {
  applyDefaults,
  sessionOnItsWay,
} from '../../../../src/extension/runner/sessionDefaults/applyDefaults.ts';
import { withProxyRules } from '../../../../src/extension/runner/sessionDefaults/proxyVariables.ts';
import {
  define,
  machine,
  mergeDefaults,
  noEnvironment,
  readDefaultsFile,
  resolve,
} from '../../../../src/language/semantics/index.ts';
import { parse } from '../../../../src/language/syntax/index.ts';

interface Given {
  readonly request?: string;
  readonly session?: Session;
  readonly mayRoute?: boolean;
  readonly secret?: (name: string) => string | undefined;
}

/** The session "admin" of a file, applied to a request. */
function applied(admin: object, given: Given = {}) {
  const {
    request = 'GET http://a.test/',
    session = new Session({ environment: {} }),
    mayRoute = true,
  } = given;
  const text = JSON.stringify({ sessions: { admin } });
  const file = readDefaultsFile({ origin: 'http-sessions.json', folder: '/project', text });
  const definition = define(parse(request));
  const scope = {
    ...machine,
    file: definition,
    environment: noEnvironment,
    ...(given.secret === undefined ? {} : { secret: given.secret }),
  };
  const resolved = resolve(definition.requests[0]!, scope);
  const opened = { name: 'admin', session, mayRoute, defaults: mergeDefaults([file], 'admin') };
  const found = applyDefaults({ ...opened, options: { timeout: [30, 7] } }, resolved, scope);
  const headers = resolved.headers.map(({ name, value, remove }) => [name, remove ? null : value] as const);
  const prepared = found.session.prepareRequest(new Request(resolved.method, resolved.url, { headers }));
  return { ...found, prepared, before: session };
}

describe('defaults of a session', () => {
  it('are under what the request says itself', () => {
    const { prepared, before } = applied(
      { headers: { 'X-A': 'file', 'x-b': 'file', 'User-Agent': null }, params: { page: 1, tag: ['a', 'b'] } },
      { request: 'GET http://a.test/?page=9\nX-A: request' },
    );
    expect(prepared.url).toBe('http://a.test/?page=9&tag=a&tag=b');
    expect(prepared.headers.get('X-A')).toBe('request');
    expect(prepared.headers.get('X-B')).toBe('file');
    expect(prepared.headers.has('User-Agent')).toBe(false);
    expect(before.headers.has('X-B')).toBe(false);
    expect(before.params).toBeUndefined();
  });

  it('authenticate, unless the request has credentials of its own', () => {
    const auth = { auth: 'Basic me {{$secret password}}' };
    const { prepared, secrets, places } = applied(auth, { secret: () => 'p w' });
    expect(prepared.headers.get('Authorization')).toBe(`Basic ${btoa('me:p w')}`);
    expect(secrets).toEqual(['p w']);
    expect(places.get('auth')).toBe('http-sessions.json:1');
    const own = applied(auth, { request: 'GET http://a.test/\nAuthorization: Bearer mine' });
    expect(own.prepared.headers.get('Authorization')).toBe('Bearer mine');
  });

  it('say where a reference stands that nothing fills', () => {
    const { unresolved } = applied({ headers: { 'X-A': '{{$secret key}}' } });
    expect(unresolved).toMatchObject([
      { name: '$secret key', part: 'header', line: 1, place: 'http-sessions.json' },
    ]);
  });

  it('settle how the request is sent, with the settings for what they leave out', () => {
    const { options } = applied({
      verify: './only.pem',
      ca: ['./a.pem', '/b.pem'],
      cert: { certificate: './c.pem', key: './k.pem' },
      timeout: { connect: 0, total: 60 },
      redirects: { follow: false, max: 3 },
    });
    expect(options).toEqual({
      verify: '/project/only.pem',
      ca: ['/project/a.pem', '/b.pem'],
      cert: { certificate: '/project/c.pem', key: '/project/k.pem', passphrase: undefined },
      timeout: [null, 7],
      totalTimeout: 60,
      allowRedirects: false,
      maxRedirects: 3,
    });
  });

  it('decide nothing about connections in a folder that is not trusted', () => {
    const { options, problems, prepared, session } = applied(
      { verify: false, proxies: 'http://evil.test', headers: { 'X-A': '1' }, timeout: 3 },
      { mayRoute: false },
    );
    expect(options).toEqual({ timeout: [30, 7] });
    expect(session.environment).toEqual({});
    expect(prepared.headers.get('X-A')).toBe('1');
    expect(problems[0]).toBe('http-sessions.json:1: verify is not used, because the folder is not trusted.');
    expect(problems).toHaveLength(5);
  });

  it('leave the session of the next request as it was', () => {
    const session = new Session({ environment: { http_proxy: 'http://before.test' } });
    const { usesCookies } = applied({ auth: 'Bearer {{$guid}}', cookies: false, proxies: null }, { session });
    expect(usesCookies).toBe(false);
    expect(session.auth).toBeUndefined();
    expect(session.environment).toEqual({ http_proxy: 'http://before.test' });
  });
});

describe('proxies of a session', () => {
  it('count for a request of the history, too, and not where nobody trusts the folder', () => {
    const session = new Session({ environment: {} });
    const text = JSON.stringify({
      sessions: { $shared: { proxies: { https: 'http://p.test', no: ['a', 'b'] } } },
    });
    const file = readDefaultsFile({ origin: 'f', folder: '/', text });
    const opened = { name: 'x', session, defaults: mergeDefaults([file], 'x') };
    expect(sessionOnItsWay(opened).environment).toEqual({ https_proxy: 'http://p.test', no_proxy: 'a,b' });
    expect(sessionOnItsWay({ ...opened, mayRoute: false })).toBe(session);
    expect(sessionOnItsWay({ name: 'x', session })).toBe(session);
  });

  it('take the place of the variables, and leave loopback alone', () => {
    expect(withProxyRules({ HTTP_PROXY: 'http://env', no_proxy: 'b.test' }, { http: 'http://file' })).toEqual(
      {
        http_proxy: 'http://file',
        no_proxy: 'b.test,localhost,127.0.0.0/8,::1',
      },
    );
  });

  it('reach directly what they name, and nothing else', () => {
    expect(withProxyRules({}, { all: 'http://file', no: '' })).toEqual({
      all_proxy: 'http://file',
      no_proxy: '',
    });
  });

  it('can be none for one scheme where there is one for all', () => {
    const rules = withProxyRules({ ALL_PROXY: 'http://env' }, { http: null });
    expect(rules).toMatchObject({ https_proxy: 'http://env' });
    expect(Object.keys(rules)).not.toContain('http_proxy');
    expect(Object.keys(rules)).not.toContain('ALL_PROXY');
  });
});
