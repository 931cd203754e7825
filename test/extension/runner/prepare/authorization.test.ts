import { describe, expect, it } from 'vitest';
import { Session } from '../../../../src/extension/http/index.ts';
import { authorization } from '../../../../src/extension/runner/prepare/authorization.ts';

const session = new Session();
const encoded = (credentials: string): string => `Basic ${Buffer.from(credentials).toString('base64')}`;

describe('short forms of Authorization', () => {
  it.each([
    ['Basic user password', encoded('user:password')],
    ['Basic user:password', encoded('user:password')],
    ['basic user   pass word', encoded('user:pass word')],
    ['Basic user:pass:word', encoded('user:pass:word')],
    ['Basic user pass:word', encoded('user:pass:word')],
    ['Basic ünï:cödé', encoded('ünï:cödé')],
    ['Basic user:', encoded('user:')],
  ])('encodes %s', (typed, sent) => {
    expect(authorization(typed, session)).toEqual({ header: sent });
  });

  it.each(['Basic dXNlcjpwYXNz', 'Bearer a b', 'Basic', 'Digest username="u", nonce="n"'])(
    'leaves %s alone',
    (typed) => {
      expect(authorization(typed, session)).toEqual({ header: typed });
    },
  );

  it('keeps one Digest for each user of a session, so that a nonce is used again', () => {
    const { auth } = authorization('Digest user password', session);
    expect(auth?.name).toBe('Digest');
    expect(authorization('Digest user:password', session).auth).toBe(auth);
    expect(authorization('Digest user other', session).auth).not.toBe(auth);
    expect(authorization('Digest user password', new Session()).auth).not.toBe(auth);
  });

  it('signs for AWS instead of sending the secret key', () => {
    expect(authorization('AWS key secret region:eu', session).auth?.name).toBe('AWS');
  });

  it.each([
    'NTLM user password',
    'Negotiate user:password',
    'COGNITO u p r pool client',
    'oauth2 password my',
  ])('refuses to send %s as it is typed', (typed) => {
    expect(() => authorization(typed, session)).toThrow(/is not supported/);
  });
});
