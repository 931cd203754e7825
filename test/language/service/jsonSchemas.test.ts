import { describe, expect, it } from 'vitest';
import type { MarkupContent, TextEdit } from 'vscode-languageserver-types';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { createLanguageService } from '../../../src/language/service/index.ts';
import { createMemoryHost, open, openAtCaret, root } from '../../support/memoryHost.ts';
import { completionLabels, underlinedFindings } from '../../support/shownHelp.ts';

const schema = `
//- user.schema.json
{
  "type": "object",
  "required": ["name"],
  "additionalProperties": false,
  "properties": {
    "$schema": {},
    "name": { "type": "string", "description": "What others call you.", "minLength": 2 },
    "age": { "type": "integer", "minimum": 0 },
    "role": { "enum": ["reader", "writer"], "description": "What is allowed." },
    "tags": { "type": "array", "uniqueItems": true },
    "address": { "required": ["city"] }
  }
}
//- pets.schema.json
{
  "oneOf": [
    { "required": ["kind", "barks"], "properties": { "kind": { "const": "dog" }, "barks": { "type": "boolean" } } },
    { "required": ["kind", "lives"], "properties": { "kind": { "const": "cat" }, "lives": { "type": "number" } } }
  ]
}
//- nested.schema.json
{ "properties": { "user": { "$ref": "./user.schema.json" } } }
//- broken.schema.json
{ "properties":
`;

const post = (body: string, file = 'user'): string =>
  `# @schema ./${file}.schema.json\nPOST https://example.com\nContent-Type: application/json\n\n${body}\n`;

/** The body with the findings under it. */
async function findings(body: string, file?: string): Promise<string> {
  const text = await allFindings(post(body, file));
  return text.slice(text.indexOf('\n\n') + 2).trimEnd();
}

const allFindings = (text: string): Promise<string> => underlinedFindings(text + schema);
const labels = (marked: string): Promise<string[]> => completionLabels(marked + schema);

/** The line of the caret after the item with the label was taken. */
async function taking(label: string, marked: string): Promise<string> {
  const { service, document, position } = openAtCaret(marked + schema);
  const { items } = await service.completion(document, position);
  const edit = items.find((item) => item.label === label)?.textEdit as TextEdit | undefined;
  if (edit === undefined) return `no ${label}`;
  return TextDocument.applyEdits(document, [edit]).split('\n')[position.line] ?? '';
}

describe('a JSON body with a schema', () => {
  it('is checked by it', async () => {
    expect(await findings('{\n  "nmae": "Ada",\n  "age": -1,\n  "role": "owner"\n}')).toMatchInlineSnapshot(`
      "{
      ^ json-schema: Missing property "name".
        "nmae": "Ada",
        ^^^^^^ json-schema: Property nmae is not allowed.
        "age": -1,
               ^^ json-schema: Value is below the minimum of 0.
        "role": "owner"
                ^^^^^^^ json-schema: Value is not accepted. Valid values: "reader", "writer".
      }"
    `);
  });

  it('is checked by the schema that it names itself', async () => {
    const text = 'POST https://example.com\n\n{ "$schema": "user.schema.json", "age": "x", "name": "Ada" }\n';
    expect(await allFindings(text)).toContain('json-schema: Incorrect type. Expected "integer".');
  });

  it('may be one of several in a file, each with its own', async () => {
    const text = `${post('{ "name": 1 }')}\n###\n${post('{ "user": { "name": 2 } }', 'nested')}\n### None\n${post('{}').replace(/.*\n/, '')}`;
    const marks = (await allFindings(text)).split('\n').filter((line) => line.includes('^'));
    expect(marks).toEqual([
      '          ^ json-schema: Incorrect type. Expected "string".',
      '                    ^ json-schema: Incorrect type. Expected "string".',
    ]);
  });

  it('has no findings where a hole may hold what is wanted', async () => {
    for (const body of [
      '{ "name": {{name}}, "age": {{age}}, "role": "{{role}}" }',
      '{ "name": "{{n}}", "age": 1{{digits}}, "tags": ["{{a}}", "{{b}}"] }',
      '{ "{{key}}": 1 }',
      '{ "name": "Ada", "address": { "{{key}}": 1 } }',
      '{ {{members}} }',
      '{{body}}',
      '{ "name": "Ada", {{more}} }',
    ]) {
      expect(await findings(body), body).toBe(body);
    }
  });

  it('is not measured by an alternative that a hole may rule out', async () => {
    for (const body of ['{ "kind": "{{kind}}", "lives": 9 }', '{ "kind": {{kind}}, "barks": true }']) {
      expect(await findings(body, 'pets'), body).toBe(body);
    }
    expect(await findings('{ "kind": "cat", "lives": "{{x}}" }', 'pets')).not.toContain('^');
    expect(await findings('{ "kind": "cat", "barks": true }', 'pets')).toContain('Missing property "lives"');
  });

  it('is checked beside its holes', async () => {
    expect(await findings('{ "name": "{{name}}", "agee": {{age}}, "age": "old" }')).toMatchInlineSnapshot(`
      "{ "name": "{{name}}", "agee": {{age}}, "age": "old" }
                                                    ^^^^^ json-schema: Incorrect type. Expected "integer".
                            ^^^^^^ json-schema: Property agee is not allowed."
    `);
  });

  it('has one finding when it is no JSON', async () => {
    expect(await findings('{ "age": "x" "name": 1 }')).toMatchInlineSnapshot(`
      "{ "age": "x" "name": 1 }
                   ^^^^^^ broken-json: Comma expected: the body is no JSON and is sent as it is."
    `);
  });

  it('may have comment lines', async () => {
    expect(await findings('{\n  # her name\n  // in full\n  "name": "Ada"\n}')).not.toContain('json-schema');
  });

  it('says at the directive what is wrong with the schema', async () => {
    expect(await allFindings(post('{}', 'broken'))).toContain(
      '# @schema ./broken.schema.json\n          ^^^^^^^^^^^^^^^^^^^^ bad-schema: ',
    );
    expect(await allFindings(post('{}', 'none'))).toContain(
      '# @schema ./none.schema.json\n          ^^^^^^^^^^^^^^^^^^ missing-file: ',
    );
  });

  it('asks no network', async () => {
    const asked: string[] = [];
    const text = [
      'https://example.com/a.json',
      'file://server/share/b.json',
      'file:////server/c.json',
      './refers.json',
    ]
      .map((uri) => `POST https://example.com\n\n{ "$schema": "${uri}", "a": 1 }\n\n###\n`)
      .join('');
    const files = createMemoryHost(new Map([['refers.json', '{ "$ref": "https://example.com/d.json" }']]));
    const service = createLanguageService({
      ...files,
      readFile: (uri) => {
        asked.push(uri);
        return files.readFile(uri);
      },
    });
    const document = TextDocument.create(`${root}/main.http`, 'http', 1, text);
    expect(await service.diagnostics(document)).toEqual([]);
    expect(asked).toEqual([`${root}/refers.json`]);
  });

  it('has its schema in a folder of any name', async () => {
    const name = 'a b#c%25';
    const text = `# @schema ./${name}/s.json\nPOST https://example.com\n\n{ "a": 1 }\n`;
    const files = `//- a%20b%23c%2525/s.json\n{ "properties": { "a": { "$ref": "./t.json" } } }\n`;
    const other = `//- a%20b%23c%2525/t.json\n{ "type": "string" }\n`;
    const { service, document } = open(text + files + other);
    expect((await service.diagnostics(document)).map(({ code }) => code)).toContain('json-schema');
  });

  it('is checked anew when the schema changes', async () => {
    const text = post('{ "age": "x" }');
    const { service, document, write } = open(text + schema);
    expect(await service.diagnostics(document)).toHaveLength(2);
    write('user.schema.json', '{ "type": "array" }');
    expect((await service.diagnostics(document)).map(({ message }) => message)).toEqual([
      'Incorrect type. Expected "array".',
    ]);
  });
});

