/** Ten thousand requests in a row leave nothing behind. */
import { execFile } from 'node:child_process';
import net from 'node:net';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Holdings } from './manyRequests.ts';

const requests = 10_000;
let server: net.Server;
let connections = 0;
let answered = 0;
let holdings: readonly Holdings[];

beforeAll(async () => {
  const answer =
    'HTTP/1.1 200 OK\r\nSet-Cookie: last=same; Path=/\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\nok';
  server = net.createServer((socket) => {
    connections++;
    socket.on('error', () => undefined);
    let text = '';
    socket.on('data', (data) => {
      text += data.toString('latin1');
      // Every request is small and ends with its body.
      if (!text.endsWith('\r\n\r\nbody')) return;
      text = '';
      answered++;
      socket.write(answer);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const script = path.join(import.meta.dirname, 'manyRequests.ts');
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--expose-gc',
    '--no-warnings',
    script,
    url,
    String(requests),
    '1000',
  ]);
  holdings = JSON.parse(stdout) as Holdings[];
}, 60_000);

afterAll(() => new Promise((resolve) => server.close(resolve)));

describe('ten thousand requests, one after the other', () => {
  it('take one connection', () => {
    expect(answered).toBe(requests);
    expect(connections).toBeLessThanOrEqual(2);
    expect(holdings.map((held) => held.connections)).toEqual(Array(10).fill(1));
  });

  it('leave the heap as it was', () => {
    const heaps = holdings.map(({ heap }) => heap);
    // Collecting leaves more at some times than at others, so the least counts, of what a leak would raise as well; a
    // hundred bytes for each request would be 500,000.
    expect(Math.min(...heaps.slice(5)) - Math.min(...heaps.slice(0, 5))).toBeLessThan(300_000);
  });

  it('leave no listener, timer or socket behind', () => {
    expect(holdings.map(({ listeners }) => listeners)).toEqual(Array(10).fill(holdings[0]?.listeners));
    const [first, ...later] = holdings.map(({ resources }) => resources);
    for (const resources of later) expect(resources).toBeLessThanOrEqual(first ?? 0);
  });
});
