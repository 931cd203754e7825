import { describe, expect, it } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { open } from '../../support/memoryHost.ts';

/** Takes the `⟦selection⟧`, which may be empty, out of a text. */
function select(marked: string) {
  const start = marked.indexOf('⟦');
  const end = marked.indexOf('⟧') - 1;
  const opened = open(marked.replace('⟦', '').replace('⟧', ''));
  const { document } = opened;
  return { ...opened, range: { start: document.positionAt(start), end: document.positionAt(end) } };
}

function titles(marked: string): string[] {
  const { service, document, range } = select(marked);
  return service.codeActions(document, [], range).map(({ title }) => title);
}

/** The text after the action whose title begins so. */
function taking(title: string, marked: string): string {
  const { service, document, range } = select(marked);
  const action = service.codeActions(document, [], range).find((one) => one.title.startsWith(title));
  const edits = action?.edit?.changes?.[document.uri];
  return edits === undefined ? 'not offered' : TextDocument.applyEdits(document, edits);
}

describe('extracting a variable', () => {
  it('defines it above the request and uses it', () => {
    expect(taking('Extract', '### One\n# c\nGET ⟦https://example.com⟧/a\n')).toBe(
      '### One\n# c\n@host = https://example.com\nGET {{host}}/a\n',
    );
    expect(taking('Extract', 'POST http://h\nX-Api-Key: ⟦abc⟧\n')).toBe(
      '@xApiKey = abc\nPOST http://h\nX-Api-Key: {{xApiKey}}\n',
    );
    expect(taking('Extract', '@user = b\nPOST http://h\n\n{"user": "⟦a⟧"}\n')).toBe(
      '@user = b\n@user2 = a\nPOST http://h\n\n{"user": "{{user2}}"}\n',
    );
  });

  it('is not offered for what a definition cannot hold', () => {
    for (const value of ['', ' a', 'a\\nb', 'a\nb', '{{a', 'b}}']) {
      expect(taking('Extract', `POST http://h\n\nx⟦${value}⟧y\n`)).toBe('not offered');
    }
    expect(taking('Extract', '# ⟦comment⟧\nGET http://h\n')).toBe('not offered');
  });
});

describe('converting curl', () => {
  it('writes the request that it sends', () => {
    expect(
      taking(
        'Convert',
        `### One
# @name one
⟦⟧curl -X PUT 'https://example.com/a?b=1' \\
  -H 'Content-Type: application/json' \\
  -u me:pass \\
  --data '{"a": 1}'

### Two
GET http://h
`,
      ),
    ).toMatchInlineSnapshot(`
      "### One
      # @name one
      PUT https://example.com/a?b=1
      Content-Type: application/json
      Authorization: Basic me:pass

      {"a": 1}

      ### Two
      GET http://h
      "
    `);
  });

  it('keeps how it is sent, and what stands above it once', () => {
    expect(taking('Convert', '# @name one\n# @insecure\n⟦⟧curl --proxy http://p:1 http://h\n')).toBe(
      '# @name one\n# @insecure\n# @proxy http://p:1\nGET http://h\n',
    );
  });

  it('writes parts and files', () => {
    expect(taking('Convert', "⟦⟧curl https://example.com -F 'a=b' -F 'c=@./d.png'\n")).toMatchInlineSnapshot(`
      "POST https://example.com
      Content-Type: multipart/form-data; boundary=http-sessions-form-boundary

      --http-sessions-form-boundary
      Content-Disposition: form-data; name="a"

      b
      --http-sessions-form-boundary
      Content-Disposition: form-data; name="c"; filename="d.png"
      Content-Type: application/octet-stream

      < ./d.png
      --http-sessions-form-boundary--
      "
    `);
    expect(taking('Convert', '⟦⟧curl https://example.com --data-binary @./d.bin\n')).toMatchInlineSnapshot(`
      "POST https://example.com
      Content-Type: application/x-www-form-urlencoded

      < ./d.bin
      "
    `);
  });

  it('escapes lines of the body that would have a meaning', () => {
    expect(
      taking(
        'Convert',
        "⟦⟧curl https://example.com -H 'Content-Type: text/plain' --data-raw $'a\\n# b\\n### c'\n",
      ),
    ).toMatchInlineSnapshot(`
      "POST https://example.com
      Content-Type: text/plain

      a
      \\# b
      \\### c
      "
    `);
  });

  it('keeps a form as it is typed', () => {
    expect(taking('Convert', "⟦⟧curl https://example.com -d 'a=b c'\n")).toMatchInlineSnapshot(`
      "# @no-auto-encoding
      POST https://example.com
      Content-Type: application/x-www-form-urlencoded

      a=b c
      "
    `);
  });

  it('is not offered when no text sends the same', () => {
    expect(taking('Convert', "⟦⟧curl https://example.com -H 'Content-Type: text/plain' -d '  a  '\n")).toBe(
      'not offered',
    );
  });
});

