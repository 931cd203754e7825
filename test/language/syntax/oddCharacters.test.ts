/** Line ends of every kind and characters that are none or look like none: places stay right and text stays whole. */
import { describe, expect, it } from 'vitest';
import { define } from '../../../src/language/semantics/index.ts';
import { createLineIndex, parse, print } from '../../../src/language/syntax/index.ts';

const mark = '\ufeff';
const rightToLeft = '\u202e';
const half = '\ud83d';

const texts: readonly (readonly [what: string, text: string])[] = [
  ['line feeds', 'GET /a\nA: b\n\n{}\n### two\nGET /c\n'],
  ['carriage returns with line feeds', 'GET /a\r\nA: b\r\n\r\n{}\r\n### two\r\nGET /c\r\n'],
  ['carriage returns', 'GET /a\rA: b\r\r{}\r### two\rGET /c\r'],
  ['line ends of every kind', 'GET /a\r\nA: b\n\r{}\r\n### two\rGET /c\n'],
  ['line separators, which end no line', 'GET /a\u2028b\nA: b\u2029c\n\n{}\n### two\nGET /c\n'],
  ['a byte order mark', `${mark}GET /a\n\n### two\nGET /c\n`],
  ['tabs', 'GET\t/a\nA:\tb\t\n\n{}\n### two\nGET\t/c\n'],
  ['halves of characters', `GET /a${half}\nA: ${half}b\n\n${half}\n### two\nGET /c\n`],
  ['characters beyond the first plane', 'GET /😀\nA: 😀\n\n😀\n### two😀\nGET /c\n'],
  [
    'marks that turn the direction',
    `GET /a${rightToLeft}b\nA: ${rightToLeft}\n\n\u2066x\u2069\n### two\nGET /c\n`,
  ],
];

describe('text with', () => {
  it.each(texts)('%s is kept, and its second request is found where it is (G05)', (_what, text) => {
    const tree = parse(text);
    expect(print(tree)).toBe(text);
    const lines = createLineIndex(text);
    const request = define(tree).requests.at(-1);
    const offset = text.lastIndexOf('GET');
    expect(request?.line).toBe(lines.positionAt(offset).line + 1);
    for (let at = 0; at <= text.length; at++) {
      const { line, column } = lines.positionAt(at);
      const before = text.slice(0, at);
      // Positions count UTF-16 units after the last line end, and a pair of carriage return and line feed is one.
      const begin = Math.max(before.lastIndexOf('\n'), lastReturn(text, at)) + 1;
      expect([at, line, column]).toEqual([at, countLines(text, at), at - begin]);
    }
  });
});

/** A carriage return with its line feed behind it ends no line by itself. */
function lastReturn(text: string, at: number): number {
  for (let place = at - 1; place >= 0; place--)
    if (text[place] === '\r' && text[place + 1] !== '\n') return place;
  return -1;
}

function countLines(text: string, at: number): number {
  let count = 0;
  for (let place = 0; place < at; place++) {
    if (text[place] === '\n' || (text[place] === '\r' && text[place + 1] !== '\n')) count++;
  }
  return count;
}
