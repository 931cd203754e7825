/**
 * Sends a prepared exchange and tells what happens to it: pending, streaming, then done, cancelled or failed. The
 * body goes into the store while it arrives, and what arrived is kept however it ends. It prepares nothing and
 * never rejects; a failure is part of the Exchange.
 */
import { setTimeout } from 'node:timers/promises';
import type { PreparedRequest, Response, SendProgress } from '../../http/index.ts';
import { Patience, RequestCancelled, RequestException } from '../../http/index.ts';
import type { BodyStore } from '../bodies/bodyStore.ts';
import type { Exchange } from './exchange.ts';
import type { Clock } from '../ports.ts';
import { systemClock } from '../ports.ts';
import type { SendableExchange } from '../prepare/prepareExchange.ts';
import { secretHeaders } from '../prepare/secretHeaders.ts';
import type { SavedOutput } from '../outputs/outputs.ts';
import { maskedResults } from '../scripts/maskedResults.ts';
import { skipChecks } from '../tests/checks.ts';
import { blockingError } from '../prepare/unresolved.ts';
import { loadChecks, loadHandlers } from './lateParts.ts';

export interface SendExchangeOptions {
  /** Where the body is kept; its reader is in the Exchange and belongs to whoever keeps that. */
  readonly bodies: BodyStore;
  /** Called with each new value, the last one included. */
  readonly onDidChange?: ((exchange: Exchange) => void) | undefined;
  /** Called with each piece of the body as it arrives, before it is kept; must not change it. */
  readonly onDidReceive?: ((piece: Uint8Array) => void) | undefined;
  /** What the user made of the prepared request; sent exactly as it is. */
  readonly edited?: PreparedRequest | undefined;
  /** Sends although a variable in the URL or a header is not defined. */
  readonly force?: boolean | undefined;
  /**
   * Awaited before the end is told, unless it was cancelled: what the answer brought with it, such as its cookies, is
   * then in its place. Must not reject.
   */
  readonly beforeEnd?: (() => Promise<void>) | undefined;
  /** Asked before a redirect takes the body along to another origin; it always goes when this is left out. */
  readonly mayTakeBody?: ((to: string) => Promise<boolean>) | undefined;
  /** Ends the send like `cancel`. */
  readonly signal?: AbortSignal | undefined;
  readonly clock?: Clock | undefined;
}

export interface RunningExchange {
  /** The newest value. */
  readonly exchange: Exchange;
  /** The last value. Never rejects. */
  readonly finished: Promise<Exchange>;
  /** Ends it; what has arrived stays. Does nothing after the end. */
  cancel(): void;
  /** Adds so many milliseconds to the limit that runs now and to later ones. */
  extend(milliseconds: number): void;
}

/** Begins at once. */
export function sendExchange(prepared: SendableExchange, options: SendExchangeOptions): RunningExchange {
  return new Run(prepared, options);
}

class Run implements RunningExchange {
  readonly finished: Promise<Exchange>;
  readonly #prepared: SendableExchange;
  readonly #options: SendExchangeOptions;
  readonly #clock: Clock;
  readonly #cancelled = new AbortController();
  readonly #patience = new Patience();
  #exchange: Exchange;
  /** When the answer was whole, where scripts ran after it: they are no part of its duration. */
  #answeredAt: number | undefined;

