/** The library against bare undici, on 127.0.0.1: many small requests, large bodies both ways, the first byte. */
import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { Pool, request } from 'undici';
import { fileBody, Session } from '../../src/extension/http/index.ts';
import { median } from './compare.ts';
import { drain } from './drain.ts';
import type { Comparison } from './compare.ts';

export interface LibraryBench {
  readonly comparisons: readonly Comparison[];
  close(): Promise<void>;
}

/** `upload` is a file of `size` bytes; as many are downloaded. */
export function libraryBench(server: string, upload: string, size: number): LibraryBench {
  const session = new Session();
  const one = new Pool(server, { connections: 1, pipelining: 1, allowH2: false });
  const many = new Pool(server, { connections: 64, pipelining: 1, allowH2: false });
  const small = `${server}/small`;
  const megabytes = `${size / 1024 / 1024} MiB`;

  const ours = async (): Promise<string> => (await session.get(small)).text();
  const bare = async (dispatcher: Pool): Promise<string> =>
    (await request(small, { dispatcher })).body.text();
  const bareUpload = async (): Promise<void> => {
    const body = createReadStream(upload);
    const headers = { 'content-length': String(size) };
    const answer = await request(`${server}/up`, { dispatcher: one, method: 'POST', body, headers });
    await answer.body.text();
  };

  const comparisons: readonly Comparison[] = [
    {
      name: '1,000 GETs one after the other in a session',
      baseline: 'bare undici',
      target: 1.3,
      rounds: 11,
      subject: () => times(1000, ours),
      against: () => times(1000, () => bare(one)),
    },
    {
      name: '1,000 GETs at once over 64 kept connections',
      baseline: 'bare undici',
      target: 1.3,
      rounds: 11,
      subject: async () => (await Promise.all(Array.from({ length: 1000 }, ours))).join(),
      against: async () => (await Promise.all(Array.from({ length: 1000 }, () => bare(many)))).join(),
    },
    {
      name: '1,000 GETs at once over 64 new connections',
      baseline: 'bare undici',
      target: 1.3,
      rounds: 11,
      subject: () => {
        const fresh = new Session();
        return burst(async () => (await fresh.get(small)).text(), fresh);
      },
      against: () => {
        const fresh = new Pool(server, { connections: 64, pipelining: 1, allowH2: false });
        return burst(() => bare(fresh), fresh);
      },
    },
    {
      name: `${megabytes} down, as they stream`,
      baseline: 'bare undici',
      target: 1.11,
      subject: async () => {
        const response = await session.get(`${server}/large/${size}`, { stream: true });
        await drain(response.iterContent(null));
      },
      against: async () => {
        const { body } = await request(`${server}/large/${size}`, { dispatcher: one });
        await drain(body);
      },
    },
    {
      name: '64 MiB of gzip down, decoded',
      baseline: 'undici piped through zlib by hand',
      target: 1.11,
      subject: async () => {
        const response = await session.get(`${server}/gzip`, { stream: true });
        await drain(response.iterContent(null));
      },
      against: async () => {
        const { body } = await request(`${server}/gzip`, { dispatcher: one });
        await drain(body.pipe(createGunzip({ chunkSize: 64 * 1024 })));
      },
    },
    {
      name: `a file of ${megabytes} up`,
      baseline: 'a read stream through bare undici',
      target: 1.11,
      subject: async () => session.post(`${server}/up`, { data: await fileBody(upload) }),
      against: bareUpload,
    },
    {
      name: `a file of ${megabytes} up as a part of a form`,
      baseline: 'a read stream through bare undici',
      target: 1.11,
      subject: async () => session.post(`${server}/up`, { files: { file: await fileBody(upload) } }),
      against: bareUpload,
    },
    {
      name: 'the first byte of a streamed body',
      baseline: 'bare undici',
      unit: 'later',
      target: 1,
      subject: () =>
        firstByte(async () => (await session.get(`${server}/first`, { stream: true })).iterContent(null)),
      against: () => firstByte(async () => (await request(`${server}/first`, { dispatcher: one })).body),
    },
  ];
  return {
    comparisons,
    close: async () => {
      await Promise.all([session.close(), one.close(), many.close()]);
    },
  };
}

async function times(count: number, run: () => Promise<unknown>): Promise<void> {
  for (let index = 0; index < count; index++) await run();
}

/** Milliseconds for 1,000 at once; closing is not counted. */
async function burst(send: () => Promise<string>, over: { close(): Promise<unknown> }): Promise<number> {
  const started = performance.now();
  await Promise.all(Array.from({ length: 1000 }, send));
  const time = performance.now() - started;
  await over.close();
  return time;
}

/** Milliseconds from sending to the first piece of the body, the median of 50. */
async function firstByte(send: () => Promise<AsyncIterable<Uint8Array>>): Promise<number> {
  const waits: number[] = [];
  for (let index = 0; index < 50; index++) {
    const started = performance.now();
    let wait = 0;
    for await (const { length } of await send()) {
      if (wait === 0 && length > 0) wait = performance.now() - started;
    }
    waits.push(wait);
  }
  return median(waits);
}
