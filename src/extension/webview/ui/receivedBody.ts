/**
 * One response body as the page has it so far: pulls the bytes, decides what kind it is from the first of them, and
 * turns them into text. It draws nothing; the body view listens and reads.
 */
import type { ExchangeSnapshot } from '../protocol.ts';
import type { Actions } from './actions.ts';
import { createBodyLoader } from './bodyLoader.ts';
import { isLarge, limitFor } from './bodyLook.ts';
import { bodyKind, encodingOf, type BodyKind } from './bodyViews/bodyKind.ts';
import { createTextDecoding, type TextDecoding } from './bodyViews/textDecoding.ts';
import { isRunning } from './state.ts';

/** Enough to know what a body is that is shown in pages, which has no use for more of it here. */
const startLength = 64 * 1024;

export interface ReceivedBody {
  readonly exchangeId: string;
  /** Undefined until the first bytes are here. */
  readonly kind: BodyKind | undefined;
  /** Everything decoded so far. */
  readonly text: string;
  readonly decoding: TextDecoding;
  /** The first bytes, which tell what it is. */
  readonly start: Uint8Array;
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
  const encoding = snapshot.response?.encoding ?? '';
  const limit = (): number => (isLarge(latest, kind) ? startLength : limitFor(latest, kind));
  const loader = createBodyLoader({
    read: (offset, length) => actions.readBody(exchangeId, 'response', offset, length),
    limit,
    onBytes: (bytes) => {
      if (kind === undefined) {
        start = bytes.slice(0, 4096);
        kind = bodyKind(mediaType, start, encoding);
        decoding = createTextDecoding(encodingOf(encoding, start));
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
  let decoding = createTextDecoding(encoding);
  let start = new Uint8Array();
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
    if (isRunning(latest.state) && loader.length < limit()) return;
    complete = true;
    if (kind === undefined) {
      kind = bodyKind(mediaType, start);
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
    get decoding() {
      return decoding;
    },
    get start() {
      return start;
    },
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
