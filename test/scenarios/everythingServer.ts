/**
 * A server with one address for each state that the panel can be in: an answer that never comes, events that never end, a
 * body that stops, is cut, is long, is no text or is not there. What it saw is kept. On 127.0.0.1 only.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface SeenRequest {
  readonly method: string;
  readonly url: string;
  readonly cookie: string | undefined;
  /** The header X-By. */
  readonly by: string | undefined;
}

export interface EverythingServer {
  readonly url: string;
  readonly seen: readonly SeenRequest[];
  /** What `/json` is, to the letter. */
  readonly json: string;
  /** Line `number` (from 1) of `/lines`. */
  lineText(number: number): string;
  /** Whether the client of the last `/events` is gone. */
  eventsClosed(): boolean;
  close(): Promise<void>;
}

const json = '{"known":true,"number":10000000000000000001,"text":"é😀","list":[1,2,3]}';
const lineCount = 65_536;
const lineText = (number: number): string => `line ${String(number).padStart(6, '0')} of many lines`;

export async function startEverythingServer(): Promise<EverythingServer> {
  const seen: SeenRequest[] = [];
  let eventsClosed = false;
  const lines = Buffer.from(
    Array.from({ length: lineCount }, (_, at) => `${lineText(at + 1)}\n`)
      .join('')
      .slice(0, -1),
  );

  function answer(request: IncomingMessage, response: ServerResponse): void {
    const { method = '', url = '', headers } = request;
    const by = headers['x-by'];
    seen.push({ method, url, cookie: headers.cookie, by: typeof by === 'string' ? by : undefined });
    request.resume();
    const give = (type: string, body: string | Buffer): void => {
      response.setHeader('Content-Type', type);
      response.end(body);
    };
    switch (url.split('?')[0]) {
      case '/hang':
        return;
      case '/events':
        events(response);
        return;
      case '/drip':
        response.writeHead(200, { 'Content-Type': 'text/plain', 'Content-Length': '1000000' });
        response.write('the beginning of it\n'.repeat(100));
        return;
      case '/cut':
        response.writeHead(200, { 'Content-Type': 'text/plain', 'Content-Length': '100' });
        response.write('hello', () => response.socket?.end());
        return;
      case '/empty':
        response.writeHead(204).end();
        return;
      case '/lines':
        give('text/plain', lines);
        return;
      case '/document.pdf':
        give('application/pdf', Buffer.from('%PDF-1.7\n\u0000\u0001\u0002\u00ff not much of one', 'latin1'));
        return;
      case '/edit':
        response.setHeader('Set-Cookie', 'sid=first; Path=/; HttpOnly');
        give('text/plain', 'edited with keys');
        return;
      case '/json':
        give('application/json', json);
        return;
      default:
        give('text/plain', 'here');
    }
  }

  function events(response: ServerResponse): void {
    let number = 0;
    eventsClosed = false;
    response.writeHead(200, { 'Content-Type': 'text/event-stream' });
    const timer = setInterval(() => {
      number += 1;
      response.write(
        `event: ${number % 2 === 0 ? 'update' : 'tick'}\nid: ${number}\ndata: {"n":${number}}\n\n`,
      );
    }, 100);
    response.on('close', () => {
      clearInterval(timer);
      eventsClosed = true;
    });
  }

  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    json,
    lineText,
    eventsClosed: () => eventsClosed,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
