/**
 * Opens one connection: name lookup, TCP, the tunnel through a proxy, TLS. Knows nothing of requests and pools; the pool
 * calls it and gives the finished socket to undici. Every failure is a RequestException, and a timeout or an
 * aborted signal ends it in whatever phase it is.
 */
import net from 'node:net';
import type { LookupFunction, Socket } from 'node:net';
import { cancellation } from '../session/cancellation.ts';
import type { PassedAddress } from './connections.ts';
import type { Encryption } from './encryption.ts';
import { ConnectTimeout, RequestException } from '../errors/errors.ts';
import type { FaultFacts } from '../errors/errors.ts';
import type { Patience } from './patience.ts';
import { openTunnel } from './proxyTunnel.ts';
import type { Phase, Stopwatch } from '../response/timings.ts';
import { TimeLimit } from './timeLimit.ts';
import type { TlsSettings } from './tlsSettings.ts';
import { proxyTlsFailure } from '../errors/tlsFailure.ts';
import { connectFailure } from '../errors/transportErrors.ts';
import type { Destination } from '../errors/causes.ts';

export interface ProxyTarget {
  readonly secure: boolean;
  readonly host: string;
  readonly port: number;
  /** The value of Proxy-Authorization; undefined without credentials. */
  readonly authorization: string | undefined;
  /** True: CONNECT through it. False: plain requests are sent to it in absolute form (rule R55). */
  readonly tunnel: boolean;
  /** For a SOCKS5 proxy, which is a tunnel always. */
  readonly socks: SocksSettings | undefined;
}

export interface SocksSettings {
  /** True: it gets names and looks them up itself (`socks5h://`, rule R56). False: it gets addresses. */
  readonly takesNames: boolean;
  readonly credentials: readonly [user: string, password: string] | undefined;
}

export interface DialTarget {
  readonly secure: boolean;
  readonly host: string;
  readonly port: number;
  readonly proxy: ProxyTarget | undefined;
  readonly tls: TlsSettings;
}

/** Where names lead; for tests and for people who redirect a host by hand, like curl's `--connect-to`. */
export interface DialRoutes {
  readonly lookup?: LookupFunction | undefined;
  readonly connectTo?:
    ((host: string, port: number) => { readonly host: string; readonly port: number }) | undefined;
}

export interface DialOptions {
  /** Milliseconds until it is usable; undefined waits for ever. */
  readonly timeout: number | undefined;
  readonly patience: Patience | undefined;
  readonly signal: AbortSignal | undefined;
  readonly watch: Stopwatch;
  readonly onPhase: (phase: Phase) => void;
  /** An address of the name did not take the connection; the next one is tried. */
  readonly onPassedOver?: ((passed: PassedAddress) => void) | undefined;
  readonly routes: DialRoutes;
}

/** A connected socket, TLS done, with nothing read from it yet. The caller owns and closes it. */
export async function dial(target: DialTarget, options: DialOptions): Promise<Socket> {
  const via = target.proxy ?? target;
  const to = destinationOf(target);
  // Read certificate files first: a wrong path is the caller's mistake and no connection is made for it (R97).
  const own = target.secure ? await loadEncryption(target.tls) : undefined;
  const outer =
    target.proxy?.secure === true
      ? await loadEncryption({ ...target.tls, http2: false, pin: undefined })
      : undefined;
  const attempt = new Attempt(to, options);
  try {
    const open = await attempt.tunnel(target);
    const { host, port } = options.routes.connectTo?.(via.host, via.port) ?? via;
    let socket = await attempt.tcp(host, port, options.routes.lookup);
    if (outer !== undefined) socket = await attempt.tlsToProxy(socket, via, outer);
    if (open !== undefined) await attempt.step('connect', socket, open(socket));
    if (own !== undefined) socket = await attempt.tls(socket, target.host, own);
    socket.setNoDelay(true);
    socket.setKeepAlive(true, 60_000);
    return socket;
  } finally {
    attempt.end();
  }
}

/** Its own module is loaded with it, so that plain requests do not wait for node:tls. */
async function loadEncryption(settings: TlsSettings): Promise<Encryption> {
  const { encryptionFor } = await import('./encryption.ts');
  return encryptionFor(settings);
}

/** For messages and pools: where a target is, and its proxy. */
export function destinationOf(target: DialTarget): Destination {
  const { host, port, proxy } = target;
  return { host, port, proxy: proxy === undefined ? undefined : `${proxy.host}:${proxy.port}` };
}

/** One attempt to connect: the socket of the moment, and what ends the attempt early. */
class Attempt {
  readonly #to: Destination;
  readonly #options: DialOptions;
  readonly #limit: TimeLimit;
  #socket: Socket | undefined;
  #interrupt: ((error: RequestException) => void) | undefined;
  #stopped: RequestException | undefined;
  #phase: Phase = 'connect';

