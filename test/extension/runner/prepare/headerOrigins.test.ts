import { describe, expect, it } from 'vitest';
import { Request, Session } from '../../../../src/extension/http/index.ts';
import { headerOrigins } from '../../../../src/extension/runner/prepare/headerOrigins.ts';
import { define, machine, readEnvironments, resolve } from '../../../../src/language/semantics/index.ts';
import { parse } from '../../../../src/language/syntax/index.ts';

const environment = readEnvironments([
  { kind: 'json', origin: 'http-client.env.json', text: '{"dev": {"token": "t"}}', visibility: 'public' },
]).select('dev');

/** The first request of a file, prepared; each header with its origin. */
function originsIn(text: string, session: Session) {
  const file = define(parse(text));
  const resolved = resolve(file.requests[0]!, { file, environment, ...machine });
  const headers = resolved.headers.map(({ name, value }) => [name, value] as const);
  const prepared = session.prepareRequest(new Request(resolved.method, resolved.url, { headers, data: 'x' }));
  const words = headerOrigins(prepared, resolved, { name: 'admin' });
  return [...prepared.headers].map(([name], index) => `${name}: ${words[index] ?? 'missing'}`);
}

describe('origins of headers in words', () => {
  it('names the line, the variable, the session, the jar and what was computed', () => {
    const session = new Session();
    session.headers = session.headers.with('X-Team', 'red');
    session.cookies.set({ name: 'sid', value: '1', domain: 'a.test' });
    const text = `@kind = plain
POST http://a.test/
Content-Type: text/{{kind}}
Authorization: Bearer {{token}}`;
    expect(originsIn(text, session).sort()).toEqual([
      'Accept-Encoding: default',
      'Accept: default',
      'Authorization: env dev:token',
      'Connection: default',
      'Content-Length: computed',
      'Content-Type: file:3',
      'Cookie: cookie jar',
      'User-Agent: default',
      'X-Team: session admin',
    ]);
  });

  it.each([
    ['the jar when servers set every cookie', ['a.test'], 'cookie jar'],
    ['the session when a person set it for every host', [''], 'session admin'],
    ['both when both gave one', ['a.test', ''], 'cookie jar, session admin'],
  ])('names %s', (_, domains, words) => {
    const session = new Session();
    domains.forEach((domain, index) => session.cookies.set({ name: `c${index}`, value: '1', domain }));
    expect(originsIn('GET http://a.test/', session)).toContain(`Cookie: ${words}`);
  });

  it('leads to the line of a Cookie header that the file gives itself', () => {
    const session = new Session();
    session.cookies.set({ name: 'sid', value: '1', domain: 'a.test' });
    expect(originsIn('GET http://a.test/\nCookie: a=b', session)).toContain('Cookie: file:2');
  });

  it('tells repeated headers of the file apart', () => {
    const origins = originsIn('POST http://a.test/\nX: 1\nX: 2', new Session());
    expect(origins.filter((line) => line.startsWith('X'))).toEqual(['X: file:2', 'X: file:3']);
  });
});
