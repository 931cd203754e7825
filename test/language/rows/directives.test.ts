import { describe, expect, it } from 'vitest';
import { reading, settings } from './reading.ts';

const get = 'GET https://a.test';

describe('1b no-redirect', () => {
  it.each(['no-redirect', 'noRedirect', 'no-Redirect'])('is read from @%s', (name) => {
    expect(settings(`# @${name}\n${get}`).options).toEqual({ allowRedirects: false });
  });
});

describe('1b no-cookie-jar', () => {
  it('counts whatever else is said', () => {
    expect(settings(`# @no-redirect\n# @no-cookie-jar\n${get}`).usesCookies).toBe(false);
    expect(settings(`# @noCookieJar\n${get}`).usesCookies).toBe(false);
    expect(settings(get).usesCookies).toBe(true);
  });
});

describe('1b note', () => {
  it('keeps its text for the question before sending', () => {
    expect(settings(`# @note Deletes everything\n${get}`).note).toBe('Deletes everything');
    expect(settings(`# @note\n${get}`).note).toBe('');
    expect(settings(get).note).toBeUndefined();
  });
});

describe('1b logging', () => {
  it('is off with `# @no-log`', () => {
    expect(settings(`# @no-log\n${get}`).isLogged).toBe(false);
    expect(settings(get).isLogged).toBe(true);
  });
});

describe('1b encoding', () => {
  it('leaves a form as it is typed with `# @no-auto-encoding`', () => {
    const form = `POST https://a.test\nContent-Type: application/x-www-form-urlencoded\n\na=x y`;
    expect(reading(form)).toContain('a=x%20y');
    expect(reading(`# @no-auto-encoding\n${form}`)).toContain('a=x y');
  });
});

describe('1b timeouts', () => {
  const timeout = (lines: string): unknown => settings(`${lines}\n${get}`).options.timeout;

  it('counts seconds without a unit, and milliseconds in a file of httpYac', () => {
    expect(timeout('# @timeout 600')).toEqual([600, 600]);
    expect(timeout('# @dialect httpyac\n# @timeout 5000')).toEqual([5, 5]);
  });

  it('has units, and a time of its own for connecting', () => {
    expect(timeout('# @timeout 500 ms\n# @connection-timeout 2 m')).toEqual([120, 0.5]);
    expect(timeout('# @connectionTimeout 3 s')).toEqual([3, null]);
  });
});

describe('1b hY-only keys', () => {
  it('have their meaning where there is one', () => {
    expect(reading(`### heading\n# @title Other\n${get}`)).toBe(`· heading (Other)\n${get}`);
    expect(settings(`# @noRejectUnauthorized\n# @proxy http://p:1\n${get}`).options).toEqual({
      verify: false,
      proxies: { http: 'http://p:1', https: 'http://p:1' },
    });
  });

  it.each(['ref a', 'forceRef a', 'loop for 3', 'loop for x of [1, 2]', 'loop for x of items'])(
    'are carried out by a run: @%s',
    (directive) => {
      expect(reading(`# @${directive}\n${get}`)).toBe(get);
    },
  );

  it.each(['ratelimit max 3', 'jwt x', 'openWith y'])('say so when nothing is done: @%s', (directive) => {
    const [name = ''] = directive.split(' ');
    expect(reading(`# @${directive}\n${get}`)).toBe(`${get}\n? information not-run-yet "@${name}"`);
  });

  it('are an information when nobody knows them, never an error', () => {
    expect(reading(`# @nobody knows\n${get}`)).toBe(`${get}\n? information unknown-directive "@nobody"`);
  });
});

describe('1b Ku-only keys', () => {
  it.each(['curl-compressed', 'kulala-curl--insecure', 'jq .a', 'accept chunked', 'grpc-plaintext'])(
    'are known and said not to be done: @%s',
    (directive) => {
      expect(reading(`# @${directive}\n${get}`)).toContain('? information not-run-yet');
    },
  );

  it('wait before sending by @delay', () => {
    expect(reading(`# @delay 500\n${get}`)).toBe(get);
  });
});
