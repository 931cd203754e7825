/**
 * The open connections of an adapter: which are idle, which carry a request, which are being opened. A connection
 * is found by everything that makes two of them unequal (host, port, TLS settings, proxy). Requests wait here when
 * a host has as many connections as allowed. Sends nothing itself.
 */
import type { Socket } from 'node:net';
import type { AdapterSettings, Limits } from './adapter.ts';
import { cancellation } from '../session/cancellation.ts';
import { Connection } from './connection.ts';
import type { ConnectionView, PassedAddress } from './connections.ts';
import { dial } from './dial.ts';
import type { DialOptions, DialRoutes, DialTarget } from './dial.ts';
import { ConnectionError } from '../errors/errors.ts';
import { Lane } from './lane.ts';
import type { Waiter } from './lane.ts';
import type { Phase, Stopwatch } from '../response/timings.ts';
import { tlsKey } from './tlsSettings.ts';
import type { Transport } from './transport.ts';

export interface PoolOptions {
  readonly routes: DialRoutes;
  /** Puts undici on a connected socket. */
  readonly createTransport: (socket: Socket, limits: Limits) => Transport;
  /** Connections to one host at a time; further requests wait. */
  readonly maxPerHost: number;
  /** Idle connections kept for one host; more are closed within a second (rule R92). */
  readonly maxIdlePerHost: number;
}

/** Who needs a connection. */
export interface Acquirer {
  readonly settings: Pick<AdapterSettings, 'timeout' | 'signal' | 'limits' | 'patience'>;
  readonly watch: Stopwatch;
  /** Never take an idle connection. */
  readonly fresh: boolean;
  onPhase(phase: Phase): void;
}

/** Milliseconds. */
const surplusLifetime = 1000;

let lastId = 0;

export class ConnectionPool {
  readonly #options: PoolOptions;
  /** By key; a lane goes with its last connection. */
  readonly #lanes = new Map<string, Lane>();
  readonly #listeners = new Set<() => void>();
  #trimming: NodeJS.Timeout | undefined;

  constructor(options: PoolOptions) {
    this.#options = options;
  }

  /** An open connection that is the caller's until it is released or discarded. Rejects with a RequestException. */
  acquire(target: DialTarget, by: Acquirer): Connection | Promise<Connection> {
    const key = keyOf(target, by.settings.limits);
    const lane = this.#laneOf(key);
    const idle = by.fresh ? undefined : lane.takeIdle();
    if (idle !== undefined) {
      this.#changed();
      return idle;
    }
    if (lane.connections.size < this.#options.maxPerHost) return this.#connect(key, lane, target, by);
    by.onPhase('queue');
    return this.#turn(lane, target, by);
  }

  /** The connection may carry the next request. */
  release(connection: Connection): void {
    if (connection.retired || !connection.usable) {
      this.discard(connection);
      return;
    }
    const lane = this.#laneOf(connection.key);
    const waiter = lane.firstWaiter;
    if (waiter?.fresh === true) {
      this.discard(connection);
      return;
    }
    if (waiter === undefined) {
      lane.rest(connection);
      this.#limitIdle(lane);
    } else {
      lane.wake(waiter, connection);
    }
    this.#changed();
  }

  /** The connection is closed, and whatever it was doing fails. */
  discard(connection: Connection, reason?: Error): void {
    this.#drop(connection, reason);
    this.#lanes.get(connection.key)?.wakeFirst();
    this.#changed();
  }

  views(): readonly ConnectionView[] {
    return this.#all().map((connection) => connection.view());
  }

  close(id: number): void {
    for (const connection of this.#all()) {
      if (connection.id === id) this.discard(connection, closedByHand(connection));
    }
  }

  /** Closes idle connections; those in use close when they would become idle. */
  retireAll(): void {
    for (const connection of this.#all()) {
      connection.retired = true;
      if (connection.state === 'idle') this.discard(connection);
    }
  }

  onDidChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async #connect(key: string, lane: Lane, target: DialTarget, by: Acquirer): Promise<Connection> {
    const connection = new Connection(++lastId, key, target);
    lane.add(connection);
    this.#changed();
    const { routes, createTransport } = this.#options;
    const { timeout, signal, limits, patience } = by.settings;
    const onPhase = (phase: Phase): void => by.onPhase(phase);
    const { watch } = by;
    const onPassedOver = (passed: PassedAddress): void => void connection.passedOver.push(passed);
    const dialOptions: DialOptions = {
      ...{ timeout: timeout.connect, patience, signal, watch, routes },
      ...{ onPhase, onPassedOver },
    };
    try {
      const socket = await dial(target, dialOptions);
      const transport = createTransport(socket, limits);
      connection.opened(socket, transport);
      transport.on('disconnect', () => this.#disconnected(connection));
      connection.state = 'active';
      this.#changed();
      return connection;
    } catch (error) {
      this.discard(connection);
      throw error;
    }
  }

  #disconnected(connection: Connection): void {
    // A server that says goodbye in HTTP/2 may still answer what it has begun, and tells what it has not.
    if (connection.isHttp2 && connection.state === 'active') connection.retired = true;
    else this.discard(connection);
  }

