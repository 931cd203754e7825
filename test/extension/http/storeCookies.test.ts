/** What a send keeps of the cookies it is given, on its way and at its end. */
import { describe, expect, it } from 'vitest';
import { DigestAuth, Headers, Response, Session } from '../../../src/extension/http/index.ts';
import type { Adapter, PreparedRequest } from '../../../src/extension/http/index.ts';

type Answer = readonly [status: number, headers: Readonly<Record<string, string>>];

/** A session whose requests get these answers in turn, and the requests. */
function answering(...answers: readonly Answer[]): { session: Session; sent: PreparedRequest[] } {
  const sent: PreparedRequest[] = [];
  const adapter: Adapter = {
    send: (request) => {
      const [status, headers] = answers[sent.length] ?? [200, {}];
      sent.push(request);
      const body = { open: nothing, rawBytes: 0, abandon: () => undefined };
      return Promise.resolve(
        new Response({ request, url: request.url, status, reason: '', headers: new Headers(headers), body }),
      );
    },
    close: () => Promise.resolve(),
  };
  return { session: new Session({ environment: {}, adapter }), sent };
}

async function* nothing(): AsyncGenerator<Uint8Array> {
  yield* await Promise.resolve([]);
}

const redirect: Answer = [302, { Location: '/b', 'Set-Cookie': 'hop=1' }];
const end: Answer = [200, { 'Set-Cookie': 'end=2' }];

describe('a send', () => {
  it('stores the cookies of every answer and sends them on', async () => {
    const { session, sent } = answering(redirect, end);
    await session.get('http://a.test/');
    expect(sent[1]?.headers.get('Cookie')).toBe('hop=1');
    expect(session.cookies.list().map(({ name }) => name)).toEqual(['hop', 'end']);
  });

  it('stores none when asked not to, and says which ones the answers set', async () => {
    const { session, sent } = answering(redirect, end);
    session.cookies.set({ name: 'mine', value: '0', domain: 'a.test' });
    const response = await session.get('http://a.test/', { storeCookies: false });
    expect(sent.map(({ headers }) => headers.get('Cookie'))).toEqual(['mine=0', 'mine=0']);
    expect(session.cookies.list().map(({ name }) => name)).toEqual(['mine']);
    expect(response.cookies.map(({ name }) => name)).toEqual(['end']);
    expect(response.history[0]?.cookies.map(({ name }) => name)).toEqual(['hop']);
  });

  it('answers a challenge without the cookie of the challenge when asked to store none', async () => {
    const challenge = { 'WWW-Authenticate': 'Digest realm="r", nonce="n", qop="auth"', 'Set-Cookie': 'c=1' };
    const { session, sent } = answering([401, challenge], end);
    await session.get('http://a.test/', { storeCookies: false, auth: new DigestAuth('u', 'p') });
    expect(sent).toHaveLength(2);
    expect(sent[1]?.headers.has('Cookie')).toBe(false);
  });
});
