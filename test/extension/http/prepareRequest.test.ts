import { describe, expect, it } from 'vitest';
import { CookieJar, Request, Session, bearerAuth, streamOf } from '../../../src/extension/http/index.ts';
import type { RequestOptions } from '../../../src/extension/http/index.ts';
import { checkWire } from '../../../src/extension/http/request/wireHead.ts';

const newSession = (): Session => new Session({ environment: { NETRC: '/nowhere' } });

function sourcesOf(
  session: Session,
  options: RequestOptions,
  url = 'http://h.test/',
): Record<string, string> {
  const { origins } = session.prepareRequest(new Request('POST', url, options));
  return Object.fromEntries([...origins.headers].map(([name, { source }]) => [name, source]));
}

describe('the origins of a prepared request', () => {
  it('tell defaults, session, request, computed and auth headers apart', () => {
    const session = newSession();
    session.headers = session.headers.merge({ 'X-Session': '1', Accept: 'text/html' });
    expect(
      sourcesOf(session, { headers: { 'X-Mine': '1', 'User-Agent': 'me' }, data: 'x', auth: ['u', 'p'] }),
    ).toEqual({
      'user-agent': 'request',
      'accept-encoding': 'default',
      accept: 'session',
      connection: 'default',
      'x-session': 'session',
      'x-mine': 'request',
      'content-length': 'computed',
      authorization: 'auth',
    });
  });

  it('say whose credentials they are', () => {
    const session = newSession();
    session.auth = bearerAuth('token');
    const fromSession = session.prepareRequest(new Request('GET', 'http://h.test/'));
    expect(fromSession.headers.get('Authorization')).toBe('Bearer token');
    expect(fromSession.origins.headers.get('authorization')).toEqual({
      source: 'auth',
      detail: 'Bearer, from the session',
    });
    const fromUrl = new Request('GET', 'http://u:p@h.test/').prepare();
    expect(fromUrl.origins.headers.get('authorization')).toEqual({
      source: 'auth',
      detail: 'Basic, from the URL',
    });
  });

  it('name each parameter of the query in order', () => {
    const session = newSession();
    session.params = { v: '1', shared: 'session' };
    const prepared = session.prepareRequest(
      new Request('GET', 'http://h.test/?own=1', { params: { shared: 'request', a: ['1', '2'] } }),
    );
    expect(prepared.url).toBe('http://h.test/?own=1&v=1&shared=request&a=1&a=2');
    expect(prepared.origins.params.map(({ name, source }) => `${name}: ${source}`)).toEqual([
      'own: request',
      'v: session',
      'shared: request',
      'a: request',
      'a: request',
    ]);
  });

  it('name each cookie of the header', () => {
    const session = newSession();
    session.cookies.setFromResponse('http://h.test/', ['sid=1', 'theme=dark']);
    session.cookies.set({ name: 'everywhere', value: '1' });
    const prepared = session.prepareRequest(
      new Request('GET', 'http://h.test/', { cookies: { theme: 'light', mine: '1' } }),
    );
    expect(prepared.headers.get('Cookie')).toBe('sid=1; theme=light; everywhere=1; mine=1');
    expect(prepared.origins.cookies).toEqual([
      { name: 'sid', origin: { source: 'jar', detail: 'h.test' } },
      { name: 'theme', origin: { source: 'request' } },
      { name: 'everywhere', origin: { source: 'session' } },
      { name: 'mine', origin: { source: 'request' } },
    ]);
  });
});

