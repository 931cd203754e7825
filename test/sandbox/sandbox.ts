/**
 * A local web server with httpbin's paths, for the examples, the tests and `npm start`. It listens on
 * 127.0.0.1 only, on one plain and one TLS port, and answers both from the same routing table. Whatever
 * clients send is recorded. It has no protection against people: never make it reachable from elsewhere.
 */

import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { Call, Refusal } from './call.ts';
import { makeCertificate } from './certificate.ts';
import { RequestLog, type RequestRecord } from './requestLog.ts';
import { findRoute, type Route } from './router.ts';
import { routingTable } from './routes/index.ts';

export interface SandboxOptions {
  /** 0 or nothing: any free port. */
  readonly port?: number;
  /** 0 or nothing: any free port. */
  readonly tlsPort?: number;
  /** Called when a request's headers have arrived, before it is answered. */
  readonly onRequest?: (record: RequestRecord) => void;
}

export interface Sandbox {
  /** `http://127.0.0.1:port`, without a slash at the end. */
  readonly url: string;
  /** `https://127.0.0.1:tlsPort`, without a slash at the end. */
  readonly tlsUrl: string;
  /** PEM of the self-signed certificate that the TLS port shows. */
  readonly certificate: string;
  readonly port: number;
  readonly tlsPort: number;
  /** Sockets accepted since the start, on both ports; a TLS socket counts after its handshake. */
  readonly connections: number;
  /** Sockets that are open now. */
  readonly openConnections: number;
  readonly log: RequestLog;
  /** Cuts every connection and frees both ports. */
  close(): Promise<void>;
}

/** A person reads for longer than Node's 5 s before sending the next request on the same connection. */
const KEEP_ALIVE = 10 * 60 * 1000;
const SERVER_OPTIONS = {
  keepAliveTimeout: KEEP_ALIVE,
  requestTimeout: 30 * 60 * 1000,
  maxHeaderSize: 64 * 1024,
};

/** Starts the server; rejects with Node's `EADDRINUSE` when a port that was asked for is taken. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { certificate, key } = await makeCertificate();
  const routes = routingTable(certificate);
  const log = new RequestLog();
  const sockets = new Map<Socket, number>();
  let connections = 0;

  const accept = (socket: Socket): void => {
    connections += 1;
    sockets.set(socket, connections);
    socket.once('close', () => sockets.delete(socket));
  };
  const listener =
    (secure: boolean): RequestListener =>
    (request, response) => {
      const number = sockets.get(request.socket) ?? 0;
      const { record, keep } = log.add(request, number, secure);
      options.onRequest?.(record);
      void answer(routes, { request, response, secure, onBody: keep });
    };

  const plain = createServer(SERVER_OPTIONS, listener(false));
  const tls = createTlsServer({ ...SERVER_OPTIONS, cert: certificate, key }, listener(true));
  plain.on('connection', accept);
  tls.on('secureConnection', accept);
  try {
    await listen(plain, options.port ?? 0);
    await listen(tls, options.tlsPort ?? 0);
  } catch (error) {
    plain.close();
    throw error;
  }

  const port = (plain.address() as AddressInfo).port;
  const tlsPort = (tls.address() as AddressInfo).port;
  return {
    url: `http://127.0.0.1:${port}`,
    tlsUrl: `https://127.0.0.1:${tlsPort}`,
    certificate,
    port,
    tlsPort,
    log,
    get connections() {
      return connections;
    },
    get openConnections() {
      return sockets.size;
    },
    close: async () => {
      await Promise.all([stop(plain), stop(tls)]);
    },
  };
}

interface Incoming {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly secure: boolean;
  readonly onBody: (chunk: Buffer) => void;
}

async function answer(routes: readonly Route[], incoming: Incoming): Promise<void> {
  const { request, response } = incoming;
  const [path, query] = splitTarget(request.url ?? '/');
  const match = findRoute(routes, request.method ?? 'GET', path);
  const params = match.kind === 'found' ? match.params : {};
  const call = new Call({ ...incoming, params, query: new URLSearchParams(query) });
  try {
    if (match.kind !== 'found' || match.route.streamsBody !== true) await call.body();
    if (match.kind === 'found') await match.route.answer(call);
    else if (request.method === 'OPTIONS' && path === '*') call.empty(204, allow(['GET', 'HEAD', 'POST']));
    else if (request.method === 'OPTIONS' && match.kind === 'wrongMethod')
      call.empty(204, allow(match.allowed));
    else if (match.kind === 'wrongMethod') {
      const known = match.allowed.join(', ');
      throw new Refusal(405, `${path} answers ${known}, not ${call.method}.`, allow(match.allowed));
    } else
      call.json({ error: `There is nothing at ${path}. GET / lists every path.`, nearby: match.nearby }, 404);
  } catch (error) {
    refuse(call, response, error);
  }
}

function refuse(call: Call, response: ServerResponse, error: unknown): void {
  if (response.headersSent || call.signal.aborted) {
    response.destroy();
    return;
  }
  const status = error instanceof Refusal ? error.status : 500;
  const headers = error instanceof Refusal ? error.headers : {};
  // The rest of a body that was not read would be taken for the next request.
  const framing = call.request.complete ? {} : { Connection: 'close' };
  call.json({ error: error instanceof Error ? error.message : String(error) }, status, {
    ...headers,
    ...framing,
  });
}

function allow(methods: readonly string[]): { Allow: string } {
  return { Allow: [...methods, 'OPTIONS'].join(', ') };
}

/** The path and the query of an origin-form, absolute-form or asterisk target. */
function splitTarget(target: string): readonly [string, string] {
  const local = target.replace(/^https?:\/\/[^/?#]*/i, '');
  const at = local.indexOf('?');
  return at < 0 ? [local === '' ? '/' : local, ''] : [local.slice(0, at), local.slice(at + 1)];
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function stop(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
