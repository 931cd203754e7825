import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSandbox, type Sandbox } from '../../sandbox/index.ts';
import { asking } from './ask.ts';

let sandbox: Sandbox;
const path = asking(() => sandbox.url);

beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());

describe('cookies', () => {
  it('shows the cookies that came', async () => {
    const { json } = await path('/cookies', { headers: { Cookie: 'a=1; b=x=y; a=2' } });
    expect(json).toEqual({ cookies: { a: '1', b: 'x=y' } });
  });

  it('sets a cookie for each parameter and goes to /cookies', async () => {
    const { status, headers, setCookies } = await path('/cookies/set?a=1&b=two');
    expect([status, headers['location']]).toEqual([302, '/cookies']);
    expect(setCookies).toEqual(['a=1; Path=/', 'b=two; Path=/']);
  });

  it('sets a cookie that the path names', async () => {
    expect((await path('/cookies/set/tea/green')).setCookies).toEqual(['tea=green; Path=/']);
  });

  it('sets a cookie with every attribute that is asked for', async () => {
    const query = 'secure&httponly&samesite=Strict&max_age=60&path=/x&domain=example.test';
    expect((await path(`/cookies/set-detail/a/1?${query}`)).setCookies).toEqual([
      'a=1; Path=/x; Domain=example.test; Max-Age=60; SameSite=Strict; Secure; HttpOnly',
    ]);
  });

  it('deletes the cookies that are named', async () => {
    const { setCookies } = await path('/cookies/delete?a&b=ignored');
    expect(setCookies).toEqual([
      'a=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0',
      'b=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0',
    ]);
  });

  it('refuses a cookie that could end early', async () => {
    expect((await path('/cookies/set?a=1%3B%20Domain%3Dx')).status).toBe(400);
    expect((await path('/cookies/set?a=1%0D%0AX-Evil%3A%201')).status).toBe(400);
  });
});

describe('the application with people in it', () => {
  const body = JSON.stringify({ user: 'ada', password: 'analytical' });

  async function login(user = 'ada'): Promise<{ cookie: string; token: string }> {
    const { json, setCookies } = await path('/login', {
      method: 'POST',
      body: JSON.stringify({ user, password: 'analytical' }),
    });
    return { cookie: setCookies[0]!.split(';')[0]!, token: String(json['token']) };
  }

  it('gives a cookie and a token for JSON credentials', async () => {
    const { status, json, setCookies } = await path('/login', { method: 'POST', body });
    expect([status, json['user'], json['token_type']]).toEqual([200, 'ada', 'Bearer']);
    expect(setCookies).toEqual([expect.stringMatching(/^sid=[\w-]{36}; Path=\/; HttpOnly; SameSite=Lax$/)]);
  });

  it('takes a form too', async () => {
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
    const { json } = await path('/login', { method: 'POST', headers, body: 'user=grace&password=x' });
    expect(json['user']).toBe('grace');
  });

  it('refuses the password "wrong" and missing ones', async () => {
    const wrong = JSON.stringify({ user: 'ada', password: 'wrong' });
    expect((await path('/login', { method: 'POST', body: wrong })).status).toBe(401);
    expect((await path('/login', { method: 'POST', body: '{"user":"ada"}' })).status).toBe(400);
    expect((await path('/login', { method: 'POST', body: 'not json' })).status).toBe(400);
  });

  it('says whether cookie and token were sent and known', async () => {
    const { cookie, token } = await login();
    const authorization = `Bearer ${token}`;
    expect((await path('/me', { headers: { Cookie: cookie, Authorization: authorization } })).json).toEqual({
      user: 'ada',
      cookie: 'valid',
      token: 'valid',
    });
    expect((await path('/me', { headers: { Cookie: cookie } })).json).toMatchObject({ token: 'missing' });
    const bad = await path('/me', { headers: { Cookie: 'sid=nobody', Authorization: 'Bearer x' } });
    expect(bad.status).toBe(401);
    expect(bad.json).toMatchObject({ cookie: 'unknown', token: 'unknown' });
  });

  it('refuses one person with another one’s token', async () => {
    const ada = await login();
    const grace = await login('grace');
    const headers = { Cookie: ada.cookie, Authorization: `Bearer ${grace.token}` };
    expect((await path('/me', { headers })).status).toBe(403);
  });

  it('forgets both at logout', async () => {
    const { cookie, token } = await login();
    const { json, setCookies } = await path('/logout', { method: 'POST', headers: { Cookie: cookie } });
    expect(json).toEqual({ loggedOut: true });
    expect(setCookies[0]).toContain('Max-Age=0');
    expect((await path('/me', { headers: { Authorization: `Bearer ${token}` } })).status).toBe(401);
  });
});
