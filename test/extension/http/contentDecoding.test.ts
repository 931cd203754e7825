import zlib from 'node:zlib';
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { decodeBody } from '../../../src/extension/http/response/contentDecoding.ts';
import type { DecodeOptions } from '../../../src/extension/http/response/contentDecoding.ts';
import type { Notice } from '../../../src/extension/http/response/notices.ts';
import { RequestException } from '../../../src/extension/http/index.ts';

async function* inPieces(bytes: Uint8Array, size: number, failure?: Error): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.byteLength; at += size) {
    yield await Promise.resolve(bytes.subarray(at, at + size));
  }
  if (failure !== undefined) throw failure;
}

async function decoded(
  bytes: Uint8Array,
  coding: string,
  options: Partial<DecodeOptions> & { readonly size?: number; readonly failure?: Error } = {},
): Promise<{ readonly text: string; readonly error: unknown }> {
  const { size = 1024, limit = Infinity, failure } = options;
  const pieces = inPieces(bytes, size, failure);
  const found: Uint8Array[] = [];
  let error: unknown;
  try {
    for await (const piece of decodeBody(pieces, coding, { ...options, limit })) found.push(piece);
  } catch (reason) {
    error = reason;
  }
  return { text: Buffer.concat(found).toString(), error };
}

const text = 'The quick brown fox jumps over the lazy dog. '.repeat(200);
// What servers use; the default, 11, is for files that are compressed once.
const quick = { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 4 } };
const encoders: Readonly<Record<string, (input: Uint8Array) => Uint8Array>> = {
  gzip: zlib.gzipSync,
  'x-gzip': zlib.gzipSync,
  deflate: zlib.deflateSync,
  br: (input) => zlib.brotliCompressSync(input, quick),
  zstd: zlib.zstdCompressSync,
};

