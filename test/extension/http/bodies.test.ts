import { describe, expect, it } from 'vitest';
import { Request, isBodyStream, streamOf } from '../../../src/extension/http/index.ts';
import type { Body, BodyStream } from '../../../src/extension/http/index.ts';
import { jsonText } from '../../../src/extension/http/request/jsonText.ts';

const file = (text: string, name?: string): BodyStream => ({
  length: Buffer.byteLength(text),
  replayable: true,
  description: 'a file',
  name,
  async *open() {
    yield await Promise.resolve(Buffer.from(text));
  },
});

async function read(body: Body): Promise<string> {
  if (!isBodyStream(body)) return body === null ? '' : Buffer.from(body).toString();
  const chunks: Uint8Array[] = [];
  for await (const chunk of body.open()) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

describe('a multipart body with files that are streamed', () => {
  it('has the bytes and the length of the buffered one', async () => {
    const make = (content: BodyStream | string): ReturnType<Request['prepare']> =>
      new Request('POST', 'http://h.test/', {
        data: { k: 'v' },
        files: { f: { filename: 'a.txt', content } },
        headers: { 'Content-Type': 'multipart/form-data; boundary=b' },
      }).prepare();
    const streamed = make(file('content'));
    const buffered = make('content');
    expect(isBodyStream(streamed.body)).toBe(true);
    expect(await read(streamed.body)).toBe(await read(buffered.body));
    expect(streamed.headers.get('Content-Length')).toBe(buffered.headers.get('Content-Length'));
    expect(await read(streamed.body)).toBe(await read(streamed.body));
  });

  it('is sent in chunks when a part has no length', () => {
    const files = { f: streamOf(pieces('x')) };
    const prepared = new Request('POST', 'http://h.test/', { files }).prepare();
    expect(prepared.headers.get('Transfer-Encoding')).toBe('chunked');
    expect(isBodyStream(prepared.body) && prepared.body.replayable).toBe(false);
  });

  it('takes the file name from the stream, without its folders', async () => {
    const { body } = new Request('POST', 'http://h.test/', {
      files: { f: file('x', '/tmp/dir/report.csv') },
    }).prepare();
    expect(await read(body)).toContain('name="f"; filename="report.csv"\r\n\r\nx\r\n');
  });
});

describe('a multipart part', () => {
  it('honours a Content-Type among its headers and cannot be broken out of', async () => {
    const files = {
      'na"me\r\n': {
        filename: 'a"\r\nEvil: 1',
        content: 'x',
        headers: { 'Content-Type': 'text/css', 'X-A': '1\r\nEvil: 2' },
      },
    };
    const text = await read(new Request('POST', 'http://h.test/', { files }).prepare().body);
    expect(text).toContain(
      'Content-Disposition: form-data; name="na%22me%0D%0A"; filename="a%22%0D%0AEvil: 1"\r\nContent-Type: text/css\r\nX-A: 1 Evil: 2\r\n\r\nx\r\n',
    );
  });
});

describe('a generator', () => {
  it('can be sent once', () => {
    const stream = streamOf(pieces('x'));
    stream.open();
    expect(() => stream.open()).toThrow(/only once/);
  });
});

describe('JSON text', () => {
  it('is ASCII, spaced as Python spaces it, and leaves out what JSON leaves out', () => {
    const value = {
      é: [1, 'a"\n', null],
      u: undefined,
      f: (): void => undefined,
      d: new Date(0),
      n: { toJSON: () => 7 },
      b: 12n,
    };
    expect(jsonText(value)).toBe(
      '{"\\u00e9": [1, "a\\"\\n", null], "d": "1970-01-01T00:00:00.000Z", "n": 7, "b": 12}',
    );
  });

  it('means what JSON.stringify means', () => {
    const value = [{ a: [undefined, true], 'b c': '😀\u2028\u007f' }, -0.5, 1e21, '', {}, []];
    expect(JSON.parse(jsonText(value))).toEqual(JSON.parse(JSON.stringify(value)));
  });

  it.each([Number.NaN, Infinity, [-Infinity]])('refuses %s', (value) => {
    expect(() => jsonText(value)).toThrow(
      expect.objectContaining({ family: 'InvalidJSONError', name: 'InvalidRequest' }),
    );
  });

  it('refuses a value that contains itself, but not one that appears twice', () => {
    const inner = { a: 1 };
    expect(jsonText([inner, inner])).toBe('[{"a": 1}, {"a": 1}]');
    const loop: Record<string, unknown> = {};
    loop['self'] = loop;
    expect(() => jsonText(loop)).toThrow(/contains itself/);
  });
});

async function* pieces(...texts: readonly string[]): AsyncIterable<Uint8Array> {
  for (const text of texts) yield await Promise.resolve(Buffer.from(text));
}
