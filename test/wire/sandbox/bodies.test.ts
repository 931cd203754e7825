import { createHash } from 'node:crypto';
import { brotliDecompressSync, gunzipSync, inflateSync, zstdDecompressSync } from 'node:zlib';
import iconv from 'iconv-lite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deterministicBytes, seedFrom, startSandbox, type Sandbox } from '../../sandbox/index.ts';
import { asking } from './ask.ts';

let sandbox: Sandbox;
const path = asking(() => sandbox.url);

beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());

describe('compressed answers', () => {
  it.each([
    ['/gzip', 'gzip', 'gzipped', gunzipSync],
    ['/deflate', 'deflate', 'deflated', inflateSync],
    ['/brotli', 'br', 'brotli', brotliDecompressSync],
    ['/zstd', 'zstd', 'zstd', zstdDecompressSync],
  ])('compresses %s', async (address, coding, said, open) => {
    const { headers, bytes } = await path(address);
    expect(headers['content-encoding']).toBe(coding);
    const json = JSON.parse(open(bytes).toString('utf8')) as Record<string, unknown>;
    expect(json).toMatchObject({ [said]: true, method: 'GET', origin: '127.0.0.1' });
  });
});

describe('charsets', () => {
  it.each([
    ['latin1', 'iso-8859-1', 'préfère'],
    ['windows-1252', 'windows-1252', 'cœur'],
    ['utf-16', 'utf-16', '世界'],
    ['utf-16be', 'utf-16be', '世界'],
    ['shift_jis', 'shift_jis', '吾輩は猫'],
    ['euc-jp', 'euc-jp', '吾輩は猫'],
    ['gb18030', 'gb18030', '天地玄黃'],
    ['big5', 'big5', '天地玄黃'],
    ['euc-kr', 'euc-kr', '다람쥐'],
    ['koi8-r', 'koi8-r', 'французских'],
  ])('writes %s', async (charset, declared, words) => {
    const { headers, bytes } = await path(`/encoding/${charset}`);
    expect(headers['content-type']).toBe(`text/plain; charset=${declared}`);
    expect(iconv.decode(bytes, charset)).toContain(words);
    expect(bytes.toString('utf8')).not.toContain(words);
  });

  it('starts UTF-16 with a byte order mark when the name gives no order', async () => {
    expect((await path('/encoding/utf-16')).bytes.subarray(0, 2)).toEqual(Buffer.from([0xff, 0xfe]));
  });

  it('names a wrong charset or none when asked to', async () => {
    const type = async (query: string): Promise<string | undefined> =>
      (await path(`/encoding/latin1?declare=${query}`)).headers['content-type'];
    expect([await type('utf-8'), await type('none')]).toEqual(['text/plain; charset=utf-8', 'text/plain']);
  });

  it('knows no charset that does not exist', async () => {
    expect((await path('/encoding/klingon')).status).toBe(404);
  });

  it('has a page in UTF-8', async () => {
    const { headers, text } = await path('/encoding/utf8');
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
    expect(text).toContain('いろは');
  });
});

describe('documents and images', () => {
  it.each([
    ['/html', 'text/html; charset=utf-8', /^<!doctype html>/],
    ['/xml', 'application/xml', /^<\?xml version="1.0" encoding="utf-8"\?>/],
    ['/json', 'application/json', /"slideshow"/],
    ['/robots.txt', 'text/plain', /^User-agent: \*/],
    ['/deny', 'text/plain', /welcome/],
    ['/certificate.pem', 'application/x-pem-file', /^-----BEGIN CERTIFICATE-----/],
    ['/image/svg', 'image/svg+xml', /^<svg xmlns=/],
  ])('has %s', async (address, type, start) => {
    const { headers, text } = await path(address);
    expect(headers['content-type']).toBe(type);
    expect(text).toMatch(start);
  });

  it.each([
    ['/image/png', 'image/png', '\x89PNG\r\n\x1a\n'],
    ['/image/jpeg', 'image/jpeg', '\xff\xd8\xff'],
    ['/image/webp', 'image/webp', 'RIFF'],
  ])('has %s', async (address, type, magic) => {
    const { headers, bytes } = await path(address);
    expect(headers['content-type']).toBe(type);
    expect(bytes.toString('latin1').startsWith(magic)).toBe(true);
  });

  it('chooses the image that the client accepts', async () => {
    const kind = async (accept: string): Promise<string | undefined> =>
      (await path('/image', { headers: { Accept: accept } })).headers['content-type'];
    expect(await kind('image/webp,*/*')).toBe('image/webp');
    expect(await kind('*/*')).toBe('image/png');
    expect((await path('/image', { headers: { Accept: 'text/plain' } })).status).toBe(406);
  });
});