describe('a body that is encoded', () => {
  it.each(Object.keys(encoders))('with %s is decoded, however it was cut', async (coding) => {
    const bytes = encoders[coding]?.(Buffer.from(text)) ?? new Uint8Array();
    for (const size of [1, 7, 100_000])
      expect(await decoded(bytes, coding, { size })).toEqual({ text, error: undefined });
  });

  it('with deflate may lack the zlib wrapper', async () => {
    const bytes = zlib.deflateRawSync(text);
    for (const size of [1, 100_000]) expect((await decoded(bytes, 'deflate', { size })).text).toBe(text);
  });

  it('several times over is undone from the last coding to the first, names in any case', async () => {
    const bytes = zlib.brotliCompressSync(zlib.gzipSync(zlib.deflateSync(text)));
    expect((await decoded(bytes, 'deflate, GZip ,br')).text).toBe(text);
  });

  it('more than five times over is refused', async () => {
    const { error } = await decoded(Buffer.from('x'), 'gzip, gzip, gzip, gzip, gzip, gzip');
    expect(error).toMatchObject({ name: 'TooManyEncodings', family: 'ContentDecodingError' });
  });

  it('in a way nobody knows is left alone', async () => {
    expect(await decoded(Buffer.from('raw'), 'foo, identity')).toEqual({ text: 'raw', error: undefined });
  });

  it.each(['gzip', 'deflate', 'br', 'zstd'])('with %s may be empty', async (coding) => {
    expect(await decoded(new Uint8Array(), coding)).toEqual({ text: '', error: undefined });
  });

  it.each(['gzip', 'deflate', 'br', 'zstd'])(
    'with %s and cut short gives what there is, and says so once',
    async (coding) => {
      // Words that hardly repeat, so that half of the bytes is about half of the text.
      let word = 1;
      const words = Array.from({ length: 60_000 }, () =>
        (word = (word * 48_271) % 2_147_483_647).toString(36),
      );
      const noise = Buffer.from(words.join(' '));
      const bytes = encoders[coding]?.(noise) ?? new Uint8Array();
      for (const size of [1000, 1_000_000]) {
        const notices: Notice[] = [];
        const onNotice = (notice: Notice): void => void notices.push(notice);
        const half = bytes.subarray(0, bytes.byteLength / 2);
        const { text: found, error } = await decoded(half, coding, { size, onNotice });
        expect(error).toBeUndefined();
        expect(noise.toString().startsWith(found)).toBe(true);
        expect(found.length).toBeGreaterThan(0);
        expect(notices).toMatchObject([{ name: 'DecodeFailed', kept: 'decoded', coding }]);
      }
    },
  );

  it('says nothing when it ends as it should', async () => {
    for (const coding of Object.keys(encoders)) {
      const notices: Notice[] = [];
      const bytes = encoders[coding]?.(Buffer.from(text)) ?? new Uint8Array();
      for (const size of [1, 100_000])
        await decoded(bytes, coding, { size, onNotice: (notice) => notices.push(notice) });
      expect(notices).toEqual([]);
    }
  });

  it.each(['gzip', 'deflate', 'br', 'zstd'])(
    'with something else than the %s it claims is given as it came when that is wanted',
    async (coding) => {
      const plain = 'definitely something else, and rather long';
      for (const size of [1, 1000]) {
        const notices: Notice[] = [];
        const onNotice = (notice: Notice): void => void notices.push(notice);
        const options = { size, onNotice, undecodable: 'raw' } as const;
        expect(await decoded(Buffer.from(plain), coding, options)).toEqual({ text: plain, error: undefined });
        expect(notices).toMatchObject([{ name: 'DecodeFailed', kept: 'raw', coding }]);
      }
    },
  );

  it('twice over but not at all is given as it came, with one notice', async () => {
    const notices: Notice[] = [];
    const onNotice = (notice: Notice): void => void notices.push(notice);
    const { text: found } = await decoded(Buffer.from('plain'), 'gzip, br', { onNotice, undecodable: 'raw' });
    expect([found, notices.length]).toEqual(['plain', 1]);
  });

  it('with a wrong checksum is an error even when raw bytes are wanted, because much was given', async () => {
    const bytes = zlib.gzipSync(text);
    bytes.writeUInt32LE(1, bytes.byteLength - 8);
    const { text: found, error } = await decoded(bytes, 'gzip', { undecodable: 'raw' });
    expect([found, error]).toMatchObject([text, { name: 'DecodeFailed', received: undefined }]);
  });

  it('as several gzip members is joined', async () => {
    const bytes = Buffer.concat([zlib.gzipSync('one '), zlib.gzipSync('two '), zlib.gzipSync('three')]);
    for (const size of [1, 5, 1000])
      expect((await decoded(bytes, 'gzip', { size })).text).toBe('one two three');
  });

  it('with bytes after its end is read to that end', async () => {
    for (const size of [1, 3, 1000]) {
      for (const coding of ['gzip', 'deflate', 'br']) {
        const notices: Notice[] = [];
        const onNotice = (notice: Notice): void => void notices.push(notice);
        const one = encoders[coding]?.(Buffer.from('one')) ?? new Uint8Array();
        const bytes = Buffer.concat([one, Buffer.from('junk and more junk')]);
        expect(await decoded(bytes, coding, { size, onNotice })).toEqual({ text: 'one', error: undefined });
        expect(notices).toMatchObject([{ name: 'ExtraBytes', bytes: undefined }]);
      }
    }
  });

  it('with a gzip header that has a name, a comment and more is decoded', async () => {
    const plain = zlib.gzipSync('named');
    const header = Buffer.concat([
      Buffer.from([0x1f, 0x8b, 8, 4 + 8 + 16, 0, 0, 0, 0, 0, 3]),
      Buffer.from([3, 0]),
      Buffer.from('abc'),
      Buffer.from('file.txt\0a comment\0'),
    ]);
    const bytes = Buffer.concat([header, plain.subarray(10)]);
    for (const size of [1, 1000]) expect((await decoded(bytes, 'gzip', { size })).text).toBe('named');
  });

  it.each(['gzip', 'deflate', 'br', 'zstd'])(
    'with something else than the %s it claims is an error',
    async (coding) => {
      const { error } = await decoded(Buffer.from('definitely something else'), coding);
      expect(error).toBeInstanceOf(RequestException);
      expect(Buffer.from((error as RequestException).received ?? []).toString()).toBe(
        'definitely something else',
      );
      expect(error).toMatchObject({ name: 'DecodeFailed', phase: 'decode', family: 'ContentDecodingError' });
    },
  );

  it('with a wrong checksum is an error, after what it gave', async () => {
    const bytes = zlib.gzipSync(text);
    bytes.writeUInt32LE(1, bytes.byteLength - 8);
    const { text: found, error } = await decoded(bytes, 'gzip');
    expect(found).toBe(text);
    expect(error).toMatchObject({ name: 'DecodeFailed' });
  });

  it('stops at the limit, whatever it would become', async () => {
    for (const coding of ['gzip', 'br', 'zstd']) {
      const bomb = encoders[coding]?.(Buffer.alloc(4 * 1024 * 1024)) ?? new Uint8Array();
      const { text: found, error } = await decoded(bomb, coding, { limit: 100_000, size: 100_000 });
      expect(found.length).toBe(100_000);
      expect(error).toMatchObject({ name: 'BodyTooLarge' });
    }
  });

  it('that breaks off on the way is decoded so far, and the failure is the one of the way', async () => {
    const failure = new Error('the network');
    const bytes = zlib.gzipSync(text).subarray(0, 100);
    const { text: found, error } = await decoded(bytes, 'gzip', { failure });
    expect(error).toBe(failure);
    expect(text.startsWith(found)).toBe(true);
    expect(found.length).toBeGreaterThan(0);
  });

  it('gives the same bytes however it is cut and stacked', async () => {
    const coding = fc.constantFrom('gzip', 'deflate', 'br', 'zstd');
    await fc.assert(
      fc.asyncProperty(
        fc.string({ maxLength: 2000 }),
        fc.array(coding, { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 1, max: 200 }),
        async (content, codings, size) => {
          const bytes = codings.reduce<Uint8Array>(
            (input, name) => encoders[name]?.(input) ?? input,
            Buffer.from(content),
          );
          const found = await decoded(bytes, codings.join(', '), { size });
          expect(found).toEqual({ text: Buffer.from(content).toString(), error: undefined });
        },
      ),
      { numRuns: 25 },
    );
  });
});
