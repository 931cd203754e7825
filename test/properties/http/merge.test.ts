import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Headers } from '../../../src/extension/http/index.ts';
import { mergeSetting } from '../../../src/extension/http/session/merge.ts';

const name = fc.constantFrom('Accept', 'accept', 'X-A', 'x-a', 'X-B', 'Cookie');
const lines = fc.array(fc.tuple(name, fc.constantFrom('1', '2', '3')), { maxLength: 6 });
const mapping = fc.dictionary(
  fc.constantFrom('a', 'b', 'A', '__proto__'),
  fc.constantFrom(0, '', false, 'x'),
);

describe('merging headers', () => {
  it('gives the same whichever two are merged first', () => {
    fc.assert(
      fc.property(lines, lines, lines, (first, second, third) => {
        const [a, b, c] = [new Headers(first), new Headers(second), new Headers(third)];
        expect(a.merge(b).merge(c).entries()).toEqual(a.merge(b.merge(c)).entries());
      }),
    );
  });

  it('with nothing, on either side, changes nothing', () => {
    fc.assert(
      fc.property(lines, (some) => {
        const headers = new Headers(some);
        expect(headers.merge({}).entries()).toEqual(headers.entries());
        expect(new Headers().merge(headers).entries()).toEqual(headers.entries());
      }),
    );
  });

  it('leaves each field with the last who named it, and none that was deleted', () => {
    const deletions = fc.array(fc.tuple(name, fc.constantFrom(null, '9')), { maxLength: 4 });
    fc.assert(
      fc.property(lines, deletions, (first, override) => {
        const merged = new Headers(first).merge(override);
        for (const [field] of [...first, ...override]) {
          const key = field.toLowerCase();
          const said = override.filter(([other]) => other.toLowerCase() === key);
          const deleted = said.map(([, value]) => value).lastIndexOf(null);
          const expected =
            said.length === 0
              ? new Headers(first).getAll(field)
              : said.slice(deleted + 1).map(([, value]) => value);
          expect(merged.getAll(field)).toEqual(expected);
        }
      }),
    );
  });
});

describe('merging settings', () => {
  it('gives the same whichever two are merged first, for mappings and for plain values', () => {
    const plain = fc.constantFrom(undefined, null, false, true, '', 'x', 0);
    for (const setting of [mapping, plain] as const) {
      fc.assert(
        fc.property(setting, setting, setting, (session, request, send) => {
          const left = mergeSetting<unknown>(send, mergeSetting<unknown>(request, session));
          const right = mergeSetting<unknown>(mergeSetting<unknown>(send, request), session);
          expect(left).toEqual(right);
        }),
      );
    }
  });

  it('changes neither side', () => {
    fc.assert(
      fc.property(mapping, mapping, (session, request) => {
        const before = JSON.stringify([session, request]);
        mergeSetting(request, session);
        expect(JSON.stringify([session, request])).toBe(before);
      }),
    );
  });
});
