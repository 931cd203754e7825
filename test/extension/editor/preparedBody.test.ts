import { describe, expect, it } from 'vitest';
import { hashFile, preparedBody } from '../../../src/extension/editor/panel/preparedBody.ts';
import { urlEscapes } from '../../../src/extension/editor/panel/urlEscapes.ts';
import { composeStream } from '../../../src/extension/runner/bodies/bodyFile.ts';
import { preparedRequest } from './exchangeExamples.ts';

const file = {
  written: './a.bin',
  path: '/folder/a.bin',
  length: 3,
  open: async function* () {
    yield await Promise.resolve(Buffer.from('abc'));
  },
};
const headers = { 'Content-Type': 'multipart/form-data; boundary="X Y"' };
const field = 'Content-Disposition: form-data; name="a"\r\n\r\n1\r\n2';
const upload = 'Content-Disposition: form-data; name="f"; filename="b.bin"\r\nContent-Type: x/y\r\n\r\n';

describe('a prepared body', () => {
  it('is text with the parts that it holds', () => {
    const data = `--X Y\r\n${field}\r\n--X Y\r\n${upload}abc\r\n--X Y--\r\n`;
    expect(preparedBody(preparedRequest('POST', 'http://a.test/', { headers, data }))).toMatchObject({
      kind: 'text',
      parts: [
        { name: 'a', filename: undefined, contentType: undefined, length: 4, text: '1\r\n2', files: [] },
        { name: 'f', filename: 'b.bin', contentType: 'x/y', length: 3, text: 'abc', files: [] },
      ],
    });
  });

  it('is a form with its files by reference', () => {
    const data = composeStream([`--X Y\r\n${field}\r\n--X Y\r\n${upload}`, file, '\r\n--X Y--\r\n'], 'a.bin');
    expect(preparedBody(preparedRequest('POST', 'http://a.test/', { headers, data }))).toMatchObject({
      kind: 'parts',
      how: 'multipart',
      parts: [
        { name: 'a', length: 4 },
        {
          name: 'f',
          filename: 'b.bin',
          length: 3,
          text: undefined,
          files: [{ index: 0, path: './a.bin', length: 3 }],
        },
      ],
    });
  });

  it('is one file, or texts and files after each other', () => {
    const of = (...pieces: (string | typeof file)[]) =>
      preparedBody(preparedRequest('POST', 'http://a.test/', { data: composeStream(pieces, 'a') }));
    expect(of(file)).toMatchObject({ kind: 'parts', how: 'file', length: 3 });
    expect(of('é', file, file)).toMatchObject({
      how: 'pieces',
      length: 8,
      parts: [{ text: 'é', length: 2 }, { files: [{ index: 0 }] }, { files: [{ index: 1 }] }],
    });
  });

  it('is read in pages when it is no text or too long', () => {
    const of = (data: string | Uint8Array) =>
      preparedBody(preparedRequest('POST', 'http://a.test/', { data }));
    expect(of(Uint8Array.of(0, 255))).toMatchObject({ kind: 'pages', why: 'binary', length: 2 });
    expect(of('a'.repeat(5 * 1024 * 1024 + 1))).toMatchObject({ kind: 'pages', why: 'long' });
    expect(of('a')).toMatchObject({ kind: 'text', text: 'a', parts: [] });
  });

  it('tells the SHA-256 of a file of it', async () => {
    const data = composeStream(['x', file], 'a');
    const prepared = preparedRequest('POST', 'http://a.test/', { data });
    expect((await hashFile(prepared, 0)).sha256).toMatch(/^ba7816bf/);
    await expect(hashFile(prepared, 1)).rejects.toThrow('no such file');
  });
});

describe('what escaping made of a URL', () => {
  it.each([
    ['http://a.test/a b?é=1&é=2', 'http://a.test/a%20b?%C3%A9=1&%C3%A9=2', ['  %20', 'é %C3%A9']],
    ['http://a.test/%41%2f', 'http://a.test/A%2f', ['%41 A']],
    ['http://a.test', 'http://a.test/', []],
    ['http://ä.test/', 'http://xn--4ca.test/', ['http://ä.test/ http://xn--4ca.test/']],
    ['http://a.test/x', 'http://a.test/x', []],
  ])('of %s', (typed, sent, expected) => {
    expect(urlEscapes(typed, sent).map((one) => `${one.typed} ${one.sent}`)).toEqual(expected);
  });
});
