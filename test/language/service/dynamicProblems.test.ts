/** Findings about what is written between braces and in addresses, before anything is sent. */
import { describe, expect, it } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { open, type MemoryWorld } from '../../support/memoryHost.ts';

async function findings(text: string, world?: MemoryWorld): Promise<string[]> {
  const { service, document } = open(text, world);
  return (await service.diagnostics(document)).map(
    ({ code, range, message }) => `${String(code)} ${document.getText(range)}: ${message as string}`,
  );
}

describe('a dynamic variable', () => {
  it.each([
    ['$nope', 'no dynamic variable is named $nope'],
    ['$timestamp 1 x', '"1 x" is no offset'],
    ['$randomInt 5 1', 'the upper end 1 must be greater than 5'],
    ['$dotenv KEY', 'KEY is not defined in a .env file'],
  ])('{{%s}} is found to give nothing', async (use, reason) => {
    const found = await findings(`GET http://h/{{${use}}}\n\n###\nGET http://h/{{${use}}}\n`);
    expect(found).toHaveLength(2);
    expect(found[1]).toContain(`bad-dynamic-variable ${use}: \`${use}\`: ${reason}`);
  });

  it.each([
    '$guid',
    '$randomInt 1 5',
    '$datetime "YYYY" -1 d',
    '$localDatetime rfc1123 1 y',
    '$random.alphabetic(5)',
    '$processEnv HOME',
    '$env.HOME',
    '$prompt Who?',
    '$input-askonce Who $value: me',
    '$projectRoot',
    '$shared a',
  ])('{{%s}} is left alone', async (use) => {
    expect(await findings(`GET http://h/{{${use}}}\n`, { settings: { $shared: { a: '1' } } })).toEqual([]);
  });
});

describe('a path into a body', () => {
  const login = '# @name login\nGET http://h\n\n###\nGET http://i/{{login.response.body.';

  it.each(['$.', '$.a[', '$[?(@.a==]', 'a..b..', '$.a b'])('is found to be no JSONPath: %s', async (path) => {
    const [found = ''] = await findings(`${login}${path}}}\n`);
    expect(found).toContain(`bad-json-path ${path}: "$`);
    expect(found).toMatch(/ is no JSONPath\.$/);
  });

  it.each(['$.a[0].b', 'a.b', '[0].a', '$', '*', '$.user-id', "$['a b']", '$..a', 'asJson.$.a', '//a/@b'])(
    'is left alone: %s',
    async (path) => {
      expect(await findings(`${login}${path}}}\n`)).toEqual([]);
    },
  );

  it('is looked at in an assertion, too', async () => {
    expect(await findings('GET http://h\n\n?? body $.a[?] == 1\n?? body $.a == 1\n')).toEqual([
      'bad-json-path $.a[?]: "$.a[?]" is no JSONPath.',
    ]);
  });
});

describe('an address', () => {
  it('is found to have no host, or a port that is none', async () => {
    expect(await findings('GET http://\n')).toEqual(['bad-url http://: The URL has no host.']);
    expect(await findings('GET https://:80/a\n')).toEqual(['bad-url https://:80/a: The URL has no host.']);
    for (const port of ['99999', '80a', '-1'])
      expect((await findings(`GET http://h:${port}/\n`))[0]).toContain('is no port');
  });

  it('is found to name no host at all', async () => {
    expect((await findings('GET /a\n'))[0]).toContain('missing-host /a: The request names no host.');
    expect(await findings('GET /a\nHost: h\n')).toEqual([]);
    expect(await findings('@host = h\nGET /a\n')).toEqual([]);
    const { service, document } = open('GET /a\nX: 1\n');
    const [fix] = service.codeActions(document, await service.diagnostics(document));
    expect(TextDocument.applyEdits(document, fix?.edit?.changes?.[document.uri] ?? [])).toBe(
      'GET /a\nHost: example.com\nX: 1\n',
    );
  });

  it('is found to have braces that are not closed', async () => {
    expect(await findings('@a = 1\nGET http://h/{{a}}/{{b c\nX: {{d}\n')).toEqual([
      'open-reference {{b: The `{{` has no `}}`; it is sent as it is written.',
      'open-reference {{d: The `{{` has no `}}`; it is sent as it is written.',
    ]);
  });

  it('is left alone otherwise', async () => {
    for (const url of [
      'http://h:80',
      'http://h:',
      'http://[::1]:80/a',
      'http://u:p@h/',
      'http://a@b:1@h:2?c',
      'https://h/a:b',
    ]) {
      expect(await findings(`GET ${url}\n`), url).toEqual([]);
    }
  });
});

describe('a directive that is misspelled', () => {
  const fixed = async (text: string): Promise<string> => {
    const { service, document } = open(text);
    const [action] = service.codeActions(document, await service.diagnostics(document));
    return TextDocument.applyEdits(document, action?.edit?.changes?.[document.uri] ?? []);
  };

  it('is written right by its fix', async () => {
    expect(await fixed('# @timout 3 s\nGET http://h\n')).toBe('# @timeout 3 s\nGET http://h\n');
    expect(await fixed('// @noRedirects\nGET http://h\n')).toBe('// @no-redirect\nGET http://h\n');
    expect(await fixed('# @author me\nGET http://h\n')).toBe('# @author me\nGET http://h\n');
  });
});

describe('a variable of an environment file with a fault', () => {
  it('is told of together with the fault', async () => {
    const files = 'GET http://h/{{a}}\n//- http-client.env.json\n{ "dev": {\n "a": }\n}\n';
    expect((await findings(files, { environment: 'dev' }))[0]).toMatch(
      /"a" is not defined .* http-client\.env\.json:2:7 has a fault: Value expected\./,
    );
  });
});

describe('a file that is imported', () => {
  it('has to be there', async () => {
    expect((await findings('# @import ./no.http\nGET http://h\n'))[0]).toContain('missing-file ./no.http');
  });
});
