/**
 * A server made of sockets only. It records every byte that arrives and answers whatever bytes a test wants,
 * valid or not, at the moments the test chooses. It parses a request only as far as to know where it ends.
 */

import { createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';

/** One request exactly as it arrived. */
export interface RawRequest {
  /** Number of the socket; the server's first one is 1. */
  readonly socket: number;
  /** Request line and headers with the empty line after them, a character for each byte. */
  readonly head: string;
  /** The body as on the wire: chunk sizes included when it came in chunks. */
  readonly wireBody: Buffer;
  /** The body without its framing. */
  readonly body: Buffer;
}

export interface RawServerOptions {
  /** The bytes that answer a request. Not used when there is a `script`. */
  readonly respond?: (request: RawRequest) => string | Uint8Array;
  /** Runs once for each connection and decides everything. */
  readonly script?: (connection: RawConnection) => void | Promise<void>;
  /** PEM; makes it a TLS server. */
  readonly tls?: { readonly cert: string; readonly key: string; readonly ALPNProtocols?: string[] };
}

export interface RawServer {
  /** `http://127.0.0.1:port` (or https), without a slash at the end. */
  readonly url: string;
  readonly port: number;
  /** In the order in which they were accepted. */
  readonly connections: readonly RawConnection[];
  /** Requests read so far, on all connections, in the order in which they ended. */
  readonly requests: readonly RawRequest[];
  /** Cuts every connection; rejects with the first error that a script threw while its client was there. */
  close(): Promise<void>;
}

/** Starts on a free port of 127.0.0.1. Without options it answers every request with an empty 200. */
export async function startRawServer(options: RawServerOptions = {}): Promise<RawServer> {
  const connections: RawConnection[] = [];
  const requests: RawRequest[] = [];
  const failures: unknown[] = [];
  const script = options.script ?? ((connection) => answerAll(connection, options.respond ?? emptyOk));

  const accept = (socket: Socket): void => {
    const connection = new RawConnection(socket, connections.length + 1, (request) => requests.push(request));
    connections.push(connection);
    void (async () => {
      try {
        await script(connection);
      } catch (error) {
        if (!connection.ended) failures.push(error);
        socket.destroy();
      }
    })();
  };
  const net = { allowHalfOpen: true, noDelay: true };
  const server: Server =
    options.tls === undefined
      ? createServer(net, accept)
      : createTlsServer({ ...net, ...options.tls }, accept);
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });

  const { port } = server.address() as AddressInfo;
  return {
    url: `${options.tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}`,
    port,
    connections,
    requests,
    close: async () => {
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        for (const connection of connections) connection.destroy();
      });
      if (failures.length > 0) throw failures[0];
    },
  };
}

/** One accepted socket. Bytes are recorded as they arrive and taken from there by the `read…` functions. */
export class RawConnection {
  readonly number: number;
  readonly #socket: Socket;
  readonly #onRequest: (request: RawRequest) => void;
  readonly #chunks: Buffer[] = [];
  #length = 0;
  #taken = 0;
  #finished = false;
  #waiting: (() => void)[] = [];

