import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createBodyMatcher,
  type BodyQuery,
} from '../../../../src/extension/runner/bodySearch/bodyMatcher.ts';
import type { LineBreaks } from '../../../../src/extension/runner/bodies/lineIndex.ts';

interface Case extends Partial<BodyQuery> {
  readonly charset?: string;
  readonly breaks?: LineBreaks;
  /** Bytes of each piece. */
  readonly step?: number;
}

/** What was found, as text, with where the line of each begins. */
function find(
  body: Uint8Array,
  text: string,
  options: Case = {},
): { offsets: number[]; texts: Buffer[]; lines: number[] } {
  const { charset = 'utf-8', breaks = 'byte', step = 1000, ...how } = options;
  const query = { text, matchCase: true, regexp: false, ...how };
  const matcher = createBodyMatcher({ query, charset, breaks });
  const offsets: number[] = [];
  const texts: Buffer[] = [];
  const lines: number[] = [];
  for (let at = 0; at < body.length; at += step) {
    const found = matcher.push(body.subarray(at, at + step), at + step >= body.length);
    offsets.push(...found.offsets);
    lines.push(...found.lineStarts);
    for (const [index, offset] of found.offsets.entries()) {
      texts.push(Buffer.from(body.subarray(offset, offset + (found.lengths[index] ?? 0))));
    }
  }
  return { offsets, texts, lines };
}

const utf8 = (text: string): Buffer => Buffer.from(text);

describe('searching bytes that come in pieces', () => {
  it('finds the same as in the whole text, however it is cut, with and without case', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', 'A', 'é', '😀', '\n'), maxLength: 40 });
    const needle = fc.string({ unit: fc.constantFrom('a', 'b', 'é'), minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(
        letters,
        needle,
        fc.integer({ min: 1, max: 9 }),
        fc.boolean(),
        (text, wanted, step, matchCase) => {
          const pattern = new RegExp(wanted, matchCase ? 'g' : 'gi');
          const expected = [...text.matchAll(pattern)].map(({ index }) =>
            Buffer.byteLength(text.slice(0, index)),
          );
          const lines = [...text.matchAll(pattern)].map(({ index }) =>
            Buffer.byteLength(text.slice(0, text.lastIndexOf('\n', index) + 1)),
          );
          const found = find(utf8(text), wanted, { step, matchCase });
          expect([found.offsets, found.lines]).toEqual([expected, lines]);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('takes what the text means literally', () => {
    expect(find(utf8('a.c abc'), 'a.c', { matchCase: false }).offsets).toEqual([0]);
  });

  it('finds bytes that are written in hex, wherever they begin', () => {
    const bytes = Uint8Array.of(0, 0xff, 0xd8, 0xff, 10, 0xff, 0xd8);
    expect(find(bytes, 'ff D8', { hex: true }).offsets).toEqual([1, 5]);
    expect(find(bytes, '0xffd8', { hex: true, breaks: 'utf-16le', step: 2 }).offsets).toEqual([1, 5]);
    expect(() => find(bytes, 'ff d', { hex: true })).toThrow(SyntaxError);
    expect(() => find(bytes, 'xy', { hex: true })).toThrow(SyntaxError);
  });

  it('finds expressions line by line', () => {
    const { texts } = find(utf8('id=12\nid=7\nxid=345'), '^id=\\d+$', { regexp: true, step: 4 });
    expect(texts.map(String)).toEqual(['id=12', 'id=7']);
    expect(() => find(utf8('a'), '(', { regexp: true })).toThrow(SyntaxError);
    expect(find(utf8('abc'), 'x*', { regexp: true }).offsets).toEqual([]);
  });

  it.each(['utf-16le', 'utf-16be'] as const)('finds whole characters only in %s', (breaks) => {
    const text = '\u6100\u0061\n\u0061';
    const bytes = Buffer.from(text, 'utf16le');
    if (breaks === 'utf-16be') bytes.swap16();
    for (const matchCase of [true, false]) {
      const { offsets, lines } = find(bytes, 'a', { charset: breaks, breaks, matchCase, step: 4 });
      expect([offsets, lines]).toEqual([
        [2, 6],
        [0, 6],
      ]);
    }
  });

  it('knows where characters are in charsets of one and of two bytes', () => {
    const latin = Buffer.from('gr\xfcn GR\xdcN', 'latin1');
    expect(find(latin, 'grün', { charset: 'windows-1252', matchCase: false }).offsets).toEqual([0, 5]);
    // A in the second byte of a character is no A.
    const japanese = Buffer.from([0x83, 0x41, 0x41, 0x0a, 0x83, 0x5c, 0x42]);
    expect(find(japanese, 'A', { charset: 'shift_jis' }).offsets).toEqual([2]);
    expect(find(japanese, 'B', { charset: 'shift_jis' })).toMatchObject({ offsets: [6], lines: [4] });
  });

  it('keeps its places behind bytes that are no characters', () => {
    const broken = Buffer.concat([Buffer.from([0xff, 0xc3, 0x0a, 0xfe]), utf8('é1')]);
    const { texts } = find(broken, '\\d', { regexp: true });
    expect(texts.map(String)).toEqual(['1']);
  });
});
