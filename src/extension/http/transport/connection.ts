/**
 * One connection of the pool: its socket, undici on top of it, the tap between the two, and what is known about it.
 * It opens and closes nothing; `connectionPool.ts` does, and `transfer.ts` puts requests on it.
 */
import type { Socket } from 'node:net';
import type {
  ConnectionFacts,
  ConnectionState,
  ConnectionView,
  PassedAddress,
  TlsFacts,
} from './connections.ts';
import { destinationOf } from './dial.ts';
import type { DialTarget } from './dial.ts';
import { ResponseTap } from './responseTap.ts';
import { isEncrypted, tlsFacts } from './tlsFacts.ts';
import type { Transport } from './transport.ts';

interface OpenConnection {
  readonly socket: Socket;
  readonly transport: Transport;
  readonly tap: ResponseTap;
}

export class Connection {
  readonly id: number;
  readonly key: string;
  readonly target: DialTarget;
  readonly openedAt = Date.now();
  state: ConnectionState = 'connecting';
  idleSince: number | undefined;
  /** Requests put on it so far. */
  requests = 0;
  /** Added to while it connects. */
  readonly passedOver: PassedAddress[] = [];
  /** To be closed when it would become idle. */
  retired = false;
  #open: OpenConnection | undefined;
  #tls: TlsFacts | undefined;
  #remoteAddress: string | undefined;
  #localAddress: string | undefined;
  readonly #proxy: string | undefined;

  constructor(id: number, key: string, target: DialTarget) {
    this.id = id;
    this.key = key;
    this.target = target;
    this.#proxy = destinationOf(target).proxy;
  }

  opened(socket: Socket, transport: Transport): void {
    this.#open = { socket, transport, tap: new ResponseTap(socket) };
    this.#tls = isEncrypted(socket) ? tlsFacts(socket, this.target.tls) : undefined;
    this.#remoteAddress = address(socket.remoteAddress, socket.remotePort);
    this.#localAddress = address(socket.localAddress, socket.localPort);
  }

  get socket(): Socket {
    return this.#opened.socket;
  }

  get transport(): Transport {
    return this.#opened.transport;
  }

  get tap(): ResponseTap {
    return this.#opened.tap;
  }

  get tls(): TlsFacts | undefined {
    return this.#tls;
  }

  get isHttp2(): boolean {
    return this.#tls?.alpn === 'h2';
  }

  get usable(): boolean {
    return this.#open !== undefined && !this.#open.socket.destroyed && this.#open.socket.readable;
  }

  facts(): ConnectionFacts {
    return {
      id: this.id,
      reused: this.requests > 1,
      requests: this.requests,
      remoteAddress: this.#remoteAddress,
      ...(this.passedOver.length === 0 ? {} : { passedOver: this.passedOver }),
      localAddress: this.#localAddress,
      protocol: this.isHttp2 ? 'h2' : 'http/1.1',
      proxy: this.#proxy,
      tls: this.#tls,
    };
  }

  view(): ConnectionView {
    return {
      ...this.facts(),
      origin: originOf(this.target),
      state: this.state,
      openedAt: this.openedAt,
      idleSince: this.idleSince,
    };
  }

  get #opened(): OpenConnection {
    if (this.#open === undefined) throw new Error('The connection is not open yet.');
    return this.#open;
  }
}

function originOf({ secure, host, port }: DialTarget): string {
  const name = host.includes(':') ? `[${host}]` : host;
  const usual = secure ? 443 : 80;
  return `${secure ? 'https' : 'http'}://${name}${port === usual ? '' : `:${port}`}`;
}

function address(host: string | undefined, port: number | undefined): string | undefined {
  if (host === undefined) return undefined;
  return host.includes(':') ? `[${host}]:${port ?? 0}` : `${host}:${port ?? 0}`;
}
