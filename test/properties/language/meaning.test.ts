import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { define, promptsOf, referencedExchanges, resolve } from '../../../src/language/semantics/index.ts';
import { parse, reparse } from '../../../src/language/syntax/index.ts';
import { httpTexts } from '../../language/support/httpTexts.ts';
import { answer, definitionOf, scopeOf } from '../../language/semantics/wire.ts';

/** All ranges in a value, however deep. */
function rangesIn(value: unknown): readonly { readonly start: number; readonly end: number }[] {
  if (typeof value !== 'object' || value === null) return [];
  const { start, end } = value as { start?: unknown; end?: unknown };
  if (typeof start === 'number' && typeof end === 'number') return [{ start, end }];
  return Object.values(value).flatMap(rangesIn);
}

describe('any text', () => {
  it('may have more faults than a function takes arguments', () => {
    const parts =
      'POST http://h\nContent-Type: multipart/form-data; boundary=b\n\n' + '--b\n'.repeat(130_000);
    const { problems } = definitionOf(parts);
    expect(problems.filter(({ code }) => code === 'part-without-name')).toHaveLength(130_000);
  });

  it('has a definition whose ranges and lines are inside the text', () => {
    fc.assert(
      fc.property(httpTexts, (text) => {
        const file = definitionOf(text);
        const lines = text.split(/\r\n|\n|\r/).length;
        for (const { start, end } of rangesIn(file)) {
          expect(start).toBeGreaterThanOrEqual(0);
          expect(end).toBeGreaterThanOrEqual(start);
          expect(end).toBeLessThanOrEqual(text.length);
        }
        for (const { line } of [...file.requests, ...file.variables, ...file.uses]) {
          expect(line).toBeGreaterThanOrEqual(1);
          expect(line).toBeLessThanOrEqual(lines);
        }
      }),
    );
  });

  it('has problems inside the text, also for what is missing at its end', () => {
    const text = 'POST https://a.test\nContent-Type: application/json\n\n{"a": 1';
    const ranges = definitionOf(text).problems.map(({ range }) => range.end);
    expect(ranges).toEqual([text.length]);
  });

  it('has uses that read as they are written', () => {
    fc.assert(
      fc.property(httpTexts, (text) => {
        for (const { content, range, line } of definitionOf(text).uses) {
          expect(text.slice(range.start + 2, range.end - 2).trim()).toBe(content);
          expect(text.slice(0, range.start).split(/\r\n|\n|\r/).length).toBe(line);
        }
      }),
    );
  });

  it('means the same after an edit as when it is read anew', () => {
    fc.assert(
      fc.property(
        httpTexts,
        httpTexts,
        fc.nat(),
        fc.nat({ max: 20 }),
        (text, inserted, position, removed) => {
          const tree = parse(text);
          define(tree);
          const start = position % (text.length + 1);
          const edited = reparse(tree, {
            start,
            end: Math.min(text.length, start + removed),
            text: inserted,
          });
          expect(define(edited)).toEqual(definitionOf(edited.text));
        },
      ),
    );
  });

  it('resolves without an exception', () => {
    fc.assert(
      fc.property(httpTexts, (text) => {
        const file = definitionOf(text);
        const scope = scopeOf(file, { scope: { exchanges: () => answer('{"x": [1]}') } });
        for (const request of file.requests) {
          const resolved = resolve(request, scope);
          expect(resolved.headers.length).toBeGreaterThanOrEqual(0);
          expect(promptsOf(request, file).every(({ name }) => typeof name === 'string')).toBe(true);
          expect(referencedExchanges(request, file).every((name) => name !== '')).toBe(true);
        }
      }),
    );
  });
});
