import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import {
  environmentProxies,
  mergeEnvironment,
  proxyUrl,
  selectProxy,
} from '../../../src/extension/http/environment/environment.ts';
import type { SessionTransport } from '../../../src/extension/http/environment/environment.ts';
import { mergeSetting } from '../../../src/extension/http/session/merge.ts';
import { isCidr, isInNetwork } from '../../../src/extension/http/environment/noProxy.ts';

const session = (changes: Partial<SessionTransport> = {}): SessionTransport => ({
  proxies: {},
  stream: false,
  verify: true,
  cert: undefined,
  trustEnv: true,
  environment: { https_proxy: 'http://env:1', REQUESTS_CA_BUNDLE: '/env/ca.pem' },
  ...changes,
});

describe('the environment', () => {
  it('fills proxies and the CA bundle where nobody else says anything', () => {
    expect(mergeEnvironment(session(), 'https://h.test/', {})).toEqual({
      proxies: { https: 'http://env:1' },
      stream: false,
      verify: '/env/ca.pem',
      cert: undefined,
    });
  });

  it('is not asked when it is not trusted', () => {
    expect(mergeEnvironment(session({ trustEnv: false }), 'https://h.test/', {})).toMatchObject({
      proxies: {},
      verify: true,
    });
  });

  it('does not touch what the request or the session decided about verification', () => {
    expect(mergeEnvironment(session({ verify: false }), 'https://h.test/', {}).verify).toBe(false);
    expect(mergeEnvironment(session({ verify: '/mine.pem' }), 'https://h.test/', {}).verify).toBe(
      '/mine.pem',
    );
    expect(mergeEnvironment(session(), 'https://h.test/', { verify: false }).verify).toBe(false);
  });

  it('comes after the request and before the session for proxies', () => {
    const merged = mergeEnvironment(
      session({ proxies: { https: 'http://session:1', http: 'http://session:2' } }),
      'https://h.test/',
      {
        proxies: { all: 'http://request:1' },
      },
    );
    expect(merged.proxies).toEqual({
      https: 'http://env:1',
      http: 'http://session:2',
      all: 'http://request:1',
    });
  });

  it('ignores HTTP_PROXY where a web server may have set it from a request', () => {
    expect(
      environmentProxies('http://h.test/', { HTTP_PROXY: 'http://evil', REQUEST_METHOD: 'GET' }, undefined),
    ).toEqual({});
  });
});

describe('a proxy', () => {
  it('is chosen by host before scheme, and by scheme before all', () => {
    const proxies = { 'http://h.test': 'http://1', http: 'http://2', all: 'http://3' };
    expect(selectProxy('http://H.test:8080/', proxies)).toBe('http://1');
    expect(selectProxy('http://sub.h.test/', proxies)).toBe('http://2');
    expect(selectProxy('https://h.test/', proxies)).toBe('http://3');
  });

  it('is an http proxy when its URL has no scheme', () => {
    expect(proxyUrl('proxy.test:3128')).toBe('http://proxy.test:3128');
    expect(proxyUrl('localhost:3128')).toBe('http://localhost:3128');
  });

  it.each(['http://:8080', 'http:///h', 'http:/h', 'https://', 'http://h:port'])(
    'is refused without a host: %s',
    (url) => {
      expect(() => proxyUrl(url)).toThrow(expect.objectContaining({ family: 'InvalidProxyURL' }));
    },
  );
});

describe('a network', () => {
  it('holds the addresses that share its first bits', () => {
    const octet = fc.nat(255);
    const address = fc.tuple(octet, octet, octet, octet).map((parts) => parts.join('.'));
    const bits = (text: string): string =>
      text
        .split('.')
        .map((part) => Number(part).toString(2).padStart(8, '0'))
        .join('');
    fc.assert(
      fc.property(address, address, fc.integer({ min: 1, max: 32 }), (one, other, mask) => {
        const cidr = `${other}/${mask}`;
        expect(isCidr(cidr)).toBe(true);
        expect(isInNetwork(one, cidr)).toBe(bits(one).slice(0, mask) === bits(other).slice(0, mask));
      }),
    );
  });
});

describe('merging a setting', () => {
  it('takes false and the empty text for values', () => {
    expect(mergeSetting(false, true)).toBe(false);
    expect(mergeSetting('', 'x')).toBe('');
    expect(mergeSetting(null, 'x')).toBe('x');
  });

  it('merges mappings in one step or in two, as long as nothing is deleted', () => {
    const mapping = fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.constantFrom('1', '2'));
    fc.assert(
      fc.property(mapping, mapping, mapping, (one, two, three) => {
        expect(mergeSetting(three, mergeSetting(two, one))).toEqual(
          mergeSetting(mergeSetting(three, two), one),
        );
      }),
    );
  });
});