  constructor(socket: Socket, number: number, onRequest: (request: RawRequest) => void) {
    this.number = number;
    this.#socket = socket;
    this.#onRequest = onRequest;
    socket.on('data', (chunk: Buffer) => {
      this.#chunks.push(chunk);
      this.#length += chunk.length;
      this.#notify();
    });
    socket.on('end', () => this.#finish());
    socket.on('close', () => this.#finish());
    // A reset by the client is one of the things to be tested, not a failure of this server.
    socket.on('error', () => this.#finish());
  }

  /** Every byte that arrived on this connection. */
  get received(): Buffer {
    const all = Buffer.concat(this.#chunks, this.#length);
    this.#chunks.splice(0, this.#chunks.length, all);
    return all;
  }

  /** Whether the client has sent its last byte or is gone. */
  get ended(): boolean {
    return this.#finished;
  }

  /** The next request; undefined when the client ended the connection between two requests. */
  async readRequest(): Promise<RawRequest | undefined> {
    while (this.#length === this.#taken) {
      if (this.#finished) return undefined;
      await this.#more();
    }
    const head = (await this.readUntil('\r\n\r\n')).toString('latin1');
    const framed = /^transfer-encoding:.*\bchunked\s*$/im.test(head)
      ? await this.#readChunked()
      : await this.#readSized(Number(/^content-length:\s*(\d+)\s*$/im.exec(head)?.[1] ?? 0));
    const request = { socket: this.number, head, ...framed };
    this.#onRequest(request);
    return request;
  }

  /** Everything up to and including `mark`. Rejects when the client ends before it. */
  async readUntil(mark: string): Promise<Buffer> {
    for (;;) {
      const at = this.received.indexOf(mark, this.#taken, 'latin1');
      if (at >= 0) return this.#take(at + mark.length - this.#taken);
      await this.#orEnd(`"${mark}"`);
    }
  }

  /** Exactly so many bytes. Rejects when the client ends before them. */
  async readBytes(count: number): Promise<Buffer> {
    while (this.#length - this.#taken < count) await this.#orEnd(`${count} bytes`);
    return this.#take(count);
  }

  /** Resolves when the client has sent its last byte or is gone. */
  async untilEnd(): Promise<void> {
    while (!this.#finished) await this.#more();
  }

  /** Resolves when the bytes were handed to the system, or when the client is gone. */
  send(bytes: string | Uint8Array): Promise<void> {
    const buffer = typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes;
    return new Promise((resolve) => {
      // Not at once: who sends without end would never let the end of the connection be noticed.
      if (this.#socket.destroyed) setImmediate(resolve);
      else this.#socket.write(buffer, () => resolve());
    });
  }

  /** Ends our side in good order (FIN). */
  finish(): void {
    this.#socket.end();
  }

  /** Ends the connection the hard way (RST). On TLS: destroys it. */
  reset(): void {
    if ('encrypted' in this.#socket) this.#socket.destroy();
    else this.#socket.resetAndDestroy();
  }

  destroy(): void {
    this.#socket.destroy();
  }

  /** Stops taking bytes from the system, so that the client's socket fills. */
  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }

  async #readSized(length: number): Promise<{ wireBody: Buffer; body: Buffer }> {
    const body = await this.readBytes(length);
    return { wireBody: body, body };
  }

  async #readChunked(): Promise<{ wireBody: Buffer; body: Buffer }> {
    const start = this.#taken;
    const parts: Buffer[] = [];
    for (;;) {
      const size = parseInt((await this.readUntil('\r\n')).toString('latin1'), 16);
      if (Number.isNaN(size)) throw new Error('The client sent a chunk without a size.');
      if (size === 0) break;
      parts.push(await this.readBytes(size));
      await this.readUntil('\r\n');
    }
    // Trailers, if any, end with an empty line as headers do.
    while ((await this.readUntil('\r\n')).length > 2) continue;
    return { wireBody: this.received.subarray(start, this.#taken), body: Buffer.concat(parts) };
  }

  #take(count: number): Buffer {
    const bytes = this.received.subarray(this.#taken, this.#taken + count);
    this.#taken += count;
    return bytes;
  }

  async #orEnd(wanted: string): Promise<void> {
    if (this.#finished) throw new Error(`The client ended the connection before ${wanted}.`);
    await this.#more();
  }

  #more(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
    });
  }

  #notify(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const wake of waiting) wake();
  }

  #finish(): void {
    this.#finished = true;
    this.#notify();
  }
}

async function answerAll(
  connection: RawConnection,
  respond: (request: RawRequest) => string | Uint8Array,
): Promise<void> {
  for (;;) {
    const request = await connection.readRequest();
    if (request === undefined) break;
    await connection.send(respond(request));
  }
  connection.finish();
}

function emptyOk(): string {
  return 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n';
}
