import { describe, expect, it } from 'vitest';
import { outline } from './outline.ts';

describe('the request line', () => {
  it('may have no method', () => {
    expect(outline('https://example.com/a')).toMatchInlineSnapshot(`
      "block 1
        requestLine url‹https://example.com/a›"
    `);
  });

  it('may have any method of capitals and dashes', () => {
    expect(outline('PURGE https://example.com\n###\nM-SEARCH * HTTP/1.1')).toMatchInlineSnapshot(`
      "block 1
        requestLine method‹PURGE› url‹https://example.com›
      block 2
        separator
        requestLine method‹M-SEARCH› url‹*› version‹HTTP/1.1›"
    `);
  });

  it('may have a well-known method in lower case', () => {
    expect(outline('post example.com')).toMatchInlineSnapshot(`
      "block 1
        requestLine method‹post› url‹example.com›"
    `);
  });

  it('takes an unknown word in lower case for a part of the URL', () => {
    expect(outline('fetch example.com')).toMatchInlineSnapshot(`
      "block 1
        requestLine url‹fetch example.com›"
    `);
  });

  it('may have a method and no URL', () => {
    expect(outline('DELETE')).toMatchInlineSnapshot(`
      "block 1
        requestLine method‹DELETE›"
    `);
  });

  it('may end with an HTTP version', () => {
    expect(outline('GET https://example.com/ HTTP/2\n###\nhttps://example.com HTTP/1.1 '))
      .toMatchInlineSnapshot(`
      "block 1
        requestLine method‹GET› url‹https://example.com/› version‹HTTP/2›
      block 2
        separator
        requestLine url‹https://example.com› version‹HTTP/1.1›"
    `);
  });

  it('may have origin form and asterisk form', () => {
    expect(outline('GET /a HTTP/1.1\nHost: h:443\n###\nOPTIONS * HTTP/1.1\nHost: h')).toMatchInlineSnapshot(`
      "block 1
        requestLine method‹GET› url‹/a› version‹HTTP/1.1›
        header headerName‹Host› headerValue‹h:443›
      block 3
        separator
        requestLine method‹OPTIONS› url‹*› version‹HTTP/1.1›
        header headerName‹Host› headerValue‹h›"
    `);
  });

  it('keeps blanks inside a URL', () => {
    expect(outline('GET https://example.com/?q=a b')).toMatchInlineSnapshot(`
      "block 1
        requestLine method‹GET› url‹https://example.com/?q=a b›"
    `);
  });

  it('holds variables', () => {
    expect(outline('GET {{host}}/{{ id }}?{{{x}}}={{}}')).toMatchInlineSnapshot(`
      "block 1
        requestLine method‹GET› reference‹host› url‹/› reference‹id› url‹?{› reference‹x› url‹}={{}}›"
    `);
  });

  it('is found behind blank lines, comments, a byte order mark and indentation', () => {
    expect(outline('\uFEFF\n# c\n\n  GET https://example.com')).toMatchInlineSnapshot(`
      "block 1
        blank
        comment comment‹c›
        blank
        requestLine method‹GET› url‹https://example.com›"
    `);
  });
});

describe('the lines below the request line', () => {
  it('go on with the query, indented or not', () => {
    expect(outline('GET https://example.com\n?a=1\n    &b={{b}}\n&c=3 HTTP/1.1\nA: 1'))
      .toMatchInlineSnapshot(`
      "block 1
        requestLine method‹GET› url‹https://example.com›
        urlContinuation url‹?a=1›
        urlContinuation url‹&b=› reference‹b›
        urlContinuation url‹&c=3› version‹HTTP/1.1›
        header headerName‹A› headerValue‹1›"
    `);
  });

  it('go on with a path, or a fragment, when indented', () => {
    expect(outline('GET https://example.com\n  /path\n  more\n  #top\nA: 1')).toMatchInlineSnapshot(`
      "block 1
        requestLine method‹GET› url‹https://example.com›
        urlContinuation url‹/path›
        urlContinuation url‹more›
        urlContinuation url‹#top›
        header headerName‹A› headerValue‹1›"
    `);
  });

  it('may be comments in the middle of a query', () => {
    expect(outline('GET https://example.com\n  ?a=1\n  # &b=2\n  //&c=3\n  &d=4')).toMatchInlineSnapshot(`
      "block 1
        requestLine method‹GET› url‹https://example.com›
        urlContinuation url‹?a=1›
        comment comment‹&b=2›
        comment comment‹&c=3›
        urlContinuation url‹&d=4›"
    `);
  });

  it('are headers when they look like one, indented or not', () => {
    expect(outline('GET https://example.com\n  Accept: */*\nX-Id :  7  ')).toMatchInlineSnapshot(`
      "block 1
        requestLine method‹GET› url‹https://example.com›
        header headerName‹Accept› headerValue‹*/*›
        header headerName‹X-Id› headerValue‹7›"
    `);
  });

  it('take an address for a part of the URL, not for a header', () => {
    expect(outline('GET https://example.com?u=\n  https://other.test')).toMatchInlineSnapshot(`
      "block 1
        requestLine method‹GET› url‹https://example.com?u=›
        urlContinuation url‹https://other.test›"
    `);
  });
});

