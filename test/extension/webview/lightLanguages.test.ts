import type { Language } from '@codemirror/language';
import { highlightTree, tagHighlighter, tags } from '@lezer/highlight';
import { describe, expect, it } from 'vitest';
import { formLanguage, graphqlLanguage } from '../../../src/extension/webview/ui/bodyViews/lightLanguages.ts';

const names = tagHighlighter([
  { tag: tags.propertyName, class: 'name' },
  { tag: tags.string, class: 'string' },
  { tag: tags.number, class: 'number' },
  { tag: tags.keyword, class: 'keyword' },
  { tag: tags.attributeName, class: 'variable' },
  { tag: tags.comment, class: 'comment' },
]);

function coloured(language: Language, text: string): string[] {
  const found: string[] = [];
  highlightTree(language.parser.parse(text), names, (from, to, name) => {
    found.push(`${name} ${text.slice(from, to)}`);
  });
  return found;
}

describe('colours', () => {
  it('of a form tell names, values and escapes', () => {
    expect(coloured(formLanguage, 'a=1=2&b%20c=x+y')).toEqual([
      'name a',
      'string 1=2',
      'name b',
      'number %20',
      'name c',
      'string x',
      'number +',
      'string y',
    ]);
  });

  it('of GraphQL tell keywords, variables, strings and comments', () => {
    expect(coloured(graphqlLanguage, 'query A($n: Int = -1) { # why\n a(x: "q\\"") }')).toEqual([
      'keyword query',
      'name A',
      'variable $n',
      'name Int',
      'number -1',
      'comment # why',
      'name a',
      'name x',
      'string "q\\""',
    ]);
  });

  it('of GraphQL know texts over several lines', () => {
    expect(coloured(graphqlLanguage, '"""one\ntwo""" type A')).toEqual([
      'string """one',
      'string two"""',
      'keyword type',
      'name A',
    ]);
  });
});
