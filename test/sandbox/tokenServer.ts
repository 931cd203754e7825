/**
 * A server for tokens whose answers are written by the test: for what a real one does not speak (device codes, refusals),
 * and where the real one cannot be loaded.
 */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface TokenServer {
  readonly url: string;
  close(): void;
}

/** What a device is told to show and to wait for, in milliseconds rather than seconds. */
export const deviceAnswer = [
  200,
  {
    device_code: 'd',
    user_code: 'AB-CD',
    verification_uri: 'http://id.test/go',
    expires_in: 9,
    interval: 0.01,
  },
] as const;

/** Answers forms with JSON. */
export async function startTokenServer(
  answer: (path: string, fields: URLSearchParams) => readonly [status: number, body: object],
): Promise<TokenServer> {
  const server: Server = createServer((request, response) => {
    let text = '';
    request.on('data', (piece: Buffer) => (text += piece.toString()));
    request.on('end', () => {
      const [status, body] = answer(request.url ?? '', new URLSearchParams(text));
      response.writeHead(status, {
        'Content-Type': 'application/json',
        'WWW-Authenticate': 'Basic realm="t"',
      });
      response.end(JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
