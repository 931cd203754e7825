import { describe, expect, it } from 'vitest';
import { define } from '../../../src/language/semantics/index.ts';
import { parse, reparse } from '../../../src/language/syntax/index.ts';
import { definitionOf } from './wire.ts';

/** `severity code "text"` of each problem. */
function problems(text: string): readonly string[] {
  return definitionOf(text).problems.map(
    ({ severity, code, range }) =>
      `${severity} ${code} ${JSON.stringify(text.slice(range.start, range.end))}`,
  );
}

describe('a definition', () => {
  it('joins the lines of a URL without their indentation', () => {
    expect(definitionOf('GET https://a.test\n  /b\n  ?c=1\n  &d=2 HTTP/1.1').requests[0]).toMatchObject({
      method: 'GET',
      url: 'https://a.test/b?c=1&d=2',
      httpVersion: 'HTTP/1.1',
      line: 1,
    });
  });

  it('joins folded header lines by one blank', () => {
    expect(definitionOf('GET https://a.test\nAccept: a,\n    b').requests[0]?.headers[0]).toMatchObject({
      name: 'Accept',
      value: 'a, b',
      line: 2,
    });
  });

  it('marks a header that must not be sent', () => {
    expect(definitionOf('GET https://a.test\n-User-Agent:').requests[0]?.headers[0]).toMatchObject({
      name: 'User-Agent',
      remove: true,
    });
  });

  it.each([
    ['# @name login\nGET a', 'login'],
    ['#@name login\nGET a', 'login'],
    ['// @name login\nGET a', 'login'],
    ['# @name = login\nGET a', 'login'],
    ['### login\nGET a', 'login'],
    ['### @name login\nGET a', 'login'],
    ['### Other title\n# @name login\nGET a', 'login'],
    ['### Log in first\nGET a', undefined],
    ['GET a', undefined],
  ])('of %j has the name %j', (text, name) => {
    expect(definitionOf(text).requests[0]?.name).toBe(name);
  });

  it('knows its directives by one key for each spelling', () => {
    const { requests } = definitionOf('# @no-redirect\n# @noCookieJar\n# @timeout 5 s\nGET a');
    expect(requests[0]?.directives.map(({ key, value, line }) => [key, value, line])).toEqual([
      ['noredirect', '', 1],
      ['nocookiejar', '', 2],
      ['timeout', '5 s', 3],
    ]);
  });

  it('keeps scripts, outputs, kept responses and assertions', () => {
    const { requests } = definitionOf(
      '< {% a %}\nGET a\n\n> ./h.js\n>>! o.json\n<> k.json\n?? status == 200',
    );
    expect(requests[0]).toMatchObject({
      scripts: [
        { moment: 'before', kind: 'inline', source: ' a ' },
        { moment: 'after', kind: 'file', path: './h.js' },
      ],
      outputs: [{ path: 'o.json', overwrite: true }],
      keptResponses: [{ path: 'k.json', line: 6 }],
      asserts: [{ source: 'status == 200' }],
    });
  });

  it('has the protocol of its method or URL', () => {
    const { requests } = definitionOf('WS a\n###\nGET wss://a\n###\nGRPC a\n###\nGET http://a');
    expect(requests.map(({ protocol }) => protocol)).toEqual(['websocket', 'websocket', 'grpc', 'http']);
  });

  it('is absent for a block of variables, imports or a recorded response', () => {
    const file = definitionOf('@a = 1\nimport ./b.http\n###\nHTTP/1.1 200 OK\n\nGET x');
    expect(file.requests).toEqual([]);
    expect(file.imports).toMatchObject([{ kind: 'import', target: './b.http' }]);
  });

  it('has escapes in the values of file variables', () => {
    expect(definitionOf('@a = x\\ny\\t').variables[0]).toMatchObject({ name: 'a', value: 'x\ny\t', line: 1 });
  });

  it('is the same after an edit as after reading the new text', () => {
    const text = '@a = 1\n### b\n# @name b\nPOST a\nA: {{a}}\n\n<@ x\n### c\nPOST c\n\n--x\n### d\nGET d\n';
    let tree = parse(text);
    define(tree);
    for (const start of [0, 7, 20, 33, 50, text.length]) {
      tree = reparse(tree, { start, end: start, text: '\n# x\n' });
      expect(define(tree)).toEqual(define(parse(tree.text)));
    }
  });
});

