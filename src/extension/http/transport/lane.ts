/**
 * The connections of a pool that are equal to each other, and who waits for one of them. It opens and closes nothing;
 * `connectionPool.ts` does, and keeps one lane for each place that requests go to.
 */
import type { Connection } from './connection.ts';

/** Who waits for its turn. */
export interface Waiter {
  /** Takes no connection that was used before. */
  readonly fresh: boolean;
  /** Called with a connection that is the waiter's now, or without one when there is room for a new one. */
  readonly wake: (connection: Connection | undefined) => void;
}

export class Lane {
  /** The one used last is the last one. */
  readonly #idle: Connection[] = [];
  readonly #waiters: Waiter[] = [];
  readonly #connections = new Set<Connection>();

  /** In any state, those that are being opened included. */
  get connections(): ReadonlySet<Connection> {
    return this.#connections;
  }

  get firstWaiter(): Waiter | undefined {
    return this.#waiters[0];
  }

  add(connection: Connection): void {
    this.#connections.add(connection);
  }

  /** False when it was not there. */
  remove(connection: Connection): boolean {
    const at = this.#idle.lastIndexOf(connection);
    if (at !== -1) this.#idle.splice(at, 1);
    return this.#connections.delete(connection);
  }

  /** The connection is idle from now on. */
  rest(connection: Connection): void {
    connection.state = 'idle';
    connection.idleSince = Date.now();
    this.#idle.push(connection);
  }

  /** The connection used last: the one least likely to have been closed by the server meanwhile. */
  takeIdle(): Connection | undefined {
    const at = this.#idle.findLastIndex((connection) => connection.usable);
    const taken = this.#idle[at];
    if (taken === undefined) return undefined;
    this.#idle.splice(at, 1);
    taken.state = 'active';
    taken.idleSince = undefined;
    return taken;
  }

  /** The idle connections beyond so many; the youngest stay. */
  surplus(kept: number): readonly Connection[] {
    return this.#idle.toSorted((one, other) => other.id - one.id).slice(kept);
  }

  wait(waiter: Waiter): void {
    this.#waiters.push(waiter);
  }

  /** Gives the waiter its turn. */
  wake(waiter: Waiter, connection?: Connection): void {
    this.leave(waiter);
    waiter.wake(connection);
  }

  /** There is room for a new connection. */
  wakeFirst(): void {
    const waiter = this.firstWaiter;
    if (waiter !== undefined) this.wake(waiter);
  }

  leave(waiter: Waiter): void {
    // It is the first one nearly always, and there may be many.
    if (this.#waiters[0] === waiter) {
      this.#waiters.shift();
      return;
    }
    const at = this.#waiters.indexOf(waiter);
    if (at !== -1) this.#waiters.splice(at, 1);
  }
}
