/** Every call fails once while a request is sent and its answer kept: the fault has a name, and the next send works. */
import { readFile, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import zlib from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sendExchange, type Exchange } from '../../src/extension/runner/index.ts';
import { startRawServer, type RawRequest, type RawServer } from '../sandbox/index.ts';
import { createBench, type Bench } from '../wire/runner/support.ts';
import { compression, failEach, fileSystem, sockets } from './failNth.ts';

const content = 'content '.repeat(3000);

let bench: Bench;
let server: RawServer;
beforeEach(async () => {
  bench = await createBench();
  server = await startRawServer({ respond: answer });
});
afterEach(async () => {
  await bench.close();
  await server.close();
});

function answer({ head }: RawRequest): Uint8Array {
  const coding = /^\w+ \/(\w+)/.exec(head)?.[1] ?? '';
  const encode = { gzip: zlib.gzipSync, deflate: zlib.deflateSync, br: zlib.brotliCompressSync }[coding];
  const body = encode?.(content) ?? Buffer.from(content);
  const label = encode === undefined ? '' : `Content-Encoding: ${coding}\r\n`;
  return Buffer.concat([
    Buffer.from(`HTTP/1.1 200 OK\r\n${label}Content-Length: ${body.byteLength}\r\n\r\n`),
    body,
  ]);
}

async function send(text: string): Promise<Exchange> {
  const prepared = await bench.prepare(text.replaceAll('URL', server.url), { writable: [bench.folder] });
  return sendExchange(prepared, { bodies: bench.bodies }).finished;
}

async function bodyOf({ body }: Exchange): Promise<string> {
  return Buffer.from((await body?.read(0, body.length)) ?? []).toString();
}

async function expectRight(text: string): Promise<void> {
  const next = await send(text);
  expect(next.error).toBeUndefined();
  expect(await bodyOf(next)).toBe(content);
}

describe('a failure of the file system', () => {
  it('while a body is kept is named, and what was kept is a beginning of it', async () => {
    const failures = await failEach(await fileSystem(), async (failing) => {
      const last = await failing(() => send('GET URL/plain'));
      return async () => {
        if (last.state !== 'done') {
          expect(last.error).toMatchObject({ name: 'DiskFull', phase: 'save' });
          expect(last.body?.complete).toBe(false);
        }
        expect(content.startsWith(await bodyOf(last))).toBe(true);
        await expectRight('GET URL/plain');
      };
    });
    expect(failures.length).toBeGreaterThan(0);
  });

  it('while a file is sent is named, and the server never has a part of it for all', async () => {
    await writeFile(path.join(bench.folder, 'a.bin'), content);
    const failures = await failEach(await fileSystem(), async (failing) => {
      const before = server.requests.length;
      const last = await failing(() => send('POST URL/plain\n\n< ./a.bin').catch((error: unknown) => error));
      return async () => {
        const name = last instanceof Error ? last.name : (last as Exchange).error?.name;
        if (name === undefined) expect((last as Exchange).state).toBe('done');
        else expect(['FileNotAllowed', 'FileChanged', 'InvalidRequest', 'DiskFull']).toContain(name);
        for (const { body } of server.requests.slice(before)) expect(body.toString()).toBe(content);
        await expectRight('POST URL/plain\n\n< ./a.bin');
      };
    });
    expect(failures.length).toBeGreaterThan(3);
  });

  it('while an answer is written by >> is named, and leaves the file whole or absent', async () => {
    const file = path.join(bench.folder, 'out.bin');
    const failures = await failEach(await fileSystem(), async (failing) => {
      await rm(file, { force: true });
      await send('GET URL/plain');
      const last = await failing(() => send('GET URL/plain\n\n>>! ./out.bin'));
      return async ({ name }) => {
        if (last.state !== 'done') {
          expect(['FileNotAllowed', 'DiskFull']).toContain(last.error?.name);
          expect(last.error?.phase).toBe('save');
        }
        const written = await readFile(file, 'utf8').catch(() => undefined);
        expect([undefined, content]).toContain(written);
        const left = (await readdir(bench.folder)).filter((one) => one.endsWith('.tmp'));
        if (name === 'rm') await Promise.all(left.map((one) => rm(path.join(bench.folder, one))));
        else expect(left).toEqual([]);
        await expectRight('GET URL/plain\n\n>>! ./out.bin');
      };
    });
    expect(failures.length).toBeGreaterThan(5);
  });
});

describe('a failure of a socket', () => {
  it.each([
    ['a small request', 'GET URL/plain'],
    ['one with a long body', `POST URL/plain\n\n${'x'.repeat(300_000)}`],
  ])('is named: %s', async (_what, text) => {
    const failures = await failEach(
      sockets(),
      async (failing) => {
        await bench.session.close();
        const last = await failing(() => send(text));
        return async () => {
          const name = last.error?.name;
          if (name === undefined) expect(await bodyOf(last)).toBe(content);
          else
            expect(['ConnectRefused', 'ConnectionReset', 'ConnectionClosed', 'StaleConnection']).toContain(
              name,
            );
          await expectRight(text);
        };
      },
      20,
    );
    expect(failures.length).toBeGreaterThan(1);
  });
});

describe('a failure of a decoder', () => {
  it.each(['gzip', 'deflate', 'br'])('is told, and the body kept as it came: %s', async (coding) => {
    const failures = await failEach(compression(), async (failing) => {
      const last = await failing(() => send(`GET URL/${coding}`));
      return async () => {
        if (last.state === 'failed') expect(last.error?.name).toBe('DecodeFailed');
        else expect(last.response?.notices).toMatchObject([{ name: 'DecodeFailed' }]);
        await expectRight(`GET URL/${coding}`);
      };
    });
    expect(failures.length).toBeGreaterThan(0);
  });
});
