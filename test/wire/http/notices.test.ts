/** What a response says beside its content: cut and mislabelled bodies, bytes too many, requests sent again. */
import zlib from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { RequestException, Response, SendOptions } from '../../../src/extension/http/index.ts';
import { closingWhenUsedAgain, forEachRequest, halfClose, okAnswer, send } from '../../support/stepServer.ts';
import type { Step } from '../../support/stepServer.ts';
import { useStage } from '../stage.ts';

const stage = useStage();

/** Answers every request of a connection with the same pieces, each in a write of its own. */
function answering(...pieces: readonly (string | Uint8Array)[]): Step {
  return forEachRequest(...pieces.map(send));
}

function encoded(coding: string, body: Uint8Array, extra: Uint8Array | string = ''): Buffer {
  const head = `HTTP/1.1 200 OK\r\nContent-Encoding: ${coding}\r\nContent-Length: ${body.byteLength}\r\n\r\n`;
  return Buffer.concat([Buffer.from(head), body, Buffer.from(extra)]);
}

async function got(script: Step, options: SendOptions = {}): Promise<Response> {
  return stage.session().get((await stage.serve(script)).url, options);
}

describe('a compressed body that is cut in half', () => {
  let word = 1;
  const words = Array.from({ length: 60_000 }, () => (word = (word * 48_271) % 2_147_483_647).toString(36));
  const text = words.join(' ');

  it.each([
    ['gzip', zlib.gzipSync(text)],
    ['br', zlib.brotliCompressSync(text)],
  ])('gives what could be decoded, and says that it is cut (%s)', async (coding, whole) => {
    const response = await got(answering(encoded(coding, whole.subarray(0, whole.byteLength / 2))));
    const content = await response.text();
    expect(content.length).toBeGreaterThan(text.length / 4);
    expect(text.startsWith(content)).toBe(true);
    expect(response.truncated).toBe(true);
    expect(response.notices).toMatchObject([{ name: 'DecodeFailed', kept: 'decoded', coding }]);
  });

  it('is not called cut when it is whole', async () => {
    const response = await got(answering(encoded('gzip', zlib.gzipSync(text))));
    expect([response.truncated, response.notices]).toEqual([false, []]);
  });
});

describe('a plain body labelled gzip', () => {
  const script = answering(encoded('gzip', Buffer.from('just text')));

  it('is an error that holds the body', async () => {
    const error: unknown = await got(script).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ name: 'DecodeFailed', family: 'ContentDecodingError', phase: 'decode' });
    expect(Buffer.from((error as RequestException).received ?? []).toString()).toBe('just text');
    expect((error as RequestException).response?.status).toBe(200);
  });

  it('is readable with a notice where raw bytes are wanted, and the connection is kept', async () => {
    const server = await stage.serve(script);
    const session = stage.session();
    for (let count = 0; count < 2; count++) {
      const response = await session.get(server.url, { undecodable: 'raw' });
      expect(await response.text()).toBe('just text');
      expect(response.notices).toMatchObject([{ name: 'DecodeFailed', kept: 'raw', coding: 'gzip' }]);
      expect(response.truncated).toBe(false);
    }
    expect(server.connections).toHaveLength(1);
  });
});

describe('bytes after the body', () => {
  const ok = okAnswer;

  it.each([
    ['in one piece', [`${ok}EXTRA`], 5],
    ['behind a header block in pieces', [ok.slice(0, 20), ok.slice(20, -5), `${ok.slice(-5)}+`], 1],
    ['that look like an answer', [`${ok}${ok}`], ok.length],
    ['after an empty body', ['HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\nmore'], 4],
    ['after 204', ['HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\n12345'], 5],
    ['after an informational answer', [`HTTP/1.1 103 Early Hints\r\n\r\n${ok}EXTRA`], 5],
    ['where the connection is to be closed', [`${ok.replace('\r\n', '\r\nConnection: close\r\n')}EXTRA`], 5],
  ])('are counted, and their connection is not used again: %s', async (_how, pieces, bytes) => {
    const server = await stage.serve(answering(...pieces));
    const session = stage.session();
    for (let count = 0; count < 2; count++) {
      const response = await session.get(server.url);
      expect(['ok', '']).toContain(await response.text());
      expect(response.notices).toMatchObject([{ name: 'ExtraBytes', bytes }]);
    }
    expect(server.connections).toHaveLength(2);
  });

  it('are counted when the body was larger than what is kept waiting', async () => {
    const large = 'x'.repeat(3_000_000);
    const response = await got(
      answering(`HTTP/1.1 200 OK\r\nContent-Length: ${large.length}\r\n\r\n${large}EXTRA`),
    );
    expect((await response.read()).byteLength).toBe(large.length);
    expect(response.notices).toMatchObject([{ name: 'ExtraBytes', bytes: 5 }]);
  });

  it('are noticed behind a body in chunks too', async () => {
    const response = await got(
      answering('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\nEXTRA'),
    );
    expect(await response.text()).toBe('ok');
    expect(response.notices).toMatchObject([{ name: 'ExtraBytes', bytes: undefined }]);
  });

  it('are not seen where there are none', async () => {
    const server = await stage.serve(answering(ok));
    const session = stage.session();
    for (let count = 0; count < 3; count++) expect((await session.get(server.url)).notices).toEqual([]);
    expect(server.connections).toHaveLength(1);
  });
});

describe('a request that was sent again', () => {
  it('says so on its answer, and how often it was sent', async () => {
    const server = await stage.serveEach(...closingWhenUsedAgain(halfClose));
    const session = stage.session();
    expect((await session.get(server.url)).notices).toEqual([]);
    expect((await session.get(server.url)).notices).toMatchObject([{ name: 'Retried', attempts: 2 }]);
  });
});
