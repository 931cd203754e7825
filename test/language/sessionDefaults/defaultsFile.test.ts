import { describe, expect, it } from 'vitest';
import { mergeDefaults, readDefaultsFile, sessionsIn } from '../../../src/language/semantics/index.ts';

const read = (text: string, origin = 'http-sessions.json') =>
  readDefaultsFile({ origin, folder: '/project', text });

/** `line:column message` of each problem. */
const problems = (text: string) =>
  read(text).problems.map(({ line, column, message }) => `${line}:${column} ${message}`);

const sessions = (content: object) => JSON.stringify({ sessions: content });

describe('a file of session defaults', () => {
  it('gives every value with its key and line', () => {
    const { sessions, problems } = read(`{
  // comments are fine
  "sessions": {
    "admin": {
      "headers": { "X-Tenant": "acme", "User-Agent": null },
      "timeout": 5,
      "cert": { "pfx": "./me.pfx", "passphrase": "{{$secret pfx}}" },
    },
  },
}`);
    expect(problems).toEqual([]);
    const admin = sessions.get('admin') ?? new Map<string, never>();
    expect([...admin.values()].map(({ key, name, value, line }) => [key, name, value, line])).toEqual([
      ['headers.x-tenant', 'X-Tenant', 'acme', 5],
      ['headers.user-agent', 'User-Agent', null, 5],
      ['timeout.connect', 'timeout', 5, 6],
      ['timeout.read', 'timeout', 5, 6],
      ['cert', 'cert', { pfx: './me.pfx', passphrase: '{{$secret pfx}}' }, 7],
    ]);
  });

  it('tells of unknown keys and wrong values where they stand, and keeps the rest', () => {
    const text = `{
  "session": {},
  "sessions": {
    "a": { "verfy": false, "timeout": "long", "cookies": false },
    "b": 1,
    "c": { "proxies": { "ftp": "x" }, "redirects": { "max": 1.5 }, "headers": { "X": 1 } }
  }
}`;
    expect(problems(text)).toEqual([
      '2:4 "session" is not known. There is "sessions".',
      '4:13 "verfy" is not known. A session has headers, params, auth, verify, ca, cert, proxies, timeout, redirects, cookies.',
      '4:39 "timeout" must be a number of seconds, 0 to wait for ever, or an object.',
      '5:10 The session "b" must be an object.',
      '6:26 "ftp" is not known. "proxies" has http, https, all, no.',
      '6:61 "max" must be a whole number from 0.',
      '6:86 "X" must be a text, a list of texts, or null to leave the header out.',
    ]);
    expect([...(read(text).sessions.get('a') ?? [])].map(([key]) => key)).toEqual(['cookies']);
  });

  it('reads what is left of broken JSON', () => {
    const text = '{ "sessions": {\n  "a": { "cookies": false },\n  "b": { "auth": \n} }';
    expect(problems(text)[0]).toBe('4:1 Value expected.');
    expect(read(text).sessions.get('a')?.get('cookies')?.value).toBe(false);
    expect(read('[]').problems.map(({ message }) => message)).toEqual([
      'The file must hold an object with "sessions".',
    ]);
    expect(read('['.repeat(10_000)).problems.map(({ message }) => message)).toEqual([
      'The JSON is nested too deeply.',
    ]);
    expect(read('').problems).toEqual([]);
  });

  it('takes no name for anything but a name', () => {
    const { sessions, problems } = read('{ "sessions": { "__proto__": { "constructor": 1 } } }');
    expect([...sessions.keys()]).toEqual(['__proto__']);
    expect(problems).toHaveLength(1);
  });
});

describe('a secret in the file', () => {
  const jwt = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.x';
  it.each([
    [{ auth: 'Bearer abc' }],
    [{ auth: 'Basic user:password' }],
    [{ headers: { 'X-Api-Key': 'k1' } }],
    [{ headers: { Cookie: 'sid=1' } }],
    [{ headers: { 'X-Note': jwt } }],
    [{ params: { access_token: 'abc' } }],
    [{ proxies: 'http://me:secret@proxy.test:8080' }],
    [{ cert: { pfx: './a.pfx', passphrase: 'open sesame' } }],
  ])('is told of: %j', (content) => {
    expect(read(sessions({ a: content })).problems.map(({ code }) => code)).toEqual(['literalSecret']);
  });

  it.each([
    [{ auth: 'Bearer {{token}}' }],
    [{ auth: 'Basic user {{$secret password}}' }],
    [{ auth: 'Bearer {{login.response.body.$.token}}' }],
    [{ headers: { 'X-Api-Key': '{{key}}', 'Idempotency-Key': '1', Accept: 'application/json' } }],
    [{ params: { page: 1, q: 'x' } }],
    [{ proxies: 'http://me:{{password}}@proxy.test:8080' }],
    [{ proxies: 'socks5://proxy.test' }],
  ])('is not seen in %j', (content) => {
    expect(read(sessions({ a: content })).problems).toEqual([]);
  });
});

describe('files of several folders', () => {
  const far = read(
    sessions({
      $shared: { headers: { 'X-A': 'far shared', 'X-B': 'far shared' } },
      admin: { headers: { 'X-C': 'far' }, proxies: 'http://far.test', timeout: { total: 9 } },
    }),
    '../http-sessions.json',
  );
  const near = read(
    sessions({
      $shared: { headers: { 'x-b': 'near shared' } },
      admin: { proxies: { http: null } },
      guest: {},
    }),
  );

  it('are merged key by key: a session beats $shared, a near folder a far one', () => {
    const merged = mergeDefaults([far, near], 'admin');
    expect([...merged.values()].map(({ key, value, origin }) => [key, value, origin])).toEqual([
      ['headers.x-a', 'far shared', '../http-sessions.json'],
      ['headers.x-b', 'near shared', 'http-sessions.json'],
      ['headers.x-c', 'far', '../http-sessions.json'],
      ['proxies.http', null, 'http-sessions.json'],
      ['proxies.https', 'http://far.test', '../http-sessions.json'],
      ['timeout.total', 9, '../http-sessions.json'],
    ]);
    expect([...mergeDefaults([far, near], 'another').keys()]).toEqual(['headers.x-a', 'headers.x-b']);
    expect(sessionsIn([far, near])).toEqual(['admin', 'guest']);
  });
});
