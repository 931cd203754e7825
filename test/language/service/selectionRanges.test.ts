import { describe, expect, it } from 'vitest';
import { openAtCaret } from '../../support/memoryHost.ts';

/** What is selected step by step, the smallest first; line breaks as `⏎`. */
function steps(marked: string): string[] {
  const { service, document, position } = openAtCaret(marked);
  const found: string[] = [];
  const [chain] = service.selectionRanges(document, [position]);
  for (let step = chain; step !== undefined; step = step.parent) {
    found.push(document.getText(step.range).replaceAll('\n', '⏎'));
  }
  return found;
}

describe('selection ranges', () => {
  it('grow from a word of the address to the file', () => {
    expect(steps('### One\nGET https://example.com/a?b=tw$0o&c=3\nAccept: */*\n\n### Two\nGET x\n'))
      .toMatchInlineSnapshot(`
      [
        "two",
        "b=two",
        "https://example.com/a?b=two&c=3",
        "GET https://example.com/a?b=two&c=3",
        "GET https://example.com/a?b=two&c=3⏎Accept: */*",
        "### One⏎GET https://example.com/a?b=two&c=3⏎Accept: */*",
        "### One⏎GET https://example.com/a?b=two&c=3⏎Accept: */*⏎⏎",
        "### One⏎GET https://example.com/a?b=two&c=3⏎Accept: */*⏎⏎### Two⏎GET x⏎",
      ]
    `);
  });

  it('grow from a reference to its header', () => {
    expect(steps('GET https://example.com\nAuthorization: Bearer {{to$0ken}}\n')).toMatchInlineSnapshot(`
      [
        "token",
        "{{token}}",
        "Bearer {{token}}",
        "Authorization: Bearer {{token}}",
        "GET https://example.com⏎Authorization: Bearer {{token}}",
        "GET https://example.com⏎Authorization: Bearer {{token}}⏎",
      ]
    `);
  });

  it('grow by the arguments of a GraphQL field', () => {
    expect(steps('GRAPHQL https://example.com\n\n{ me(id: 1, f: { a: $02 }) { b } }\n').slice(1, 5)).toEqual([
      'a: 2',
      '{ a: 2 }',
      'id: 1, f: { a: 2 }',
      '(id: 1, f: { a: 2 })',
    ]);
  });

  it('grow by the brackets of a body', () => {
    expect(steps('POST https://example.com\nA: b\n\n{\n  "a": [1, {"b": "x}$0 y"}]\n}\n'))
      .toMatchInlineSnapshot(`
      [
        ""b": "x} y"",
        "{"b": "x} y"}",
        "1, {"b": "x} y"}",
        "[1, {"b": "x} y"}]",
        ""a": [1, {"b": "x} y"}]",
        "{⏎  "a": [1, {"b": "x} y"}]⏎}",
        "POST https://example.com⏎A: b⏎⏎{⏎  "a": [1, {"b": "x} y"}]⏎}",
        "POST https://example.com⏎A: b⏎⏎{⏎  "a": [1, {"b": "x} y"}]⏎}⏎",
      ]
    `);
  });

  it('are the file alone in an empty one', () => {
    expect(steps('$0')).toEqual(['']);
  });

  it('hold the position, and each the one before', () => {
    const text =
      '@a = {{b}}\n\n### T\n# @name x\nPOST http://h/{{a}}?q=1\n  &r=2 HTTP/1.1\nA: {{b}}\n\n{"x": [{{a}}]}\n';
    for (let caret = 0; caret <= text.length; caret += 1) {
      const { service, document, position } = openAtCaret(`${text.slice(0, caret)}$0${text.slice(caret)}`);
      const [chain] = service.selectionRanges(document, [position]);
      let last = { start: caret, end: caret };
      for (let step = chain; step !== undefined; step = step.parent) {
        const start = document.offsetAt(step.range.start);
        const end = document.offsetAt(step.range.end);
        expect(start <= last.start && last.end <= end).toBe(true);
        last = { start, end };
      }
      expect(last).toEqual({ start: 0, end: text.length });
    }
  });
});
