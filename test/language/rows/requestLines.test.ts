import { describe, expect, it } from 'vitest';
import { authorizationOf, reading } from './reading.ts';

const get = (lines: string): string => reading(`GET https://a.test${lines}`);

describe('1a no method', () => {
  it('is a GET, with `http://` in front when the scheme is missing', () => {
    expect(reading('https://a.test/a')).toBe('GET https://a.test/a');
    expect(reading('a.test:8080/a')).toBe(
      'GET http://a.test:8080/a\n? information scheme-added "a.test:8080/a"',
    );
  });
});

describe('1a method set', () => {
  it('is any word of capitals and dashes, and well-known words in any case', () => {
    expect(reading('PURGE https://a.test\n###\nM-SEARCH https://a.test\n###\npropfind https://a.test')).toBe(
      'PURGE https://a.test\n===\nM-SEARCH https://a.test\n===\nPROPFIND https://a.test',
    );
    expect(reading('fetch https://a.test')).toContain('GET http://fetch https://a.test');
  });
});

describe('1a HTTP version', () => {
  it('is no part of the URL', () => {
    expect(reading('GET https://a.test HTTP/1.1\n###\nGET https://a.test HTTP/1.0')).toBe(
      'GET https://a.test\n===\nGET https://a.test',
    );
  });

  it('is never ignored in silence', async () => {
    expect(get(' HTTP/2')).toBe('GET https://a.test');
    expect(reading('GET http://a.test HTTP/2')).toBe(
      'GET http://a.test\n? information http-version "http://a.test"',
    );
    expect(get(' HTTP/3')).toBe('GET https://a.test\n? warning http-version "https://a.test"');
    expect(await authorizationOf('GET https://a.test HTTP/3')).toBe('refused: HTTP/3 is not supported.');
  });
});

describe('1a origin form', () => {
  it('takes the host from the header, with https for the ports 443 and 8443', () => {
    expect(reading('GET /a\nHost: a.test:8443')).toBe('GET https://a.test:8443/a\nHost: a.test:8443');
    expect(reading('GET /a\nHost: a.test:8080')).toBe('GET http://a.test:8080/a\nHost: a.test:8080');
  });

  it('takes the host from a variable of that name', () => {
    expect(reading('@host = https://a.test/v1\nGET /a')).toBe('GET https://a.test/v1/a');
  });
});

describe('1a asterisk', () => {
  it('is read as written, and refused with a reason, because the transport knows paths only', async () => {
    const text = 'OPTIONS * HTTP/1.1\nHost: a.test';
    expect(reading(text)).toBe('OPTIONS *\nHost: a.test\n? information not-run-yet "*"');
    expect(await authorizationOf(text)).toBe('refused: A request for * cannot be sent.');
  });
});

describe('1a query continuation', () => {
  it('is a line that begins with ?, & or, indented, with / or #', () => {
    expect(get('\n?a=1\n    &b=2\n  /c\n  #d\nA: 1')).toBe('GET https://a.test?a=1&b=2/c#d\nA: 1');
  });

  it('is an indented line that is no header', () => {
    expect(get('\n  /path\n  more\n  Accept: a')).toBe('GET https://a.test/pathmore\nAccept: a');
  });
});

describe('1a query encoding', () => {
  it('leaves the URL as it is written; preparing it quotes what is not encoded yet', () => {
    expect(get('?q=a b&u=%20')).toBe('GET https://a.test?q=a b&u=%20');
  });
});

describe('1a header', () => {
  it('keeps its case, its order and an empty value', () => {
    expect(get('\nX-b: 2\nx-A : 1\nEmpty:')).toBe('GET https://a.test\nX-b: 2\nx-A: 1\nEmpty: ');
  });

  it('is folded only by an indented line that is no header', () => {
    expect(get('\nAccept: a,\n   b\n  X: 1')).toBe('GET https://a.test\nAccept: a, b\nX: 1');
  });
});

describe('1a repeated header', () => {
  it('stays apart, but for Cookie', () => {
    expect(get('\nX: 1\nX: 2\nCookie: a=1\nCookie: b=2')).toBe(
      'GET https://a.test\nX: 1\nX: 2\nCookie: a=1; b=2',
    );
  });
});

describe('1a header spread', () => {
  it('is not sent, and that is said', () => {
    expect(get('\n...defaultHeaders\nA: 1')).toBe(
      'GET https://a.test\nA: 1\n? warning header-spread "...defaultHeaders"',
    );
  });
});

describe('1a comments', () => {
  it('are whole lines, of three kinds', () => {
    expect(reading('# a\n// b\n/* c\nd */\nGET https://a.test\n# X: 1\n// Y: 2\nA: 1')).toBe(
      'GET https://a.test\nA: 1',
    );
  });

  it('are dropped in bodies, with a hint, and never behind other text', () => {
    expect(reading('POST https://a.test\n\n{ "u": "http://x" // kept\n  # dropped\n}')).toBe(
      'POST https://a.test\n\n{ "u": "http://x" // kept\n}\n? hint comment-in-body "  # dropped"',
    );
  });

  it.each(['text/markdown', 'text/csv', 'application/yaml'])('stay in bodies of %s', (type) => {
    const text = `POST https://a.test\nContent-Type: ${type}\n\n# a\n// b`;
    expect(reading(text)).toBe(text);
  });

  it('stay in bodies with `# @body raw`', () => {
    expect(reading('# @body raw\nPOST https://a.test\n\n# a')).toBe('POST https://a.test\n\n# a');
  });
});

describe('1a separator', () => {
  it('is three or more hashes, indented or not, with a title behind', () => {
    expect(reading('GET https://a.test\n###\nGET https://b.test\n  #### Two words\nGET https://c.test')).toBe(
      'GET https://a.test\n===\nGET https://b.test\n===\n· – (Two words)\nGET https://c.test',
    );
  });

  it('is bare in a Markdown body', () => {
    expect(
      reading('POST https://a.test\nContent-Type: text/markdown\n\n### text\n###\nGET https://b.test'),
    ).toBe('POST https://a.test\nContent-Type: text/markdown\n\n### text\n===\nGET https://b.test');
  });
});

describe('1a request split without ###', () => {
  it('is one request, and the line that looks like another is pointed out', () => {
    expect(reading('POST https://a.test\n\nGET https://b.test')).toBe(
      'POST https://a.test\n\nGET https://b.test\n? warning looks-like-new-request "GET https://b.test"',
    );
    expect(reading('GET https://a.test\nGET https://b.test')).toContain('? warning looks-like-new-request');
  });
});

describe('1a recorded response in file', () => {
  it('is documentation, alone and below a request', () => {
    expect(
      reading('### answer\nHTTP/1.1 200 OK\nA: 1\n\n{}\n###\nGET https://a.test\n\nHTTP/1.1 404 No\n'),
    ).toBe('GET https://a.test');
  });
});
