/**
 * One request and its answer on one connection: the handler that undici calls, and the body that a Response reads.
 * It watches the phases, the silence of the server, the caller's signal and back-pressure, and gives the connection
 * back when the body has been read to its end. It decodes nothing and retries nothing.
 */
import type { AdapterSettings } from './adapter.ts';
import type { Body } from '../request/body.ts';
import { cancellation } from '../session/cancellation.ts';
import type { Connection } from './connection.ts';
import { destinationOf } from './dial.ts';
import { RequestCancelled, RequestException } from '../errors/errors.ts';
import type { FaultFacts } from '../errors/errors.ts';
import type { Headers } from '../request/headers.ts';
import { hasOddFraming, headersOf } from './rawHeaders.ts';
import type { Phase, Stopwatch } from '../response/timings.ts';
import { TimeLimit } from './timeLimit.ts';
import type { TransportController, TransportHandler, TransportRequest } from './transport.ts';
import { isAnswerBehindAnswer, transferFailure } from '../errors/transportErrors.ts';
import {
  answerTooSlow,
  bodyTooSlow,
  headTooSlow,
  tooManyFields,
  tooManyInformational,
  trailersFault,
} from '../errors/answerFaults.ts';
import { payloadOf } from './payload.ts';

export interface TransferHead {
  readonly status: number;
  readonly reason: string;
  readonly headers: Headers;
}

/** Who has a request sent, and is told what becomes of it. */
export interface TransferOwner {
  readonly settings: AdapterSettings;
  readonly watch: Stopwatch;
  onPhase(phase: Phase, bytesSent: number): void;
  /** Called once, when the connection may carry another request (true) or must not (false). */
  onDone(connection: Connection, reusable: boolean, reason?: Error): void;
  /** Called before `onDone` when more came than the answer; the number is undefined when nobody can tell. */
  onExtraBytes(bytes: number | undefined): void;
}

interface PieceReader {
  resolve(result: IteratorResult<Uint8Array, undefined>): void;
  reject(error: RequestException): void;
}

const highWater = 256 * 1024;

export class Transfer implements TransportHandler, AsyncIterator<Uint8Array, undefined> {
  readonly connection: Connection;
  /** Settles when the header block is complete, or when that will not happen. */
  readonly head: Promise<TransferHead>;
  readonly #resolveHead: (head: TransferHead) => void;
  readonly #rejectHead: (error: RequestException) => void;
  readonly #owner: TransferOwner;
  readonly #startedWith: number;
  #controller: TransportController | undefined;
  #phase: Phase = 'wait';
  #headersComplete = false;
  #promised: number | undefined;
  #mayHaveBody = true;
  /** Others may take the answer to end elsewhere, so that what follows would be theirs. */
  #isFramingOdd = false;
  #queue: Uint8Array[] = [];
  #queued = 0;
  #paused = false;
  #ended = false;
  #done = false;
  #failure: RequestException | undefined;
  /** Who waits for the next piece; the queue is empty then. */
  #reader: PieceReader | undefined;
  /** On the server's silence (rule R100); undefined when it may last for ever. */
  readonly #silence: TimeLimit | undefined;
  /** On a header block that comes in pieces. */
  #headTime: TimeLimit | undefined;
  #onAbort: (() => void) | undefined;
  #bodySent = 0;
  #rawBytes = 0;
  #informational = 0;

  constructor(connection: Connection, owner: TransferOwner) {
    this.connection = connection;
    this.#owner = owner;
    this.#startedWith = connection.socket.bytesWritten;
    const { timeout, patience } = owner.settings;
    if (timeout.read !== undefined) {
      this.#silence = new TimeLimit({ limit: timeout.read, patience, onExpire: () => this.#expire() });
    }
    const { promise, resolve, reject } = Promise.withResolvers<TransferHead>();
    this.head = promise;
    this.#resolveHead = resolve;
    this.#rejectHead = reject;
  }

