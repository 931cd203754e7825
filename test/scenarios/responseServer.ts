/**
 * A server for what the sandbox does not do to the byte: events whose characters are split between packets and that say
 * when they were sent, redirects that set a cookie and lead to another port, and a loop of them. Every socket has a
 * number and every request is kept. On 127.0.0.1 only.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

export interface Seen {
  readonly socket: number;
  readonly port: number;
  readonly method: string;
  readonly url: string;
  readonly headers: readonly (readonly [string, string])[];
}

export interface EventServer {
  readonly url: string;
  /** The same paths on another port, so another origin. */
  readonly otherUrl: string;
  readonly seen: readonly Seen[];
  /** All bytes of the body of the last stream of events. */
  readonly sent: () => Buffer;
  /** When the client of the last stream went away, in milliseconds since the epoch. */
  readonly closedAt: () => number | undefined;
  close(): Promise<void>;
}

export async function startResponseServer(): Promise<EventServer> {
  const seen: Seen[] = [];
  const sockets = new Map<Socket, number>();
  const parts: Buffer[] = [];
  let closedAt: number | undefined;
  let other = '';

  function answer(request: IncomingMessage, response: ServerResponse): void {
    const { method = '', url = '' } = request;
    const { rawHeaders, socket } = request;
    const headers = rawHeaders.flatMap((name, at) =>
      at % 2 === 0 ? [[name, rawHeaders[at + 1] ?? ''] as const] : [],
    );
    seen.push({ socket: sockets.get(socket) ?? 0, port: socket.localPort ?? 0, method, url, headers });
    request.resume();
    const redirect = (location: string, more: Record<string, string> = {}, status = 302): void => {
      response.writeHead(status, { Location: location, 'Content-Length': '0', ...more }).end();
    };
    const [path] = url.split('?');
    switch (path) {
      case '/login':
        response.setHeader('Set-Cookie', 'sid=7f3a9c51-secret; Path=/; HttpOnly');
        response.end('welcome');
        return;
      case '/sse':
        stream(request, response);
        return;
      case '/hop/3':
        redirect('/hop/2', { 'Set-Cookie': 'hop=first; Path=/' });
        return;
      case '/hop/2':
        redirect(`${other}/hop/1`);
        return;
      case '/hop/1':
        redirect('/end');
        return;
      case '/form':
        redirect('/end', {}, 303);
        return;
      case '/loop':
        redirect('/loop');
        return;
      default:
        response.end('here');
    }
  }

  /** Ten events a second; each has a character whose bytes come in two packets. */
  function stream(request: IncomingMessage, response: ServerResponse): void {
    parts.length = 0;
    closedAt = undefined;
    let n = 0;
    request.socket.setNoDelay(true);
    response.writeHead(200, { 'Content-Type': 'text/event-stream' });
    const write = (bytes: Buffer): void => {
      parts.push(bytes);
      response.write(bytes);
    };
    const timer = setInterval(() => {
      n += 1;
      const type = n % 2 === 0 ? 'update' : 'tick';
      const event = Buffer.from(
        `event: ${type}\nid: ${n}\ndata: {"n":${n},"at":${Date.now()},"text":"é😀"}\n\n`,
      );
      const half = event.indexOf('😀') + 2;
      write(event.subarray(0, half));
      setImmediate(write, event.subarray(half));
    }, 100);
    response.on('close', () => {
      clearInterval(timer);
      closedAt = Date.now();
    });
  }

  const servers = [createServer(answer), createServer(answer)];
  for (const server of servers) {
    server.keepAliveTimeout = 600_000;
    server.on('connection', (socket) => sockets.set(socket, sockets.size + 1));
  }
  const [url = '', second = ''] = await Promise.all(servers.map(listen));
  other = second;
  return {
    url,
    otherUrl: other,
    seen,
    sent: () => Buffer.concat(parts),
    closedAt: () => closedAt,
    close: async () => {
      await Promise.all(servers.map(stop));
    },
  };
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function stop(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}
