/** `setTimeout`, `clearTimeout` and `sleep`: the thread waits, and calls back through `fire`. */
import { host } from './host.ts';

type Callback = (...values: readonly unknown[]) => unknown;

const waiting = new Map<number, () => void>();
let last = 0;

export function setTimeout(callback: unknown, delay?: unknown, ...values: readonly unknown[]): number {
  if (typeof callback !== 'function') throw new TypeError('setTimeout needs a function.');
  last += 1;
  const id = last;
  waiting.set(id, () => void (callback as Callback)(...values));
  host('timer', String(id), String(Math.max(0, Number(delay) || 0)));
  return id;
}

export function clearTimeout(id: unknown): void {
  if (waiting.delete(Number(id))) host('clearTimer', String(id));
}

export function sleep(milliseconds: unknown): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}

/** The time of a timer has come. */
export function fire(id: number): void {
  const callback = waiting.get(id);
  waiting.delete(id);
  callback?.();
}
