import { describe, expect, it } from 'vitest';
import { lookup, promptsOf, referencedExchanges } from '../../../src/language/semantics/index.ts';
import { answer, definitionOf, resolveLast, scopeOf, wire, type World } from './wire.ts';

const dev: World = {
  environment: 'dev',
  sources: [
    { kind: 'dotenv', origin: '.env', text: 'x=dotenv' },
    {
      kind: 'json',
      origin: 'http-client.env.json',
      visibility: 'public',
      text: '{"dev": {"x": "env"}, "$shared": {"x": "shared", "s": "{{x}}"}}',
    },
    {
      kind: 'json',
      origin: 'http-client.private.env.json',
      visibility: 'private',
      text: '{"dev": {"y": "hidden"}}',
    },
  ],
};

/** The URL's path of `GET https://a.test/{{…}}`. */
function value(text: string, world: World = {}): string {
  return resolveLast(text, world).url.replace('https://a.test/', '');
}

describe('file variables', () => {
  it('may be defined above or below their use', () => {
    expect(value('@a = 1\nGET https://a.test/{{a}}{{b}}\n###\n@b = 2')).toBe('12');
  });

  it('are taken from the nearest definition above, else from the first below', () => {
    expect(value('@a = 1\n@a = 2\nGET https://a.test/{{a}}\n###\n@a = 3')).toBe('2');
    expect(value('GET https://a.test/{{a}}\n###\n@a = 3\n@a = 4')).toBe('3');
  });

  it('may hold other variables, in any order', () => {
    expect(value('@url = {{host}}/{{ v }}\n@host = h\n@v = 1\nGET https://a.test/{{url}}')).toBe('h/1');
  });

  it('mean the hidden definition inside their own value', () => {
    expect(value('@a = 1\n@a = {{a}}2\nGET https://a.test/{{a}}')).toBe('12');
    expect(value('@x = {{x}}!\nGET https://a.test/{{x}}', dev)).toBe('env!');
  });

  it('tell a cycle with its path', () => {
    expect(wire('@a = {{b}}\n@b = {{c}}\n@c = {{a}}\nGET https://a.test/{{a}}')).toBe(
      'GET https://a.test/{{a}}\n! VariableCycle url:4 "a" is defined by itself: a → b → c → a',
    );
    expect(wire('@a = {{a}}\nGET https://a.test/{{a}}')).toContain('"a" is defined by itself: a → a');
  });

  it('are limited in depth and in size', () => {
    const deep = Array.from({ length: 100 }, (_, index) => `@v${index} = {{v${index + 1}}}\n`).join('');
    expect(wire(`${deep}@v100 = x\nGET https://a.test/{{v0}}`)).toContain(
      'nested more than 64 definitions deep',
    );
    const laughs = Array.from(
      { length: 30 },
      (_, index) => `@v${index} = {{v${index + 1}}}{{v${index + 1}}}\n`,
    );
    expect(wire(`${laughs.join('')}@v30 = x\nGET https://a.test/{{v0}}`)).toContain('is larger than 1 MiB');
  });

  it('are percent-encoded behind a percent sign', () => {
    expect(value('@a = x y/ü\nGET https://a.test/{{%a}}')).toBe('x%20y%2F%C3%BC');
  });

  it('keep one value of a dynamic variable for a whole request', () => {
    let count = 0;
    const random = (): number => (count += 0.001);
    const text = '@id = {{$random.alphabetic(9)}}\nGET https://a.test/{{id}}\nX: {{id}}';
    const { url, headers } = resolveLast(text, { scope: { random } });
    expect(url).toBe(`https://a.test/${headers[0]?.value ?? ''}`);
  });
});

describe('references', () => {
  it('that nothing defines stay as they are written and are listed with their place', () => {
    expect(wire('POST https://a.test/{{u}}\nA: {{h}}\n\na\n{{b}}')).toBe(
      [
        'POST https://a.test/{{u}}',
        'A: {{h}}',
        '',
        'a',
        '{{b}}',
        '! UnresolvedVariable header:2 "h" is not defined in the file or its environments',
        '! UnresolvedVariable url:1 "u" is not defined in the file or its environments',
        '! UnresolvedVariable body:5 "b" is not defined in the file or its environments',
      ].join('\n'),
    );
  });

  it('that fail inside a definition name that definition', () => {
    expect(wire('@a = {{b}}\n@b = {{c}}\nGET https://a.test/{{a}}')).toContain(
      '! UnresolvedVariable url:3 "b" (file:2) needs it: "c" is not defined in the file or its environments',
    );
  });

  it('are looked up quickly, however many there are', () => {
    const many = Array.from({ length: 20_000 }, (_, index) => `@v${index} = ${index}\n`).join('');
    const uses = Array.from({ length: 20_000 }, (_, index) => `{{v${index}}}{{nope}}\n`).join('');
    const { unresolved } = resolveLast(`${many}POST https://a.test\n\n${uses}`);
    expect(unresolved.map(({ name, line }) => [name, line])).toEqual([['nope', 20_003]]);
  });

  it('that are expressions are not evaluated', () => {
    expect(wire('GET https://a.test/{{1 + 1}}')).toContain(
      '{{1 + 1}}\n! UnresolvedVariable url:1 "1 + 1" is an expression',
    );
  });

  it('behind backslashes are literal braces', () => {
    expect(value('GET https://a.test/\\{\\{x\\}\\}')).toBe('{{x}}');
  });

  it('in a value from outside the file are not filled', () => {
    const overrides = new Map([['a', '{{b}}']]);
    expect(value('@b = 1\nGET https://a.test/{{a}}', { scope: { overrides } })).toBe('{{b}}');
    const exchanges = () => answer('{"t": "{{b}}"}');
    expect(value('@b = 1\nGET https://a.test/{{r.response.body.$.t}}', { scope: { exchanges } })).toBe(
      '{{b}}',
    );
  });
});

