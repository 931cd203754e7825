/**
 * The server of the `send` cases: answers by a script (first entry that matches) and records every request as it
 * was on the wire, with the connection it came on. Plain TCP, TLS with the right certificate for each name, TLS
 * that demands a client certificate, and CONNECT. It parses HTTP by itself, so that nothing is tidied up.
 */
import { once } from 'node:events';
import { STATUS_CODES } from 'node:http';
import net from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import tls from 'node:tls';
import type { Certificates } from './certificates.ts';

export interface ScriptEntry {
  readonly match?: {
    readonly method?: string;
    readonly path?: string;
    readonly host?: string;
    readonly hasHeader?: string;
  };
  readonly once?: boolean;
  readonly respond: ScriptedResponse;
}

export interface ScriptedResponse {
  readonly status?: number;
  readonly reason?: string;
  readonly headers?: readonly (readonly [string, string])[];
  readonly body?: string;
  readonly bodyBase64?: string;
  readonly chunks?: readonly (string | { readonly $base64?: string; readonly $bytes?: string })[];
  /** Latin-1, written as it is. */
  readonly raw?: string;
  readonly close?: boolean;
  readonly delayMs?: number;
  readonly utf8Headers?: boolean;
  /** A Content-Length other than the body's. */
  readonly declareLength?: number;
}

export interface SentRequest {
  readonly conn: number;
  readonly method: string;
  readonly target: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly framing: 'none' | 'content-length' | 'chunked';
  readonly body: Buffer;
  readonly chunks: readonly Buffer[];
  readonly tls: boolean;
}

export interface ScriptedServer {
  /** Where a host and port of a case lead. */
  connectTo(host: string, port: number): { readonly host: string; readonly port: number };
  lookup: net.LookupFunction;
  /** Starts over with another script. */
  play(script: readonly ScriptEntry[]): void;
  readonly sent: readonly SentRequest[];
  close(): Promise<void>;
}

export async function startScriptedServer(certificates: Certificates): Promise<ScriptedServer> {
  const stage = new Stage();
  const onPlain = (socket: Socket): void => stage.serve(socket, socket, false);
  const plain = net.createServer(onPlain);
  const secure = tlsServer(certificates, false, stage);
  const mutual = tlsServer(certificates, true, stage);
  stage.tunnel = (host) => (host === 'mtls.test' ? mutual : secure);
  const reset = net.createServer((socket) => socket.resetAndDestroy());
  const refused = net.createServer();
  const servers = [plain, secure, mutual, reset, refused];
  const ports = new Map<Server, number>();
  for (const server of servers) {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    ports.set(server, (server.address() as AddressInfo).port);
  }
  refused.close();
  const portOf = (server: Server): number => ports.get(server) ?? 0;
  return {
    connectTo(host, port) {
      if (host === 'nxdomain.test' || host === 'blackhole.test') return { host, port };
      const to = (server: Server): { host: string; port: number } => ({
        host: '127.0.0.1',
        port: portOf(server),
      });
      if (host === 'refused.test') return to(refused);
      if (host === 'reset.test') return to(reset);
      if (port !== 443 || host === 'proxy.test') return to(plain);
      return to(host === 'mtls.test' ? mutual : secure);
    },
    lookup(host, _options, callback) {
      if (host === 'blackhole.test') return; // Never answers: connecting hangs.
      const error = Object.assign(new Error(`getaddrinfo ENOTFOUND ${host}`), { code: 'ENOTFOUND' });
      process.nextTick(() => callback(error, '', 4));
    },
    play: (script) => stage.play(script),
    get sent() {
      return stage.sent;
    },
    async close() {
      stage.dropConnections();
      await Promise.all(
        [plain, secure, mutual, reset].map((server) => new Promise((resolve) => server.close(resolve))),
      );
    },
  };
}

