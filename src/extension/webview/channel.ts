/**
 * Messages, requests and replies over a one-way `post` and an `onMessage`, so the same code runs in the page and in
 * the host. Whatever does not carry the panel's key, is not in the schema, or comes after `dispose` is dropped and
 * counted; a failing handler becomes a rejection on the other side, never silence. It keeps no timer: the side that
 * asks decides how long to wait and cancels.
 */
import { isPlainObject } from './checks.ts';
import type { FromPage, ToPage } from './protocol.ts';
import {
  isFromPage,
  isPageMethod,
  isToPage,
  pageRequests,
  type PageMethod,
  type Params,
  type Result,
} from './schema.ts';

export interface Port {
  readonly post: (message: unknown) => void;
  /** Answers with the function that stops listening. */
  readonly onMessage: (listener: (message: unknown) => void) => () => void;
  /** A secret of this panel and page (the CSP nonce): frames without it come from somewhere else. */
  readonly key: string;
}

/** The part of an AbortSignal that both worlds have. */
export interface CancelSignal {
  readonly aborted: boolean;
  addEventListener(type: 'abort', listener: () => void): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

/** How many requests of a page may be unanswered at once: 16 × 256 KiB = 4 MiB. */
export const maxUnanswered = 16;

/** Frames that were not acted on. */
export interface ChannelCounts {
  readonly dropped: number;
}

export interface PageChannel extends ChannelCounts {
  post(message: FromPage): void;
  /**
   * The host's answer. Rejects with a ChannelError: the host's sentence when it failed, or that the request was
   * cancelled, the answer was malformed, or the channel was disposed.
   */
  request<M extends PageMethod>(method: M, params: Params<M>, signal?: CancelSignal): Promise<Result<M>>;
  /** Stops listening and rejects everything that is unanswered. */
  dispose(): void;
}

export interface HostChannel extends ChannelCounts {
  post(message: ToPage): void;
  /** Stops listening, aborts the handlers that run, and drops their answers. */
  dispose(): void;
}

/** Answers the page's requests; a rejection's message is shown to the user. */
export type PageRequestHandlers = {
  readonly [M in PageMethod]: (params: Params<M>, signal: CancelSignal) => Promise<Result<M>>;
};

export type ChannelErrorReason = 'failed' | 'cancelled' | 'malformed' | 'disposed';

/** Why a request has no answer. The message is a sentence for people. */
export class ChannelError extends Error {
  override readonly name = 'ChannelError';
  readonly reason: ChannelErrorReason;

  constructor(reason: ChannelErrorReason, message: string) {
    super(message);
    this.reason = reason;
  }
}

interface Pending {
  readonly method: PageMethod;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: ChannelError) => void;
}

/** The page's end. */
export function createPageChannel(port: Port, onMessage: (message: ToPage) => void): PageChannel {
  const pending = new Map<number, Pending>();
  let nextId = 1;
  const frames = listen(port, (frame) => {
    if (frame['frame'] === 'message' && isToPage(frame['message'])) {
      onMessage(frame['message']);
      return true;
    }
    return settle(pending, frame);
  });
  return {
    get dropped() {
      return frames.dropped;
    },
    post: (message) => frames.post({ frame: 'message', message }),
    request: <M extends PageMethod>(method: M, params: Params<M>, signal?: CancelSignal) =>
      new Promise<Result<M>>((resolve, reject) => {
        if (frames.disposed || signal?.aborted) {
          reject(frames.disposed ? disposedError() : cancelledError());
          return;
        }
        const id = nextId++;
        const cancel = (): void => {
          if (!pending.delete(id)) return;
          frames.post({ frame: 'cancel', id });
          reject(cancelledError());
        };
        const ended = (): void => signal?.removeEventListener('abort', cancel);
        pending.set(id, {
          method,
          resolve: (result) => {
            ended();
            // `settle` has checked the result against the schema of this very method.
            resolve(result as Result<M>);
          },
          reject: (error) => {
            ended();
            reject(error);
          },
        });
        signal?.addEventListener('abort', cancel);
        frames.post({ frame: 'request', id, method, params });
      }),
    dispose: () => {
      frames.dispose();
      for (const one of pending.values()) one.reject(disposedError());
      pending.clear();
    },
  };
}