describe('moving the query', () => {
  const oneLine = 'GET https://example.com/a?b=1&c={{d}}&e HTTP/1.1\nA: b\n';
  const lines = 'GET https://example.com/a\n    ?b=1\n    &c={{d}}\n    &e HTTP/1.1\nA: b\n';

  it('to lines and back gives the same text', () => {
    expect(taking('Put each', `⟦⟧${oneLine}`)).toBe(lines);
    expect(taking('Put the query', `⟦⟧${lines}`)).toBe(oneLine);
  });

  it('is offered where there is something to move', () => {
    expect(titles('⟦⟧GET https://example.com/a\n')).toEqual([]);
    expect(titles('⟦⟧GET https://example.com/{{a?b&c}}#d?e\n')).toEqual([]);
  });
});

describe('JSON bodies', () => {
  it('are laid out', () => {
    expect(
      taking('Lay out', 'POST http://h\nContent-Type: application/json\n\n⟦⟧{"a":{\n"b":{{c}}}}\n'),
    ).toBe('POST http://h\nContent-Type: application/json\n\n{\n  "a": {\n    "b": {{c}}\n  }\n}\n');
  });

  it('lose the comments that would be sent', () => {
    expect(
      taking(
        'Remove the comments',
        'POST http://h\n\n⟦⟧{\n  // not sent\n  "a": "http://b", // c\n  "d": /* e */ 1\n}\n',
      ),
    ).toBe('POST http://h\n\n{\n  // not sent\n  "a": "http://b",\n  "d": 1\n}\n');
  });
});

describe('adding Content-Type', () => {
  it('takes the type that the body looks like', () => {
    expect(taking('Add', '⟦⟧POST http://h\nA: b\n\n{"a": 1}\n')).toBe(
      'POST http://h\nA: b\nContent-Type: application/json\n\n{"a": 1}\n',
    );
    expect(titles('⟦⟧POST http://h\n\n<?xml version="1.0"?>\n<a/>\n')).toEqual([
      'Add Content-Type: application/xml',
    ]);
    expect(titles('⟦⟧POST http://h\n\na=1&b=2\n')).toEqual([
      'Add Content-Type: application/x-www-form-urlencoded',
    ]);
    expect(titles('⟦⟧POST http://h\n\n< ./a.png\n')).toEqual(['Add Content-Type: image/png']);
  });

  it('is not offered for plain text, and not twice', () => {
    expect(titles('⟦⟧POST http://h\n\nhello world\n')).toEqual([]);
    expect(titles('⟦⟧POST http://h\ncontent-type: text/plain\n\n{"a": 1}\n')).not.toContain(
      'Add Content-Type: application/json',
    );
  });
});

describe('fixes', () => {
  it('give a name that is taken a number', async () => {
    const { service, document } = open('# @name a\nGET http://h\n\n###\n# @name = a\nGET http://h\n');
    const [fix] = service.codeActions(document, await service.diagnostics(document));
    expect(fix?.title).toBe('Name the request "a-2"');
    expect(TextDocument.applyEdits(document, fix?.edit?.changes?.[document.uri] ?? [])).toContain(
      '# @name = a-2\n',
    );
  });

  it('remove a comment from JSON, and name a part', async () => {
    const fixed = async (text: string, title: string): Promise<string> => {
      const { service, document } = open(text);
      const fix = service
        .codeActions(document, await service.diagnostics(document))
        .find((one) => one.title === title);
      return TextDocument.applyEdits(document, fix?.edit?.changes?.[document.uri] ?? []);
    };
    const json = 'POST http://h\nContent-Type: application/json\n\n';
    expect(await fixed(`${json}{"a": 1 /* b */}\n`, 'Remove the comment')).toBe(`${json}{"a": 1}\n`);
    const form = 'POST http://h\nContent-Type: multipart/form-data; boundary=b\n\n--b\n';
    expect(await fixed(`${form}\nx\n--b--\n`, 'Give the part a name')).toBe(
      `${form}Content-Disposition: form-data; name="field"\n\nx\n--b--\n`,
    );
  });
});