function tlsServer(certificates: Certificates, mutual: boolean, stage: Stage): tls.Server {
  const contexts = new Map(
    Object.entries(certificates.hosts).map(([name, pair]) => [name, tls.createSecureContext(pair)]),
  );
  const raw = new Map<string, Socket>();
  const server = tls.createServer(
    {
      ...certificates.hosts.default,
      ...(mutual
        ? { requestCert: true, rejectUnauthorized: true, ca: certificates.ca }
        : {
            SNICallback: (name: string, callback: (error: null, context?: tls.SecureContext) => void): void =>
              callback(null, contexts.get(name) ?? contexts.get('default')),
          }),
    },
    (socket) => stage.serve(socket, raw.get(`${socket.remotePort ?? 0}`) ?? socket, true),
  );
  server.on('connection', (socket: Socket) => {
    stage.keep(socket);
    raw.set(`${socket.remotePort ?? 0}`, socket);
  });
  server.on('tlsClientError', () => undefined);
  return server;
}

class Stage {
  sent: SentRequest[] = [];
  tunnel: (host: string) => tls.Server | undefined = () => undefined;
  #script: { entry: ScriptEntry; used: boolean }[] = [];
  #connections: Socket[] = [];
  readonly #open = new Set<Socket>();

  play(script: readonly ScriptEntry[]): void {
    this.dropConnections();
    this.#connections = [];
    this.sent = [];
    this.#script = script.map((entry) => ({ entry, used: false }));
  }

  dropConnections(): void {
    for (const socket of this.#open) socket.destroy();
    this.#open.clear();
  }

  keep(socket: Socket): void {
    this.#open.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => this.#open.delete(socket));
  }

  serve(socket: Socket, raw: Socket, secure: boolean): void {
    this.keep(socket);
    let pending: Buffer = Buffer.alloc(0);
    let busy = false;
    const step = async (): Promise<void> => {
      if (busy) return;
      busy = true;
      for (let parsed = parseRequest(pending); parsed !== undefined; parsed = parseRequest(pending)) {
        pending = pending.subarray(parsed.consumed);
        this.sent.push({ ...parsed.request, conn: this.#number(raw), tls: secure });
        if (parsed.request.method === 'CONNECT') {
          socket.removeListener('data', onData);
          socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
          this.tunnel(parsed.request.target.split(':')[0] ?? '')?.emit('connection', socket);
          return;
        }
        await this.#answer(socket, parsed.request);
      }
      busy = false;
    };
    const onData = (data: Buffer): void => {
      if (!secure && pending.byteLength === 0 && data[0] === 0x16) {
        // A TLS handshake on the plain port: what a plain server says to that is no TLS either.
        socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n');
        return;
      }
      pending = Buffer.concat([pending, data]);
      void step();
    };
    socket.on('data', onData);
  }

  async #answer(socket: Socket, request: Omit<SentRequest, 'conn' | 'tls'>): Promise<void> {
    const found = this.#script.find(
      ({ entry, used }) => !(entry.once === true && used) && matches(entry, request),
    );
    if (found !== undefined) found.used = true;
    const respond: ScriptedResponse = found?.entry.respond ?? { status: 404 };
    if (respond.delayMs !== undefined && respond.delayMs > 0) {
      await new Promise((resolve) => setTimeout(resolve, respond.delayMs));
    }
    if (socket.destroyed) return;
    socket.write(answerBytes(respond, request.method));
    if (respond.close === true) socket.end();
  }

  /** Connections are numbered when their first request arrives. */
  #number(raw: Socket): number {
    const known = this.#connections.indexOf(raw);
    return known === -1 ? this.#connections.push(raw) - 1 : known;
  }
}

function matches({ match = {} }: ScriptEntry, request: Omit<SentRequest, 'conn' | 'tls'>): boolean {
  const header = (name: string): string | undefined =>
    request.headers.find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1];
  const path = request.target.replace(/^https?:\/\/[^/?]*/, '').split('?')[0];
  return (
    (match.method === undefined || match.method === request.method) &&
    (match.path === undefined || match.path === path) &&
    (match.host === undefined || match.host === header('host')) &&
    (match.hasHeader === undefined || header(match.hasHeader) !== undefined)
  );
}

