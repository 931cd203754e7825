/**
 * The adapter that reaches the network: one undici Client for each connection, a pool around them, content decoding
 * after them. The only file that imports undici. It follows no redirect and keeps no cookie. A request that met a
 * connection which the server had just closed is sent once more on a fresh one, if that is safe (RFC 9110 9.2.2).
 */
import type { Socket } from 'node:net';
import Client from 'undici/lib/dispatcher/client.js';
import type { Adapter, AdapterSettings, Limits } from './adapter.ts';
import { Attempt } from './attempt.ts';
import { ConnectionPool } from './connectionPool.ts';
import type { ConnectionView } from './connections.ts';
import type { DialRoutes, DialTarget } from './dial.ts';
import { RequestException } from '../errors/errors.ts';
import type { Notice } from '../response/notices.ts';
import type { PreparedRequest } from '../request/preparedRequest.ts';
import type { Response } from '../response/response.ts';
import { notProcessed } from '../errors/http2Failure.ts';
import { dialTarget } from './target.ts';
import type { Transport } from './transport.ts';
import { speaksHttp2 } from './tlsFacts.ts';
import { checkWire, writtenFraming } from '../request/wireHead.ts';

export interface UndiciAdapterOptions extends DialRoutes {
  /** Connections to one host at a time; further requests wait. Default 64. */
  readonly maxConnectionsPerHost?: number;
  /** Idle connections kept for one host; more are closed within a second. Default 10 (rule R92). */
  readonly maxIdlePerHost?: number;
  /** Milliseconds an idle connection is kept when the server does not say. Default 5 minutes. */
  readonly keepAlive?: number;
}

/** An adapter for `http://` and `https://`. Its connections close with `close`, or when they have been idle. */
export function createUndiciAdapter(options: UndiciAdapterOptions = {}): Adapter {
  return new UndiciAdapter(options);
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
        const fresh = attempts > 1;
        const attempt = new Attempt({ pool: this.#pool, prepared, settings, target, notices, fresh });
        const acquired = this.#pool.acquire(target, attempt);
        const transfer = attempt.begin(acquired instanceof Promise ? await acquired : acquired);
        try {
          return attempt.responseOf(await transfer.head);
        } catch (error) {
          if (!attempt.mayRepeat(error)) throw error;
          notices.push(retriedNotice(target, attempts + 1));
        }
      }
    } catch (error) {
      if (error instanceof RequestException) {
        const elapsed = performance.now() - startedAt;
        RequestException.addFacts(error, { attempts, elapsed, request: prepared, ...hintAbout(prepared) });
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
}

function retriedNotice({ host, port }: DialTarget, attempts: number): Notice {
  const message = `${host}:${port} closed the kept connection as the request arrived; it was sent again on a new one.`;
  return { name: 'Retried', message, attempts };
}

/** A server that waits for the rest of a body looks like one that is slow. */
function hintAbout(prepared: PreparedRequest): { readonly hint?: string } {
  if (writtenFraming(prepared) === undefined) return {};
  return {
    hint: 'Content-Length or Transfer-Encoding was set by hand: the server may have waited for more, or for less.',
  };
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
