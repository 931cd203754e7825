/**
 * Memory, each measured in a process of its own. `node test/bench/memory.ts <who> <what> <server> <size> <file>` does
 * one transfer and prints the most MiB that were resident; with `requests` and a number it sends so many and prints the
 * MiB of heap that are in use afterwards. `memoryComparisons` starts it.
 */
import { execFileSync } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Comparison } from './compare.ts';
import { drain } from './drain.ts';

const self = fileURLToPath(import.meta.url);

export function memoryComparisons(server: string, upload: string, size: number): readonly Comparison[] {
  const peak = (who: string, what: string) => (): Promise<number> => {
    const text = execFileSync(process.execPath, [self, who, what, server, String(size), upload], {
      encoding: 'utf8',
    });
    return Promise.resolve(Number(text));
  };
  const heap = (count: number) => (): Promise<number> => {
    const args = ['--expose-gc', self, 'ours', 'requests', server, String(count)];
    return Promise.resolve(Number(execFileSync(process.execPath, args, { encoding: 'utf8' })));
  };
  const title = `${size / 1024 / 1024} MiB`;
  const transfers = [
    { name: `peak memory with ${title} down`, what: 'down' },
    { name: `peak memory with ${title} up from a file`, what: 'up' },
  ].map(({ name, what }) => ({
    ...{ name, baseline: 'bare undici', unit: 'more' as const, target: 32, rounds: 3 },
    ...{ subject: peak('ours', what), against: peak('bare', what) },
  }));
  const flat: Comparison = {
    ...{
      name: 'heap in use after 10,000 requests',
      baseline: 'after 1,000',
      unit: 'more',
      target: 1,
      rounds: 3,
    },
    ...{ subject: heap(10_000), against: heap(1000) },
  };
  return [...transfers, flat];
}

if (process.argv[1] === self) {
  const [who, what, server = '', size = '0', upload = ''] = process.argv.slice(2);
  if (what === 'requests') {
    console.log(await heapAfter(Number(size), server));
  } else {
    await (who === 'ours' ? ours : bare)(what === 'up', server, Number(size), upload);
    // Kibibytes everywhere but on macOS, where Node converts too.
    console.log(process.resourceUsage().maxRSS / 1024);
  }
}

/** MiB, with the session still open. */
async function heapAfter(count: number, server: string): Promise<number> {
  const { Session } = await import('../../src/extension/http/index.ts');
  const session = new Session();
  for (let index = 0; index < count; index++) await (await session.get(`${server}/small`)).text();
  globalThis.gc?.();
  globalThis.gc?.();
  const { heapUsed } = process.memoryUsage();
  await session.close();
  return heapUsed / 1024 / 1024;
}

async function ours(up: boolean, server: string, size: number, upload: string): Promise<void> {
  const { fileBody, Session } = await import('../../src/extension/http/index.ts');
  const session = new Session();
  if (up) {
    await session.post(`${server}/up`, { data: await fileBody(upload) });
  } else {
    const response = await session.get(`${server}/large/${size}`, { stream: true });
    await drain(response.iterContent(null));
  }
  await session.close();
}

async function bare(up: boolean, server: string, size: number, upload: string): Promise<void> {
  const { Pool, request } = await import('undici');
  const dispatcher = new Pool(server, { connections: 1, pipelining: 1, allowH2: false });
  if (up) {
    const headers = { 'content-length': String(size) };
    const body = createReadStream(upload);
    const answer = await request(`${server}/up`, { dispatcher, method: 'POST', body, headers });
    await answer.body.text();
  } else {
    const { body } = await request(`${server}/large/${size}`, { dispatcher });
    await drain(body);
  }
  await dispatcher.close();
}
