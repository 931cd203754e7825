import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BodyReader } from '../../../../src/extension/runner/bodies/bodyStore.ts';
import { createLineIndex, type LineIndex } from '../../../../src/extension/runner/bodies/lineIndex.ts';
import {
  indexLines,
  lineAtOffset,
  readLines,
  readLinesAt,
} from '../../../../src/extension/runner/bodies/lineReader.ts';

const everything = { first: 0, count: 1_000_000, cutAt: 1_000_000, maxBytes: 10_000_000 };

describe('lines of a body', () => {
  it('are found however the body came in pieces', async () => {
    const line = fc.string({ maxLength: 6 }).map((text) => text.replaceAll(/[\r\n]/g, ''));
    await fc.assert(
      fc.asyncProperty(
        fc.array(line),
        fc.boolean(),
        fc.integer({ min: 1, max: 9 }),
        async (lines, last, step) => {
          const text = lines.map((one) => `${one}\n`).join('') + (last ? 'end' : '');
          const { reader, index } = bodyOf(Buffer.from(text), step);
          const { bytes, starts, ends } = await readLines(reader, index, everything);
          const expected = last ? [...lines, 'end'] : lines;
          expect(index.lines).toBe(expected.length);
          expect(textsOf({ bytes, starts, ends })).toEqual(expected);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('end with a line feed, the return before it left out', async () => {
    const { reader, index } = bodyOf(Buffer.from('a\r\nb\rc\n\nd'), 2);
    expect(textsOf(await readLines(reader, index, everything))).toEqual(['a', 'b\rc', '', 'd']);
  });

  it.each(['utf-16le', 'utf-16be'])(
    'of %s end with two bytes, and halves of other characters are none',
    async (charset) => {
      const text = '\u0a00x\r\n\u0a0a\u010a\n\u000d\u0a0d\nz';
      const { reader, index } = bodyOf(utf16(text, charset), 3, charset);
      const range = await readLines(reader, index, everything);
      expect(cut(range).map((bytes) => new TextDecoder(charset).decode(bytes))).toEqual(
        text.split('\n').map((one) => one.replace(/\r$/, '')),
      );
    },
  );

  it('heed a byte order mark, also one that comes byte by byte', () => {
    const marked = utf16('\ufeffa\nb', 'utf-16be');
    expect(bodyOf(marked, 1).index.lines).toBe(2);
    expect(bodyOf(marked, 100).index.breaks).toBe('utf-16be');
  });

  it('are reached in the middle of many without those before', async () => {
    const body = Buffer.from(Array.from({ length: 5000 }, (_, index) => `line ${index}\n`).join(''));
    const { reader, index, reads } = bodyOf(body, 1000);
    const range = await readLines(reader, index, { ...everything, first: 4321, count: 3 });
    expect(textsOf(range)).toEqual(['line 4321', 'line 4322', 'line 4323']);
    expect(reads()).toBeLessThan(70_000);
    expect(await lineAtOffset(reader, index, body.indexOf('line 4321') + 3)).toEqual({
      line: 4321,
      offset: body.indexOf('line 4321'),
    });
  });

  it('that are long are cut, and those behind them are still found without reading through', async () => {
    const long = Buffer.alloc(1_000_000, 'x');
    const body = Buffer.concat([Buffer.from('a\n'), long, Buffer.from('\nb\n'), long, Buffer.from('\nc')]);
    const { reader, index, reads } = bodyOf(body, 65_536);
    const range = await readLines(reader, index, { ...everything, cutAt: 100 });
    expect(range.lengths).toEqual([1, 100, 1, 100, 1]);
    expect(range.ends.map((end, at) => end - (range.starts[at] ?? 0))).toEqual([
      1, 1_000_000, 1, 1_000_000, 1,
    ]);
    expect(reads()).toBeLessThan(900_000);
    expect(await lineAtOffset(reader, index, 900_000)).toEqual({ line: 1, offset: 2 });
    expect(await lineAtOffset(reader, index, 9_000_000)).toEqual({ line: 4, offset: body.length - 1 });
  });

  it('do not exceed what an answer may hold, but the first is always there', async () => {
    const { reader, index } = bodyOf(Buffer.from('aaaa\nbbbb\ncccc\n'), 5);
    expect(textsOf(await readLines(reader, index, { ...everything, maxBytes: 9 }))).toEqual(['aaaa', 'bbbb']);
    expect(textsOf(await readLines(reader, index, { ...everything, maxBytes: 1 }))).toEqual(['aaaa']);
    expect((await readLines(reader, index, { ...everything, first: 3 })).starts).toEqual([]);
  });

  it('are read at scattered places, with their numbers', async () => {
    const texts = Array.from({ length: 5000 }, (_, index) => `line ${index}`);
    const body = Buffer.from(`${texts.join('\n')}\n`);
    const { reader, index } = bodyOf(body, 1000);
    const wanted = [3, 4, 1500, 4999];
    const starts = wanted.map((line) => body.indexOf(`line ${line}\n`));
    const range = await readLinesAt(reader, index, { ...everything, starts });
    expect(range.numbers).toEqual(wanted);
    expect(textsOf(range)).toEqual(wanted.map((line) => `line ${line}`));
  });

  it('are indexed afterwards when the body has no index', async () => {
    const { reader } = bodyOf(Buffer.from('a\nb\nc'), 5);
    expect((await indexLines(reader)).lines).toBe(3);
  });
});

function bodyOf(
  body: Uint8Array,
  step: number,
  charset?: string,
): { readonly reader: BodyReader; readonly index: LineIndex; readonly reads: () => number } {
  const index = createLineIndex(charset);
  for (let at = 0; at < body.length; at += step) index.push(body.subarray(at, at + step));
  let read = 0;
  const reader: BodyReader = {
    length: body.length,
    complete: true,
    sha256: undefined,
    read: (offset, length) => {
      const bytes = body.subarray(offset, offset + length);
      read += bytes.length;
      return Promise.resolve(bytes);
    },
    dispose: () => Promise.resolve(),
  };
  return { reader, index, reads: () => read };
}

type Cut = Pick<Awaited<ReturnType<typeof readLines>>, 'starts' | 'ends' | 'bytes'>;

/** Of lines that are all whole. */
function cut({ starts, ends, bytes }: Cut): Uint8Array[] {
  let at = 0;
  return starts.map((start, line) => bytes.subarray(at, (at += (ends[line] ?? 0) - start)));
}

function textsOf(range: Cut): string[] {
  return cut(range).map((bytes) => Buffer.from(bytes).toString());
}

function utf16(text: string, charset: string): Buffer {
  const bytes = Buffer.from(text, 'utf16le');
  return charset === 'utf-16be' ? bytes.swap16() : bytes;
}
