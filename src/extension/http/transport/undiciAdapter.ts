/**
 * The adapter that reaches the network: one undici Client for each connection, a pool around them, content decoding
 * after them. The only file that imports undici. It follows no redirect and keeps no cookie. A request that met a
 * connection which the server had just closed is sent once more on a fresh one, if that is safe (RFC 9110 9.2.2).
 */
import type { Socket } from 'node:net';
import Client from 'undici/lib/dispatcher/client.js';
import type { Adapter, AdapterSettings, Limits } from './adapter.ts';
import { isBodyStream } from '../request/body.ts';
import type { Connection } from './connection.ts';
import { ConnectionPool } from './connectionPool.ts';
import type { ConnectionView } from './connections.ts';
import { decodeBody } from '../response/contentDecoding.ts';
import type { DecodeOptions } from '../response/contentDecoding.ts';
import type { DialRoutes, DialTarget } from './dial.ts';
import { RequestException } from '../errors/errors.ts';
import type { Notice } from '../response/notices.ts';
import type { PreparedRequest } from '../request/preparedRequest.ts';
import { Response } from '../response/response.ts';
import type { ResponseBody } from '../response/response.ts';
import type { Phase } from '../response/timings.ts';
import { createStopwatch, timingsOf } from '../response/timings.ts';
import { notProcessed } from '../errors/transportErrors.ts';
import { dialTarget, proxyRequestTarget } from './target.ts';
import { Transfer } from './transfer.ts';
import type { Transport } from './transfer.ts';
import { speaksHttp2 } from './tlsFacts.ts';
import { checkWire, closesConnection } from '../request/wireHead.ts';

export interface UndiciAdapterOptions extends DialRoutes {
  /** Connections to one host at a time; further requests wait. Default 64. */
  readonly maxConnectionsPerHost?: number;
  /** Idle connections kept for one host. Default 10 (rule R92). */
  readonly maxIdlePerHost?: number;
  /** Milliseconds an idle connection is kept when the server does not say. Default 5 minutes. */
  readonly keepAlive?: number;
}

/** Methods whose request may arrive twice without harm. */
const idempotent: ReadonlySet<string> = new Set([
  'GET',
  'HEAD',
  'OPTIONS',
  'TRACE',
  'PUT',
  'DELETE',
  'QUERY',
]);
/** What a server that closes a kept connection looks like. */
const staleFaults: ReadonlySet<string> = new Set(['StaleConnection', 'ConnectionReset', 'ConnectionClosed']);

/** An adapter for `http://` and `https://`. Its connections close with `close`, or when they have been idle. */
export function createUndiciAdapter(options: UndiciAdapterOptions = {}): Adapter {
  return new UndiciAdapter(options);
}

interface AttemptOptions {
  readonly target: DialTarget;
  /** Where to put what is odd about the answer. */
  readonly notices: Notice[];
  /** Never use a kept connection. */
  readonly fresh: boolean;
}

class UndiciAdapter implements Adapter {
  readonly #pool: ConnectionPool;

  constructor(options: UndiciAdapterOptions) {
    const keepAlive = options.keepAlive ?? 300_000;
    this.#pool = new ConnectionPool({
      routes: options,
      maxPerHost: options.maxConnectionsPerHost ?? 64,
      maxIdlePerHost: options.maxIdlePerHost ?? 10,
      createTransport: (socket, limits) => createTransport(socket, limits, keepAlive),
    });
  }

  async send(prepared: PreparedRequest, settings: AdapterSettings): Promise<Response> {
    const startedAt = performance.now();
    const notices: Notice[] = [];
    let attempts = 0;
    try {
      checkWire(prepared);
      const target = dialTarget(prepared, settings);
      for (;;) {
        attempts++;
        const outcome = await this.#attempt(prepared, settings, { target, notices, fresh: attempts > 1 });
        if (outcome instanceof Response) return outcome;
        notices.push(retriedNotice(target, attempts + 1));
      }
    } catch (error) {
      if (error instanceof RequestException) {
        const elapsed = performance.now() - startedAt;
        RequestException.addFacts(error, { attempts, elapsed, request: prepared });
      }
      throw error;
    }
  }

  close(): Promise<void> {
    this.#pool.retireAll();
    return Promise.resolve();
  }

  connections(): readonly ConnectionView[] {
    return this.#pool.views();
  }

  closeConnection(id: number): void {
    this.#pool.close(id);
  }

  onDidChangeConnections(listener: () => void): () => void {
    return this.#pool.onDidChange(listener);
  }

  /** Sends once. Resolves with 'again' when the connection proved stale and the request may be repeated. */
  async #attempt(
    prepared: PreparedRequest,
    settings: AdapterSettings,
    { target, notices, fresh }: AttemptOptions,
  ): Promise<Response | 'again'> {
    const watch = createStopwatch();
    const onPhase = (phase: Phase, bytesSent = 0): void => {
      settings.onProgress?.({ phase, hop: settings.hop, bytesSent });
    };
    const connection = await this.#pool.acquire(target, {
      timeout: settings.timeout.connect,
      signal: settings.signal,
      limits: settings.limits,
      watch,
      onPhase,
      fresh,
    });
    const wire = wireRequest(prepared, target, connection.isHttp2);
    const transfer = new Transfer({
      connection,
      settings,
      watch,
      onPhase,
      onDone: (reusable, reason) => {
        if (reusable && !(connection.isHttp2 && wire.reset)) this.#pool.release(connection);
        else this.#pool.discard(connection, reason);
      },
      onExtraBytes: (bytes) => notices.push(extraBytesNotice(bytes)),
    });
    transfer.start(wire, prepared.body);
    try {
      const head = await transfer.head;
      const facts = connection.facts();
      const decoding: DecodeOptions = {
        limit: settings.limits.bodyBytes,
        undecodable: settings.undecodable,
        onNotice: (notice) => notices.push(notice),
      };
      const encoding = mayHaveBody(prepared.method, head.status)
        ? head.headers.get('content-encoding')
        : undefined;
      return new Response({
        request: prepared,
        url: prepared.url,
        ...head,
        httpVersion: connection.isHttp2 ? '2' : connection.tap.httpVersion,
        elapsed: (watch.headers ?? watch.start) - watch.start,
        timings: () => timingsOf(watch),
        connection: facts,
        notices: () => notices,
        body: new DecodedBody(transfer, encoding, decoding),
      });
    } catch (error) {
      if (!fresh && mayRepeat(error, prepared, connection, transfer)) return 'again';
      throw error;
    }
  }
}