  constructor(prepared: SendableExchange, options: SendExchangeOptions) {
    this.#prepared = prepared;
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#exchange = {
      ...prepared.exchange,
      prepared: options.edited ?? prepared.exchange.prepared,
      state: 'pending',
      phase: 'queue',
      startedAt: this.#clock.now(),
    };
    this.finished = this.#run();
  }

  get exchange(): Exchange {
    return this.#exchange;
  }

  cancel(): void {
    this.#cancelled.abort();
  }

  extend(milliseconds: number): void {
    this.#patience.extend(milliseconds);
  }

  async #run(): Promise<Exchange> {
    // The caller gets its RunningExchange before the first change is told.
    await Promise.resolve();
    this.#tell();
    const stopListening = this.#listen();
    try {
      this.#refuseUnresolved();
      await this.#sleep();
      const response = await this.#send();
      await this.#receive(response);
      const saved = await this.#save();
      await this.#end({ state: 'done', ...saved, ...(await this.#handle(response)) });
    } catch (error) {
      await this.#fail(error);
    } finally {
      stopListening();
    }
    return this.#exchange;
  }

  #refuseUnresolved(): void {
    if (this.#options.force === true) return;
    const error = blockingError(this.#prepared.unresolved, this.#exchange.source.file);
    if (error !== undefined) throw error;
  }

  /** Ends early when it is cancelled, which the send finds at once. */
  async #sleep(): Promise<void> {
    const { sleep = 0 } = this.#prepared;
    if (sleep === 0) return;
    await setTimeout(sleep, undefined, { signal: this.#cancelled.signal }).catch(() => undefined);
    this.#change({ startedAt: this.#clock.now() });
  }

  #send(): Promise<Response> {
    const { session, options, handlers } = this.#prepared;
    handlers?.expect();
    const { prepared } = this.#exchange;
    return session.send(prepared, {
      ...options,
      ...session.mergeEnvironmentSettings(prepared.url, options),
      isSecretHeader: secretHeaders(this.#prepared.secrets),
      mayTakeBody: this.#options.mayTakeBody,
      stream: true,
      // What cannot be decoded is shown as it came; the response says so.
      undecodable: 'raw',
      signal: this.#cancelled.signal,
      patience: this.#patience,
      onProgress: (progress) => {
        this.#progress(progress);
      },
    });
  }

  async #receive(response: Response): Promise<void> {
    const spool = this.#options.bodies.createSpool(charsetOf(response));
    this.#change({
      state: 'streaming',
      phase: 'body',
      response,
      body: spool.reader,
      expectedLength: promisedLength(response),
    });
    let isWhole = false;
    try {
      const { appendRaw } = spool;
      const onRaw = appendRaw && ((bytes: Uint8Array) => this.#keep(() => appendRaw(bytes)));
      for await (const chunk of response.iterContent(null, { onRaw })) {
        this.#options.onDidReceive?.(chunk);
        await this.#keep(() => spool.append(chunk));
        this.#tell();
      }
      isWhole = true;
    } finally {
      await spool.end(isWhole);
      if (!isWhole) response.close();
    }
  }

  async #keep(append: () => Promise<void>): Promise<void> {
    try {
      await append();
    } catch (error) {
      this.#change({ phase: 'save' });
      throw savingError(error);
    }
  }

  #progress({ phase, bytesSent }: SendProgress): void {
    const { endedAt, phase: before, bytesSent: sentBefore } = this.#exchange;
    if (endedAt !== undefined || (phase === before && bytesSent === sentBefore)) return;
    this.#change({ phase, bytesSent });
  }

  async #fail(error: unknown): Promise<void> {
    const failure = error instanceof RequestException ? error : internalError(error);
    const state = failure.name === 'Cancelled' ? 'cancelled' : 'failed';
    await this.#end({ state, phase: failure.phase ?? this.#exchange.phase, error: failure });
  }

  async #end(change: Partial<Exchange>): Promise<void> {
    const endedAt = this.#answeredAt ?? this.#clock.now();
    // Who cancels wants it to be over.
    if (change.state !== 'cancelled') await this.#options.beforeEnd?.();
    this.#change({ ...change, endedAt, ...(await this.#check(change, endedAt)) });
  }

  /** Writes the body where the file says; a request without `>>` waits for nothing. */
  async #save(): Promise<Pick<Exchange, 'saved'>> {
    const { outputs = [] } = this.#prepared;
    const { body } = this.#exchange;
    if (outputs.length === 0 || body === undefined) return {};
    const { saveOutput } = await import('../outputs/saveOutput.ts');
    const saved: SavedOutput[] = [];
    for (const output of outputs) saved.push(await saveOutput(output, body, this.#cancelled.signal));
    return { saved };
  }

  /** Runs the scripts after the request; one without any waits for nothing. */
  async #handle(response: Response): Promise<Pick<Exchange, 'tests' | 'logs'>> {
    const { handlers, secrets } = this.#prepared;
    if (handlers === undefined) return {};
    this.#answeredAt = this.#clock.now();
    this.#change({ phase: 'script' });
    const { prepared, body, tests = [], logs = [] } = this.#exchange;
    const { runHandlers } = await loadHandlers();
    const results = await runHandlers(handlers, { prepared, response, body }, this.#cancelled.signal);
    const masked = maskedResults(results, secrets);
    return { tests: [...tests, ...(masked.tests ?? [])], logs: [...logs, ...(masked.logs ?? [])] };
  }

  /** What the checks came to; a request without any waits for nothing. Who cancels meanwhile has cancelled the send. */
  async #check(change: Partial<Exchange>, endedAt: number): Promise<Partial<Exchange>> {
    const { checks = [] } = this.#prepared;
    if (checks.length === 0) return {};
    const { response, body, startedAt = endedAt, tests = [] } = this.#exchange;
    const before = change.tests ?? tests;
    if (change.state !== 'done' || response === undefined)
      return { tests: [...before, ...skipChecks(checks)] };
    const { runChecks } = await loadChecks();
    const answer = { response, body, duration: endedAt - startedAt };
    const results = await runChecks(checks, answer, this.#cancelled.signal);
    const all = { tests: [...before, ...results] };
    if (!this.#cancelled.signal.aborted) return all;
    const error = new RequestCancelled('The request was cancelled while its answer was checked.', {
      phase: 'script',
    });
    return { ...all, state: 'cancelled', phase: 'script', error };
  }

  /** By hand: `AbortSignal.any` for each of many requests costs more than the rest of what is done here. */
  #listen(): () => void {
    const { signal } = this.#options;
    const abort = (): void => this.#cancelled.abort(signal?.reason);
    if (signal?.aborted === true) abort();
    signal?.addEventListener('abort', abort, { once: true });
    return () => signal?.removeEventListener('abort', abort);
  }

  #change(change: Partial<Exchange>): void {
    this.#exchange = { ...this.#exchange, ...change };
    this.#tell();
  }

  /** The value may be the same while its body grows. */
  #tell(): void {
    this.#options.onDidChange?.(this.#exchange);
  }
}