describe('precedence', () => {
  const file = '@x = file\nGET https://a.test/{{x}}';

  it('lets the file beat the environment, shared variables and .env', () => {
    expect(value(file, dev)).toBe('file');
    expect(value('GET https://a.test/{{x}}', dev)).toBe('env');
    expect(value('GET https://a.test/{{x}}', { ...dev, environment: 'other' })).toBe('shared');
    expect(value('GET https://a.test/{{x}}', { sources: dev.sources!.slice(0, 1) })).toBe('dotenv');
  });

  it('lets the environment beat the file in a JetBrains file', () => {
    expect(value(`# @dialect jetbrains\n${file}`, dev)).toBe('env');
    expect(value(`# @dialect jetbrains\n${file}`, { sources: dev.sources!.slice(0, 1) })).toBe('file');
  });

  it('lets the command line beat scripts, scripts prompts, and prompts the file', () => {
    const prompts = new Map([['x', 'prompt']]);
    const scripted = new Map([['x', 'script']]);
    const overrides = new Map([['x', 'var']]);
    expect(value(file, { scope: { prompts } })).toBe('prompt');
    expect(value(file, { scope: { prompts, scripted } })).toBe('script');
    expect(value(file, { scope: { prompts, scripted, overrides } })).toBe('var');
  });

  it('fills variables in the values of environments', () => {
    expect(value('GET https://a.test/{{s}}', dev)).toBe('env');
  });
});

describe('origins and secrets', () => {
  it('name the place of what was put into the URL and each header', () => {
    const text = '@a = 1\nGET https://a.test/{{a}}/{{x}}\nAuthorization: {{y}}';
    expect([...resolveLast(text, dev).origins]).toEqual([
      ['header:Authorization', 'env dev (http-client.private.env.json:1)'],
      ['url', 'file:1, env dev (http-client.env.json:1)'],
    ]);
  });

  it('mark values of private files and of names that say so', () => {
    const text = '@apiKey = k1\n@b = {{y}}!\nGET https://a.test/{{b}}{{apiKey}}{{x}}';
    expect(resolveLast(text, dev).secrets).toEqual(['hidden', 'hidden!', 'k1']);
  });
});

describe('lookup', () => {
  it('gives the value, its origin and what it hides', () => {
    const file = definitionOf('@x = 1\n@x = 2\nGET https://a.test/{{x}}');
    const { result, losers } = lookup('x', scopeOf(file, dev), 20);
    expect(result).toEqual({ value: '2', origin: 'file:2', isSecret: false });
    expect(losers.map(({ value: hidden, origin }) => `${hidden} ${origin}`)).toEqual([
      '1 file:1',
      'env env dev (http-client.env.json:1)',
      'shared env $shared (http-client.env.json:1)',
      'dotenv .env:1',
    ]);
  });

  it('gives the reason when there is no value', () => {
    const file = definitionOf('# @name login\nGET https://a.test');
    expect(lookup('login.response.body.*', scopeOf(file), 0).result).toEqual({
      code: 'UnresolvedVariable',
      reason: 'the request "login" has not been sent',
    });
  });
});

describe('what a request needs first', () => {
  it('is the exchanges it reads, itself and through variables', () => {
    const file = definitionOf(
      '# @name login\nGET https://a.test\n###\n# @name other\nGET https://a.test\n###\n' +
        '@t = {{login.response.body.$.t}}\n@unused = {{third.response.body.*}}\n' +
        'GET https://a.test/{{t}}\nA: {{other.token}}',
    );
    expect(referencedExchanges(file.requests[2]!, file)).toEqual(['other', 'login']);
    expect(referencedExchanges(file.requests[0]!, file)).toEqual([]);
  });

  it('is the values it asks for, secret ones marked, with what the file has for them', () => {
    const file = definitionOf(
      '@user = ann\n# @prompt user Your name\n# @prompt password\nGET https://a.test/{{$input Age $value: 7}}{{$pick Size $value: S, M}}',
    );
    expect(promptsOf(file.requests[0]!, file)).toEqual([
      {
        name: 'user',
        description: 'Your name',
        isSecret: false,
        initial: 'ann',
        choices: undefined,
        isOnce: false,
      },
      {
        name: 'password',
        description: 'password',
        isSecret: true,
        initial: undefined,
        choices: undefined,
        isOnce: false,
      },
      {
        name: 'Size',
        description: 'Size',
        isSecret: false,
        initial: 'S',
        choices: ['S', 'M'],
        isOnce: false,
      },
      { name: 'Age', description: 'Age', isSecret: false, initial: '7', choices: undefined, isOnce: false },
    ]);
  });
});
