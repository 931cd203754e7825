/** However the network cuts a body, encoded or not, the same bytes, text and lines come out. */
import zlib from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeBody } from '../../../src/extension/http/response/contentDecoding.ts';
import { Headers, Request, Response } from '../../../src/extension/http/index.ts';
import type { IterLinesOptions } from '../../../src/extension/http/index.ts';

const encoders: Readonly<Record<string, (input: Uint8Array) => Uint8Array>> = {
  gzip: zlib.gzipSync,
  'gzip, gzip': (input) => zlib.gzipSync(zlib.gzipSync(input)),
  deflate: zlib.deflateSync,
  'deflate ': zlib.deflateRawSync,
  br: zlib.brotliCompressSync,
  zstd: zlib.zstdCompressSync,
  'deflate, br': (input) => zlib.brotliCompressSync(zlib.deflateSync(input)),
};

/** Cut at each of these places, in thousandths of its length; the same place twice makes an empty piece. */
function cut(bytes: Uint8Array, places: readonly number[]): readonly Uint8Array[] {
  const at = places.map((place) => Math.round((place * bytes.byteLength) / 1000)).toSorted((a, b) => a - b);
  return [0, ...at].map((start, index) => bytes.subarray(start, at[index] ?? bytes.byteLength));
}

function responseOf(pieces: readonly Uint8Array[], coding?: string, charset = 'utf-8'): Response {
  return new Response({
    request: new Request('GET', 'http://a.test/').prepare(),
    url: 'http://a.test/',
    status: 200,
    reason: 'OK',
    headers: new Headers({ 'Content-Type': `text/plain; charset=${charset}` }),
    body: {
      rawBytes: 0,
      abandon: () => undefined,
      open: () => decodeBody(arriving(pieces), coding, { limit: Infinity }),
    },
  });
}

async function* arriving(pieces: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  for (const piece of pieces) yield await Promise.resolve(piece);
}

async function all<T>(items: AsyncIterable<T>): Promise<readonly T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

const places = fc.array(fc.nat(1000), { maxLength: 8 });
const content = fc.oneof(
  fc.uint8Array({ maxLength: 300 }),
  fc.nat(100_000).map((size) => new Uint8Array(size).map((_, index) => (index * index) % 251)),
);

describe('a body in any pieces', () => {
  it.each(Object.keys(encoders))('under %s has the same bytes', async (coding) => {
    await fc.assert(
      fc.asyncProperty(
        content,
        places,
        fc.option(fc.integer({ min: 1, max: 5000 })),
        async (bytes, at, size) => {
          const pieces = cut(encoders[coding]?.(bytes) ?? bytes, at);
          const found = await all(responseOf(pieces, coding.trim()).iterContent(size));
          expect(Buffer.concat(found).equals(bytes)).toBe(true);
          if (size !== null)
            expect(found.slice(0, -1).every((piece) => piece.byteLength === size)).toBe(true);
        },
      ),
      { numRuns: 10 },
    );
  });

  it.each(['utf-8', 'utf-16le', 'shift_jis', 'gb18030', 'euc-kr', 'big5', 'latin1'])(
    'in %s has the same text',
    async (charset) => {
      const byte = fc.oneof(fc.constantFrom(0x0a, 0x0d, 0x83, 0x5c, 0xd8, 0xe2, 0x82, 0xac), fc.nat(255));
      await fc.assert(
        fc.asyncProperty(fc.array(byte, { maxLength: 40 }), places, async (bytes, at) => {
          const whole = Uint8Array.from(bytes);
          const text = await responseOf([whole], undefined, charset).text();
          expect(await responseOf(cut(whole, at), undefined, charset).text()).toBe(text);
          const pieces = await all(responseOf(cut(whole, at), undefined, charset).iterText());
          expect(pieces.join('')).toBe(
            (await all(responseOf([whole], undefined, charset).iterText())).join(''),
          );
        }),
        { numRuns: 25 },
      );
    },
  );

  it('has the same lines, whatever ends them', async () => {
    const options = fc.constantFrom<IterLinesOptions>(
      {},
      { unicodeLineEnds: true },
      { delimiter: '\r\n' },
      { delimiter: 'ab' },
    );
    const part = fc.constantFrom('a', 'b', 'é', '\r', '\n', '\r\n', '\u2028', '\v');
    await fc.assert(
      fc.asyncProperty(fc.array(part, { maxLength: 20 }), places, options, async (parts, at, how) => {
        const text = Buffer.from(parts.join(''));
        const whole = await all(responseOf([text]).iterLines(how));
        expect(await all(responseOf(cut(text, at)).iterLines(how))).toEqual(whole);
      }),
      { numRuns: 60 },
    );
  });
});