/** The host's end. */
export function createHostChannel(
  port: Port,
  handlers: PageRequestHandlers,
  onMessage: (message: FromPage) => void,
): HostChannel {
  const running = new Map<number, CancelSource>();
  const frames = listen(port, (frame) => {
    switch (frame['frame']) {
      case 'message':
        if (!isFromPage(frame['message'])) return false;
        onMessage(frame['message']);
        return true;
      case 'request':
        return accept(frame);
      case 'cancel': {
        const source = running.get(Number(frame['id']));
        source?.cancel();
        return source !== undefined;
      }
      default:
        return false;
    }
  });

  function accept(frame: Frame): boolean {
    const { id, method, params } = frame;
    if (!isId(id) || running.has(id) || !isPageMethod(method)) return false;
    if (!pageRequests[method].params(params)) {
      frames.post({ frame: 'failure', id, message: 'The panel asked for something that is not allowed.' });
      return false;
    }
    if (running.size >= maxUnanswered) {
      frames.post({ frame: 'failure', id, message: 'The panel asked for too much at once.' });
      return false;
    }
    void answer(id, method, params);
    return true;
  }

  async function answer(id: number, method: PageMethod, params: unknown): Promise<void> {
    const source = createCancelSource();
    running.set(id, source);
    try {
      // The schema above has just matched `params` with `method`, which the type of the table cannot express.
      const handler = handlers[method] as (params: unknown, signal: CancelSignal) => Promise<unknown>;
      const result = await handler(params, source.signal);
      if (!source.signal.aborted) frames.post({ frame: 'reply', id, result });
    } catch (error) {
      if (!source.signal.aborted) frames.post({ frame: 'failure', id, message: sentence(error) });
    } finally {
      running.delete(id);
    }
  }

  return {
    get dropped() {
      return frames.dropped;
    },
    post: (message) => frames.post({ frame: 'message', message }),
    dispose: () => {
      frames.dispose();
      for (const source of running.values()) source.cancel();
      running.clear();
    },
  };
}

type Frame = Readonly<Record<string, unknown>>;

interface Frames extends ChannelCounts {
  readonly disposed: boolean;
  post(frame: Frame): void;
  dispose(): void;
}

/** `take` says whether it could use the frame. */
function listen(port: Port, take: (frame: Frame) => boolean): Frames {
  let dropped = 0;
  let disposed = false;
  const stop = port.onMessage((message) => {
    const usable = !disposed && isPlainObject(message) && message['key'] === port.key;
    if (!usable || !take(message)) dropped++;
  });
  return {
    get dropped() {
      return dropped;
    },
    get disposed() {
      return disposed;
    },
    post: (frame) => {
      if (!disposed) port.post({ key: port.key, ...frame });
    },
    dispose: () => {
      disposed = true;
      stop();
    },
  };
}

/** Gives an answer to whoever waits for it; false when nobody does. */
function settle(pending: Map<number, Pending>, frame: Frame): boolean {
  const { id } = frame;
  if (!isId(id) || (frame['frame'] !== 'reply' && frame['frame'] !== 'failure')) return false;
  const waiting = pending.get(id);
  if (waiting === undefined) return false;
  pending.delete(id);
  if (frame['frame'] === 'failure') {
    const { message } = frame;
    waiting.reject(new ChannelError('failed', typeof message === 'string' ? message : 'The request failed.'));
    return true;
  }
  const fits = pageRequests[waiting.method].result(frame['result']);
  if (fits) waiting.resolve(frame['result']);
  else waiting.reject(new ChannelError('malformed', 'The answer of the extension could not be read.'));
  return fits;
}

function isId(value: unknown): value is number {
  return Number.isSafeInteger(value);
}

function sentence(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.slice(0, 2000);
}

function cancelledError(): ChannelError {
  return new ChannelError('cancelled', 'The request to the extension was cancelled.');
}

function disposedError(): ChannelError {
  return new ChannelError('disposed', 'The panel was closed.');
}

interface CancelSource {
  readonly signal: CancelSignal;
  cancel(): void;
}

/** AbortController is a global of both worlds, but not of the language, which is all this file may use. */
function createCancelSource(): CancelSource {
  const listeners = new Set<() => void>();
  let aborted = false;
  return {
    signal: {
      get aborted() {
        return aborted;
      },
      addEventListener: (_type, listener) => void listeners.add(listener),
      removeEventListener: (_type, listener) => void listeners.delete(listener),
    },
    cancel: () => {
      if (aborted) return;
      aborted = true;
      for (const listener of listeners) listener();
      listeners.clear();
    },
  };
}
