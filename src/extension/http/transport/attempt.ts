/**
 * One try to send one request: it takes a connection, lets a Transfer use it, and makes a Response of the answer, of
 * which it is the body then. Whether there is a second try is the adapter's decision.
 */
import type { AdapterSettings } from './adapter.ts';
import type { Connection } from './connection.ts';
import type { Acquirer, ConnectionPool } from './connectionPool.ts';
import { decodeBody } from '../response/contentDecoding.ts';
import { isEventStream, limitEvents } from '../response/eventLimit.ts';
import type { DialTarget } from './dial.ts';
import { overrideFraming } from './framingOverride.ts';
import type { FaultFacts } from '../errors/errors.ts';
import type { Notice } from '../response/notices.ts';
import type { PreparedRequest } from '../request/preparedRequest.ts';
import { Response } from '../response/response.ts';
import type { OnRaw, ResponseBody } from '../response/response.ts';
import type { Phase } from '../response/timings.ts';
import { createStopwatch, timingsOf } from '../response/timings.ts';
import { mayRepeat } from './retryRule.ts';
import { Transfer } from './transfer.ts';
import type { TransferHead, TransferOwner } from './transfer.ts';
import { transportRequest } from './transportRequest.ts';
import { writtenFraming } from '../request/wireHead.ts';

export interface AttemptOptions {
  readonly pool: ConnectionPool;
  readonly prepared: PreparedRequest;
  readonly settings: AdapterSettings;
  readonly target: DialTarget;
  /** Where to put what is odd about the answer. */
  readonly notices: Notice[];
  /** Never use a kept connection. */
  readonly fresh: boolean;
}

/**
 * What the pool, the transfer and the response ask while it lasts: one object, because there is one for each send. The
 * adapter calls `begin` with the connection it got for it, then `responseOf` or, when that fails, `mayRepeat`.
 */
export class Attempt implements Acquirer, TransferOwner, ResponseBody {
  readonly settings: AdapterSettings;
  readonly fresh: boolean;
  readonly watch = createStopwatch();
  readonly #options: AttemptOptions;
  #transfer: Transfer | undefined;
  #resets = false;
  /** Nobody knows where the server takes the request to end, so nothing may follow it. */
  #isLast = false;
  /** The Content-Encoding of the body. */
  #encoding: string | undefined;
  #isEventStream = false;

  constructor(options: AttemptOptions) {
    this.settings = options.settings;
    this.fresh = options.fresh;
    this.#options = options;
  }

  begin(connection: Connection): Transfer {
    const { prepared, target } = this.#options;
    const request = transportRequest(prepared, target, connection.isHttp2);
    this.#resets = request.reset;
    const transfer = new Transfer(connection, this);
    this.#transfer = transfer;
    const framing = writtenFraming(prepared);
    if (framing !== undefined) {
      this.#isLast = true;
      overrideFraming(connection.socket, framing);
    }
    transfer.start(request, prepared.body);
    return transfer;
  }

  responseOf({ status, reason, headers }: TransferHead): Response {
    const { prepared, notices } = this.#options;
    const { watch } = this;
    const { connection } = this.#body;
    this.#isEventStream = isEventStream(headers.get('content-type'));
    if (mayHaveBody(prepared.method, status)) this.#encoding = headers.get('content-encoding');
    return new Response({
      request: prepared,
      url: prepared.url,
      status,
      reason,
      headers,
      httpVersion: connection.isHttp2 ? '2' : connection.tap.httpVersion,
      elapsed: (watch.headers ?? watch.start) - watch.start,
      timings: () => timingsOf(watch),
      connection: connection.facts(),
      notices: () => notices,
      body: this,
    });
  }

  /** The stale-socket rule: once, on a fresh connection, when nothing was answered and repeating cannot do harm. */
  mayRepeat(error: unknown): boolean {
    if (this.fresh) return false;
    return mayRepeat(error, this.#options.prepared, () => {
      const { connection, answered, mayHaveArrived } = this.#body;
      return { requests: connection.requests, answered, mayHaveArrived };
    });
  }

  onPhase(phase: Phase, bytesSent = 0): void {
    this.settings.onProgress?.({ phase, hop: this.settings.hop, bytesSent });
  }

  onDone(connection: Connection, reusable: boolean, reason?: Error): void {
    const { pool } = this.#options;
    if (reusable && !this.#isLast && !(connection.isHttp2 && this.#resets)) pool.release(connection);
    else pool.discard(connection, reason);
  }

  onExtraBytes(bytes: number | undefined): void {
    this.#options.notices.push(extraBytesNotice(bytes));
  }

  get rawBytes(): number {
    return this.#body.rawBytes;
  }

  open(onRaw?: OnRaw): AsyncIterable<Uint8Array> {
    const { limits, undecodable } = this.settings;
    try {
      const decoded = decodeBody(this.#body, this.#encoding, {
        limit: limits.bodyBytes,
        encodings: limits.encodings,
        undecodable,
        signal: this.settings.signal,
        onRaw,
        onNotice: (notice) => this.#options.notices.push(notice),
      });
      return this.#isEventStream && limits.eventBytes !== Infinity ? limitEvents(decoded, limits) : decoded;
    } catch (error) {
      // Its label alone was too much: nobody will read it.
      this.#body.abandon();
      throw error;
    }
  }

  whole(): readonly Uint8Array[] | undefined {
    const isPlain = this.#encoding === undefined && this.settings.limits.bodyBytes === Infinity;
    return isPlain ? this.#body.takeWhole() : undefined;
  }

  facts(): FaultFacts {
    return { ...this.#body.facts('body'), attempts: this.fresh ? 2 : 1 };
  }

  abandon(): void {
    this.#body.abandon();
  }

  get #body(): Transfer {
    if (this.#transfer === undefined) throw new Error('The request has not been sent yet.');
    return this.#transfer;
  }
}

function mayHaveBody(method: string, status: number): boolean {
  return method !== 'HEAD' && status !== 204 && status !== 304;
}

function extraBytesNotice(bytes: number | undefined): Notice {
  const what = bytes === undefined ? 'more bytes' : `${bytes} extra ${bytes === 1 ? 'byte' : 'bytes'}`;
  const message = `The server sent ${what} after the end of the response; the connection was closed.`;
  return { name: 'ExtraBytes', message, bytes };
}
