/** The timers of a job's scripts: they wait here, one after the other, and never longer than the job may run. */
import { setTimeout as pause } from 'node:timers/promises';

export interface Timers {
  add(id: number, delay: number): void;
  remove(id: number): void;
  clear(): void;
  /** Waits for the next one; undefined when there is none, `late` when it lies behind the deadline. */
  next(deadline: number): Promise<number | 'late' | undefined>;
}

/** More are not kept. */
const most = 10_000;

export function createTimers(): Timers {
  const due = new Map<number, number>();
  return {
    add(id, delay) {
      if (due.size < most) due.set(id, Date.now() + delay);
    },
    remove: (id) => void due.delete(id),
    clear: () => due.clear(),
    async next(deadline) {
      let first: readonly [id: number, time: number] | undefined;
      for (const entry of due) if (first === undefined || entry[1] < first[1]) first = entry;
      if (first === undefined) return undefined;
      const [id, time] = first;
      const wait = Math.min(time, deadline) - Date.now();
      if (wait > 0) await pause(wait);
      if (time > deadline) return 'late';
      due.delete(id);
      return id;
    },
  };
}
