/** Many sends at a time, half of them to a faulty server: each has its own answer, and nothing is left behind. */
import { getEventListeners } from 'node:events';
import { expect, it } from 'vitest';
import { Session } from '../../../src/extension/http/index.ts';
import { stall, startStepServer } from '../../support/stepServer.ts';
import type { Step } from '../../support/stepServer.ts';

/** Answers a request with its own number, and cuts short those that are odd. */
const echo: Step = async (connection) => {
  for (;;) {
    const request = await connection.readRequest();
    if (request === undefined) return;
    const number = /^GET \/(\d+) /.exec(request.head)?.[1] ?? '';
    const isOdd = Number(number) % 2 === 1;
    const length = isOdd ? number.length + 1 : number.length;
    await connection.send(`HTTP/1.1 200 OK\r\nContent-Length: ${length}\r\n\r\n${number}`);
    if (isOdd) connection.finish();
  }
};

it('a thousand sends at a time, half of them faulty, each get their own answer (S06)', async () => {
  const server = await startStepServer([[echo]]);
  const session = new Session({ environment: {} });
  try {
    const outcomes = await Promise.all(
      Array.from({ length: 1000 }, async (_, number) => {
        try {
          return await (await session.get(`${server.url}/${number}`)).text();
        } catch (error) {
          const { name, response } = error as { name: string; response?: { received: Uint8Array } };
          return `${name} ${Buffer.from(response?.received ?? []).toString()}`;
        }
      }),
    );
    const expected = outcomes.map((_, number) =>
      number % 2 === 1 ? `BodyTruncated ${number}` : `${number}`,
    );
    expect(outcomes).toEqual(expected);
    expect(session.connections().length).toBeLessThanOrEqual(64);
    expect(session.connections().every(({ state }) => state === 'idle')).toBe(true);
  } finally {
    await session.close();
    await server.close();
  }
});

it('a thousand sends that are cancelled together all end so, and leave no connection (S07)', async () => {
  const server = await startStepServer([[stall]]);
  const session = new Session({ environment: {} });
  const controller = new AbortController();
  try {
    const sending = Array.from({ length: 1000 }, (_, number) =>
      session.get(`${server.url}/${number}`, { signal: controller.signal }).catch((error: unknown) => error),
    );
    await expect.poll(() => server.connections.length).toBe(64);
    controller.abort();
    const outcomes = await Promise.all(sending);
    expect(outcomes.map((error) => (error as Error).name)).toEqual(outcomes.map(() => 'Cancelled'));
    expect(session.connections()).toEqual([]);
    expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
    expect(server.connections).toHaveLength(64);
  } finally {
    await session.close();
    await server.close();
  }
});
