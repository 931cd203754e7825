/** What came over the wire is kept beside what was decoded of it, byte for byte. */
import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Exchange } from '../../../../src/extension/runner/index.ts';
import { createBodyStore, sendExchange } from '../../../../src/extension/runner/index.ts';
import type { Bench } from '../support.ts';
import { createBench } from '../support.ts';

let bench: Bench;
beforeEach(async () => {
  bench = await createBench();
});
afterEach(() => bench.close());

const memoryLimit = 2000;

/** Sends to a server that answers these bytes. */
async function receive(coding: string | undefined, bytes: Uint8Array, keepsRaw = true) {
  const promised = bytes.length;
  return receiveCut(coding, bytes, { promised, keepsRaw });
}

async function receiveCut(
  coding: string | undefined,
  bytes: Uint8Array,
  { promised, keepsRaw }: { readonly promised: number; readonly keepsRaw: boolean },
) {
  const server = await bench.serve({
    script: async (connection) => {
      await connection.readRequest();
      const encoding = coding === undefined ? '' : `Content-Encoding: ${coding}\r\n`;
      await connection.send(`HTTP/1.1 200 OK\r\n${encoding}Content-Length: ${String(promised)}\r\n\r\n`);
      await connection.send(bytes);
      connection.finish();
    },
  });
  const folder = path.join(bench.folder, 'kept');
  const bodies = createBodyStore({ folder, memoryLimit, keepsRaw });
  const prepared = await bench.prepare(`GET ${server.url}/\n`);
  const last = await sendExchange(prepared, { bodies }).finished;
  return { last, files: () => readdir(folder).catch(() => []) };
}

async function rawOf({ body }: Exchange): Promise<Buffer> {
  return Buffer.from((await body?.raw?.read(0, body.raw.length)) ?? []);
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const text = Array.from({ length: 3000 }, (_, n) => `line ${String(n * 7919)}`).join('\n');

describe('the bytes of an encoded body', () => {
  const encoded: readonly (readonly [string, Uint8Array])[] = [
    ['gzip', gzipSync(text)],
    ['br', brotliCompressSync(text)],
    ['zstd', zstdCompressSync(text)],
    ['deflate, gzip', gzipSync(deflateSync(text))],
  ];
  it.each(encoded)('are those that the server sent (%s)', async (coding, bytes) => {
    const { last, files } = await receive(coding, bytes);
    expect(last.state).toBe('done');
    expect(Buffer.from((await last.body?.read(0, last.body.length)) ?? []).toString()).toBe(text);
    expect(sha256(await rawOf(last))).toBe(sha256(bytes));
    expect(last.body?.raw?.complete).toBe(true);
    await last.body?.dispose();
    expect(await files()).toEqual([]);
  });

  it('are kept when they are not what their label says, and when they end early', async () => {
    const odd = await receive('gzip', Buffer.from('no gzip at all'));
    expect((await rawOf(odd.last)).toString()).toBe('no gzip at all');
    const whole = gzipSync(text);
    const half = whole.subarray(0, whole.length / 2);
    const { last } = await receiveCut('gzip', half, { promised: whole.length, keepsRaw: true });
    expect([last.state, last.body?.raw?.complete]).toEqual(['failed', false]);
    expect((await rawOf(last)).equals(half)).toBe(true);
  });

  it('share the limit of memory with what they decode to', async () => {
    const small = 'x'.repeat(memoryLimit / 2);
    const { last, files } = await receive('gzip', gzipSync(small));
    expect([last.body?.length, await files()]).toEqual([small.length, []]);
    // As long decoded as the limit, so that there is no room for both.
    const long = await receive('gzip', gzipSync('x'.repeat(memoryLimit)));
    expect(await long.files()).toHaveLength(1);
  });

  it('are not kept twice where nothing was decoded, or nobody asked for them', async () => {
    const plain = await receive(undefined, Buffer.from('plain'));
    expect(plain.last.body?.raw).toBeUndefined();
    const unknown = await receive('identity', Buffer.from('plain'));
    expect(unknown.last.body?.raw).toBeUndefined();
    const { last } = await receive('gzip', gzipSync(text), false);
    expect([last.body?.raw, last.body?.length]).toEqual([undefined, text.length]);
  });
});