  constructor(to: Destination, options: DialOptions) {
    this.#to = to;
    this.#options = options;
    const { timeout, patience, signal, watch } = options;
    watch.connecting = performance.now();
    if (signal?.aborted === true) this.#cancel();
    signal?.addEventListener('abort', this.#cancel, { once: true });
    this.#limit = new TimeLimit({ limit: timeout, patience, onExpire: this.#expire });
    this.#limit.restart();
  }

  /** What opens the way through the proxy once that is connected; undefined without a tunnel. */
  async tunnel(target: DialTarget): Promise<((socket: Socket) => Promise<void>) | undefined> {
    const { proxy, port } = target;
    if (proxy?.tunnel !== true) return undefined;
    if (proxy.socks === undefined) return (socket) => openTunnel(socket, proxy, target);
    const { takesNames, credentials } = proxy.socks;
    // Few people have such a proxy.
    const { lookUp, openSocksTunnel } = await import('./socksTunnel.ts');
    const found = takesNames
      ? target.host
      : await this.#lookedUp(lookUp(target.host, this.#options.routes.lookup));
    return (socket) => openSocksTunnel(socket, { ...proxy, credentials }, { host: found, port });
  }

  tcp(host: string, port: number, lookup: LookupFunction | undefined): Promise<Socket> {
    if (this.#stopped !== undefined) return Promise.reject(this.#stopped);
    this.#enter(net.isIP(host) === 0 ? 'dns' : 'connect');
    const socket = net.connect({
      host,
      port,
      autoSelectFamily: true,
      ...(lookup === undefined ? {} : { lookup }),
    });
    socket.once('lookup', () => {
      this.#options.watch.resolved ??= performance.now();
      this.#enter('connect');
    });
    const { onPassedOver } = this.#options;
    socket.on('connectionAttemptFailed', (address, _port, _family, { code }: NodeJS.ErrnoException) =>
      onPassedOver?.({ address, code }),
    );
    socket.on('connectionAttemptTimeout', (address) => onPassedOver?.({ address, code: undefined }));
    const connected = new Promise<Socket>((resolve) => {
      socket.once('connect', () => {
        this.#options.watch.connected = performance.now();
        resolve(socket);
      });
    });
    return this.step(this.#phase, socket, connected);
  }

  tls(socket: Socket, host: string, encryption: Encryption): Promise<Socket> {
    const handshake = encryption.start(socket, host);
    const { secured, verified } = handshake;
    const done = verified.then(() => {
      this.#options.watch.secured = performance.now();
      return secured;
    });
    return this.step('tls', secured, done).catch((error: unknown) => {
      if (error instanceof RequestException)
        RequestException.addFacts(error, { certificates: handshake.chain() });
      throw error;
    });
  }

  tlsToProxy(
    socket: Socket,
    proxy: { readonly host: string; readonly port: number },
    encryption: Encryption,
  ): Promise<Socket> {
    const { secured, verified } = encryption.start(socket, proxy.host);
    const to = { ...proxy, proxy: undefined };
    const done = verified.then(() => secured);
    return this.step('tls', secured, done, (cause) => proxyTlsFailure(cause, to, { phase: 'tls' }));
  }

  /** Waits for one step on a socket; whatever goes wrong with the socket meanwhile ends the step. */
  async step<T>(
    phase: Phase,
    socket: Socket,
    done: Promise<T>,
    failureOf = (cause: unknown): RequestException => connectFailure(cause, this.#to, this.#phase),
  ): Promise<T> {
    this.#socket = socket;
    this.#enter(phase);
    let fail: (error: unknown) => void = () => undefined;
    const broken = new Promise<never>((_resolve, reject) => {
      fail = reject;
    });
    const onClose = (): void => fail(new Error('the connection was closed'));
    // This listener stays: an error between two owners of a socket must not become an uncaught one.
    socket.on('error', (error) => fail(error));
    socket.once('close', onClose);
    if (this.#stopped !== undefined) socket.destroy();
    try {
      return await Promise.race([done, broken]);
    } catch (error) {
      socket.destroy();
      const failure = this.#stopped ?? failureOf(error);
      RequestException.addFacts(failure, this.#facts());
      throw failure;
    } finally {
      socket.removeListener('close', onClose);
    }
  }

  end(): void {
    this.#limit.stop();
    this.#options.signal?.removeEventListener('abort', this.#cancel);
  }

  /** The target's address, before anything is connected: its failure is not the proxy's. */
  async #lookedUp(found: Promise<string>): Promise<string> {
    this.#enter('dns');
    const interrupted = new Promise<never>((_resolve, reject) => {
      this.#interrupt = reject;
      if (this.#stopped !== undefined) reject(this.#stopped);
    });
    try {
      const address = await Promise.race([found, interrupted]);
      this.#options.watch.resolved = performance.now();
      return address;
    } catch (error) {
      throw connectFailure(error, { ...this.#to, proxy: undefined }, 'dns');
    }
  }

  #enter(phase: Phase): void {
    this.#phase = phase;
    this.#options.onPhase(phase);
  }

  readonly #cancel = (): void => {
    this.#stop(
      cancellation(this.#options.signal, 'The request was cancelled while connecting.', this.#facts()),
    );
  };

  readonly #expire = (): void => {
    const { host, port } = this.#to;
    const limit = this.#limit.allowed / 1000;
    this.#stop(
      new ConnectTimeout(
        `The connection to ${host}:${port} was not ready after ${limit} s (timeout.connect).`,
        {
          ...this.#facts(),
          limit: 'timeout.connect',
        },
      ),
    );
  };

  #facts(): FaultFacts {
    const { host, port } = this.#to;
    return { phase: this.#phase, host, port, bytesSent: 0, bytesReceived: 0 };
  }

  #stop(error: RequestException): void {
    this.#stopped ??= error;
    this.#interrupt?.(this.#stopped);
    this.#socket?.destroy();
  }
}
