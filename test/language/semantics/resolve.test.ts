import { describe, expect, it } from 'vitest';
import { fillText, readAuthorization } from '../../../src/language/semantics/index.ts';
import { definitionOf, resolveLast, scopeOf, wire } from './wire.ts';

describe('the URL', () => {
  it.each([
    ['GET a.test/b', 'http://a.test/b'],
    ['GET localhost:8080/b', 'http://localhost:8080/b'],
    ['GET /b\nHost: a.test', 'http://a.test/b'],
    ['GET /b\nHost: a.test:8443', 'https://a.test:8443/b'],
    ['@host = https://a.test/\nGET /b', 'https://a.test/b'],
    ['@host = a.test:443\nGET /b', 'https://a.test:443/b'],
    ['GET /b', '/b'],
    ['OPTIONS * HTTP/1.1\nHost: a.test', '*'],
    ['@base = a.test\nGET {{base}}/b', 'http://a.test/b'],
    ['GET {{base}}/b', '{{base}}/b'],
    ['GET HTTPS://a.test/x y', 'HTTPS://a.test/x y'],
  ])('of %j is %s', (text, url) => {
    expect(resolveLast(text).url).toBe(url);
  });
});

describe('headers', () => {
  it('keep their case, their order and their repetitions', () => {
    expect(wire('GET https://a.test\nx-b: 1\nX-A: 2\nx-b: 3')).toBe(
      'GET https://a.test\nx-b: 1\nX-A: 2\nx-b: 3',
    );
  });

  it('join several Cookie lines', () => {
    expect(wire('GET https://a.test\nCookie: a=1\nX: y\ncookie: b=2')).toBe(
      'GET https://a.test\nCookie: a=1; b=2\nX: y',
    );
  });

  it('may be kept from being sent', () => {
    expect(wire('GET https://a.test\n-User-Agent:')).toBe('GET https://a.test\n-User-Agent: ');
  });
});

describe('directives', () => {
  it('have their variables filled', () => {
    expect(resolveLast('@t = 5\n# @timeout {{t}}\nGET https://a.test').directives[0]).toMatchObject({
      key: 'timeout',
      value: '5',
    });
  });
});

describe('fillText', () => {
  it('fills a file that belongs to a request', () => {
    const file = definitionOf('@a = 1\nPOST https://a.test\n\n<@ ./b');
    const filled = fillText('x={{a}} y={{b}}', file.requests[0]!, scopeOf(file));
    expect(filled.text).toBe('x=1 y={{b}}');
    expect(filled.unresolved.map(({ name }) => name)).toEqual(['b']);
  });
});

describe('a curl command', () => {
  it.each([
    ['curl https://a.test', 'GET https://a.test'],
    ["curl 'https://a.test' -H 'A: b' -H \"C: d\"", 'GET https://a.test\nA: b\nC: d'],
    [
      `curl -X PUT https://a.test \\\n  -d '{"a":1}' \\\n  -H 'Content-Type: application/json'`,
      'PUT https://a.test\nContent-Type: application/json\n\n{"a":1}',
    ],
    [
      'curl https://a.test -d a=1 --data-urlencode "b=x y"',
      'POST https://a.test\nContent-Type: application/x-www-form-urlencoded\n\na=1&b=x%20y',
    ],
    ['curl -G https://a.test -d a=1 -d b=2', 'GET https://a.test?a=1&b=2'],
    ['curl -I https://a.test', 'HEAD https://a.test'],
    ['curl -sSL -XPOST -o out --max-time 3 https://a.test', 'POST https://a.test'],
    ['curl -u ann:secret https://a.test', 'GET https://a.test\nAuthorization: Basic ann:secret'],
    [
      'curl --data-binary @./a.bin https://a.test',
      'POST https://a.test\nContent-Type: application/x-www-form-urlencoded\n\n‹./a.bin›',
    ],
    [
      'curl --json \'{"a":1}\' https://a.test',
      'POST https://a.test\nContent-Type: application/json\n\n{"a":1}',
    ],
    [
      "curl https://a.test --data-raw $'a\\'b\\n'",
      "POST https://a.test\nContent-Type: application/x-www-form-urlencoded\n\na'b\n",
    ],
    ['@h = a.test\ncurl https://{{h}} -b a=1 -A me', 'GET https://a.test\nCookie: a=1\nUser-Agent: me'],
  ])('%j is read', (text, expected) => {
    expect(wire(text)).toBe(expected);
  });

  it('sends forms with files', () => {
    expect(wire('curl https://a.test -F a=1 -F "f=@./x.png;type=image/png"')).toBe(
      [
        'POST https://a.test',
        'Content-Type: multipart/form-data; boundary=http-sessions-form-boundary',
        '',
        '--http-sessions-form-boundary␍',
        'Content-Disposition: form-data; name="a"␍',
        '␍',
        '1␍',
        '--http-sessions-form-boundary␍',
        'Content-Disposition: form-data; name="f"; filename="x.png"␍',
        'Content-Type: image/png␍',
        '␍',
        '‹./x.png›␍',
        '--http-sessions-form-boundary--␍',
        '',
      ].join('\n'),
    );
  });
});

describe('the Authorization header', () => {
  it.each([
    ['Basic ann secret', { scheme: 'basic', user: 'ann', password: 'secret' }],
    ['basic ann:se:cret', { scheme: 'basic', user: 'ann', password: 'se:cret' }],
    ['Basic ann se:cret', { scheme: 'basic', user: 'ann', password: 'se:cret' }],
    ['Basic YW5uOnNlY3JldA==', { scheme: 'other', value: 'Basic YW5uOnNlY3JldA==' }],
    ['Digest ann secret', { scheme: 'digest', user: 'ann', password: 'secret' }],
    ['Digest username="a:b"', { scheme: 'other', value: 'Digest username="a:b"' }],
    ['Bearer t', { scheme: 'other', value: 'Bearer t' }],
    [
      'AWS key secret token:t region:eu service:s3',
      { scheme: 'aws', accessKey: 'key', secretKey: 'secret', token: 't', region: 'eu', service: 's3' },
    ],
  ])('%s is read', (value, expected) => {
    expect(readAuthorization(value)).toEqual(expected);
  });
});
