/**
 * Reads a timeout as people give it (rule R99): seconds for both, or a pair. Called by Session for each send.
 */
import type { Timeouts } from '../transport/adapter.ts';
import { UsageError } from '../errors/errors.ts';

/** Seconds: one number for connect and read, or a pair. `null` waits for ever. */
export type Timeout = number | readonly [connect: number | null, read: number | null] | null;

/** Milliseconds for each part; throws UsageError (ValueError) for what is no timeout. */
export function timeoutsOf(timeout: Timeout): Timeouts {
  if (!Array.isArray(timeout)) {
    const both = milliseconds(timeout);
    return { connect: both, read: both };
  }
  const parts = timeout as readonly unknown[];
  if (parts.length !== 2) {
    throw new UsageError(
      'ValueError',
      `The timeout has ${parts.length} parts; give one number of seconds or a pair (connect, read).`,
    );
  }
  return { connect: milliseconds(parts[0]), read: milliseconds(parts[1]) };
}

function milliseconds(seconds: unknown): number | undefined {
  if (seconds === null || seconds === undefined) return undefined;
  if (typeof seconds !== 'number' || Number.isNaN(seconds) || seconds <= 0) {
    throw new UsageError(
      'ValueError',
      `A timeout must be a number of seconds above 0, not ${JSON.stringify(seconds)}.`,
    );
  }
  // Longer delays than this overflow Node's timers and would fire at once.
  return seconds === Infinity ? undefined : Math.min(Math.ceil(seconds * 1000), 2 ** 31 - 1);
}