describe('preparing a request', () => {
  it('leaves the jar out when a Cookie header was typed', () => {
    const session = newSession();
    session.cookies.setFromResponse('http://h.test/', ['sid=1']);
    const prepared = session.prepareRequest(
      new Request('GET', 'http://h.test/', { headers: { cookie: 'a=1' } }),
    );
    expect(prepared.headers.getAll('Cookie')).toEqual(['a=1']);
    expect(prepared.origins.cookies).toEqual([]);
  });

  it('keeps nothing of a request in the session', () => {
    const session = newSession();
    const before = JSON.stringify([session.headers.entries(), session.params, session.auth, session.cookies]);
    session.prepareRequest(
      new Request('GET', 'http://h.test/', {
        headers: { a: '1' },
        params: { b: '1' },
        cookies: { c: '1' },
        auth: ['u', 'p'],
      }),
    );
    expect(JSON.stringify([session.headers.entries(), session.params, session.auth, session.cookies])).toBe(
      before,
    );
  });

  it.each([
    ['a line break in a value', { 'X-A': 'a\r\nEvil: 1' }],
    ['a NUL in a value', { 'X-A': 'a\0' }],
    ['a line break in a name', { 'X-A\r\nEvil': '1' }],
    ['a colon in a name', { 'X:A': '1' }],
    ['a name that is empty', { '': '1' }],
  ])('refuses %s and does not repeat the value', (_title, headers) => {
    const prepare = (): unknown => new Request('GET', 'http://h.test/', { headers }).prepare();
    expect(prepare).toThrow(expect.objectContaining({ name: 'InvalidRequest', family: 'InvalidHeader' }));
    expect(prepare).not.toThrow(/Evil: 1/);
  });

  it('refuses a cookie and credentials that would break the head', () => {
    expect(() => new Request('GET', 'http://h.test/', { cookies: { a: 'b\r\nEvil: 1' } }).prepare()).toThrow(
      /line break/,
    );
    expect(() => new Request('GET', 'http://h.test/', { auth: bearerAuth('a\nb') }).prepare()).toThrow(
      /line break/,
    );
  });

  it('recomputes the length when auth replaces the body', () => {
    const prepared = new Request('POST', 'http://h.test/', {
      data: 'short',
      auth: (request) => request.with({ body: 'a longer body' }),
    }).prepare();
    expect(prepared.headers.get('Content-Length')).toBe('13');
  });

  it('asks for a boundary nobody else has, unless the Content-Type names one', () => {
    const files = { f: { filename: 'a.txt', content: 'x' } };
    const one = new Request('POST', 'http://h.test/', { files }).prepare().headers.get('Content-Type');
    const other = new Request('POST', 'http://h.test/', { files }).prepare().headers.get('Content-Type');
    expect(one).toMatch(/^multipart\/form-data; boundary=[0-9a-f]{32}$/);
    expect(other).not.toBe(one);
    const typed = new Request('POST', 'http://h.test/', {
      files,
      headers: { 'Content-Type': 'multipart/form-data; boundary=mine' },
    });
    const { body } = typed.prepare();
    expect(body instanceof Uint8Array && Buffer.from(body).toString()).toMatch(
      /^--mine\r\n[^]*--mine--\r\n$/,
    );
  });

  it('sends booleans as true and false', () => {
    expect(new Request('GET', 'http://h.test/', { params: { a: true, b: false } }).prepare().url).toBe(
      'http://h.test/?a=true&b=false',
    );
  });

  it('uses UTF-8 for credentials that Latin-1 cannot hold', () => {
    const value = (user: string): string | undefined =>
      new Request('GET', 'http://h.test/', { auth: [user, ''] }).prepare().headers.get('Authorization');
    expect(value('é')).toBe(`Basic ${Buffer.from('é:', 'latin1').toString('base64')}`);
    expect(value('имя')).toBe(`Basic ${Buffer.from('имя:').toString('base64')}`);
  });

  it('gives a request cookie to the first host only', () => {
    const prepared = new Request('GET', 'http://a.test/', { cookies: { k: 'v' } }).prepare();
    expect(prepared.cookies).toMatchObject([{ name: 'k', domain: 'a.test', hostOnly: true }]);
  });
});

