/** curl commands that are pasted into a file as requests. */
import { describe, expect, it } from 'vitest';
import { insertedRequests, requestsOfCurl } from '../../../src/language/semantics/index.ts';

describe('a pasted curl command', () => {
  it('becomes a request', () => {
    expect(
      requestsOfCurl("curl 'https://example.com/a' \\\n  -H 'Accept: text/html' \\\n  --compressed\n"),
    ).toEqual(['GET https://example.com/a\nAccept: text/html']);
    expect(
      requestsOfCurl(`  $ curl -X POST http://h -H 'Content-Type: application/json' -d '{\n\n"a": 1\n}'`),
    ).toEqual(['POST http://h\nContent-Type: application/json\n\n{\n\n"a": 1\n}']);
    expect(requestsOfCurl('curl.exe http://h')).toEqual(['GET http://h']);
  });

  it('keeps how it is sent', () => {
    expect(requestsOfCurl('curl -k -x http://p:1 -m 5 http://h')?.[0]).toBe(
      '# @insecure\n# @proxy http://p:1\n# @timeout 5 s\nGET http://h',
    );
  });

  it('may be written for cmd, as browsers copy it on Windows', () => {
    const copied = [
      'curl ^"https://example.com/a?b=c^%^20d^" ^',
      '  -X ^"PUT^" ^',
      '  -H ^"content-type: application/json^" ^',
      '  --data-raw ^"^{^\\^"a^\\^":1,^\\^"b^\\^":^\\^"x^&y^^z^\\^"^}^"',
    ];
    const request = [
      'PUT https://example.com/a?b=c%20d',
      'content-type: application/json',
      '',
      '{"a":1,"b":"x&y^z"}',
    ];
    for (const lineEnd of ['\n', '\r\n'])
      expect(requestsOfCurl(copied.join(lineEnd))).toEqual([request.join('\n')]);
  });

  it('may be one of several', () => {
    expect(requestsOfCurl("curl 'http://a' \\\n  -I ;\ncurl 'http://b' &\n\n$ curl http://c")).toEqual([
      'HEAD http://a',
      'GET http://b',
      'GET http://c',
    ]);
  });

  it('is left as it is when no request sends the same', () => {
    for (const text of [
      '',
      'curly',
      'GET http://h',
      'see curl http://h',
      'curl',
      'curl http://h\n\n{ "a": 1 }',
      'curl http://a\nls\n',
    ]) {
      expect(requestsOfCurl(text)).toBe(undefined);
    }
  });
});

describe('where it is pasted', () => {
  const insert = (marked: string): string => {
    const [before = '', after = ''] = marked.split('|');
    return `${before}${insertedRequests(['GET http://h'], before, after)}${after}`;
  };

  it('is set apart from the requests around it', () => {
    expect(insert('|')).toBe('GET http://h');
    expect(insert('@a = 1\n\n|')).toBe('@a = 1\n\nGET http://h');
    expect(insert('### One\n|\n')).toBe('### One\nGET http://h\n');
    expect(insert('GET http://a\n\n|')).toBe('GET http://a\n\n###\nGET http://h');
    expect(insert('GET http://a|')).toBe('GET http://a\n\n###\nGET http://h');
    expect(insert('|\nGET http://b\n')).toBe('GET http://h\n\n###\n\nGET http://b\n');
    expect(insert('GET http://a\n\n|\n### Two\nGET http://b')).toBe(
      'GET http://a\n\n###\nGET http://h\n### Two\nGET http://b',
    );
  });

  it('is set apart from its fellows', () => {
    expect(insertedRequests(['GET a', 'GET b'], '', '')).toBe('GET a\n\n###\nGET b');
  });
});
