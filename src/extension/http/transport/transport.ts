/**
 * What undici's Client looks like from here, so that only undiciAdapter.ts needs to know it: requests are put on it,
 * and it calls a handler back. undici's own types leave some of this out.
 */

/** What undici's Client looks like from here. */
export interface Transport {
  dispatch(request: TransportRequest, handler: TransportHandler): boolean;
  destroy(error: Error | null): Promise<void>;
  on(event: 'disconnect', listener: () => void): unknown;
}

export interface TransportRequest {
  readonly path: string;
  readonly method: string;
  /** Names and values by turns. */
  readonly headers: readonly string[];
  /** undici takes async iterables too, which its types leave out. */
  readonly body: Uint8Array | null;
  readonly reset: boolean;
}

export interface TransportController {
  readonly rawHeaders?: unknown;
  readonly rawTrailers?: unknown;
  abort(reason: Error): void;
  pause(): void;
  resume(): void;
}

export interface TransportHandler {
  onRequestStart(controller: TransportController): void;
  onBodySent(chunk: Uint8Array | string): void;
  onRequestSent(): void;
  onResponseStarted(): void;
  onResponseStart(controller: TransportController, status: number, headers: unknown, reason?: string): void;
  onResponseData(controller: TransportController, chunk: Uint8Array): void;
  onResponseEnd(controller: TransportController): void;
  onResponseError(controller: TransportController, error: Error): void;
}