describe('headers', () => {
  it('may be folded', () => {
    expect(outline('GET https://example.com\nAccept: a,\n   b\n   c')).toMatchInlineSnapshot(`
      "block 1
        requestLine method‹GET› url‹https://example.com›
        header headerName‹Accept› headerValue‹a,›
        headerFold headerValue‹b›
        headerFold headerValue‹c›"
    `);
  });

  it('may lack a colon', () => {
    expect(outline('GET https://example.com\nAccept')).toMatchInlineSnapshot(`
      "block 1
        requestLine method‹GET› url‹https://example.com›
        header headerName‹Accept›"
    `);
  });

  it('may hold variables in name and value', () => {
    expect(outline('GET https://example.com\n{{name}}-X: Bearer {{token}}')).toMatchInlineSnapshot(`
      "block 1
        requestLine method‹GET› url‹https://example.com›
        header reference‹name› headerName‹-X› headerValue‹Bearer › reference‹token›"
    `);
  });

  it('may be commented out, in both ways', () => {
    expect(outline('GET https://example.com\n#Accept: a\n// Accept: b\nA: 1')).toMatchInlineSnapshot(`
      "block 1
        requestLine method‹GET› url‹https://example.com›
        comment comment‹Accept: a›
        comment comment‹Accept: b›
        header headerName‹A› headerValue‹1›"
    `);
  });

  it('may be spread from a variable', () => {
    expect(outline('GET https://example.com\n...defaultHeaders')).toMatchInlineSnapshot(`
      "block 1
        requestLine method‹GET› url‹https://example.com›
        headerSpread variableName‹defaultHeaders›"
    `);
  });
});

describe('separators, comments, directives and variables', () => {
  it('separates at three or more hashes, indented too, with a title', () => {
    expect(outline('GET https://a.test\n### One\nGET https://b.test\n  ##### Two ##\n'))
      .toMatchInlineSnapshot(`
      "block 1
        requestLine method‹GET› url‹https://a.test›
      block 2
        separator title‹One›
        requestLine method‹GET› url‹https://b.test›
      block 4
        separator title‹Two ##›"
    `);
  });

  it('reads a directive in every spelling', () => {
    expect(outline('# @name a\n#@name b\n// @name c\n# @name = d\n# @no-redirect\n## @note take care\n'))
      .toMatchInlineSnapshot(`
      "block 1
        directive directiveName‹name› directiveValue‹a›
        directive directiveName‹name› directiveValue‹b›
        directive directiveName‹name› directiveValue‹c›
        directive directiveName‹name› directiveValue‹d›
        directive directiveName‹no-redirect›
        directive directiveName‹note› directiveValue‹take care›"
    `);
  });

  it('reads comments with hashes, slashes and slash-star', () => {
    expect(outline('# one\n//two\n/* three\nfour */\nGET https://a.test')).toMatchInlineSnapshot(`
      "block 1
        comment comment‹one›
        comment comment‹two›
        comment comment‹ three⏎four ›
        requestLine method‹GET› url‹https://a.test›"
    `);
  });

  it('reads file variables in every spelling', () => {
    expect(outline('@a=1\n  @b = {{a}} 2 \n@c := 3\n@d\n@e.f = ')).toMatchInlineSnapshot(`
      "block 1
        fileVariable variableName‹a› variableValue‹1›
        fileVariable variableName‹b› reference‹a› variableValue‹ 2›
        fileVariable variableName‹c› variableValue‹3›
        fileVariable variableName‹d›
        fileVariable variableName‹e.f›"
    `);
  });

  it('keeps a recorded response out of the request', () => {
    expect(outline('### r\nHTTP/1.1 200 OK\nA: b\n\n{}\n###\nGET https://a.test')).toMatchInlineSnapshot(`
      "block 1
        separator title‹r›
        recordedResponse response‹HTTP/1.1 200 OK⏎A: b⏎⏎{}⏎›
      block 6
        separator
        requestLine method‹GET› url‹https://a.test›"
    `);
  });

  it('reads import and run', () => {
    expect(outline('import ./a.http\nrun #login (@h=x, @i=y)\nrun ./b.http')).toMatchInlineSnapshot(`
      "block 1
        import path‹./a.http›
        run runTarget‹#login› runArguments‹(@h=x, @i=y)›
        run runTarget‹./b.http›"
    `);
  });

  it('reads a curl command to its end', () => {
    expect(outline('curl -X POST https://a.test \\\n  -d \'{\n"a": {{b}}\n}\'\n\n> {% x %}'))
      .toMatchInlineSnapshot(`
      "block 1
        curl curl‹curl -X POST https://a.test \\⏎  -d '{⏎"a": › reference‹b› curl‹⏎}'›
        text text‹⏎›
        script script‹ x ›"
    `);
  });
});