describe('an edit of a prepared request', () => {
  const prepared = new Request('POST', 'http://h.test/a%7Eb?x=%41', {
    headers: [
      ['X-One', '1'],
      ['Content-Type', 'text/plain'],
      ['x-one', '2'],
    ],
    data: 'body',
  }).prepare();

  it('leaves everything else byte for byte', () => {
    const edited = prepared.with({ method: 'PUT' });
    expect({ ...edited.wireHead, requestLine: '' }).toEqual({ ...prepared.wireHead, requestLine: '' });
    expect(edited.body).toBe(prepared.body);
    expect(edited.url).toBe(prepared.url);
    expect(prepared.with({}).hash()).toBe(prepared.hash());
  });

  it('makes the length follow the body, at its place', () => {
    const edited = prepared.with({ body: 'é' });
    expect(edited.headers.entries()).toEqual([
      ['X-One', '1'],
      ['Content-Type', 'text/plain'],
      ['x-one', '2'],
      ['Content-Length', '2'],
    ]);
    expect(edited.hash()).not.toBe(prepared.hash());
  });

  it('turns a length into chunks for a body of unknown length, and back', () => {
    const streamed = prepared.with({ body: streamOf(nothing()) });
    expect(streamed.headers.get('Content-Length')).toBeUndefined();
    expect(streamed.headers.get('Transfer-Encoding')).toBe('chunked');
    expect(streamed.with({ body: 'abc' }).headers.entries().at(-1)).toEqual(['Content-Length', '3']);
  });

  it('keeps a length that was edited on purpose, also with later bodies, until it is taken back', () => {
    const edited = prepared.with({ body: 'new', headers: prepared.headers.with('Content-Length', '99') });
    expect(edited.wireHead.headers.at(-1)).toEqual(['content-length', '99']);
    expect(() => checkWire(edited)).not.toThrow();
    const later = edited.with({ body: 'newer', method: 'PUT' });
    expect(later.headers.get('Content-Length')).toBe('99');
    const back = later.with({ headers: later.headers.without('Content-Length') });
    expect(back.headers.get('Content-Length')).toBe('5');
    expect(back.with({ body: 'b' }).headers.get('Content-Length')).toBe('1');
  });

  it('writes a length beside a coding when both were set on purpose', () => {
    const headers = prepared.headers.with('Transfer-Encoding', 'chunked');
    expect(prepared.with({ headers }).wireHead.headers.slice(-2)).toEqual([
      ['content-length', '4'],
      ['transfer-encoding', 'chunked'],
    ]);
  });

  it('recomputes the length when the headers of the edit are the old ones', () => {
    const edited = prepared.with({ body: 'changed', headers: prepared.headers.entries() });
    expect(edited.headers.get('Content-Length')).toBe('7');
  });

  it('marks what it changed, and only that', () => {
    const edited = prepared.with({ headers: prepared.headers.with('X-Two', '2') });
    expect(edited.origins.headers.get('x-two')).toEqual({ source: 'edited' });
    expect(edited.origins.headers.get('content-type')).toEqual({ source: 'request' });
  });

  it('escapes in a new URL what no URL can hold, and nothing else', () => {
    expect(prepared.with({ url: 'http://h.test/%7E a?b=é&c=[1]#f' }).url).toBe(
      'http://h.test/%7E%20a?b=%C3%A9&c=[1]#f',
    );
  });
});

describe('the check before sending', () => {
  const check =
    (options: RequestOptions, method = 'POST') =>
    () => {
      checkWire(new Request(method, 'http://h.test/', options).prepare());
    };

  it.each([
    [
      'two Host headers',
      {
        headers: [
          ['Host', 'a'],
          ['host', 'b'],
        ] as const,
      },
      /given twice/,
    ],
    ['Expect', { headers: { Expect: '100-continue' } }, /Expect is not supported/],
    ['Upgrade', { headers: { Upgrade: 'websocket' } }, /Upgrade is not supported/],
    ['a length that is no number', { headers: { 'Content-Length': 'not zero' } }, /does not fit/],
    [
      'Transfer-Encoding beside a length',
      { data: 'x', headers: { 'Transfer-Encoding': 'chunked' } },
      /contradict/,
    ],
    ['another Transfer-Encoding', { headers: { 'Transfer-Encoding': 'gzip' } }, /contradict|does not fit/],
    ['a space in a name', { headers: { 'fo o': '1' } }, /cannot have/],
    ['a character beyond Latin-1', { headers: { 'X-L': '☃' } }, /outside Latin-1/],
  ])('refuses %s', (_title, options, message) => {
    expect(check(options)).toThrow(message);
  });

  it('refuses a method that is no token', () => {
    expect(check({}, 'GET /x')).toThrow(/not a valid HTTP method/);
  });

  it('lets one Host header, Latin-1 and trailing spaces pass', () => {
    expect(check({ headers: { Host: 'b.test', 'X-L': 'café', 'X-T': 'v  ' } })).not.toThrow();
  });
});

describe('a hash of a prepared request', () => {
  it('is the same for the same request and differs for another body', () => {
    const make = (data: string): string => new Request('POST', 'http://h.test/', { data }).prepare().hash();
    expect(make('a')).toBe(make('a'));
    expect(make('a')).not.toBe(make('b'));
    expect(make('a')).toMatch(/^[0-9a-f]{64}$/);
  });
});

it('shares a jar between sessions that are given the same one', () => {
  const cookies = new CookieJar();
  cookies.setFromResponse('http://h.test/', ['a=1']);
  const session = new Session({ cookies, environment: {} });
  expect(session.prepareRequest(new Request('GET', 'http://h.test/')).headers.get('Cookie')).toBe('a=1');
});

async function* nothing(): AsyncIterable<Uint8Array> {
  yield* await Promise.resolve([]);
}