  /** A burst of requests is often followed by another one, so what is too many is closed a moment later. */
  #limitIdle(lane: Lane): void {
    if (this.#trimming !== undefined || lane.connections.size <= this.#options.maxIdlePerHost) return;
    this.#trimming = setTimeout(() => this.#trim(), surplusLifetime).unref();
  }

  #trim(): void {
    this.#trimming = undefined;
    for (const lane of this.#lanes.values()) {
      for (const connection of lane.surplus(this.#options.maxIdlePerHost)) this.#drop(connection);
    }
    this.#changed();
  }

  /** The oldest first. */
  #all(): readonly Connection[] {
    const all = [...this.#lanes.values()].flatMap((lane) => [...lane.connections]);
    return all.sort((one, other) => one.id - other.id);
  }

  #laneOf(key: string): Lane {
    let lane = this.#lanes.get(key);
    if (lane === undefined) {
      lane = new Lane();
      this.#lanes.set(key, lane);
    }
    return lane;
  }

  /** Resolves with a connection of that lane that has become free, or with a new one when one has gone; in turn. */
  #turn(lane: Lane, target: DialTarget, by: Acquirer): Promise<Connection> {
    const { fresh } = by;
    const { signal } = by.settings;
    return new Promise((resolve, reject) => {
      // Somebody else may have been quicker to take the room of one that has gone.
      const proceed = (handed: Connection | undefined): void => resolve(handed ?? this.acquire(target, by));
      if (signal === undefined) {
        lane.wait({ fresh, wake: proceed });
        return;
      }
      const onAbort = (): void => {
        lane.leave(waiter);
        const message = 'The request was cancelled while it waited for a connection.';
        reject(cancellation(signal, message, { phase: 'queue' }));
      };
      const wake = (handed: Connection | undefined): void => {
        signal.removeEventListener('abort', onAbort);
        proceed(handed);
      };
      const waiter: Waiter = { fresh, wake };
      if (signal.aborted) {
        onAbort();
        return;
      }
      signal.addEventListener('abort', onAbort, { once: true });
      lane.wait(waiter);
    });
  }

  #drop(connection: Connection, reason?: Error): void {
    const lane = this.#lanes.get(connection.key);
    if (lane?.remove(connection) !== true) return;
    if (lane.connections.size === 0 && lane.firstWaiter === undefined) this.#lanes.delete(connection.key);
    if (connection.state !== 'connecting') {
      void connection.transport.destroy(reason ?? null);
      connection.socket.destroy();
    }
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }
}

/** Most requests go where the one before went; keys that are one object are equal at a glance. */
let lastPlain = { host: '', port: 0, headerBytes: 0, key: '' };

function keyOf(target: DialTarget, limits: Limits): string {
  const { secure, host, port, proxy } = target;
  const encrypted = secure || proxy?.secure === true;
  if (!encrypted && proxy === undefined) {
    const { headerBytes } = limits;
    if (lastPlain.host !== host || lastPlain.port !== port || lastPlain.headerBytes !== headerBytes) {
      lastPlain = { host, port, headerBytes, key: `${host}:${port} ${headerBytes}` };
    }
    return lastPlain.key;
  }
  // A proxy without tunnel carries requests to any host.
  const where = proxy !== undefined && !proxy.tunnel ? ['proxy'] : [secure, host, port];
  return JSON.stringify([where, proxy ?? null, encrypted ? tlsKey(target.tls) : null, limits.headerBytes]);
}

function closedByHand(connection: Connection): ConnectionError {
  const { host, port } = connection.target;
  return new ConnectionError(`The connection to ${host}:${port} was closed by hand.`, 'ConnectionClosed', {
    host,
    port,
  });
}
