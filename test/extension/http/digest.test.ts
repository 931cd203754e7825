import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { DigestAuth, Headers, Request, streamOf } from '../../../src/extension/http/index.ts';
import type { Challenge, PreparedRequest, RequestOptions } from '../../../src/extension/http/index.ts';
import { parseDirectives } from '../../../src/extension/http/auth/directives.ts';

const refusal = (...challenges: readonly string[]): Challenge => ({
  status: 401,
  headers: new Headers(challenges.map((challenge) => ['WWW-Authenticate', challenge] as const)),
});

const request = (options: RequestOptions = {}): PreparedRequest =>
  new Request('POST', 'http://h.test/dir?q=1', options).prepare();

const newAuth = (): DigestAuth => new DigestAuth('user', 'pass', { clientNonce: () => '0123456789abcdef' });

/** The directives of the Authorization header that answers a challenge; undefined when there is none. */
function answered(
  auth: DigestAuth,
  challenge: Challenge,
  prepared = request(),
): Record<string, string | null> | undefined {
  const header = auth.answer(challenge, prepared)?.headers.get('Authorization');
  return header === undefined
    ? undefined
    : Object.fromEntries(parseDirectives(header.replace('Digest ', '')));
}

const md5 = (text: string): string => createHash('md5').update(text).digest('hex');

describe('digest authentication', () => {
  it('sends nothing before it has been asked, and counts a nonce once it knows it', () => {
    const auth = newAuth();
    expect(auth.authorize(request()).headers.has('Authorization')).toBe(false);
    expect(answered(auth, refusal('Digest realm="r", nonce="n1", qop="auth"'))?.['nc']).toBe('00000001');
    expect(auth.authorize(request()).headers.get('Authorization')).toContain('nc=00000002');
    expect(answered(auth, refusal('Digest realm="r", nonce="n2", stale=true, qop="auth"'))?.['nc']).toBe(
      '00000001',
    );
  });

  it('answers 4xx only, and only when Digest is offered', () => {
    const challenge = refusal('Digest realm="r", nonce="n"');
    expect(newAuth().answer({ ...challenge, status: 200 }, request())).toBeUndefined();
    expect(newAuth().answer({ ...challenge, status: 302 }, request())).toBeUndefined();
    expect(newAuth().answer(refusal('Basic realm="r"'), request())).toBeUndefined();
    expect(answered(newAuth(), refusal('Basic realm="r"', 'Digest realm="r", nonce="n"'))).toBeDefined();
    expect(answered(newAuth(), refusal('Basic realm="r", Digest realm="d", nonce="n"'))?.['realm']).toBe('d');
  });

  it('covers the body with auth-int', () => {
    const fields = answered(
      newAuth(),
      refusal('Digest realm="r", nonce="n", qop="auth-int"'),
      request({ data: 'body' }),
    );
    const secret = md5('user:r:pass');
    const target = md5(`POST:/dir?q=1:${md5('body')}`);
    expect(fields).toMatchObject({
      qop: 'auth-int',
      response: md5(`${secret}:n:00000001:0123456789abcdef:auth-int:${target}`),
    });
  });

  it('prefers auth, and cannot cover a body that is streamed', () => {
    expect(answered(newAuth(), refusal('Digest realm="r", nonce="n", qop="auth-int, auth"'))?.['qop']).toBe(
      'auth',
    );
    const streamed = request({ data: streamOf(nothing()) });
    const retry = newAuth().answer(refusal('Digest realm="r", nonce="n", qop="auth-int"'), streamed);
    expect(retry?.headers.has('Authorization')).toBe(false);
  });

  it.each(['MD5-sess', 'SHA-256', 'SHA-256-sess', 'SHA-512-256', 'SHA-512'])(
    'knows %s and echoes its name',
    (algorithm) => {
      const fields = answered(
        newAuth(),
        refusal(`Digest realm="r", nonce="n", qop="auth", algorithm=${algorithm}`),
      );
      expect(fields?.['algorithm']).toBe(algorithm);
      expect(fields?.['response']).toMatch(/^[0-9a-f]+$/);
    },
  );

  it('takes the first of several challenges that it knows', () => {
    const fields = answered(
      newAuth(),
      refusal(
        'Digest realm="r", nonce="a", algorithm=SHA-3',
        'Digest realm="r", nonce="b", algorithm=SHA-256',
      ),
    );
    expect(fields?.['nonce']).toBe('b');
  });

  it('retries without credentials when it knows no algorithm', () => {
    const retry = newAuth().answer(refusal('Digest realm="r", nonce="n", algorithm=SHA-3'), request());
    expect(retry?.headers.has('Authorization')).toBe(false);
  });

  it('quotes what the server sent', () => {
    const header = newAuth()
      .answer(refusal('Digest realm="a \\"b\\"", nonce="n"'), request())
      ?.headers.get('Authorization');
    expect(header).toContain('realm="a \\"b\\""');
  });
});

async function* nothing(): AsyncIterable<Uint8Array> {
  yield* await Promise.resolve([]);
}
