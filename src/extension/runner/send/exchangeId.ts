/**
 * Ids of exchanges: unique in this process, and hardly those of another one. They are no secret, so they do without the
 * randomness of node:crypto, which takes its time to load.
 */
const ofProcess = Date.now().toString(36) + Math.random().toString(36).slice(2, 8);
let count = 0;

export function createExchangeId(): string {
  count += 1;
  return `${ofProcess}-${count}`;
}
