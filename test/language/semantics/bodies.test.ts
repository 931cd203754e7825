import { describe, expect, it } from 'vitest';
import { definitionOf, wire } from './wire.ts';

/** The body of a POST with a content type. */
function body(lines: string, type = 'text/plain'): string {
  return wire(`POST https://a.test\nContent-Type: ${type}\n\n${lines}`).split('\n').slice(3).join('\n');
}

describe('a body of text', () => {
  it('is cut at both ends and has LF line endings', () => {
    expect(body('\r\n\r\n  {\r\n  "a": 1\r\n}  \r\n\r\n')).toBe('{\n  "a": 1\n}');
  });

  it('loses comment lines and keeps what follows code', () => {
    expect(body('{ "url": "http://x", // kept\n// gone\n  # gone\n"b": 1 }', 'application/json')).toBe(
      '{ "url": "http://x", // kept\n"b": 1 }',
    );
  });

  it('keeps its first indentation and its comment lines in YAML', () => {
    expect(body('\n  # list\n  a: 1\n\n', 'application/yaml')).toBe('  # list\n  a: 1');
  });

  it('keeps headings, quotes and items in Markdown', () => {
    expect(body('# H1\n> quote\n- item', 'text/markdown')).toBe('# H1\n> quote\n- item');
  });

  it('holds no script, output, reference or assertion', () => {
    expect(
      body(
        '{}\n\n> {% client.test("a", () => {\n}) %}\n>> out.json\n<> 1.200.json\n?? status == 200\n',
        'application/json',
      ),
    ).toBe('{}');
  });

  it('loses the backslash that kept a line from having a meaning', () => {
    expect(body('a\n\\### b\n\\?? c\n\\d')).toBe('a\n### b\n?? c\n\\d');
  });

  it('sends a variable definition below the headers as text', () => {
    expect(wire('POST https://a.test\n\n@x = 1')).toBe('POST https://a.test\n\n@x = 1');
  });

  it('is absent when only blank lines and comments follow the headers', () => {
    expect(definitionOf('GET https://a.test\n\n\n# c\n').requests[0]?.body).toEqual({ kind: 'none' });
  });
});

describe('a body from files', () => {
  it('is the file alone, whatever blank lines surround it', () => {
    expect(body('\n< ./a.bin\n\n')).toBe('‹./a.bin›');
    expect(definitionOf('POST https://a.test\n\n< ./a.bin\n').requests[0]?.body.kind).toBe('file');
  });

  it('says whether variables are filled and in which encoding it is read', () => {
    expect(body('<@latin1 ./a.xml')).toBe('‹./a.xml filled latin1›');
  });

  it('may have variables in its path', () => {
    expect(wire('@dir = files\nPOST https://a.test\n\n< ./{{dir}}/a.json')).toContain('‹./files/a.json›');
  });

  it('stands between lines of text', () => {
    expect(body('a\n< ./b\nc\n< ./d\n< ./e')).toBe('a\n‹./b›\nc\n‹./d›\n‹./e›');
  });

  it('is filled behind a plain `<` when the file is of JetBrains and the other is text', () => {
    const text = '# @dialect jetbrains\nPOST https://a.test\n\n< ./a.json\n< ./b.png';
    expect(wire(text)).toContain('‹./a.json filled›\n‹./b.png›');
  });
});

describe('a form', () => {
  const form = (lines: string): string => body(lines, 'application/x-www-form-urlencoded');

  it('joins lines where the next begins with an ampersand', () => {
    expect(form('a=1\n&b=2')).toBe('a=1&b=2');
  });

  it('joins lines where one ends with an ampersand, without the blanks around', () => {
    expect(form('a = 1 &\nb = 2&\n c=3')).toBe('a=1&b=2&c=3');
  });

  it('encodes what may not stand in a URL and keeps what is encoded', () => {
    expect(form('a=x y&b=%20%&c=ü')).toBe('a=x%20y&b=%20%25&c=%C3%BC');
  });

  it('encodes each value when the strategy is `always`, and nothing when it is `never`', () => {
    const text = 'POST https://a.test\nContent-Type: application/x-www-form-urlencoded\n\na=x/y z';
    expect(wire(text, { scope: { formEncoding: 'always' } })).toContain('\na=x%2Fy%20z');
    expect(wire(text, { scope: { formEncoding: 'never' } })).toContain('\na=x/y z');
  });

  it('is sent as typed with `# @no-auto-encoding`', () => {
    expect(
      wire(
        '# @no-auto-encoding\nPOST https://a.test\nContent-Type: application/x-www-form-urlencoded\n\na=x y',
      ),
    ).toContain('\na=x y');
  });
});

