import { describe, expect, it } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { underline } from '../../support/markers.ts';
import { openAtCaret } from '../../support/memoryHost.ts';

/** The text with all places of the name at the caret underlined. */
async function places(marked: string): Promise<string> {
  const { service, document, position } = openAtCaret(marked);
  const defined = new Set(
    (await service.definition(document, position)).map(({ range }) => JSON.stringify(range)),
  );
  const marks = (await service.references(document, position, true)).map(({ range }) => ({
    line: range.start.line,
    start: range.start.character,
    end: range.end.character,
    label: defined.has(JSON.stringify(range)) ? 'definition' : 'use',
  }));
  return underline(document.getText(), marks);
}

/** The text after renaming the name at the caret, or why not. */
async function renamed(marked: string, newName: string): Promise<string> {
  const { service, document, position } = openAtCaret(marked);
  const edit = await service.rename(document, position, newName);
  if (edit === undefined) return 'nothing to rename';
  if (typeof edit === 'string') return edit;
  return TextDocument.applyEdits(document, edit.changes?.[document.uri] ?? []);
}

describe('definition and references', () => {
  it('find every place of a variable', async () => {
    expect(
      await places(`@host = a
@url = https://{{host}}

### One
# @note to {{host}}
POST {{%host}}/{{hostname}}
X-{{host}}: {{ ho$0st }}

{"a": "{{host}}"}
`),
    ).toMatchInlineSnapshot(`
      "@host = a
       ^^^^ definition
      @url = https://{{host}}
                       ^^^^ use

      ### One
      # @note to {{host}}
                   ^^^^ use
      POST {{%host}}/{{hostname}}
              ^^^^ use
      X-{{host}}: {{ host }}
          ^^^^ use
                     ^^^^ use

      {"a": "{{host}}"}
               ^^^^ use
      "
    `);
  });

  it('find every place of a request name', async () => {
    expect(
      await places(`### Log in
# @name login
POST https://example.com

###
# @ref login
GET https://example.com/{{login.response.body.$.a}}
X: {{login$0.response.headers.Location}}

{{login}}
`),
    ).toMatchInlineSnapshot(`
      "### Log in
      # @name login
              ^^^^^ definition
      POST https://example.com

      ###
      # @ref login
             ^^^^^ use
      GET https://example.com/{{login.response.body.$.a}}
                                ^^^^^ use
      X: {{login.response.headers.Location}}
           ^^^^^ use

      {{login}}
        ^^^^^ use
      "
    `);
  });

  it('take a title of one word as the name', async () => {
    expect(
      await places(
        '### login\nPOST https://example.com\n\n###\nGET https://example.com/{{log$0in.response.status}}\n',
      ),
    ).toMatchInlineSnapshot(`
      "### login
          ^^^^^ definition
      POST https://example.com

      ###
      GET https://example.com/{{login.response.status}}
                                ^^^^^ use
      "
    `);
  });

  it('find a variable that is asked for', async () => {
    expect(await places('# @prompt user Your name\nGET https://example.com/{{us$0er}}\n'))
      .toMatchInlineSnapshot(`
      "# @prompt user Your name
                ^^^^ definition
      GET https://example.com/{{user}}
                                ^^^^ use
      "
    `);
  });

  it('are none for a dynamic variable', async () => {
    expect(await places('GET https://example.com/{{$gu$0id}}')).toBe('GET https://example.com/{{$guid}}');
  });
});

describe('rename', () => {
  it('changes a variable and all its uses', async () => {
    expect(await renamed('@ho$0st = a\n\nGET {{host}}/{{%host}}/{{hosts}}\n', 'base')).toBe(
      '@base = a\n\nGET {{base}}/{{%base}}/{{hosts}}\n',
    );
  });

  it('changes a request name and leaves the path behind it', async () => {
    expect(
      await renamed(
        '# @name login\nGET https://example.com\n\n###\nGET https://example.com/{{lo$0gin.response.body.$.login}}\n',
        'signIn',
      ),
    ).toBe(
      '# @name signIn\nGET https://example.com\n\n###\nGET https://example.com/{{signIn.response.body.$.login}}\n',
    );
  });

  it('refuses a name that could not be referred to', async () => {
    expect(await renamed('@ho$0st = a\n', 'two words')).toContain('"two words" cannot be a name');
  });

  it('does not touch a name that is defined elsewhere', async () => {
    expect(await renamed('GET {{ho$0st}}\n', 'base')).toBe('nothing to rename');
  });
});

describe('semantic tokens', () => {
  it('tell definitions from uses, and variables from requests', () => {
    const { service, document } = openAtCaret(
      '$0@host = a\n\n# @name login\nGET {{host}}\n\n###\nGET {{login.response.status}}/{{host}}\n',
    );
    expect(service.semanticTokens(document).data).toEqual([
      ...[0, 1, 4, 0, 1],
      ...[2, 8, 5, 1, 1],
      ...[1, 6, 4, 0, 0],
      ...[3, 6, 5, 1, 0],
      ...[0, 26, 4, 0, 0],
    ]);
  });
});