describe('the dialect', () => {
  it.each([
    ['GET a', 'rest-client'],
    ['GET a\n\n> {% x %}', 'jetbrains'],
    ['import a.http', 'jetbrains'],
    ['GET {{$random.uuid}}', 'jetbrains'],
    ['# @no-auto-encoding\nGET a', 'jetbrains'],
    ['GET a\n\n?? status == 200', 'httpyac'],
    ['# @ref b\nGET a', 'httpyac'],
    ['# @dialect rest-client\nGET a\n\n> {% x %}', 'rest-client'],
  ])('of %j is %s', (text, dialect) => {
    expect(definitionOf(text).dialect).toBe(dialect);
  });

  it('is the chosen one, unless the file itself says which', () => {
    const dialectOf = (text: string) => {
      const { dialect, dialectReason } = define(parse(text), { dialect: 'httpyac' });
      return `${dialect}: ${dialectReason}`;
    };
    expect(dialectOf('GET a\n\n> {% x %}')).toBe('httpyac: the settings say so');
    expect(dialectOf('# @dialect rest-client\nGET a')).toBe('rest-client: # @dialect rest-client');
  });

  it('comes with its reason', () => {
    expect(definitionOf('GET a\n\n?? x y').dialectReason).toBe('the file has an assertion ??');
  });
});

describe('problems', () => {
  it('are none for a plain file', () => {
    expect(
      problems('@host = a.test\n### one\n# @name one\nPOST https://{{host}}\nA: 1\n\n{"b": 1}\n'),
    ).toEqual([]);
  });

  it('tell a variable definition that is body text', () => {
    expect(problems('POST https://a.test\n\n@x = 1')).toEqual(['warning variable-in-body "@x = 1"']);
  });

  it('tell a request whose separator is missing', () => {
    expect(problems('GET https://a.test\nGET https://b.test')).toEqual([
      'warning looks-like-new-request "GET https"',
    ]);
    expect(problems('GET https://a.test\n\nGET https://b.test')).toEqual([
      'warning looks-like-new-request "GET https://b.test"',
    ]);
  });

  it('tell names that are given twice', () => {
    expect(problems('@a=1\n# @name x\nGET https://a\n###\n@a=2\n# @name x\nGET https://b')).toEqual([
      'information duplicate-variable "a"',
      'warning duplicate-name "@name x"',
    ]);
  });

  it('tell comments that are not sent', () => {
    expect(problems('POST https://a.test\n\na\n# b')).toEqual(['hint comment-in-body "# b"']);
  });

  it('tell what is not run yet', () => {
    expect(problems('WS wss://a.test\n\n> ./x.lua')).toEqual([
      'information not-run-yet "wss://a.test"',
      'information not-run-yet "> ./x.lua"',
    ]);
  });

  it('tell headers that cannot be sent', () => {
    expect(problems('GET https://a.test\nAccept\nA b: c\n...d')).toEqual([
      'warning header-without-colon "Accept"',
      'warning bad-header-name "A b"',
      'warning header-spread "...d"',
    ]);
  });

  it('tell expressions, unknown directives and variables without a value', () => {
    expect(problems('@a\n# @nmae x\n# @host = x\nGET https://a.test?{{a + 1}}')).toEqual([
      'warning variable-without-value "@a"',
      'information unknown-directive "@nmae"',
      'information expression "{{a + 1}}"',
    ]);
  });

  it('tell a URL that is missing or has no scheme', () => {
    expect(problems('GET')).toEqual(['error missing-url ""']);
    expect(problems('GET a.test')).toEqual(['information scheme-added "a.test"']);
  });

  it('tell what is added to a multipart body', () => {
    expect(problems('POST https://a.test\nContent-Type: multipart/mixed\n\n--b\nA: 1\nx')).toEqual([
      'information multipart-boundary-added "multipart/mixed"',
      'information multipart-not-closed "--b"',
      'information multipart-blank-line "x"',
    ]);
  });

  it('tell a script that has no end', () => {
    expect(problems('GET https://a.test\n\n> {% x')).toEqual(['warning script-not-closed "> {% x"']);
  });
});
