/**
 * A TCP server that reads requests by itself, keeps each as it was on the wire, and answers as a test says. It
 * understands Content-Length and chunks and nothing else. On 127.0.0.1 only.
 */
import { once } from 'node:events';
import net from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

export interface WireRequest {
  readonly requestLine: string;
  /** In their order and spelling. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** Latin-1; chunks are put together. */
  readonly body: string;
}

export interface RecordingServer {
  readonly url: string;
  /** What has come since the last call. */
  take(): readonly WireRequest[];
  close(): Promise<void>;
}

/** Starts a server; what `answer` returns is written as it is, in Latin-1. */
export async function startRecordingServer(
  answer: (request: WireRequest) => string,
): Promise<RecordingServer> {
  let recorded: WireRequest[] = [];
  const sockets = new Set<Socket>();
  const server = net.createServer((socket) => {
    let text = '';
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('data', (data) => {
      text += data.toString('latin1');
      for (let read = readRequest(text); read !== undefined; read = readRequest(text)) {
        text = read.rest;
        recorded.push(read.request);
        socket.write(answer(read.request), 'latin1');
      }
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    take: () => {
      const taken = recorded;
      recorded = [];
      return taken;
    },
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

/** The value of a header, whatever its case. */
export function headerOf(request: WireRequest, name: string): string | undefined {
  return request.headers.find(([other]) => other.toLowerCase() === name)?.[1];
}

function readRequest(text: string): { readonly request: WireRequest; readonly rest: string } | undefined {
  const end = text.indexOf('\r\n\r\n');
  if (end === -1) return undefined;
  const [requestLine = '', ...lines] = text.slice(0, end).split('\r\n');
  const headers = lines.map((line) => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon), line.slice(colon + 1).replace(/^ /, '')] as const;
  });
  const head = { requestLine, headers, body: '' };
  const after = text.slice(end + 4);
  if (headerOf(head, 'transfer-encoding') !== undefined) {
    const read = readChunks(after);
    return read && { request: { ...head, body: read.body }, rest: read.rest };
  }
  const length = Number(headerOf(head, 'content-length') ?? 0);
  if (after.length < length) return undefined;
  return { request: { ...head, body: after.slice(0, length) }, rest: after.slice(length) };
}

function readChunks(text: string): { readonly body: string; readonly rest: string } | undefined {
  let body = '';
  let at = 0;
  for (;;) {
    const end = text.indexOf('\r\n', at);
    if (end === -1) return undefined;
    const size = Number.parseInt(text.slice(at, end), 16);
    const next = end + 2 + size + 2;
    if (text.length < next) return undefined;
    body += text.slice(end + 2, end + 2 + size);
    at = next;
    if (size === 0) return { body, rest: text.slice(at) };
  }
}