function charsetOf(response: Response): string | undefined {
  return /;\s*charset\s*=\s*"?([^\s";,]+)/i.exec(response.headers.get('Content-Type') ?? '')?.[1];
}

/** Bytes promised for the body as it will be read: an encoded body's length says nothing about it. */
function promisedLength(response: Response): number | undefined {
  const { headers, status, request } = response;
  if (request.method === 'HEAD' || status === 204 || status === 304) return 0;
  const promised = headers.get('Content-Length');
  const isEncoded = (headers.get('Content-Encoding') ?? 'identity').toLowerCase() !== 'identity';
  return promised === undefined || isEncoded || !/^\d+$/.test(promised) ? undefined : Number(promised);
}

function savingError(cause: unknown): RequestException {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  const isFull = code === 'ENOSPC' || code === 'EDQUOT';
  return new RequestException(
    isFull ? 'The disk is full: the body could not be kept.' : 'The body could not be kept on disk.',
    isFull ? 'DiskFull' : 'Internal',
    { phase: 'save', cause, ...(isFull ? { hint: 'Free some space for temporary files.' } : {}) },
  );
}

/** A fault of ours; its text may help, its stack would not. */
function internalError(cause: unknown): RequestException {
  const message = cause instanceof Error ? cause.message : String(cause);
  return new RequestException(`Something went wrong inside: ${message}`, 'Internal', { cause });
}
