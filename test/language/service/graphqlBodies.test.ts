import { describe, expect, it } from 'vitest';
import type { MarkupContent, TextEdit } from 'vscode-languageserver-types';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { open, openAtCaret } from '../../support/memoryHost.ts';
import { completionLabels, underlinedFindings } from '../../support/shownHelp.ts';

const sdl = `type Query {
  "The person who asks."
  me(id: ID!): User
  search(text: String, kind: Kind = BOOK): [User!]
}
type User { name: String!, age: Int, friends(first: Int): [User!], old: String @deprecated(reason: "Use name.") }
enum Kind { BOOK FILM }
input Filter { text: String!, limit: Int }
type Mutation { save(filter: Filter!): User }`;
const schema = `
//- schema.graphql
${sdl}
`;

const post = (body: string, directive = '# @graphql-schema ./schema.graphql\n'): string =>
  `${directive}POST https://example.com\nX-REQUEST-TYPE: GraphQL\n\n${body}\n`;

/** The body with the findings under it. */
async function findings(body: string): Promise<string> {
  const text = await underlinedFindings(post(body) + schema);
  return text.slice(text.indexOf('\n\n') + 2).trimEnd();
}

describe('a GraphQL body', () => {
  it('is checked by the grammar where there is no schema', async () => {
    const text = `GRAPHQL https://example.com\n\nquery A {\n  me(id: ) { name }\n}\n`;
    expect(await underlinedFindings(text)).toMatchInlineSnapshot(`
      "GRAPHQL https://example.com

      query A {
        me(id: ) { name }
               ^ broken-graphql: Unexpected ")": the query is no GraphQL and is sent as it is.
      }
      "
    `);
    expect(await underlinedFindings('GRAPHQL https://example.com\n\n{ me {\n')).toContain(
      '^ broken-graphql: ',
    );
  });

  it('is checked by its schema', async () => {
    expect(
      await findings(`query A($id: ID!, $n: Int) {
  me(id: $id, no: 1) {
    nme
    other: agee
    friends
    ...Rest
  }
}`),
    ).toMatchInlineSnapshot(`
      "query A($id: ID!, $n: Int) {
                        ^^ graphql-schema: Variable "$n" is never used in operation "A".
        me(id: $id, no: 1) {
                    ^^ graphql-schema: Unknown argument "no" on field "Query.me".
          nme
          ^^^ graphql-schema: Cannot query field "nme" on type "User". Did you mean "name" or "age"?
          other: agee
                 ^^^^ graphql-schema: Cannot query field "agee" on type "User". Did you mean "age"?
          friends
          ^^^^^^^ graphql-schema: Field "friends" of type "[User!]" must have a selection of subfields. Did you mean "friends { ... }"?
          ...Rest
             ^^^^ graphql-schema: Unknown fragment "Rest".
        }
      }"
    `);
  });

  it('has its variables checked by their types', async () => {
    expect(
      await findings(
        'mutation A($f: Filter!) { save(filter: $f) { name } }\n\n{ "f": { "text": 1, "limits": {{n}} } }',
      ),
    ).toMatchInlineSnapshot(`
      "mutation A($f: Filter!) { save(filter: $f) { name } }

      { "f": { "text": 1, "limits": {{n}} } }
                       ^ json-schema: Incorrect type. Expected "string"."
    `);
    expect(
      await findings(
        'mutation A($f: Filter!) { save(filter: $f) { name } }\n\n{ "f": { "text": {{text}}, "limit": {{n}} } }',
      ),
    ).not.toContain('^');
  });

  it('has no findings where a hole may hold what is wanted', async () => {
    for (const body of [
      '{ me(id: {{id}}) { name } }',
      '{ me(id: "{{id}}") { {{fields}} } }',
      '{ me(id: 1{{digits}}) { name } }',
      'query A($id: ID!) { {{fields}} }',
      'query {{name}} { search(kind: {{kind}}) { ...{{fragment}} } }',
      '{{query}}',
      'query A { me(id: 1) { name } } {{fragments}}',
      '{ me({{arguments}}) { name } }',
    ]) {
      expect(await findings(body), body).toBe(body);
    }
  });

  it('is checked beside its holes', async () => {
    expect(await findings('query A($b: Int) { me(id: {{id}}) { nam } }')).toMatchInlineSnapshot(`
      "query A($b: Int) { me(id: {{id}}) { nam } }
                                          ^^^ graphql-schema: Cannot query field "nam" on type "User". Did you mean "name"?
              ^^ graphql-schema: Variable "$b" is never used in operation "A"."
    `);
  });

  it('may have comment lines', async () => {
    expect(await findings('{\n  # who {\n  // asks {\n  me(id: 1) { name }\n}')).not.toContain(
      'graphql-schema',
    );
  });
});

