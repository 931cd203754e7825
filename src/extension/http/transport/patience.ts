/**
 * More time for a send that is already running: what a person gives who watches it wait. One is made for one send and
 * given with its options; it adds to every limit on silence that the send has, now and later. It runs no timer itself.
 */

export class Patience {
  #extra = 0;

  /** Milliseconds given so far. */
  get extra(): number {
    return this.#extra;
  }

  /** Adds so many milliseconds to the limit that runs now and to those that follow. */
  extend(milliseconds: number): void {
    this.#extra += milliseconds;
  }
}
