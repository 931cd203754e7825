import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { describeScopes, loadHttpGrammar, loadMarkdownGrammar } from '../support/grammar.ts';
import languageConfiguration from '../../syntaxes/language-configuration.json' with { type: 'json' };

const folder = new URL('fixtures/', import.meta.url);
const grammar = await loadHttpGrammar();

describe('the TextMate grammar', () => {
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.http'))) {
    it(`colours ${file} as recorded`, async () => {
      const text = readFileSync(new URL(file, folder), 'utf8');
      await expect(describeScopes(grammar, text)).toMatchFileSnapshot(
        `fixtures/${file.replace('.http', '.scopes.txt')}`,
      );
    });
  }

  const longest = 4_000;
  const long = longest / 2;
  const hostile: Readonly<Record<string, string>> = {
    'open variables': '{{'.repeat(long),
    'braces in a row': '{'.repeat(long) + '}'.repeat(long),
    'white space before the version': `GET http://a${' '.repeat(long)}HTTP/x`,
    'a request line of one kind of letter': 'A'.repeat(long),
    'a header of spaces': `X${' '.repeat(long)}y`,
    'dashes of a boundary': '-'.repeat(long),
    'a media type that almost ends in json': `Content-Type: a/${'+-j'.repeat(long)}`,
    'a script that never ends': `> {% ${'%'.repeat(long)}`,
    'a body file of braces': `< {{${'}'.repeat(long)}`,
    'a form key that never ends': `${'[a]'.repeat(long)} `,
    'query separators': `GET http://a/${'?&='.repeat(long)}`,
    'an import of dots': `import ${'.http'.repeat(long)}x`,
    'a curl of dashes': `curl ${'--'.repeat(long)}`,
  };
  const contexts = [
    '',
    'POST http://a\n',
    'POST http://a\n\n',
    'POST http://a\nContent-Type: multipart/x\n\n',
  ];
  for (const [what, line] of Object.entries(hostile)) {
    it(`reads a long line in linear time: ${what}`, () => {
      for (const context of contexts) {
        const tokens = describeScopes(grammar, `${context}${line.slice(0, longest)}\n`, 1000);
        expect(tokens).not.toContain('stopped early');
      }
    });
  }
});

describe('fenced blocks in Markdown', () => {
  it('are coloured as http, and end where the fence ends', async () => {
    const text = [
      'Send it:',
      '```http {#first}',
      '# @name login',
      'POST https://example.com/{{id}}',
      'Content-Type: application/json',
      '',
      '{"a": 1',
      '```',
      'behind',
      '~~~REST',
      'GET https://example.com',
      '~~~',
      '```httpx',
      'GET https://example.com',
      '```',
    ].join('\n');
    await expect(describeScopes(await loadMarkdownGrammar(), text)).toMatchFileSnapshot(
      'fixtures/markdown.scopes.txt',
    );
  });
});

describe('the language configuration', () => {
  const word = new RegExp(languageConfiguration.wordPattern.pattern, 'gu');

  it('takes names with dots, dashes and dollars as one word', () => {
    const line = 'Content-Type: {{login.response.body.$.token}} {{$guid}} @größe=1';
    expect(line.match(word)).toEqual(['Content-Type', 'login.response.body.$.token', '$guid', 'größe', '1']);
  });
});
