import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Headers, Request, RequestException, streamOf } from '../../../src/extension/http/index.ts';
import type { PreparedRequest } from '../../../src/extension/http/index.ts';
import {
  atRedirect,
  redirectLocation,
  redirectedRequest,
  redirectedUrl,
  shouldStripAuth,
} from '../../../src/extension/http/session/redirects.ts';
import { responseOf } from '../editor/exchangeExamples.ts';

function answer(status: number, url: string, location = '/next') {
  const headers = new Headers([['Location', location]]);
  return { status, url, headers, isRedirect: true };
}

function redirected(prepared: PreparedRequest, status: number, location: string): PreparedRequest {
  return redirectedRequest(prepared, answer(status, prepared.url), location);
}

describe('the request after a redirect', () => {
  it.each([
    ['POST', 301, 'GET'],
    ['PUT', 301, 'PUT'],
    ['POST', 302, 'GET'],
    ['DELETE', 302, 'GET'],
    ['PUT', 303, 'GET'],
    ['HEAD', 303, 'HEAD'],
    ['HEAD', 302, 'HEAD'],
    ['HEAD', 301, 'HEAD'],
    ['POST', 307, 'POST'],
    ['PATCH', 308, 'PATCH'],
  ])('%s after %i is %s', (method, status, expected) => {
    const prepared = new Request(method, 'http://a.test/', { data: 'body' }).prepare();
    expect(redirected(prepared, status, '/b').method).toBe(expected);
  });

  it('loses its body and what describes it, except after 307 and 308', () => {
    const prepared = new Request('PUT', 'http://a.test/', {
      data: { a: '1' },
      headers: { 'X-Keep': '1' },
    }).prepare();
    const dropped = redirected(prepared, 301, '/b');
    expect(dropped.body).toBeNull();
    expect(dropped.headers.entries()).toEqual([['X-Keep', '1']]);
    const kept = redirected(prepared, 308, '/b');
    expect(kept.body).toBe(prepared.body);
    expect(kept.headers.get('content-type')).toBe('application/x-www-form-urlencoded');
  });

  it('takes along a body that can be opened again', () => {
    const file = {
      length: 1,
      replayable: true,
      description: 'a file',
      open: async function* () {
        yield await Promise.resolve(Buffer.from('x'));
      },
    };
    const prepared = new Request('POST', 'http://a.test/', { data: file }).prepare();
    expect(redirected(prepared, 307, '/b').body).toBe(file);
  });

  it('leads to no port that cannot be', () => {
    for (const port of ['99999', '8a', '-1', ' 80']) {
      expect(() => redirectedUrl('http://a.test/', `http://a.test:${port}/`, '')).toThrow('invalid port');
    }
  });

  it('fails when the body would be needed again and was a generator', () => {
    const prepared = new Request('POST', 'http://a.test/', {
      data: streamOf(
        (async function* () {
          yield await Promise.resolve(Buffer.from('x'));
        })(),
      ),
    }).prepare();
    expect(() => redirected(prepared, 307, '/b')).toThrow(/can be sent only once/);
    const without = redirected(prepared, 303, '/b');
    expect([without.body, without.headers.has('Transfer-Encoding')]).toEqual([null, false]);
  });

  it('loses Cookie and Proxy-Authorization always, Authorization and Host when it leaves the host', () => {
    const headers = {
      Authorization: 'secret',
      Cookie: 'a=b',
      'Proxy-Authorization': 'p',
      Host: 'virtual.test',
      'X-Api-Key': 'k',
    };
    const prepared = new Request('GET', 'http://a.test/', { headers }).prepare();
    expect(redirected(prepared, 302, '/b').headers.entries()).toEqual([
      ['Authorization', 'secret'],
      ['Host', 'virtual.test'],
      ['X-Api-Key', 'k'],
    ]);
    expect(redirected(prepared, 302, 'http://b.test/').headers.entries()).toEqual([['X-Api-Key', 'k']]);
  });

  it('never carries Authorization to another origin, whatever the chain', () => {
    const origin = fc.record({
      scheme: fc.constantFrom('http', 'https'),
      host: fc.constantFrom('a.test', 'A.TEST', 'b.test', 'a.test.', 'x.a.test'),
      port: fc.constantFrom('', ':80', ':443', ':8080'),
    });
    fc.assert(
      fc.property(fc.array(origin, { minLength: 2, maxLength: 6 }), (chain) => {
        const [first, ...rest] = chain.map(({ scheme, host, port }) => `${scheme}://${host}${port}/`);
        let request = new Request('GET', first ?? '', { headers: { Authorization: 'secret' } }).prepare();
        for (const url of rest) {
          const before = request;
          request = redirected(request, 302, url);
          if (!request.headers.has('Authorization')) continue;
          expect(new URL(request.url).hostname).toBe(new URL(before.url).hostname);
          expect([before.url, request.url].map((each) => new URL(each).protocol)).not.toEqual([
            'https:',
            'http:',
          ]);
        }
      }),
    );
  });
});

