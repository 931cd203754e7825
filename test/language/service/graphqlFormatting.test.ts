import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { print, parse } from 'graphql';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { open, type MemoryWorld } from '../../support/memoryHost.ts';

const head = 'POST http://h\nX-REQUEST-TYPE: GraphQL\n\n';

async function formatted(body: string, world: MemoryWorld = { formatsBodies: true }): Promise<string> {
  const { service, document } = open(head + body, world);
  const edits = await service.format(document, { tabSize: 2, insertSpaces: true });
  return TextDocument.applyEdits(document, edits).slice(head.length);
}

describe('formatting a GraphQL body', () => {
  it('puts each selection on a line', async () => {
    expect(
      await formatted(`query   Ask($id:ID!,$n:Int=1){me(id:$id){name,age   friends(first:10 after:"a,b")@include(if:true){...Rest}
... on User{old}...@skip(if:$x){a}
}} fragment Rest on User @d{ alias :name }

{ "id":"{{id}}","n":{{n}} }
`),
    ).toMatchInlineSnapshot(`
      "query Ask($id: ID!, $n: Int = 1) {
        me(id: $id) {
          name
          age
          friends(first: 10, after: "a,b") @include(if: true) {
            ...Rest
          }
          ... on User {
            old
          }
          ... @skip(if: $x) {
            a
          }
        }
      }

      fragment Rest on User @d {
        alias: name
      }

      {
        "id": "{{id}}",
        "n": {{n}}
      }
      "
    `);
  });

  it('keeps comments where they are', async () => {
    expect(
      await formatted(`# who asks
query{ # all of it
  # the first
  a # one

  # the second


  b
  # the end
}
# rest
fragment F on A{c}
`),
    ).toMatchInlineSnapshot(`
      "# who asks
      query { # all of it
        # the first
        a # one

        # the second

        b
        # the end
      }

      # rest
      fragment F on A {
        c
      }
      "
    `);
  });

  it('keeps the lines that were begun inside brackets', async () => {
    expect(
      await formatted(`mutation A(
$filter : Filter = {a:1
    b:[1,2
3]}, $b : [Int!]!
)
{
  save(input:{text:"x",list:[{a:1},{b:2}],none:{}}
    limit:2)
}
`),
    ).toMatchInlineSnapshot(`
      "mutation A(
        $filter: Filter = { a: 1
          b: [1, 2
            3] }, $b: [Int!]!
      ) {
        save(input: { text: "x", list: [{ a: 1 }, { b: 2 }], none: {} }
          limit: 2)
      }
      "
    `);
  });

  it('changes nothing in holes and strings', async () => {
    expect(
      await formatted(
        'query {{ name }}{ me(id:{{id}},text:"""\n  a\n    b""",q:"{{  q }}"){ {{fields}} ...{{more}} }}\n',
      ),
    ).toMatchInlineSnapshot(`
      "query {{ name }} {
        me(id: {{id}}, text: """
        a
          b""", q: "{{  q }}") {
          {{fields}}
          ...{{more}}
        }
      }
      "
    `);
  });

  it('changes no byte when it was not asked for', async () => {
    const text = 'query   A{a}\n\n{ "x":1 }\n';
    expect(await formatted(text, {})).toBe(text);
  });

  it('leaves a query alone that is broken, or whose part would be read as variables', async () => {
    for (const text of ['{ a(  }\n', 'query   A{a} {b}\n', '{ me( {{arguments}} )  { a } }\n']) {
      expect(await formatted(text)).toBe(text);
    }
  });

  it('changes no token, and nothing the second time', async () => {
    const name = fc.constantFrom('a', 'b', 'on', 'query', '{{x}}');
    const value = fc.constantFrom(
      '1',
      '-2.5',
      '"s, {t} # u"',
      '$v',
      'E',
      '[1 2,3]',
      '{ a : 1, b:{c : [ ] } }',
      'null',
      '{{x}}',
    );
    const space = fc.constantFrom(' ', '  ', '\n', ' \n\n\n ', ', ', ' # note\n', '\n# line {\n', '\r\n\t');
    const list = fc
      .array(fc.tuple(name, value, space), { maxLength: 3 })
      .map((all) =>
        all.length === 0 ? '' : `(${all.map(([key, of, gap]) => `${key} :${gap}${of}`).join(' ')})`,
      );
    const { selection } = fc.letrec<{ selection: string; set: string }>((tie) => ({
      selection: fc.oneof(
        { maxDepth: 3 },
        fc.tuple(name, list, space).map((parts) => parts.join('')),
        fc
          .tuple(name, space, name, space, tie('set'))
          .map(([one, gap, other, more, set]) => `${one}${gap}:${other}${more}${set}`),
        fc
          .tuple(fc.constantFrom('...F', '... on T{a}', '... @d(a:1) {b}', '...{c}'), space)
          .map((parts) => parts.join('')),
      ),
      set: fc
        .tuple(fc.array(tie('selection'), { minLength: 1, maxLength: 3 }), space)
        .map(([all, gap]) => `{${gap}${all.join(gap)} }`),
    }));
    await fc.assert(
      fc.asyncProperty(fc.array(selection, { minLength: 1, maxLength: 3 }), space, async (all, gap) => {
        const text = `query Q${gap}{ ${all.join(' ')} }${gap}fragment F on T { a }\n\n{ "v" :1 }\n`;
        const once = await formatted(text);
        expect(await formatted(once)).toBe(once);
        expect(shown(once)).toBe(shown(text));
      }),
      { numRuns: 100 },
    );
  });
});

/** The query as GraphQL's own printer writes it, as it is when it is broken, and the variables. */
function shown(text: string): string {
  const masked = text.replaceAll('{{x}}', 'xx').replaceAll('\r', '');
  const query = masked.slice(0, masked.lastIndexOf('\n\n'));
  const variables = masked.slice(masked.lastIndexOf('{')).replaceAll(/\s/g, '');
  try {
    return print(parse(query)) + variables;
  } catch {
    return query + variables;
  }
}
