/** Does several things at a time, but never more than was asked for. Knows nothing of requests; `suite.ts` uses it. */

/** Runs a piece of work when one of `count` places is free. */
export type Slots = <T>(work: () => Promise<T>) => Promise<T>;

export function createSlots(count: number): Slots {
  let free = count;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) free += 1;
      else next();
    }
  };
}

/**
 * Works through the items in order, `count` at a time, until `work` gives false: then no other is begun. Resolves when
 * all that was begun is over; rejects then, with the first reason, when any of it was rejected.
 */
export async function forEachTogether<T>(
  items: Iterable<T>,
  count: number,
  work: (item: T) => Promise<boolean>,
): Promise<void> {
  let goesOn = true;
  const left = items[Symbol.iterator]();
  const workThrough = async (): Promise<void> => {
    for (let next = left.next(); goesOn && next.done !== true; next = left.next()) {
      try {
        if (!(await work(next.value))) goesOn = false;
      } catch (error) {
        goesOn = false;
        throw error;
      }
    }
  };
  const ends = await Promise.allSettled(Array.from({ length: count }, workThrough));
  const failed = ends.find((end) => end.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}
