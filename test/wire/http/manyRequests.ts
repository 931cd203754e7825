/**
 * Run as a process of its own with `--expose-gc`: sends requests one after the other to the URL it is given and
 * prints, as JSON, what is left of them every so often.
 */
import { getEventListeners } from 'node:events';
import { setImmediate as turn } from 'node:timers/promises';
import { Session } from '../../../src/extension/http/index.ts';

/** What a process holds after so many requests, garbage collected. */
export interface Holdings {
  readonly sent: number;
  /** Bytes. */
  readonly heap: number;
  readonly listeners: number;
  /** Sockets, timers and the like that keep the process alive. */
  readonly resources: number;
  readonly connections: number;
}

const [, , url = '', count = '0', every = '1'] = process.argv;
const session = new Session({ environment: {} });
const { signal } = new AbortController();
const holdings: Holdings[] = [];
for (let sent = 1; sent <= Number(count); sent++) {
  const response = await session.post(`${url}?${sent}`, {
    data: 'body',
    signal,
    timeout: 30,
    totalTimeout: 60,
    headers: { 'X-Number': String(sent) },
  });
  if ((await response.text()) !== 'ok') throw new Error('The answer is wrong.');
  if (sent % Number(every) === 0) {
    await turn();
    globalThis.gc?.();
    await turn();
    globalThis.gc?.();
    holdings.push({
      sent,
      heap: process.memoryUsage().heapUsed,
      listeners: getEventListeners(signal, 'abort').length,
      resources: process.getActiveResourcesInfo().filter((name) => name !== 'Immediate').length,
      connections: session.connections().length,
    });
  }
}
process.stdout.write(JSON.stringify(holdings));
await session.close();
