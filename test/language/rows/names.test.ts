import { describe, expect, it } from 'vitest';
import { promptsOf, referencedExchanges } from '../../../src/language/semantics/index.ts';
import { answer, definitionOf, wire, type World } from '../semantics/wire.ts';
import { reading } from './reading.ts';

const get = 'GET https://a.test/';

describe('1b request name', () => {
  it.each([
    '# @name login\n',
    '#@name login\n',
    '## @name login\n',
    '// @name login\n',
    '# @name=login\n',
    '# @name = login\n',
  ])('is read from %j', (line) => {
    expect(reading(line + get)).toBe(`· login (–)\n${get}`);
  });

  it('is a title of one word, and a tag beats the title', () => {
    expect(reading(`### login\n${get}`)).toBe(`· login (login)\n${get}`);
    expect(reading(`### @name login\n${get}`)).toContain('· login (');
    expect(reading(`### Sign in\n# @name login\n${get}`)).toBe(`· login (Sign in)\n${get}`);
    expect(reading(`### Sign in\n${get}`)).toBe(`· – (Sign in)\n${get}`);
  });

  it('is pointed out when it is given twice', () => {
    expect(reading(`# @name a\n${get}\n###\n# @name a\n${get}`)).toContain(
      '? warning duplicate-name "@name a"',
    );
  });
});

describe('1b file variable', () => {
  it('is the nearest definition above, else the first below, and a second one is pointed out', () => {
    expect(reading('@a = 1\nGET https://a.test/{{a}}\n###\n@a = 2\nGET https://a.test/{{a}}')).toBe(
      'GET https://a.test/1\n===\nGET https://a.test/2\n? information duplicate-variable "a"',
    );
    expect(reading('GET https://a.test/{{a}}\n###\n@a := 1\n')).toBe('GET https://a.test/1');
  });

  it('has escapes in its value', () => {
    expect(reading('@a = x\\ny\nPOST https://a.test\n\n{{a}}')).toBe('POST https://a.test\n\nx\ny');
  });

  it('is body text below the headers, with a warning, and defines the variable as it does in REST Client', () => {
    expect(reading('POST https://a.test\n\n@a = 1\n###\nGET https://a.test/{{a}}')).toBe(
      'POST https://a.test\n\n@a = 1\n===\nGET https://a.test/1\n? warning variable-in-body "@a = 1"',
    );
  });
});

describe('1b reference', () => {
  it('is a name or a dotted path, blanks around it allowed', () => {
    expect(wire(`@a.b-c = 1\n${get}{{ a.b-c }}`)).toBe(`${get}1`);
    expect(wire(`@größe = 1\n${get}{{größe}}`)).toBe(`${get}1`);
  });

  it('is never evaluated as an expression', () => {
    expect(reading(`@a = 1\n${get}{{a + 1}}`)).toContain('? information expression "{{a + 1}}"');
  });
});

describe('1b percent-encode ref', () => {
  it('encodes any variable', () => {
    expect(wire(`@a = x y/ü\n${get}{{%a}}`)).toBe(`${get}x%20y%2F%C3%BC`);
  });
});

describe('1b literal braces', () => {
  it('are braces behind backslashes', () => {
    expect(wire(`${get}\\{\\{x\\}\\}`)).toBe(`${get}{{x}}`);
  });
});

describe('1b unresolved', () => {
  it('stays as it is written and says its place and reason', () => {
    expect(wire('POST https://a.test/{{u}}\nX: {{h}}\n\n{{b}}').split('\n').slice(4)).toEqual([
      '! UnresolvedVariable header:2 "h" is not defined in the file or its environments',
      '! UnresolvedVariable url:1 "u" is not defined in the file or its environments',
      '! UnresolvedVariable body:4 "b" is not defined in the file or its environments',
    ]);
  });
});

const layers: World = {
  environment: 'dev',
  sources: [
    { kind: 'dotenv', origin: '.env', text: 'a=dotenv\nd=dotenv' },
    {
      kind: 'json',
      origin: 'http-client.env.json',
      visibility: 'public',
      text: '{"$shared": {"a": "shared", "s": "shared"}, "dev": {"a": "env", "e": "env", "p": "env"}}',
    },
    {
      kind: 'json',
      origin: 'http-client.private.env.json',
      visibility: 'private',
      text: '{"dev": {"p": "private"}}',
    },
  ],
};

