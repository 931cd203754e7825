import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createLineIndex,
  leaves,
  nodeAt,
  parse,
  print,
  reparse,
  visit,
} from '../../../src/language/syntax/index.ts';
import { blocksOf } from '../../language/support/blocks.ts';
import { httpTexts as texts } from '../../language/support/httpTexts.ts';
import type { Leaf } from '../../../src/language/syntax/index.ts';

function leavesOf(text: string): readonly Leaf[] {
  const all: Leaf[] = [];
  leaves(parse(text), (leaf) => all.push(leaf));
  return all;
}

describe('a tree', () => {
  it('prints the text it was made from', () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(print(parse(text))).toBe(text);
      }),
    );
  });

  it('has leaves that follow each other without gaps', () => {
    fc.assert(
      fc.property(texts, (text) => {
        let at = 0;
        for (const leaf of leavesOf(text)) {
          expect(leaf.start).toBe(at);
          expect(leaf.end).toBeGreaterThan(leaf.start);
          at = leaf.end;
        }
        expect(at).toBe(text.length);
      }),
    );
  });

  it('has nodes that follow each other, with all their offsets inside them', () => {
    fc.assert(
      fc.property(texts, (text) => {
        let at = 0;
        const index = createLineIndex(text);
        visit(parse(text), ({ block, node, start, end, line }) => {
          expect(start).toBe(at);
          expect(index.positionAt(start).line).toBe(line);
          for (const [name, value] of Object.entries(node)) {
            if (!name.endsWith('Start') && !name.endsWith('End')) continue;
            expect(value).toBeGreaterThanOrEqual(node.start);
            expect(value).toBeLessThanOrEqual(node.end);
          }
          expect(end).toBeLessThanOrEqual(block.end);
          at = end;
        });
        expect(at).toBe(text.length);
      }),
    );
  });

  it('has references that do not overlap, in one line each', () => {
    fc.assert(
      fc.property(texts, (text) => {
        for (const block of parse(text).blocks) {
          let at = 0;
          for (const { start, end } of block.content.references) {
            expect(start).toBeGreaterThanOrEqual(at);
            expect(text.slice(block.start + start, block.start + end)).toMatch(/^\{\{[^{}\r\n]+\}\}$/);
            at = end;
          }
        }
      }),
    );
  });

  it('is the same after an edit as after reading the new text', () => {
    fc.assert(
      fc.property(texts, texts, fc.nat(), fc.nat({ max: 20 }), (text, inserted, position, removed) => {
        const start = position % (text.length + 1);
        const change = { start, end: Math.min(text.length, start + removed), text: inserted };
        const edited = reparse(parse(text), change);
        const whole = parse(text.slice(0, start) + inserted + text.slice(change.end));
        expect(edited.text).toBe(whole.text);
        expect(blocksOf(edited)).toEqual(blocksOf(whole));
      }),
    );
  });

  it('keeps the content of requests that an edit does not touch', () => {
    const before = parse('### a\nGET a\n### b\nGET b\n### c\nGET c\n### d\nGET d\n');
    const after = reparse(before, { start: 29, end: 29, text: 'x\ny' });
    expect(
      after.blocks.map((block) => before.blocks.findIndex(({ content }) => content === block.content)),
    ).toEqual([0, -1, -1, 3]);
    expect(after.blocks[3]?.line).toBe(7);
  });
});

describe('nodeAt', () => {
  const text = '@a = 1\nGET https://{{host}}/a\n';
  const at = (offset: number): readonly unknown[] => {
    const found = nodeAt(parse(text), offset);
    return [found?.node.kind, found?.leaf.kind, found?.reference !== undefined];
  };

  it('finds the node, the leaf and the reference at an offset', () => {
    expect(at(1)).toEqual(['fileVariable', 'variableName', false]);
    expect(at(7)).toEqual(['requestLine', 'method', false]);
    expect(at(22)).toEqual(['requestLine', 'reference', true]);
  });

  it('finds the last node at the end of the text, and nothing in an empty text', () => {
    expect(at(text.length)[0]).toBe('requestLine');
    expect(nodeAt(parse(''), 0)).toBeUndefined();
  });
});

describe('the line index', () => {
  it('counts LF, CRLF and CR, and moves what is outside to the nearest end', () => {
    const index = createLineIndex('a\nb\r\nc\rd');
    expect(index.lineCount).toBe(4);
    expect([0, 2, 5, 7, 99].map((offset) => index.positionAt(offset))).toEqual([
      { line: 0, column: 0 },
      { line: 1, column: 0 },
      { line: 2, column: 0 },
      { line: 3, column: 0 },
      { line: 3, column: 1 },
    ]);
    expect(index.offsetAt({ line: 3, column: 1 })).toBe(8);
    expect(index.offsetAt({ line: 9, column: 0 })).toBe(8);
  });
});