describe('a multipart body', () => {
  it('has CRLF in its framing and LF in its text', () => {
    expect(
      body(
        '--b\nContent-Disposition: form-data; name="a"\n\none\ntwo\n--b--\n',
        'multipart/form-data; boundary=b',
      ),
    ).toBe('--b␍\nContent-Disposition: form-data; name="a"␍\n␍\none\ntwo␍\n--b--␍\n');
  });

  it('gets the closing boundary, the blank line and the boundary parameter that are missing', () => {
    const text = 'POST https://a.test\nContent-Type: multipart/form-data\n\n--b\nA: 1\n< ./f.png\n\n';
    expect(wire(text)).toBe(
      'POST https://a.test\nContent-Type: multipart/form-data; boundary=b\n\n--b␍\nA: 1␍\n␍\n‹./f.png›␍\n--b--␍\n',
    );
  });

  it('keeps text in front of and behind a file of the same part', () => {
    expect(body('--b\n\na\n< ./f\nc\n--b--', 'multipart/mixed; boundary=b')).toBe(
      '--b␍\n␍\na\n‹./f›\nc␍\n--b--␍\n',
    );
  });

  it('has variables in its boundary', () => {
    const text =
      '@b = xyz\nPOST https://a.test\nContent-Type: multipart/mixed; boundary={{b}}\n\n--{{b}}\n\na\n--{{b}}--';
    expect(wire(text)).toContain('boundary=xyz\n\n--xyz␍\n␍\na␍\n--xyz--␍\n');
  });
});

describe('an HTTP message as a body', () => {
  it('has CRLF line endings', () => {
    expect(body('GET /a HTTP/1.1\nHost: b\n\nx', 'application/http')).toBe(
      'GET /a HTTP/1.1␍\nHost: b␍\n␍\nx',
    );
  });

  it('has CRLF line endings in a part too', () => {
    expect(
      body('--b\nContent-Type: application/http\n\nGET /a\nA: b\n--b--', 'multipart/mixed; boundary=b'),
    ).toBe('--b␍\nContent-Type: application/http␍\n␍\nGET /a␍\nA: b␍\n--b--␍\n');
  });
});

describe('a recorded response below a request', () => {
  it('is not sent', () => {
    expect(wire('GET https://a.test\n\nHTTP/1.1 200 OK\nA: b\n\n{}\n')).toBe('GET https://a.test');
  });
});

describe('GraphQL', () => {
  it('becomes JSON by the method', () => {
    expect(
      wire(
        'GRAPHQL https://a.test\n\nquery Me($id: ID) {\n  me(id: $id) { name }\n}\n\n{ "id": 10000000000000000001 }',
      ),
    ).toBe(
      'POST https://a.test\nContent-Type: application/json\n\n' +
        '{"query":"query Me($id: ID) {\\n  me(id: $id) { name }\\n}","operationName":"Me","variables":{ "id": 10000000000000000001 }}',
    );
  });

  it('becomes JSON by the header, in any case, blank lines in the document allowed', () => {
    expect(
      wire('POST https://a.test\nX-REQUEST-TYPE: graphql\nContent-Type: application/json\n\n{ a\n\n b }'),
    ).toBe(
      'POST https://a.test\nX-REQUEST-TYPE: graphql\nContent-Type: application/json\n\n' +
        '{"query":"{ a\\n\\n b }","variables":{}}',
    );
  });

  it('reads its document from a file', () => {
    const fileText = (path: string): string | undefined => (path === './q.graphql' ? '{ a }' : undefined);
    const text = 'GRAPHQL https://a.test\n\n< ./q.graphql\n\n{"b": 1}';
    expect(wire(text, { scope: { fileText } })).toContain('{"query":"{ a }","variables":{"b": 1}}');
    expect(wire(text)).toContain('! UnresolvedVariable body:3 the file ./q.graphql cannot be read');
  });
});
