import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Headers, Request, Response } from '../../../src/extension/http/index.ts';
import { apparentCharset, decodeText, detectorFor } from '../../../src/extension/http/response/charsets.ts';
import { splitLines } from '../../../src/extension/http/response/lines.ts';

function responseOf(
  pieces: readonly (string | Uint8Array)[],
  headers: Record<string, string> = {},
): Response {
  return new Response({
    request: new Request('GET', 'http://user:secret@a.test/').prepare(),
    url: 'http://user:secret@a.test/',
    status: 404,
    reason: 'Not Found',
    headers: new Headers(headers),
    body: {
      rawBytes: 0,
      abandon: () => undefined,
      async *open() {
        for (const piece of pieces) yield await Promise.resolve(Buffer.from(piece));
      },
    },
  });
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

function cut(bytes: Uint8Array, places: readonly number[]): Uint8Array[] {
  const at = [
    0,
    ...places.map((place) => place % (bytes.byteLength + 1)).toSorted((a, b) => a - b),
    bytes.byteLength,
  ];
  return at.slice(1).map((end, index) => bytes.subarray(at[index], end));
}

describe('a response', () => {
  it('gives the same text and the same lines however its body was cut', async () => {
    const piece = fc.constantFrom('a', 'é', '😀', '\r', '\n', '\r\n', '"', '\u2028', '\v');
    await fc.assert(
      fc.asyncProperty(
        fc.array(piece, { maxLength: 30 }),
        fc.array(fc.nat(100), { maxLength: 8 }),
        fc.boolean(),
        async (parts, places, unicodeLineEnds) => {
          const text = parts.join('');
          const pieces = cut(Buffer.from(text), places);
          const headers = { 'Content-Type': 'text/plain; charset=utf-8' };
          expect((await all(responseOf(pieces, headers).iterText())).join('')).toBe(text);
          const whole = await all(responseOf([text], headers).iterLines({ unicodeLineEnds }));
          expect(await all(responseOf(pieces, headers).iterLines({ unicodeLineEnds }))).toEqual(whole);
        },
      ),
      { numRuns: 100 },
    );
  });

  it('yields a line as soon as it is complete', async () => {
    const seen: string[] = [];
    async function* pieces(): AsyncGenerator<string> {
      yield await Promise.resolve('{"a": 1}\n{"b"');
      expect(seen).toEqual(['{"a": 1}']);
      yield ': 2}\n';
    }
    for await (const line of splitLines(pieces())) seen.push(line);
    expect(seen).toEqual(['{"a": 1}', '{"b": 2}']);
  });

  it('is read once and kept', async () => {
    const response = responseOf(['ab', 'cd']);
    expect(await response.read()).toBe(await response.read());
    expect(await response.text()).toBe('abcd');
    expect((await all(response.iterContent(3))).map(String)).toEqual(['abc', 'd']);
  });

  it('can be iterated once, and then neither iterated nor read', async () => {
    const response = responseOf(['ab']);
    await all(response.iterContent());
    await expect(all(response.iterContent())).rejects.toMatchObject({ family: 'StreamConsumedError' });
    await expect(response.read()).rejects.toMatchObject({ family: 'RuntimeError' });
  });

  it('raises for a status without showing the password of its URL', () => {
    expect(() => responseOf([]).raiseForStatus()).toThrow(
      '404 Client Error: Not Found for url: http://a.test/',
    );
  });

  it('says where its JSON is broken, and ignores a byte order mark', async () => {
    const json = { 'Content-Type': 'application/json' };
    await expect(responseOf(['{"a": }'], json).json()).rejects.toMatchObject({
      name: 'DecodeFailed',
      doc: '{"a": }',
      pos: 6,
    });
    expect(await responseOf(['\uFEFF{"a": 1}'], json).json()).toEqual({ a: 1 });
    await expect(responseOf([]).json()).rejects.toThrow('empty');
  });
});

describe('text', () => {
  it.each([
    ['utf_8', 'é', [0xc3, 0xa9]],
    ['latin-1', 'é\u0080', [0xe9, 0x80]],
    ['cp1252', '€', [0x80]],
    ['utf-16', 'a', [0xff, 0xfe, 0x61, 0]],
    ['utf-8-sig', 'a', [0xef, 0xbb, 0xbf, 0x61]],
    ['ascii', 'a\uFFFD', [0x61, 0xe9]],
    ['shift_jis', '日', [0x93, 0xfa]],
    ['hex', '61', [0x36, 0x31]],
    ['nobody knows this', 'a\uFFFD', [0x61, 0xff]],
    // Every object has something of these names.
    ['constructor', 'a\uFFFD', [0x61, 0xff]],
    ['__proto__', 'a\uFFFD', [0x61, 0xff]],
    ['toString', 'a\uFFFD', [0x61, 0xff]],
  ])('in %s', async (charset, text, bytes) => {
    expect(await decodeText(Uint8Array.from(bytes), charset)).toBe(text);
  });

  it('is read as UTF-8, whole and in pieces of lines, where a server names what is no character set', async () => {
    const headers = { 'Content-Type': 'text/plain; charset=constructor' };
    expect(await responseOf(['é\n'], headers).text()).toBe('é\n');
    expect(await all(responseOf(['é\n'], headers).iterLines())).toEqual(['é']);
    await expect(all(responseOf(['é\n'], headers).iterText())).rejects.toThrow('"constructor" is not known');
  });

  it('looks like ASCII or UTF-8 when it is', async () => {
    expect(apparentCharset(Buffer.from('plain'))).toBe('ascii');
    expect(apparentCharset(Buffer.from('häßlich'))).toBe('utf-8');
    const latin = Buffer.from('Une journée très agréable à la campagne, où il a neigé.', 'latin1');
    expect(apparentCharset(latin, await detectorFor(latin))).toBe('iso-8859-1');
  });
});
