/**
 * One limit on waiting, in milliseconds, that can be prolonged while it runs. It looks for more time only when it would
 * expire, so that waiting costs nothing. Used for connecting and for the silence of a server.
 */
import type { Patience } from './patience.ts';

export interface TimeLimitOptions {
  /** Milliseconds; undefined waits for ever. */
  readonly limit: number | undefined;
  readonly patience: Patience | undefined;
  readonly onExpire: () => void;
}

export class TimeLimit {
  readonly #options: TimeLimitOptions;
  #timer: NodeJS.Timeout | undefined;
  /** What the running wait may take, and what is left of that when the timer was set. */
  #allowed = 0;
  #delay = 0;

  constructor(options: TimeLimitOptions) {
    this.#options = options;
  }

  /** Milliseconds that are allowed with all that was added; 0 without a limit. */
  get allowed(): number {
    const { limit, patience } = this.#options;
    return limit === undefined ? 0 : Math.min(limit + (patience?.extra ?? 0), 2 ** 31 - 1);
  }

  /** The wait begins, or begins anew. */
  restart(): void {
    if (this.#options.limit === undefined) return;
    const { allowed } = this;
    this.#allowed = allowed;
    if (this.#timer !== undefined && this.#delay === allowed) this.#timer.refresh();
    else this.#set(allowed);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #set(delay: number): void {
    clearTimeout(this.#timer);
    this.#delay = delay;
    this.#timer = setTimeout(this.#expire, delay);
  }

  readonly #expire = (): void => {
    const added = this.allowed - this.#allowed;
    if (added <= 0) {
      this.#options.onExpire();
      return;
    }
    this.#allowed += added;
    this.#set(added);
  };
}
