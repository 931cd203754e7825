import { parse, print } from 'graphql';
import { describe, expect, it } from 'vitest';
import { formatterFor } from '../../../src/extension/webview/ui/formatting/formatBody.ts';

const xml = (text: string) => formatterFor('text/xml; charset=utf-8')?.(text);
const graphql = (text: string) => formatterFor('application/graphql')?.(text);

describe('laying out XML', () => {
  it('puts elements of elements on lines, and copies tags, comments and text as they are', () => {
    expect(
      xml(`<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "y">]><a  b='1>2'><!-- c --><i>  t &amp; </i>
      <e/><f></f><g> </g></a>\n`),
    ).toBe(
      [
        '<?xml version="1.0"?>',
        '<!DOCTYPE a [<!ENTITY x "y">]>',
        "<a  b='1>2'>",
        '  <!-- c -->',
        '  <i>  t &amp; </i>',
        '  <e/>',
        '  <f></f>',
        '  <g> </g>',
        '</a>',
      ].join('\n'),
    );
  });

  it('leaves an element alone in which spaces may mean something', () => {
    const mixed = '<p>one <b>two</b><i><u>x</u></i></p>';
    const between = '<p><b>one</b> <i>two</i></p>';
    const kept = '<p xml:space="preserve"><b/>\n<i/></p>';
    const data = '<p><b/><![CDATA[ x ]]></p>';
    for (const same of [mixed, between, kept, data]) {
      expect(xml(same)).toBe(same);
      expect(xml(`<r>${same}<x/></r>`)).toBe(`<r>\n  ${same}\n  <x/>\n</r>`);
    }
  });

  it('says nothing of what is not well-formed, and changes nothing the second time', () => {
    for (const broken of ['<a><b></a>', '<a>', 'text', '<a/><b/>', '<a', '</a>', ''])
      expect(xml(broken)).toBe(undefined);
    expect(xml('<a>'.repeat(300) + '</a>'.repeat(300))).toBe(undefined);
    const once = xml('<a><b><c>1</c></b><d/></a>') ?? '';
    expect(xml(once)).toBe(once);
  });
});

describe('laying out GraphQL', () => {
  const query = `query Q($id: ID! = "x", $o: In = {a: [1,2]}) @live { me: user(id: $id, o: {b: 1}) # why
    { ...F, name @include(if: true) ... on Admin { rights } ... @skip(if: false) { a } } } fragment F on User { id
    text(s: """ a
      b """) }`;

  it('puts each field on a line, and arguments where they were', () => {
    expect(graphql(query)?.split('\n')).toEqual([
      'query Q($id: ID! = "x", $o: In = {a: [1, 2]}) @live {',
      '  me: user(id: $id, o: {b: 1}) # why',
      '  {',
      '    ...F',
      '    name @include(if: true)',
      '    ... on Admin {',
      '      rights',
      '    }',
      '    ... @skip(if: false) {',
      '      a',
      '    }',
      '  }',
      '}',
      '',
      'fragment F on User {',
      '  id',
      '  text(s: """ a',
      '      b """)',
      '}',
    ]);
  });

  it('means the same', () => {
    const schema = `"""About""" type A implements B & C @d(x: 1) { "one" f(x: Int = 1, y: [String!]! = ["a"]): [A!]! @deprecated g: B }
      enum E { X Y @d Z } union U = A | B
      input I { a: Int = 5 b: I = {a: 1} c: String = "s" } extend schema { query: Q } directive @d(x: Int) repeatable on FIELD | QUERY
      scalar S`;
    for (const text of [query, schema, '{ a }', 'subscription { a { b c } d }']) {
      const laidOut = graphql(text) ?? '';
      expect(print(parse(laidOut))).toBe(print(parse(text)));
      expect(graphql(laidOut)).toBe(laidOut);
    }
    expect(graphql(schema)).toContain('  g: B\n');
  });

  it('says nothing of what is no GraphQL', () => {
    for (const broken of ['{ a', 'a }', '{ a ) }', '{ a % }', '{ "a }'])
      expect(graphql(broken)).toBe(undefined);
  });
});

describe('a way to lay out', () => {
  it('is offered where it changes no meaning', () => {
    for (const type of [
      'application/json',
      'application/problem+json; charset=utf-8',
      'image/svg+xml',
      'application/soap+xml',
    ])
      expect([type, formatterFor(type) !== undefined]).toEqual([type, true]);
    for (const type of [
      'application/x-www-form-urlencoded',
      'text/html',
      'application/xhtml+xml',
      'text/plain',
      '',
    ])
      expect([type, formatterFor(type) !== undefined]).toEqual([type, false]);
  });
});
