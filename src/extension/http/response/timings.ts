/**
 * The phases of one send and the time each took. This file only names and measures; it sends nothing and draws
 * nothing. The adapter fills a stopwatch while it works, responses and errors carry the result.
 */

/** Where a send is, in the order a plain request goes through. `save` and `script` belong to the runner. */
export type Phase =
  'queue' | 'dns' | 'connect' | 'tls' | 'upload' | 'wait' | 'headers' | 'body' | 'decode' | 'save' | 'script';

/** What a progress callback is told: the phase just entered, the redirect hop (0 first), request body bytes sent. */
export interface SendProgress {
  readonly phase: Phase;
  readonly hop: number;
  readonly bytesSent: number;
}

/**
 * Milliseconds for each phase of one hop. `undefined` means that the phase did not happen (a reused connection
 * has no `dns`, `connect` or `tls`) or, for `download`, that the body has not been received whole yet.
 */
export interface Timings {
  readonly queue: number | undefined;
  readonly dns: number | undefined;
  readonly connect: number | undefined;
  readonly tls: number | undefined;
  readonly send: number | undefined;
  readonly wait: number | undefined;
  readonly download: number | undefined;
}

/** The moments of one hop, in milliseconds of `performance.now()`; the adapter writes them as they happen. */
export interface Stopwatch {
  readonly start: number;
  connecting: number | undefined;
  resolved: number | undefined;
  connected: number | undefined;
  secured: number | undefined;
  dispatched: number | undefined;
  sent: number | undefined;
  firstByte: number | undefined;
  headers: number | undefined;
  end: number | undefined;
}

/** Starts measuring one hop now. */
export function createStopwatch(): Stopwatch {
  return {
    start: performance.now(),
    connecting: undefined,
    resolved: undefined,
    connected: undefined,
    secured: undefined,
    dispatched: undefined,
    sent: undefined,
    firstByte: undefined,
    headers: undefined,
    end: undefined,
  };
}

/** Turns the moments seen so far into durations. */
export function timingsOf(watch: Stopwatch): Timings {
  const between = (from: number | undefined, to: number | undefined): number | undefined =>
    from === undefined || to === undefined ? undefined : Math.max(0, to - from);
  return {
    queue: between(watch.start, watch.connecting ?? watch.dispatched),
    dns: between(watch.connecting, watch.resolved),
    connect: between(watch.resolved ?? watch.connecting, watch.connected),
    tls: between(watch.connected, watch.secured),
    send: between(watch.dispatched, watch.sent),
    wait: between(watch.sent ?? watch.dispatched, watch.firstByte ?? watch.headers),
    download: between(watch.headers, watch.end),
  };
}