function answerBytes(respond: ScriptedResponse, method: string): Buffer {
  if (respond.raw !== undefined) return Buffer.from(respond.raw, 'latin1');
  const status = respond.status ?? 200;
  const body =
    respond.bodyBase64 === undefined
      ? Buffer.from(respond.body ?? '')
      : Buffer.from(respond.bodyBase64, 'base64');
  const lines = [`HTTP/1.1 ${status} ${respond.reason ?? STATUS_CODES[status] ?? ''}`];
  for (const [name, value] of respond.headers ?? []) lines.push(`${name}: ${value}`);
  lines.push(
    respond.chunks === undefined
      ? `Content-Length: ${respond.declareLength ?? body.byteLength}`
      : 'Transfer-Encoding: chunked',
  );
  const head = Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, respond.utf8Headers === true ? 'utf8' : 'latin1');
  if (method === 'HEAD') return head;
  return Buffer.concat([head, respond.chunks === undefined ? body : chunked(respond.chunks)]);
}

function chunked(chunks: NonNullable<ScriptedResponse['chunks']>): Buffer {
  const pieces = chunks.map((chunk) => {
    const bytes =
      typeof chunk === 'string'
        ? Buffer.from(chunk)
        : chunk.$base64 === undefined
          ? Buffer.from(chunk.$bytes ?? '')
          : Buffer.from(chunk.$base64, 'base64');
    return Buffer.concat([Buffer.from(`${bytes.byteLength.toString(16)}\r\n`), bytes, Buffer.from('\r\n')]);
  });
  return Buffer.concat([...pieces, Buffer.from('0\r\n\r\n')]);
}

interface Parsed {
  readonly request: Omit<SentRequest, 'conn' | 'tls'>;
  readonly consumed: number;
}

/** The first whole request of the bytes; undefined while it has not arrived. */
function parseRequest(bytes: Buffer): Parsed | undefined {
  const end = bytes.indexOf('\r\n\r\n');
  if (end === -1) return undefined;
  const [requestLine = '', ...lines] = bytes.subarray(0, end).toString('latin1').split('\r\n');
  const [method = '', target = ''] = requestLine.split(' ');
  const headers = lines.map((line) => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon), line.slice(colon + 1).replace(/^ /, '')] as const;
  });
  const header = (name: string): string | undefined =>
    headers.find(([key]) => key.toLowerCase() === name)?.[1];
  const start = end + 4;
  if (header('transfer-encoding') === 'chunked') {
    const body = parseChunks(bytes, start);
    if (body === undefined) return undefined;
    const { chunks, consumed } = body;
    return {
      request: { method, target, headers, framing: 'chunked', body: Buffer.concat(chunks), chunks },
      consumed,
    };
  }
  const length = header('content-length');
  const consumed = start + Number(length ?? 0);
  if (bytes.byteLength < consumed) return undefined;
  const framing = length === undefined ? 'none' : 'content-length';
  return {
    request: { method, target, headers, framing, body: bytes.subarray(start, consumed), chunks: [] },
    consumed,
  };
}

function parseChunks(bytes: Buffer, start: number): { chunks: Buffer[]; consumed: number } | undefined {
  const chunks: Buffer[] = [];
  for (let at = start; ;) {
    const lineEnd = bytes.indexOf('\r\n', at);
    if (lineEnd === -1) return undefined;
    const size = Number.parseInt(bytes.subarray(at, lineEnd).toString('latin1'), 16);
    const next = lineEnd + 2 + size + 2;
    if (bytes.byteLength < next) return undefined;
    if (size === 0) return { chunks, consumed: next };
    chunks.push(bytes.subarray(lineEnd + 2, lineEnd + 2 + size));
    at = next;
  }
}
