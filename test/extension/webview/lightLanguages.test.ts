import { foldable, type Language } from '@codemirror/language';
import { EditorState } from '@codemirror/state';
import { highlightTree, tagHighlighter, tags } from '@lezer/highlight';
import { describe, expect, it } from 'vitest';
import { formLanguage, graphqlLanguage } from '../../../src/extension/webview/ui/bodyViews/lightLanguages.ts';
import { htmlLanguage, xmlLanguage } from '../../../src/extension/webview/ui/bodyViews/markupLanguages.ts';

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

describe('markup', () => {
  const markup = tagHighlighter([
    { tag: tags.tagName, class: 'tag' },
    { tag: tags.attributeName, class: 'attribute' },
    { tag: tags.attributeValue, class: 'value' },
  ]);

  it.each([
    ['XML', xmlLanguage],
    ['HTML', htmlLanguage],
  ])('of %s has coloured tags and attributes, and folds by element', (_, language) => {
    const text = '<a b="c">\n  <i>text</i>\n</a>';
    const found: string[] = [];
    highlightTree(language.parser.parse(text), markup, (from, to, name) => {
      found.push(`${name} ${text.slice(from, to)}`);
    });
    expect(found).toEqual(['tag a', 'attribute b', 'value "c"', 'tag i', 'tag i', 'tag a']);
    const state = EditorState.create({ doc: text, extensions: language });
    expect(foldable(state, 0, 9)).toEqual({ from: 9, to: text.indexOf('</a>') });
  });
});