describe('the schema of a GraphQL body', () => {
  const body = '{ mee }';

  it('may be named above the first request, for the whole file', async () => {
    const text = `# @graphql-schema ./schema.graphql\n\n### One\n${post(body, '')}\n### Two\n${post(body, '')}${schema}`;
    expect((await underlinedFindings(text)).match(/graphql-schema: /g)).toHaveLength(2);
  });

  it.each([
    ['.graphqlrc', 'schema: schema.graphql'],
    [
      '.graphqlrc.yml',
      '# ours\nschema:\n  - "./schema.graphql" # the one\n  - https://example.com/graphql\ndocuments: x',
    ],
    ['graphql.config.json', '{ "schema": ["./schema.graphql"] }'],
    ['.graphqlrc.yaml', "schema: ['schema.graphql', 'other/*.graphql']"],
  ])('may be named by %s', async (name, configuration) => {
    const text = `${post(body, '')}${schema}//- ${name}\n${configuration}\n`;
    expect(await underlinedFindings(text)).toContain('Cannot query field "mee"');
  });

  it.each([
    [
      'graphql.config.json',
      '{ "projects": { "a": { "schema": "none.graphql" }, "default": { "schema": "*.graphql" } } }',
    ],
    [
      '.graphqlrc.json',
      '{ "projects": { "b": { "schema": "none.graphql" }, "c": { "schema": "schema.graphql", "documents": "*.http" } } }',
    ],
    [
      'graphql.config.yml',
      'projects:\n  shop:\n    schema: # ours\n    - ./**/{schema,more}.graphql\n    documents: ["src/**/*.ts"]\n  other:\n    schema: none.graphql\n',
    ],
  ])('may be that of a project, or the files that a glob names: %s', async (name, configuration) => {
    const text = `${post(body, '')}${schema}//- ${name}\n${configuration}\n//- node_modules/a/more.graphql\nnonsense\n`;
    expect(await underlinedFindings(text)).toContain('Cannot query field "mee"');
  });

  it('may be in several files', async () => {
    const more = '//- deep/more.graphql\nextend type Query { mee: Int }\n';
    const text = `${post(body, '')}${schema}${more}//- .graphqlrc\nschema:\n- schema.graphql\n- deep/*.graphql\n`;
    expect(await underlinedFindings(text)).not.toContain('Cannot query');
  });

  it('may be the answer of an introspection', async () => {
    const { buildSchema, introspectionFromSchema } = await import('graphql');
    const answer = JSON.stringify({ data: introspectionFromSchema(buildSchema(sdl)) });
    const text = `${post(body, '# @graphql-schema answer.json\n')}\n//- answer.json\n${answer}\n`;
    expect(await underlinedFindings(text)).toContain('Cannot query field "mee"');
  });

  it('says what is wrong with it, at the directive', async () => {
    const text = `${post(body)}//- schema.graphql\ntype Query { me }\n`;
    expect(await underlinedFindings(text)).toContain(
      '                  ^^^^^^^^^^^^^^^^ bad-schema: The GraphQL schema in schema.graphql cannot be read: Syntax Error:',
    );
    const missing = post(body, '# @graphql-schema ./none.graphql\n');
    expect(await underlinedFindings(missing)).toContain('missing-file: ');
  });

  it('is asked anew when it changes', async () => {
    const { service, document, write } = open(post('{ me(id: 1) { name } }') + schema);
    expect(await service.diagnostics(document)).toEqual([]);
    write('schema.graphql', 'type Query { you: Int }');
    expect((await service.diagnostics(document)).map(({ code }) => code)).toEqual(['graphql-schema']);
  });
});

describe('completion in a GraphQL body', () => {
  it('offers fields, arguments and values', async () => {
    expect(await completionLabels(post('{ $0 }') + schema)).toEqual([
      'me',
      'search',
      '__typename',
      '__schema',
      '__type',
    ]);
    expect(await completionLabels(post('{ me(id: {{id}}) { na$0 } }') + schema)).toContain('name');
    expect(await completionLabels(post('{ me($0) }') + schema)).toEqual(['id']);
    expect(await completionLabels(post('{ search(kind: $0) { name } }') + schema)).toEqual(['BOOK', 'FILM']);
  });

  it('takes the place of what was typed', async () => {
    const { service, document, position } = openAtCaret(post('{\n  me(id: 1) { fri$0x } }') + schema);
    const { items } = await service.completion(document, position);
    const edit = items.find(({ label }) => label === 'friends')?.textEdit as TextEdit;
    expect(TextDocument.applyEdits(document, [edit]).split('\n')[5]).toBe('  me(id: 1) { friends } }');
  });

  it('offers the members of variables', async () => {
    const body = 'mutation A($f: Filter!) { save(filter: $f) { name } }\n\n';
    expect(await completionLabels(post(`${body}{ $0 }`) + schema)).toEqual(['f']);
    expect(await completionLabels(post(`${body}{ "f": { "$0" } }`) + schema)).toEqual(['text', 'limit']);
  });

  it('offers nothing without a schema, and variables in a hole', async () => {
    expect(await completionLabels(post('{ $0 }', ''))).toEqual([]);
    expect(await completionLabels(`@host = x\n\n${post('{ me(id: {{$0}}) }')}${schema}`)).toContain('host');
  });
});

describe('hover in a GraphQL body', () => {
  const hoverText = async (marked: string): Promise<string> => {
    const { service, document, position } = openAtCaret(marked + schema);
    const hover = await service.hover(document, position);
    const range = hover?.range === undefined ? '' : document.getText(hover.range);
    const contents = hover?.contents as MarkupContent | readonly string[] | undefined;
    return `${range}: ${contents === undefined ? 'nothing' : 'value' in contents ? contents.value : contents.join('\n')}`;
  };

  it('shows types and descriptions', async () => {
    expect(await hoverText(post('{ m$0e(id: 1) { name } }'))).toMatchInlineSnapshot(`
      "me: \`\`\`graphql
      Query.me: User
      \`\`\`

      The person who asks."
    `);
    expect(await hoverText(post('{ me(id: 1) { $0name } }'))).toMatchInlineSnapshot(`
      "name: \`\`\`graphql
      User.name: String!
      \`\`\`"
    `);
  });

  it('shows what a variable takes', async () => {
    const body = 'mutation A($f: Filter!) { save(filter: $f) { name } }\n\n{ "f": { "te$0xt": "" } }';
    expect(await hoverText(post(body))).toMatchInlineSnapshot(`
      ""text": \`\`\`graphql
      String!
      \`\`\`"
    `);
  });
});
