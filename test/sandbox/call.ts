/**
 * One request being answered: what a route reads and the few ways in which it answers. It knows no routes.
 * Everything that waits here stops when the client goes away, so that a cancelled stream costs nothing.
 */

import { once } from 'node:events';
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { pairs } from './requestLog.ts';

/** The largest body that a route may ask for as a whole. */
export const WHOLE_BODY_LIMIT = 16 * 1024 * 1024;

/** A refusal with a status; the server answers it as JSON `{ error }`. */
export class Refusal extends Error {
  readonly status: number;
  readonly headers: OutgoingHttpHeaders;

  constructor(status: number, message: string, headers: OutgoingHttpHeaders = {}) {
    super(message);
    this.status = status;
    this.headers = headers;
  }
}

export interface CallOptions {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly secure: boolean;
  /** Decoded values of `:name` in the route's path. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** Told every body chunk when it is read. */
  readonly onBody: (chunk: Buffer) => void;
}

export class Call {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly secure: boolean;
  readonly query: URLSearchParams;
  readonly method: string;
  /** Aborted when the client closes the connection before the answer is complete. */
  readonly signal: AbortSignal;
  readonly #params: Readonly<Record<string, string>>;
  readonly #onBody: (chunk: Buffer) => void;
  #body: Promise<Buffer> | undefined;

  constructor(options: CallOptions) {
    this.request = options.request;
    this.response = options.response;
    this.secure = options.secure;
    this.query = options.query;
    this.method = options.request.method ?? 'GET';
    this.#params = options.params;
    this.#onBody = options.onBody;
    const gone = new AbortController();
    this.signal = gone.signal;
    this.response.once('close', () => gone.abort());
    // Writing to a client that has just gone is no failure of this server.
    this.response.on('error', () => gone.abort());
  }

  /** The absolute URL, built from the connection, the `Host` header and the request target. */
  get url(): string {
    const target = this.request.url ?? '/';
    if (/^https?:\/\//i.test(target)) return target;
    return `${this.origin}${target.startsWith('/') ? target : `/${target}`}`;
  }

  /** `scheme://host:port` as the client sees this server. */
  get origin(): string {
    const host = this.request.headers.host ?? `127.0.0.1:${this.request.socket.localPort ?? 0}`;
    return `${this.secure ? 'https' : 'http'}://${host}`;
  }

  /** The client's address. */
  get address(): string {
    return this.request.socket.remoteAddress ?? '';
  }

  /** Request headers, order, case and duplicates as sent. */
  get headers(): readonly (readonly [string, string])[] {
    return pairs(this.request.rawHeaders);
  }

  param(name: string): string {
    return this.#params[name] ?? '';
  }

  /** A number from the path or query between `min` and `max`; refuses with 400 what is not one. */
  number(name: string, range: NumberRange): number {
    const text = this.#params[name] ?? this.query.get(name);
    if (text === null || text === '') {
      if (range.otherwise !== undefined) return range.otherwise;
      throw new Refusal(400, `Give a number for "${name}".`);
    }
    const value = Number(text);
    const whole = range.fraction === true || Number.isInteger(value);
    if (!Number.isFinite(value) || !whole || value < range.min || value > range.max) {
      throw new Refusal(400, `"${name}" must be a number from ${range.min} to ${range.max}, not "${text}".`);
    }
    return value;
  }

  /** The body's bytes as they arrive. Can be read once. */
  async *chunks(): AsyncGenerator<Buffer, void, undefined> {
    // Leaving early must not destroy the socket: a refusal is still to be sent on it.
    for await (const chunk of this.request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      this.#onBody(chunk);
      yield chunk;
    }
  }

  /** The whole body; refuses with 413 what is longer than 16 MiB. */
  body(): Promise<Buffer> {
    this.#body ??= this.#readBody();
    return this.#body;
  }

  async #readBody(): Promise<Buffer> {
    const parts: Buffer[] = [];
    let length = 0;
    for await (const chunk of this.chunks()) {
      length += chunk.length;
      if (length > WHOLE_BODY_LIMIT) {
        throw new Refusal(413, `This path takes bodies up to ${WHOLE_BODY_LIMIT} bytes; /upload takes more.`);
      }
      parts.push(chunk);
    }
    return Buffer.concat(parts);
  }

  /** Answers with indented JSON, as httpbin does. */
  json(value: unknown, status = 200, headers: OutgoingHttpHeaders = {}): void {
    this.send(`${JSON.stringify(value, null, 2)}\n`, 'application/json', { status, headers });
  }

  /** Answers with one whole body. */
  send(body: string | Uint8Array, type: string | undefined, options: SendOptions = {}): void {
    const bytes = typeof body === 'string' ? Buffer.from(body) : body;
    this.response.writeHead(options.status ?? 200, {
      ...(type === undefined ? {} : { 'Content-Type': type }),
      'Content-Length': bytes.length,
      ...options.headers,
    });
    this.response.end(bytes);
  }

  /** Answers with a status and no body at all. */
  empty(status: number, headers: OutgoingHttpHeaders = {}): void {
    const bare = status === 204 || status === 304;
    this.response.writeHead(status, bare ? headers : { 'Content-Length': 0, ...headers });
    this.response.end();
  }

  redirect(location: string, status = 302, headers: OutgoingHttpHeaders = {}): void {
    this.empty(status, { Location: location, ...headers });
  }

  /**
   * Answers with a body that is produced while it is sent. The producer waits while the client's socket is
   * full. A HEAD request gets the headers only.
   */
  async stream(
    body: AsyncIterable<string | Uint8Array> | Iterable<string | Uint8Array>,
    options: StreamOptions,
  ): Promise<void> {
    this.response.writeHead(options.status ?? 200, { 'Content-Type': options.type, ...options.headers });
    this.response.flushHeaders();
    if (this.method !== 'HEAD') {
      for await (const chunk of body) {
        if (!this.response.write(chunk)) await once(this.response, 'drain', { signal: this.signal });
        this.signal.throwIfAborted();
      }
    }
    this.response.end();
  }

  /** Waits, unless the client goes away first. */
  async wait(milliseconds: number): Promise<void> {
    await wait(milliseconds, undefined, { signal: this.signal });
  }
}

export interface NumberRange {
  readonly min: number;
  readonly max: number;
  /** Used when the number is not given; without it the number must be given. */
  readonly otherwise?: number;
  /** Whether parts of one are allowed. */
  readonly fraction?: boolean;
}

export interface SendOptions {
  readonly status?: number;
  readonly headers?: OutgoingHttpHeaders;
}

export interface StreamOptions extends SendOptions {
  readonly type: string;
}
