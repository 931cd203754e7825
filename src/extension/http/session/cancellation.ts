/**
 * Ending a send from outside: what the caller's signal and a limit on the whole send turn into. Used wherever a
 * send can wait: for a connection, while connecting, and during the exchange.
 */
import { RequestCancelled, RequestException, Timeout } from '../errors/errors.ts';
import type { FaultFacts } from '../errors/errors.ts';

/** The error for an aborted signal: the limit's own error when a limit aborted it, else RequestCancelled. */
export function cancellation(
  signal: AbortSignal | undefined,
  message: string,
  facts: FaultFacts,
): RequestException {
  const reason: unknown = signal?.reason;
  if (reason instanceof RequestException) {
    RequestException.addFacts(reason, facts);
    return reason;
  }
  return new RequestCancelled(message, { ...facts, cause: reason });
}

export interface LimitedSignal {
  readonly signal: AbortSignal;
  /** To be called when the send has ended: the limit no longer counts. */
  readonly end: () => void;
}

/**
 * The signal of a send that may take so many milliseconds as a whole, its redirects and its body included. The
 * timer keeps no process alive.
 */
export function limitedSignal(signal: AbortSignal | undefined, limit: number): LimitedSignal {
  const controller = new AbortController();
  const expire = (): void => {
    controller.abort(
      new Timeout(`The request was not complete after ${limit / 1000} s (timeout.total).`, 'TotalTimeout', {
        limit: 'timeout.total',
      }),
    );
  };
  const timer = setTimeout(expire, limit).unref();
  return {
    signal: signal === undefined ? controller.signal : AbortSignal.any([signal, controller.signal]),
    end: () => clearTimeout(timer),
  };
}