describe('bytes by the number', () => {
  const expected = (seed: string, start: number, end: number): Buffer =>
    Buffer.concat([...deterministicBytes(seedFrom(seed), start, end)]);

  it('gives the same bytes for the same seed, with their length', async () => {
    const { headers, bytes } = await path('/bytes/200000?seed=7');
    expect(headers['content-length']).toBe('200000');
    expect(bytes.equals(expected('7', 0, 200_000))).toBe(true);
    expect((await path('/bytes/200000?seed=8')).bytes.equals(bytes)).toBe(false);
  });

  it('gives the same bytes in chunks', async () => {
    const { headers, bytes } = await path('/stream-bytes/200000?seed=7&chunk_size=777');
    expect(headers['transfer-encoding']).toBe('chunked');
    expect(headers['content-length']).toBeUndefined();
    expect(bytes.equals(expected('7', 0, 200_000))).toBe(true);
  });

  it('can compute any part of the bytes again', () => {
    expect(expected('7', 65_530, 131_080).equals(expected('7', 0, 131_080).subarray(65_530))).toBe(true);
  });

  it('tells the length of 10 GiB and stops when the client leaves', async () => {
    const own = await startSandbox();
    const leaving = new AbortController();
    const response = await fetch(`${own.url}/bytes/${10 * 1024 ** 3}`, { signal: leaving.signal });
    expect(response.headers.get('content-length')).toBe('10737418240');
    leaving.abort();
    await expect.poll(() => own.openConnections, { timeout: 10_000 }).toBe(0);
    await own.close();
  });

  it('answers HEAD without sending anything', async () => {
    const { headers, bytes } = await path(`/bytes/${10 * 1024 ** 3}`, { method: 'HEAD' });
    expect([headers['content-length'], bytes.length]).toEqual(['10737418240', 0]);
  });

  it.each(['-1', '1.5', 'x', '99999999999999'])('refuses /bytes/%s', async (size) => {
    expect((await path(`/bytes/${size}`)).status).toBe(400);
  });

  it.each([
    ['bytes=0-4', 'bytes 0-4/30', 'abcde'],
    ['bytes=26-', 'bytes 26-29/30', 'abcd'],
    ['bytes=-2', 'bytes 28-29/30', 'cd'],
    ['bytes=28-99', 'bytes 28-29/30', 'cd'],
  ])('answers the range %s', async (range, contentRange, text) => {
    const answer = await path('/range/30', { headers: { Range: range } });
    expect([answer.status, answer.headers['content-range'], answer.text]).toEqual([206, contentRange, text]);
  });

  it('gives everything without a range and nothing outside of it', async () => {
    expect((await path('/range/3')).text).toBe('abc');
    const { status, headers } = await path('/range/3', { headers: { Range: 'bytes=3-' } });
    expect([status, headers['content-range']]).toEqual([416, 'bytes */3']);
  });
});

describe('uploads', () => {
  const sha256 = (bytes: string | Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

  it('measures each part of a form', async () => {
    const big = Buffer.concat([...deterministicBytes(1, 0, 3_000_000)]);
    const form = new FormData();
    form.set('note', 'hello');
    form.set('empty', new Blob([]), 'empty.txt');
    form.set('big', new Blob([big], { type: 'image/png' }), 'Ärger "1".png');
    const response = await fetch(`${sandbox.url}/upload`, { method: 'POST', body: form });
    expect(await response.json()).toMatchObject({
      parts: [
        { name: 'note', filename: null, contentType: null, size: 5, sha256: sha256('hello') },
        { name: 'empty', filename: 'empty.txt', size: 0, sha256: sha256('') },
        { name: 'big', contentType: 'image/png', size: 3_000_000, sha256: sha256(big) },
      ],
    });
  });

  it('finds boundaries wherever the chunks are cut', async () => {
    const body =
      '--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n\r\n--not\r\n\r\n--b\r\n\r\nx\r\n--b--\r\n';
    const response = await fetch(`${sandbox.url}/upload`, {
      method: 'POST',
      headers: { 'Content-Type': 'multipart/form-data; boundary=b' },
      body: new ReadableStream({
        start(controller) {
          for (const byte of Buffer.from(body)) controller.enqueue(Uint8Array.of(byte));
          controller.close();
        },
      }),
      duplex: 'half',
    } as RequestInit);
    expect(await response.json()).toMatchObject({
      parts: [
        { name: 'a', size: 9, sha256: sha256('\r\n--not\r\n') },
        { name: null, size: 1, sha256: sha256('x') },
      ],
      size: body.length,
    });
  });

  it('takes a raw body as one part', async () => {
    const { json } = await path('/upload', { method: 'PUT', body: 'raw' });
    expect(json).toEqual({
      parts: [{ name: null, filename: null, contentType: null, size: 3, sha256: sha256('raw') }],
      size: 3,
    });
  });

  it.each([
    ['no boundary at all', 'nothing here'],
    ['no closing boundary', '--b\r\n\r\nx'],
    ['a broken boundary', '--bad\r\n\r\nx\r\n--b--'],
  ])('refuses a body with %s', async (_, body) => {
    const headers = { 'Content-Type': 'multipart/form-data; boundary=b' };
    const { status, json } = await path('/upload', { method: 'POST', headers, body });
    expect(status).toBe(400);
    expect(json['error']).toEqual(expect.any(String));
  });
});

describe('graphql', () => {
  it('greets and says back what it got', async () => {
    const sent = { query: 'query Greet($name: String) { hello(name: $name) }', variables: { name: 'Ada' } };
    const { json } = await path('/graphql', { method: 'POST', body: JSON.stringify(sent) });
    expect(json).toEqual({
      data: { hello: 'Hello, Ada!' },
      extensions: { received: { ...sent, operationName: null } },
    });
  });

  it('reads a query from the address', async () => {
    const { json } = await path('/graphql?query=%7Bhello%7D&variables=%7B%22name%22%3A%22Bo%22%7D');
    expect(json).toMatchObject({ data: { hello: 'Hello, Bo!' } });
  });

  it('refuses what is no query', async () => {
    expect((await path('/graphql', { method: 'POST', body: '{}' })).status).toBe(400);
    expect((await path('/graphql', { method: 'POST', body: 'hello' })).status).toBe(400);
  });
});