  /** Puts the request on the connection. */
  start(request: Omit<TransportRequest, 'body'>, body: Body): void {
    const { connection } = this;
    const { settings, watch } = this.#owner;
    connection.requests++;
    connection.tap.expectHead(settings.limits, this);
    if (settings.signal?.aborted === true) {
      this.#cancel();
      return;
    }
    if (settings.signal !== undefined) {
      this.#onAbort = () => this.#cancel();
      settings.signal.addEventListener('abort', this.#onAbort, { once: true });
    }
    this.#keepTime();
    watch.dispatched = performance.now();
    this.#mayHaveBody = request.method !== 'HEAD';
    this.#enter(body === null || body === '' ? 'wait' : 'upload');
    const payload = payloadOf(body, destinationOf(connection.target));
    connection.transport.dispatch({ ...request, body: payload }, this);
  }

  get rawBytes(): number {
    return this.#rawBytes;
  }

  get bodySent(): number {
    return this.#bodySent;
  }

  /** Request bytes written to the socket. */
  get bytesSent(): number {
    return this.connection.socket.bytesWritten - this.#startedWith;
  }

  /** Whether the server may have got some of the request. */
  get mayHaveArrived(): boolean {
    // HTTP/2 hands bytes to a layer that does not say what it wrote.
    return this.bytesSent > 0 || (this.connection.isHttp2 && this.#owner.watch.sent !== undefined);
  }

  /** Whether any byte of an answer has been seen. */
  get answered(): boolean {
    return this.#headersComplete || this.connection.tap.received.byteLength > 0;
  }

  /** The body; it can be read once. */
  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<IteratorResult<Uint8Array, undefined>> {
    const piece = this.#queue.shift();
    if (piece !== undefined) return Promise.resolve({ done: false, value: this.#taken(piece) });
    if (this.#failure !== undefined) return Promise.reject(this.#failure);
    if (!this.#ended) return new Promise((resolve, reject) => (this.#reader = { resolve, reject }));
    this.#release();
    return Promise.resolve({ done: true, value: undefined });
  }

  /** What is left of the body, when all of it has arrived and is at hand; undefined otherwise. */
  takeWhole(): readonly Uint8Array[] | undefined {
    if (!this.#ended || this.#failure !== undefined) return undefined;
    const pieces = this.#queue;
    this.#queue = [];
    this.#queued = 0;
    this.#release();
    return pieces;
  }

  return(): Promise<IteratorResult<Uint8Array, undefined>> {
    this.abandon();
    return Promise.resolve({ done: true, value: undefined });
  }

  abandon(): void {
    if (this.#done) return;
    this.#fail(new RequestCancelled('The response was closed before its body was read.', this.facts('body')));
  }

  onRequestStart(controller: TransportController): void {
    this.#controller = controller;
  }

  onBodySent(chunk: Uint8Array | string): void {
    this.#bodySent += chunk.length;
    this.#keepTime();
    this.#owner.onPhase('upload', this.#bodySent);
  }

  onRequestSent(): void {
    this.#owner.watch.sent = performance.now();
    if (this.#phase === 'upload') this.#enter('wait');
  }

  onResponseStarted(): void {
    this.#owner.watch.firstByte ??= performance.now();
    this.#keepTime();
    this.#enter('headers');
  }

  /** The header block comes in pieces: from here on it has so long. Told by the tap. */
  onPartialHead(): void {
    const { settings } = this.#owner;
    const limit = settings.limits.headerSeconds * 1000;
    if (this.#done || limit === Infinity) return;
    this.#headTime = new TimeLimit({
      limit,
      patience: settings.patience,
      onExpire: () => {
        this.#fail(headTooSlow((this.#headTime?.allowed ?? limit) / 1000, this.facts('headers')));
      },
    });
    this.#headTime.restart();
  }

  onResponseStart(controller: TransportController, status: number, _headers: unknown, reason = ''): void {
    if (status < 200) {
      this.#countInformational(controller);
      return;
    }
    const { connection } = this;
    const { watch, settings } = this.#owner;
    const headers = headersOf(controller.rawHeaders);
    if (headers.size > settings.limits.headerFields) {
      controller.abort(tooManyFields(headers.size, settings.limits.headerFields, this.facts('headers')));
      return;
    }
    watch.headers = performance.now();
    connection.tap.headComplete();
    this.#headTime?.stop();
    this.#headersComplete = true;
    const length = headers.getAll('content-length')[0];
    this.#promised = length === undefined || !/^\d+$/.test(length) ? undefined : Number(length);
    if (status === 204 || status === 304) this.#mayHaveBody = false;
    this.#isFramingOdd = hasOddFraming(headers, connection.tap.httpVersion);
    this.#enter('body');
    this.#keepTime();
    this.#resolveHead({ status, reason, headers });
  }

  onResponseData(controller: TransportController, chunk: Uint8Array): void {
    this.#rawBytes += chunk.byteLength;
    this.connection.tap.addContent(chunk.byteLength);
    const reader = this.#reader;
    if (reader !== undefined) {
      this.#reader = undefined;
      this.#keepTime();
      reader.resolve({ done: false, value: chunk });
      return;
    }
    this.#queue.push(chunk);
    this.#queued += chunk.byteLength;
    if (this.#queued >= highWater) {
      this.#paused = true;
      this.#stopTime();
      controller.pause();
    } else {
      this.#keepTime();
    }
  }

  onResponseEnd(controller: TransportController): void {
    const refusal = trailersFault(controller, this.#owner.settings.limits);
    if (refusal !== undefined) {
      this.#fail(refusal);
      return;
    }
    this.#owner.watch.end = performance.now();
    this.#ended = true;
    this.#stopTime();
    this.#stopListening();
    // undici decides right after this call whether the socket stays open.
    queueMicrotask(() => {
      if (this.#rawBytes === 0) this.#release();
      this.#wakeReader();
    });
  }

  onResponseError(_controller: TransportController, error: Error): void {
    this.#fail(error);
  }

  /** In HTTP/2; in HTTP/1.1 the tap takes them out. */
  #countInformational(controller: TransportController): void {
    const { informational } = this.#owner.settings.limits;
    if (++this.#informational > informational) controller.abort(tooManyInformational(informational));
  }

  #taken(piece: Uint8Array): Uint8Array {
    this.#queued -= piece.byteLength;
    if (this.#paused && this.#queued < highWater / 2) {
      this.#paused = false;
      this.#keepTime();
      this.#controller?.resume();
    }
    return piece;
  }

  /** The body has been read to its end, or there is none: the connection is free (rule R93). */
  #release(): void {
    if (this.#done) return;
    this.#done = true;
    const extra = this.#extraBytes();
    if (extra !== 0) this.#owner.onExtraBytes(extra);
    const { socket, isHttp2 } = this.connection;
    // A server that answers and stops reading would never take the next request.
    const isRead = isHttp2 || socket.writableLength === 0;
    this.#owner.onDone(this.connection, extra === 0 && isRead && !this.#isFramingOdd);
  }

  /** How much more came than the answer; undefined for some, when the parser saw them and nobody counted. */
  #extraBytes(): number | undefined {
    const { socket, tap } = this.connection;
    const length = this.#mayHaveBody ? this.#promised : 0;
    const counted = length === undefined ? 0 : tap.extraBytes(length);
    if (counted > 0) return counted;
    return socket.errored !== null && isAnswerBehindAnswer(socket.errored) ? undefined : 0;
  }

  #fail(cause: Error): void {
    if (this.#done || this.#failure !== undefined) return;
    this.#done = true;
    this.#stopTime();
    this.#headTime?.stop();
    this.#stopListening();
    const error = transferFailure(cause, {
      destination: destinationOf(this.connection.target),
      phase: this.#phase,
      clientCertificate: this.connection.tls?.clientCertificate,
      reused: this.connection.requests > 1,
      received: this.connection.tap.received,
      headersComplete: this.#headersComplete,
      bodyBytes: this.#rawBytes,
      promisedLength: this.#promised,
      headerBytes: this.#owner.settings.limits.headerBytes,
    });
    RequestException.addFacts(error, this.facts(this.#phase));
    this.#failure = error;
    this.#rejectHead(error);
    this.#owner.onDone(this.connection, false, error);
    this.#wakeReader();
  }

  /** What an error about this exchange says beside its message. */
  facts(phase: Phase): FaultFacts {
    const { host, port } = this.connection.target;
    return {
      phase,
      host,
      port,
      elapsed: performance.now() - this.#owner.watch.start,
      bytesSent: this.bytesSent,
      bytesReceived: this.#headersComplete ? this.#rawBytes : this.connection.tap.received.byteLength,
    };
  }

  #cancel(): void {
    this.#fail(
      cancellation(this.#owner.settings.signal, 'The request was cancelled.', this.facts(this.#phase)),
    );
  }

  #stopListening(): void {
    if (this.#onAbort !== undefined) this.#owner.settings.signal?.removeEventListener('abort', this.#onAbort);
  }

  #expire(): void {
    const seconds = (this.#silence?.allowed ?? 0) / 1000;
    const facts = this.facts(this.#phase);
    this.#fail(this.#headersComplete ? bodyTooSlow(seconds, facts) : answerTooSlow(seconds, facts));
  }

  /** Starts or restarts the measure of the server's silence. */
  #keepTime(): void {
    if (!this.#done) this.#silence?.restart();
  }

  #stopTime(): void {
    this.#silence?.stop();
  }

  #enter(phase: Phase): void {
    this.#phase = phase;
    this.#owner.onPhase(phase, this.#bodySent);
  }

  /** There will be nothing more for who waits for a piece. */
  #wakeReader(): void {
    const reader = this.#reader;
    this.#reader = undefined;
    if (reader === undefined) return;
    if (this.#failure !== undefined) {
      reader.reject(this.#failure);
      return;
    }
    this.#release();
    reader.resolve({ done: true, value: undefined });
  }
}