describe('completion in a JSON body', () => {
  it('offers the members of its schema that are not there yet', async () => {
    expect(await labels(post('{ "name": "Ada", $0 }'))).toEqual([
      '$schema',
      'age',
      'role',
      'tags',
      'address',
    ]);
    expect(await taking('role', post('{ "name": "{{name}}",\n  "r$0" }'))).toBe('  "role": $1 }');
  });

  it('offers the values that a member may have', async () => {
    expect(await taking('"writer"', post('{ "role": "$0" }'))).toBe('{ "role": "writer" }');
  });

  it('offers members of the neighbours where there is no schema, and no stand-in for a hole', async () => {
    const text = 'POST https://example.com\n\n[{ "name": {{name}}, "id": 1 }, { "$0" }]\n';
    expect(await labels(text)).toEqual(['name', 'id']);
    expect(await labels('POST https://example.com\n\n[{ "a": {{name}} }, { "a": $0 }]\n')).toEqual([]);
  });

  it('offers variables in a hole', async () => {
    expect(await labels(`@host = x\n\n${post('{ "name": "{{$0" }')}`)).toContain('host');
  });

  it('offers files behind the directive', async () => {
    expect(await labels('# @schema ./$0\nPOST https://example.com\n')).toContain('user.schema.json');
  });
});

describe('hover in a JSON body', () => {
  const hoverText = async (marked: string): Promise<string> => {
    const { service, document, position } = openAtCaret(marked + schema);
    const hover = await service.hover(document, position);
    const range = hover?.range === undefined ? '' : document.getText(hover.range);
    const contents = hover?.contents as MarkupContent | readonly string[] | undefined;
    return `${range}: ${contents === undefined ? 'nothing' : 'value' in contents ? contents.value : contents.join('\n')}`;
  };

  it('shows what the schema says of a member', async () => {
    expect(await hoverText(post('{ "na$0me": "Ada" }'))).toMatchInlineSnapshot(
      `""name": What others call you\\."`,
    );
    expect(await hoverText(post('{ "age": 1, "role": "rea$0der" }'))).toMatchInlineSnapshot(
      `""reader": What is allowed\\."`,
    );
  });

  it('shows the variable in a hole', async () => {
    expect(await hoverText(`@a = Ada\n\n${post('{ "name": "{{$0a}}" }')}`)).toBe(
      'a: `Ada`\n\nfrom main.http:1',
    );
  });
});