describe('1b precedence', () => {
  const all = `${get}{{a}}/{{p}}/{{e}}/{{s}}/{{d}}`;

  it('is script, prompt, file, private, environment, shared, .env', () => {
    expect(wire(`@a = file\n${all}`, layers)).toBe(`${get}file/private/env/shared/dotenv`);
    expect(wire(all, layers)).toBe(`${get}env/private/env/shared/dotenv`);
    const prompts = new Map([['a', 'prompt']]);
    expect(wire(`@a = file\n${get}{{a}}`, { ...layers, scope: { prompts } })).toBe(`${get}prompt`);
    const scripted = new Map([['a', 'script']]);
    expect(wire(`@a = file\n${get}{{a}}`, { ...layers, scope: { prompts, scripted } })).toBe(`${get}script`);
  });

  it('lets environments beat the file in the JetBrains dialect', () => {
    expect(wire(`# @dialect jetbrains\n@a = file\n@d = file\n${all}`, layers)).toBe(
      `${get}env/private/env/shared/file`,
    );
  });
});

describe('1b request variable', () => {
  const exchanges = () => answer('{"t": "t1"}', { headers: [['X-Id', '7']], cookies: [['sid', 'abc']] });
  const xml = () => answer('<reply><i id="9"/></reply>');
  const value = (reference: string, read = exchanges): string =>
    wire(`# @name login\n${get}\n###\nGET https://a.test/{{${reference}}}`, {
      scope: { exchanges: read },
    }).slice(get.length);

  it.each([
    ['login.response.body.$.t', 't1'],
    ['login.response.body.*', '{"t": "t1"}'],
    ['login.response.headers.x-id', '7'],
    ['login.request.body.$.user', 'ann'],
    ['login.response.cookies.sid.value', 'abc'],
    ['login.response.status', '200'],
    ['login.t', 't1'],
  ])('{{%s}} is %s', (reference, expected) => {
    expect(value(reference)).toBe(expected);
  });

  it('reads XML by XPath', () => {
    expect(value('login.response.body.//i/@id', xml)).toBe('9');
  });
});

describe('1b auto-run dependency', () => {
  const text = `# @name login\n${get}\n###\n@t = {{login.response.body.$.t}}\n${get}{{t}}`;

  it('is known, and named when it has not been sent', () => {
    const file = definitionOf(text);
    expect(referencedExchanges(file.requests[1]!, file)).toEqual(['login']);
    expect(wire(text)).toContain('the request "login" has not been sent');
  });
});

describe('1b prompt', () => {
  it('is read in every spelling, secret ones marked', () => {
    const file = definitionOf(
      '@user = ann\n# @prompt user Who?\n# @prompt password\n# @secret pin\n' +
        'GET https://a.test/{{$input Age $value: 7}}{{$password PIN}}{{$prompt City}}{{$pick Size $value: S, M}}' +
        '{{$input-askonce Name}}',
    );
    const asked = promptsOf(file.requests[0]!, file).map(
      ({ name, description, isSecret, initial, choices }) =>
        `${name} "${description}"${isSecret ? ' secret' : ''} ${initial ?? '–'} ${choices?.join('|') ?? ''}`.trim(),
    );
    expect(asked.sort()).toEqual([
      'Age "Age" 7',
      'City "City" –',
      'Name "Name" –',
      'PIN "PIN" secret –',
      'Size "Size" S S|M',
      'password "password" secret –',
      'pin "pin" secret –',
      'user "Who?" ann',
    ]);
  });

  it('gives its answer to every use', () => {
    const prompts = new Map([
      ['user', 'bob'],
      ['Age', '8'],
    ]);
    expect(wire(`# @prompt user\n${get}{{user}}/{{$input Age $value: 7}}`, { scope: { prompts } })).toBe(
      `${get}bob/8`,
    );
  });
});