class DecodedBody implements ResponseBody {
  readonly #transfer: Transfer;
  readonly #encoding: string | undefined;
  readonly #options: DecodeOptions;

  constructor(transfer: Transfer, encoding: string | undefined, options: DecodeOptions) {
    this.#transfer = transfer;
    this.#encoding = encoding;
    this.#options = options;
  }

  get rawBytes(): number {
    return this.#transfer.rawBytes;
  }

  open(): AsyncIterable<Uint8Array> {
    return decodeBody(this.#transfer, this.#encoding, this.#options);
  }

  abandon(): void {
    this.#transfer.abandon();
  }
}

/** The stale-socket rule: once, on a fresh connection, when nothing was answered and repeating cannot do harm. */
function mayRepeat(
  error: unknown,
  prepared: PreparedRequest,
  connection: Connection,
  transfer: Transfer,
): boolean {
  if (!(error instanceof RequestException) || !staleFaults.has(error.name)) return false;
  const replayable = !isBodyStream(prepared.body) || prepared.body.replayable;
  if (error.code === notProcessed) return replayable;
  if (connection.requests < 2 || transfer.answered) return false;
  if (!transfer.mayHaveArrived) return true;
  return idempotent.has(prepared.method) && replayable;
}

function retriedNotice({ host, port }: DialTarget, attempts: number): Notice {
  const message = `${host}:${port} closed the kept connection as the request arrived; it was sent again on a new one.`;
  return { name: 'Retried', message, attempts };
}

function extraBytesNotice(bytes: number | undefined): Notice {
  const what = bytes === undefined ? 'more bytes' : `${bytes} extra ${bytes === 1 ? 'byte' : 'bytes'}`;
  const message = `The server sent ${what} after the end of the response; the connection was closed.`;
  return { name: 'ExtraBytes', message, bytes };
}

function wireRequest(
  prepared: PreparedRequest,
  target: DialTarget,
  isHttp2: boolean,
): { path: string; method: string; headers: string[]; reset: boolean } {
  const { target: path, headers } = prepared.wireHead;
  const lines: string[] = [];
  const authorization = target.proxy?.tunnel === false ? target.proxy.authorization : undefined;
  for (const [name, value] of headers) {
    // undici writes both itself: from `reset`, and from the kind of body.
    if (name === 'connection' || name === 'transfer-encoding') continue;
    // The proxy URL's credentials win over a typed header (rule R31).
    if (authorization !== undefined && /^proxy-authorization$/i.test(name)) continue;
    if (isHttp2 && isForbiddenInHttp2(name, value)) continue;
    lines.push(name, value);
  }
  if (authorization !== undefined) lines.push('Proxy-Authorization', authorization);
  return {
    path: proxyRequestTarget(prepared, target) ?? path,
    method: prepared.method,
    headers: lines,
    reset: closesConnection(prepared),
  };
}

/** Fields about one HTTP/1.1 connection (RFC 9113 8.2.2). */
function isForbiddenInHttp2(name: string, value: string): boolean {
  if (/^te$/i.test(name)) return value.trim().toLowerCase() !== 'trailers';
  return /^(?:proxy-connection|http2-settings)$/i.test(name);
}

function mayHaveBody(method: string, status: number): boolean {
  return method !== 'HEAD' && status !== 204 && status !== 304;
}

function createTransport(socket: Socket, limits: Limits, keepAlive: number): Transport {
  const isHttp2 = speaksHttp2(socket);
  let taken = false;
  // The scheme is what HTTP/2 tells the server; nothing else of it is used.
  const client = new Client(`${isHttp2 ? 'https' : 'http'}://connection.invalid`, {
    // The socket is connected already; a second call would be a reconnect, which is the pool's business. undici
    // ignores an answer that comes before this function has returned. undici asks again only with a request in hand
    // that the server has not processed.
    connect: (_options, callback) => {
      const error = taken
        ? Object.assign(new Error('the connection is closed'), { code: notProcessed })
        : null;
      taken = true;
      queueMicrotask(() => callback(error, error === null ? socket : null));
    },
    pipelining: 1,
    allowH2: isHttp2,
    headersTimeout: 0,
    bodyTimeout: 0,
    keepAliveTimeout: keepAlive,
    keepAliveMaxTimeout: 600_000,
    maxHeaderSize: limits.headerBytes,
  });
  return client;
}
