/** A process that keeps exchanges in a history: a number of them, or one after the other until it is killed. */
import { Request } from '../../../../src/extension/http/index.ts';
import {
  createSealer,
  openDiskShelf,
  openHistory,
  type KeptExchange,
} from '../../../../src/extension/runner/index.ts';

const [, , folder = '', key = '', name = '', times = '0'] = process.argv;
const shelf = await openDiskShelf(folder, createSealer(Buffer.from(key, 'hex')), () => process.exit(1));
const limits = { count: 500, days: 30, bodyBytes: 1e9 };
const history = await openHistory({ shelf, limits: () => limits });
const prepared = new Request('GET', 'http://api.test/').prepare();

function kept(id: string, isRunning: boolean): KeptExchange {
  return {
    exchange: {
      id,
      source: { file: 'file:///a.http', line: 1, name: undefined, title: undefined },
      session: 'default',
      prepared,
      headerOrigins: [],
      state: isRunning ? 'pending' : 'cancelled',
      phase: 'wait',
      startedAt: Date.now(),
      endedAt: isRunning ? undefined : Date.now(),
      response: undefined,
      body: undefined,
      expectedLength: undefined,
      bytesSent: 0,
      error: undefined,
    },
    shownUrl: prepared.url,
    key: 'GET / #0',
    environment: undefined,
    original: prepared,
    off: [],
    secrets: [],
    limits: { connect: undefined, read: undefined },
    options: {},
  };
}

if (times === 'forever') {
  await history.keep(kept(`${name}-running-0`, true), { withBody: true });
  process.stdout.write('kept\n');
  for (let count = 1; ; count++) {
    await history.keep(kept(`${name}-running-${count}`, true), { withBody: true });
  }
}
for (let count = 0; count < Number(times); count++) {
  await history.keep(kept(`${name}-${count}`, false), { withBody: true });
}
history.dispose();
