import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSandbox, type Sandbox } from '../../sandbox/index.ts';
import { asking } from './ask.ts';

let sandbox: Sandbox;
const path = asking(() => sandbox.url);

beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());

describe('status', () => {
  it.each([200, 204, 304, 404, 418, 500, 599])('answers %i for any method', async (status) => {
    expect((await path(`/status/${status}`, { method: 'PATCH' })).status).toBe(status);
  });

  it('gives the headers that a status needs', async () => {
    expect((await path('/status/302')).headers['location']).toBe('/redirect/1');
    expect((await path('/status/401')).headers['www-authenticate']).toBe('Basic realm="Sandbox"');
  });

  it('chooses one of several by chance, by weight when there are weights', async () => {
    expect([200, 503]).toContain((await path('/status/200,503')).status);
    expect((await path('/status/200:1,503:0')).status).toBe(200);
  });

  it.each(['abc', '99', '199', '600', '200,x'])('refuses %s', async (codes) => {
    expect((await path(`/status/${codes}`)).status).toBe(400);
  });
});

describe('redirects', () => {
  it.each([
    ['/redirect/2', '/relative-redirect/1'],
    ['/redirect/1', '/get'],
    ['/relative-redirect/3', '/relative-redirect/2'],
  ])('sends %s to %s', async (from, to) => {
    const { status, headers } = await path(from);
    expect([status, headers['location']]).toEqual([302, to]);
  });

  it('sends to absolute locations when asked to', async () => {
    expect((await path('/absolute-redirect/2')).headers['location']).toBe(
      `${sandbox.url}/absolute-redirect/1`,
    );
    expect((await path('/redirect/1?absolute=true')).headers['location']).toBe(`${sandbox.url}/get`);
  });

  it('sends anywhere with any 3xx status, byte for byte', async () => {
    const { status, headers } = await path('/redirect-to?url=ftp%3A%2F%2Fx%2F%C3%A9&status_code=307', {
      method: 'POST',
    });
    expect(status).toBe(307);
    expect(Buffer.from(headers['location'] ?? '', 'latin1').toString('utf8')).toBe('ftp://x/é');
  });

  it('refuses to redirect nowhere or with a line break', async () => {
    expect((await path('/redirect-to')).status).toBe(400);
    expect((await path('/redirect-to?url=%0D%0Ax')).status).toBe(400);
    expect((await path('/redirect-to?url=/&status_code=200')).status).toBe(400);
  });
});

describe('caching', () => {
  it('answers 304 to a client that knows the answer', async () => {
    const first = await path('/cache');
    const headers = { 'If-None-Match': first.headers['etag'] ?? '' };
    expect([first.status, (await path('/cache', { headers })).status]).toEqual([200, 304]);
  });

  it('says how long an answer may be kept', async () => {
    expect((await path('/cache/60')).headers['cache-control']).toBe('public, max-age=60');
  });

  it('compares entity tags', async () => {
    const withHeader = async (name: string, value: string): Promise<number> =>
      (await path('/etag/abc', { headers: { [name]: value } })).status;
    expect((await path('/etag/abc')).headers['etag']).toBe('"abc"');
    expect(await withHeader('If-None-Match', '"x", W/"abc"')).toBe(304);
    expect(await withHeader('If-None-Match', '"x"')).toBe(200);
    expect(await withHeader('If-Match', '"x"')).toBe(412);
    expect(await withHeader('If-Match', '*')).toBe(200);
  });

  it('gives headers on demand, repeated ones too', async () => {
    const { headers, setCookies, json } = await path(
      '/response-headers?X-A=1&Set-Cookie=a%3D1&Set-Cookie=b%3D2',
    );
    expect(headers['x-a']).toBe('1');
    expect(setCookies).toEqual(['a=1', 'b=2']);
    expect(json).toEqual({ 'X-A': '1', 'Set-Cookie': ['a=1', 'b=2'] });
  });

  it.each(['X-A=1%0D%0AX-B%3A2', 'Bad%20Name=1', 'Content-Length=3'])(
    'refuses the header %s',
    async (query) => {
      expect((await path(`/response-headers?${query}`)).status).toBe(400);
    },
  );
});
