import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSandbox, type Sandbox } from '../../sandbox/index.ts';
import { asking } from './ask.ts';

let sandbox: Sandbox;
const path = asking(() => sandbox.url);

beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());

const basic = (pair: string): string => `Basic ${Buffer.from(pair).toString('base64')}`;

describe('basic and bearer', () => {
  it('asks for credentials and takes the right ones', async () => {
    const refused = await path('/basic-auth/ada/p:w');
    expect([refused.status, refused.headers['www-authenticate']]).toEqual([
      401,
      'Basic realm="Sandbox", charset="UTF-8"',
    ]);
    const accepted = await path('/basic-auth/ada/p:w', { headers: { Authorization: basic('ada:p:w') } });
    expect(accepted.json).toEqual({ authenticated: true, user: 'ada' });
    expect((await path('/basic-auth/ada/p', { headers: { Authorization: basic('ada:x') } })).status).toBe(
      401,
    );
  });

  it('reads credentials as UTF-8', async () => {
    const headers = { Authorization: basic('zoë:π') };
    expect((await path('/basic-auth/zo%C3%AB/%CF%80', { headers })).status).toBe(200);
  });

  it('pretends not to exist without credentials', async () => {
    expect((await path('/hidden-basic-auth/ada/pw')).status).toBe(404);
    const headers = { Authorization: basic('ada:pw') };
    expect((await path('/hidden-basic-auth/ada/pw', { headers })).status).toBe(200);
  });

  it('shows the bearer token', async () => {
    expect((await path('/bearer')).headers['www-authenticate']).toBe('Bearer');
    const { json } = await path('/bearer', { headers: { Authorization: 'Bearer abc' } });
    expect(json).toEqual({ authenticated: true, token: 'abc' });
  });
});

interface Attempt {
  readonly target: string;
  readonly nonce: string;
  readonly algorithm: string;
  readonly qop?: string;
  readonly password?: string;
  readonly count?: string;
  readonly body?: string;
}

/** RFC 7616 §3.4, written a second time on purpose. */
function digest(attempt: Attempt): string {
  const { target, nonce, algorithm, qop = 'auth', password = 'pw', count = '00000001', body = '' } = attempt;
  const name = algorithm.startsWith('MD5') ? 'md5' : algorithm.slice(0, 7).replace('-', '').toLowerCase();
  const h = (text: string): string => createHash(name).update(text).digest('hex');
  const plain = h(`ada:Sandbox:${password}`);
  const a1 = algorithm.endsWith('sess') ? h(`${plain}:${nonce}:cn`) : plain;
  const a2 = h(`GET:${target}${qop === 'auth-int' ? `:${h(body)}` : ''}`);
  const response = h(`${a1}:${nonce}:${count}:cn:${qop}:${a2}`);
  return (
    `Digest username="ada", realm="Sandbox", nonce="${nonce}", uri="${target}", qop=${qop}, ` +
    `nc=${count}, cnonce="cn", response="${response}", algorithm=${algorithm}`
  );
}

async function nonceOf(target: string): Promise<string> {
  const { status, headers } = await path(target);
  expect(status).toBe(401);
  return /nonce="([^"]+)"/.exec(headers['www-authenticate'] ?? '')?.[1] ?? '';
}

describe('digest', () => {
  it.each([
    ['auth', 'MD5'],
    ['auth', 'MD5-sess'],
    ['auth', 'SHA-256'],
    ['auth', 'SHA-512'],
    ['auth-int', 'SHA-256'],
  ])('takes a right answer for %s with %s', async (qop, algorithm) => {
    const target = `/digest-auth/${qop}/ada/pw/${algorithm}`;
    const nonce = await nonceOf(target);
    const { json } = await path(target, {
      headers: { Authorization: digest({ target, nonce, algorithm, qop }) },
    });
    expect(json).toEqual({ authenticated: true, user: 'ada' });
  });

  it('uses MD5 unless the path names an algorithm', async () => {
    const { headers } = await path('/digest-auth/auth/ada/pw');
    expect(headers['www-authenticate']).toContain('algorithm=MD5,');
  });

  it('refuses a wrong password', async () => {
    const target = '/digest-auth/auth/ada/pw/MD5';
    const nonce = await nonceOf(target);
    const authorization = digest({ target, nonce, algorithm: 'MD5', password: 'no' });
    const { status, headers } = await path(target, { headers: { Authorization: authorization } });
    expect(status).toBe(401);
    expect(headers['www-authenticate']).toContain('stale=false');
  });

  it('takes a nonce again with the next count, but never the same count twice', async () => {
    const target = '/digest-auth/auth/ada/pw/MD5';
    const nonce = await nonceOf(target);
    const send = async (count: string): Promise<number> => {
      const authorization = digest({ target, nonce, algorithm: 'MD5', count });
      return (await path(target, { headers: { Authorization: authorization } })).status;
    };
    expect([await send('00000001'), await send('00000002'), await send('00000002')]).toEqual([200, 200, 401]);
  });

  it('calls a nonce that it did not make stale', async () => {
    const target = '/digest-auth/auth/ada/pw/MD5';
    const authorization = digest({ target, nonce: 'made-up', algorithm: 'MD5' });
    const { headers } = await path(target, { headers: { Authorization: authorization } });
    expect(headers['www-authenticate']).toContain('stale=true');
  });

  it('refuses unknown kinds', async () => {
    expect((await path('/digest-auth/auth/ada/pw/CRC')).status).toBe(400);
    expect((await path('/digest-auth/none/ada/pw')).status).toBe(400);
  });
});
