import { describe, expect, it } from 'vitest';
import { formatGraphql as formatted } from '../../support/formatGraphql.ts';

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
});
