import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { meaningOf } from '../../../src/language/semantics/index.ts';
import { httpTexts } from '../support/httpTexts.ts';
import { open, openAtCaret, type MemoryWorld } from '../../support/memoryHost.ts';

const options = { tabSize: 2, insertSpaces: true };

async function formatted(text: string, world?: MemoryWorld): Promise<string> {
  const { service, document } = open(text, world);
  return TextDocument.applyEdits(document, await service.format(document, options));
}

async function linesFormatted(text: string, from: number, to: number): Promise<string> {
  const { service, document } = open(text);
  const range = { start: { line: from, character: 0 }, end: { line: to, character: 0 } };
  return TextDocument.applyEdits(document, await service.format(document, options, range));
}

describe('formatting a file', () => {
  it('takes one space where many are allowed', async () => {
    expect(
      await formatted(`@host=https://example.com
@port   :=   8080


  ###   Log   in
#@name=login
//   @note   careful
post    {{host}}/login     HTTP/1.1
?a=1
      &b=2
Content-Type:application/json
X-Empty:   
Accept   :  a,   b



{ "a":1 }



### Next
GET {{host}}


`),
    ).toMatchInlineSnapshot(`
      "@host = https://example.com
      @port := 8080

      ### Log   in
      # @name = login
      // @note careful
      POST {{host}}/login HTTP/1.1
          ?a=1
          &b=2
      Content-Type: application/json
      X-Empty:
      Accept: a,   b

      { "a":1 }

      ### Next
      GET {{host}}
      "
    `);
  });

  it('keeps every byte of a body', async () => {
    const text = 'POST http://h\nContent-Type: application/json\n\n{ "a":1,\n\n\n   "b":2   }\n';
    expect(await formatted(text)).toBe(text);
    const raw = 'POST http://h\nContent-Type: text/csv\n\n  a ; b\n\n\n# c\n';
    expect(await formatted(raw)).toBe(raw);
  });

  it('keeps the line breaks of the file', async () => {
    expect(await formatted('@a=1\r\n\r\n\r\nGET   http://h\r\n\r\n\r\n\r\n###\r\nGET http://h\r\n')).toBe(
      '@a = 1\r\n\r\nGET http://h\r\n\r\n###\r\nGET http://h\r\n',
    );
  });

  it('lays out JSON bodies when the setting says so', async () => {
    expect(
      await formatted(
        `POST http://h

{"a":{{a}},"b":["{{b}}",{{c}}{{d}}],
# a comment
"{{e}}":{{{f}}:1}}
`,
        { formatsBodies: true },
      ),
    ).toMatchInlineSnapshot(`
      "POST http://h

      {
        "a": {{a}},
        "b": [
          "{{b}}",
          {{c}}{{d}}
        ],
        # a comment
        "{{e}}": {
          {{f}}: 1
        }
      }
      "
    `);
  });

  it('leaves a broken JSON body alone', async () => {
    const text = 'POST http://h\n\n{"a":1,,}\n';
    expect(await formatted(text, { formatsBodies: true })).toBe(text);
  });

  it('leaves forms and parts of other kinds alone', async () => {
    const text = 'POST http://h\nContent-Type: application/x-www-form-urlencoded\n\na=1\n&b=2\n';
    expect(await formatted(text, { formatsBodies: true })).toBe(text);
  });

  it('keeps a heading that a blank line would make text', async () => {
    const text = 'GET http://h\nContent-Type: text/markdown\n### title\nGET http://h\n';
    expect(meaningOf(await formatted(text))).toBe(meaningOf(text));
  });

  it('tidies a line and the blank lines below it together', async () => {
    expect(await formatted('###   a  \n\n\n\n###\n')).toBe('### a\n\n###\n');
    expect(await formatted('### \n###\n')).toBe('###\n\n###\n');
  });

  it('changes no meaning, and nothing the second time', async () => {
    await fc.assert(
      fc.asyncProperty(httpTexts, async (text) => {
        const once = await formatted(text);
        expect(meaningOf(once)).toBe(meaningOf(text));
        expect(await formatted(once)).toBe(once);
      }),
      { numRuns: 150 },
    );
  });
});

describe('formatting a selection', () => {
  it('changes its lines only', async () => {
    expect(await linesFormatted('@a=1\n@b=2\nGET  http://h\n', 1, 1)).toBe('@a=1\n@b = 2\nGET  http://h\n');
  });

  it('lays out the JSON body in it', async () => {
    expect(await linesFormatted('POST http://h\n\n{"a":[1]}\n', 2, 2)).toBe(
      'POST http://h\n\n{\n  "a": [\n    1\n  ]\n}\n',
    );
  });
});

describe('formatting while typing', () => {
  it('tidies the line that was finished', () => {
    const { service, document, position } = openAtCaret(
      'GET http://h\nA:b\nAccept:text/html\n$0\n\n{"a":1}\n',
    );
    expect(TextDocument.applyEdits(document, service.formatOnType(document, position))).toBe(
      'GET http://h\nA:b\nAccept: text/html\n\n\n{"a":1}\n',
    );
  });

  it('leaves a body alone', () => {
    const { service, document, position } = openAtCaret('POST http://h\n\n{"a":1,\n$0\n');
    expect(service.formatOnType(document, position)).toEqual([]);
  });
});