describe('the URL after a redirect', () => {
  it.each([
    ['http://a.test/x/y?q=1', '/b', 'http://a.test/b'],
    ['http://a.test/x/y?q=1', 'z', 'http://a.test/x/z'],
    ['http://a.test/x/y', '../z?k=v', 'http://a.test/z?k=v'],
    ['http://a.test/x/y?q=1', '?k=v', 'http://a.test/x/y?k=v'],
    ['https://a.test/x', '//b.test/p', 'https://b.test/p'],
    ['http://a.test/', 'HTTP://B.test:80/A b', 'http://B.test:80/A%20b'],
    ['http://a.test/', '/b%zz', 'http://a.test/b%25zz'],
    ['http://a.test/x?q=1', '#here', 'http://a.test/x?q=1#here'],
    ['http://a.test/x?q=1', 'y', 'http://a.test/y'],
    ['http://a.test/x', 'http:y', 'http://a.test/y'],
    ['http://a.test/x', 'mailto:a@b.test', 'mailto:a@b.test'],
    ['http://a.test/x', '/b#', 'http://a.test/b'],
    ['http://a.test', 'b', 'http://a.test/b'],
    ['http://a.test/x?q=1', '?', 'http://a.test/x'],
    ['http://a.test/x', 'http://b.test:/y', 'http://b.test:/y'],
    ['//a.test/x', '//b.test/y', 'http://b.test/y'],
  ])('from %s by %s is %s', (current, location, expected) => {
    expect(redirectedUrl(current, location, '')).toBe(expected);
  });

  it('inherits the fragment unless it brings its own', () => {
    expect(redirectedUrl('http://a.test/', '/b', 'old')).toBe('http://a.test/b#old');
    expect(redirectedUrl('http://a.test/', '/b#new', 'old')).toBe('http://a.test/b#new');
    expect(redirectedUrl('http://a.test/', '/b#', 'old')).toBe('http://a.test/b#old');
    expect(redirectedUrl('http://a.test/', 'http://b.test/#', 'old')).toBe('http://b.test/#old');
  });

  it('is read as UTF-8 from the Location header', () => {
    const latin1 = Buffer.from('/š', 'utf8').toString('latin1');
    expect(redirectLocation(answer(302, 'http://a.test/', latin1))).toBe('/š');
    expect(redirectLocation(answer(302, 'http://a.test/', ''))).toBeUndefined();
  });
});

describe('Authorization', () => {
  it.each([
    ['http://a.test/', 'https://a.test/', false],
    ['http://a.test:80/', 'https://a.test:443/', false],
    ['http://a.test/', 'http://a.test:80/', false],
    ['http://a.test/', 'http://A.test/', false],
    ['https://a.test/', 'http://a.test/', true],
    ['http://a.test:8080/', 'https://a.test/', true],
    ['http://a.test/', 'http://x.a.test/', true],
    ['http://a.test/', 'http://a.test./', true],
    ['http://a.test/', 'http://a.test/b', false],
    ['http://a.test/', 'https://a.test:8443/', true],
    ['https://a.test:80/', 'https://a.test:443/', true],
    ['http://a.test:80/', 'http://a.test:443/', true],
    ['http://a.test:80/', 'http://a.test/', false],
    ['http://a.test:80/', 'http://a.test:8080/', true],
    ['http://a.test:8080/', 'http://a.test/', true],
    ['http://a.test:8080/', 'http://a.test:8080/b', false],
    ['https://a.test:443/', 'https://a.test/', false],
    ['http://a.test/', 'http://b.test/', true],
    ['http://a.test:/', 'http://a.test/', false],
  ])('from %s to %s is stripped: %s', (from, to, stripped) => {
    expect(shouldStripAuth(from, to)).toBe(stripped);
  });
});

describe('an error about a redirect', () => {
  const response = (url: string) => responseOf({ request: new Request('GET', url).prepare() });

  it.each([
    ['http://a.test/x', 80],
    ['https://a.test/x', 443],
    ['http://a.test:8080/x', 8080],
    ['https://a.test:/x', 443],
  ])('from %s names the host and the port %i', (url, port) => {
    const error = new RequestException('blocked', 'RedirectBlocked');
    expect(atRedirect(error, response(url))).toMatchObject({ host: 'a.test', port, phase: 'headers' });
  });

  it('of another kind, or of nobody, is left alone', () => {
    const other = new RequestException('too many', 'TooManyRedirects');
    expect(atRedirect(other, response('http://a.test/'))).toMatchObject({ host: undefined });
    const plain = Object.assign(new Error('x'), { name: 'RedirectBlocked' });
    expect(atRedirect(plain, response('http://a.test/'))).toBe(plain);
  });
});
