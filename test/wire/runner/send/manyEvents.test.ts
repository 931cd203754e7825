/** Events at full speed: every one is counted, the last ones are kept, and nobody waits for somebody who looks. */
import { describe, expect, it } from 'vitest';
import { createBodyStore, createEventLog } from '../../../../src/extension/runner/index.ts';

const kept = 10_000;
const events = 200_000;

describe('a stream of events at full speed', () => {
  it('is counted whole, of which the last events are kept (S01)', async () => {
    const store = createBodyStore({ memoryLimit: 1024 * 1024 });
    try {
      const spool = store.createSpool();
      const log = createEventLog({ format: 'stream', body: spool.reader, keep: kept, now: () => 0 });
      const batch = 2000;
      for (let first = 1; first <= events; first += batch) {
        const text = Array.from(
          { length: batch },
          (_, at) => `id: ${first + at}\ndata: event ${first + at}\n\n`,
        );
        await spool.append(Buffer.from(text.join('')));
        await log.advance(false);
      }
      await spool.end(true);
      await log.advance(true);
      const last = log.window({ filter: '', from: undefined, count: 3 });
      expect([last.events, last.older]).toEqual([events, events - kept]);
      expect(last.rows.map(({ data }) => data)).toEqual(['event 199998', 'event 199999', 'event 200000']);
      expect(await log.data(events - 1, 1000)).toBe('event 200000');
    } finally {
      await store.dispose();
    }
  });

  it('is spooled on and never piled up while nobody asks for a row (S04)', async () => {
    const store = createBodyStore({ memoryLimit: 64 * 1024 });
    try {
      const spool = store.createSpool();
      const log = createEventLog({ format: 'stream', body: spool.reader, keep: 10, now: () => 0 });
      const megabyte = Buffer.from(`data: ${'x'.repeat(1015)}\n\n`.repeat(1024));
      for (let count = 0; count < 32; count++) await spool.append(megabyte);
      await spool.end(true);
      await log.advance(true);
      const { events: all, rows } = log.window({ filter: '', from: undefined, count: 100 });
      expect([spool.reader.length, all, rows.length]).toEqual([32 * megabyte.byteLength, 32 * 1024, 10]);
      expect(rows.reduce((sum, { data }) => sum + data.length, 0)).toBeLessThanOrEqual(10_000);
    } finally {
      await store.dispose();
    }
  });
});
