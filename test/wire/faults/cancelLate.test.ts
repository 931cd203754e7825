/** Cancelling what has arrived and is still decoded or written: it stops, what there is stays, and no half file is left. */
import { readdir } from 'node:fs/promises';
import zlib from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sendExchange, type Exchange } from '../../../src/extension/runner/index.ts';
import { expectRequest, send } from '../../support/stepServer.ts';
import { createBench, type Bench } from '../runner/support.ts';
import { useStage } from '../stage.ts';

const decoded = 256 * 1024 * 1024;

const stage = useStage();
let bench: Bench;
beforeEach(async () => {
  bench = await createBench();
});
afterEach(() => bench.close());

/** Sends, and cancels as soon as the exchange is as wanted. */
async function cancelWhen(
  text: string,
  isReached: (exchange: Exchange) => boolean,
): Promise<{ readonly last: Exchange; readonly took: number }> {
  const prepared = await bench.prepare(text, { writable: [bench.folder] });
  let cancelledAt = 0;
  const running = sendExchange(prepared, {
    bodies: bench.bodies,
    onDidChange: (exchange) => {
      if (cancelledAt > 0 || !isReached(exchange)) return;
      cancelledAt = performance.now();
      running.cancel();
    },
  });
  const last = await running.finished;
  return { last, took: performance.now() - cancelledAt };
}

describe('a cancelled send', () => {
  it.each([
    ['gzip', () => zlib.gzipSync(Buffer.alloc(decoded), { level: 9 })],
    [
      'br',
      () =>
        zlib.brotliCompressSync(Buffer.alloc(decoded), {
          params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 5 },
        }),
    ],
  ])('stops a few bytes of %s that decode to very many (S07)', async (coding, bomb) => {
    const bytes = bomb();
    const head = `HTTP/1.1 200 OK\r\nContent-Encoding: ${coding}\r\nContent-Length: ${bytes.byteLength}\r\n\r\n`;
    const server = await stage.serve(expectRequest, send(head), send(bytes));
    const { last } = await cancelWhen(`GET ${server.url}/`, ({ body }) => (body?.length ?? 0) > 0);
    expect(last).toMatchObject({ state: 'cancelled', error: { name: 'Cancelled' } });
    expect(last.body?.complete).toBe(false);
    expect(last.body?.length).toBeGreaterThan(0);
    expect(last.body?.length).toBeLessThan(decoded / 4);
  });

  it('leaves no half file where the answer was being written to (S07)', async () => {
    const size = 64 * 1024 * 1024;
    const head = `HTTP/1.1 200 OK\r\nContent-Length: ${size}\r\n\r\n`;
    const server = await stage.serve(expectRequest, send(head), send(Buffer.alloc(size)));
    const { last } = await cancelWhen(
      `GET ${server.url}/\n\n>> out.bin`,
      ({ body }) => body?.complete === true,
    );
    expect(['cancelled', 'done']).toContain(last.state);
    const files = (await readdir(bench.folder)).filter((name) => name !== 'bodies');
    expect(files).toEqual(last.state === 'done' ? ['out.bin'] : []);
    expect(last.body?.length).toBe(size);
  });

  it('stops looking for patterns that take for ever, and keeps the answer (S07)', async () => {
    const body = `${'a'.repeat(64)}!`;
    const head = `HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n`;
    const server = await stage.serve(expectRequest, send(head + body));
    const slow = '?? body matches ^(a+)+$\n'.repeat(20);
    const prepared = await bench.prepare(`GET ${server.url}/\n\n${slow}`);
    const running = sendExchange(prepared, { bodies: bench.bodies });
    await expect.poll(() => running.exchange.body?.length).toBe(body.length);
    // Somewhere within the first of twenty patterns, each of which may take a second.
    await new Promise((resolve) => setTimeout(resolve, 300));
    const cancelledAt = performance.now();
    running.cancel();
    const last = await running.finished;
    expect(last).toMatchObject({ state: 'cancelled', error: { name: 'Cancelled' } });
    expect([last.response?.status, last.body?.length, last.tests?.length]).toEqual([200, body.length, 20]);
    expect(last.tests?.at(-1)?.outcome).toBe('notRun');
    expect(performance.now() - cancelledAt).toBeLessThan(2000);
  });
});
