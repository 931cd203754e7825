/**
 * One response body as the page has it so far: pulls the bytes, decides what kind it is from the first of them, and
 * turns them into text. It draws nothing; the body view listens and reads.
 */
import type { ExchangeSnapshot } from '../protocol.ts';
import type { Actions } from './actions.ts';
import { createBodyLoader } from './bodyLoader.ts';
import { bodyKind, type BodyKind } from './bodyViews/bodyKind.ts';
import { createTextDecoding, type TextDecoding } from './bodyViews/textDecoding.ts';
import { isRunning } from './state.ts';

/** Only so many first bytes are loaded and shown; the rest is for Save. */
export const maxLoaded = 5 * 1024 * 1024;

export interface ReceivedBody {
  readonly exchangeId: string;
  /** Undefined until the first bytes are here. */
  readonly kind: BodyKind | undefined;
  /** Everything decoded so far. */
  readonly text: string;
  readonly decoding: TextDecoding;
  /** Bytes loaded. */
  readonly length: number;
  /** Nothing more will come: all of it, or all that may be loaded, is here. */
  readonly complete: boolean;
  bytes(): Uint8Array<ArrayBuffer>;
  advance(snapshot: ExchangeSnapshot): void;
  close(): void;
}

export interface ReceivedBodyListener {
  /** Text was added to the end. */
  readonly onText: (text: string) => void;
  readonly onKind: () => void;
  readonly onComplete: () => void;
  readonly onError: (message: string) => void;
}

export function createReceivedBody(
  snapshot: ExchangeSnapshot,
  actions: Actions,
  listener: ReceivedBodyListener,
): ReceivedBody {
  const { exchangeId } = snapshot;
  const mediaType = snapshot.response?.mediaType ?? '';
  const decoding = createTextDecoding(snapshot.response?.encoding ?? '');
  const loader = createBodyLoader({
    read: (offset, length) => actions.readBody(exchangeId, 'response', offset, length),
    limit: maxLoaded,
    onBytes: (bytes) => {
      if (kind === undefined) {
        kind = bodyKind(mediaType, bytes.subarray(0, 4096));
        listener.onKind();
      }
      add(decoding.next(bytes));
    },
    onError: (error) => {
      failed = true;
      listener.onError(error instanceof Error ? error.message : String(error));
    },
  });
  let kind: BodyKind | undefined;
  let text = '';
  let complete = false;
  let failed = false;
  let latest = snapshot;

  function add(more: string): void {
    if (more === '') return;
    text += more;
    listener.onText(more);
  }

  /** The host may have told of more, or of the end, while the last pages came. */
  function settle(): void {
    if (complete || failed || loader.busy) return;
    if (isRunning(latest.state) && loader.length < maxLoaded) return;
    complete = true;
    if (kind === undefined) {
      kind = bodyKind(mediaType, new Uint8Array());
      listener.onKind();
    }
    add(decoding.end());
    listener.onComplete();
  }

  return {
    exchangeId,
    get kind() {
      return kind;
    },
    get text() {
      return text;
    },
    decoding,
    get length() {
      return loader.length;
    },
    get complete() {
      return complete;
    },
    bytes: () => loader.bytes(),
    advance: (next) => {
      latest = next;
      failed = false;
      if (!complete) void loader.advance(next.received).then(settle);
    },
    close: () => loader.close(),
  };
}
