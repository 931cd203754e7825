/**
 * A server to try things out on, inside of the window: a login that sets a cookie and gives a token, and a page that wants
 * both. It listens on the loopback alone, from the first sample on, and keeps nobody's words.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Disposable } from '../disposable.ts';

export interface PracticeServer extends Disposable {
  /** Its address; starts it when that has not happened yet. */
  open(): Promise<string>;
}

const cookie = 'visitor=ada';
const token = 'a-token-for-ada';

export function createPracticeServer(): PracticeServer {
  const server = createServer((request, response) => {
    // What is sent is not read; the answer waits for its end.
    request.resume().on('end', () => {
      answer(request, response);
    });
  });
  let opening: Promise<string> | undefined;
  return {
    open() {
      opening ??= new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(0, '127.0.0.1', () => {
          const { port } = server.address() as AddressInfo;
          server.unref();
          resolve(`http://127.0.0.1:${port}`);
        });
      });
      return opening;
    },
    dispose() {
      server.close();
      server.closeAllConnections();
    },
  };
}

function answer({ method, url, headers }: IncomingMessage, response: ServerResponse): void {
  const reply = (status: number, body: object, more: Readonly<Record<string, string>> = {}): void => {
    response.writeHead(status, { 'Content-Type': 'application/json', ...more });
    response.end(`${JSON.stringify(body)}\n`);
  };
  if (url === '/login' && method === 'POST') {
    reply(200, { token }, { 'Set-Cookie': `${cookie}; Path=/; HttpOnly` });
  } else if (url === '/me') {
    const knows = headers.cookie?.includes(cookie) === true && headers.authorization === `Bearer ${token}`;
    if (knows) reply(200, { name: 'Ada', visits: 1 });
    else reply(401, { error: 'Log in first.' });
  } else {
    reply(404, { error: 'There is /login and /me.' });
  }
}

/** A login and a page that wants its cookie and its token. */
export function sampleText(host: string): string {
  return `@host = ${host}

### Log in
# @name login
POST {{host}}/login
Content-Type: application/json

{ "user": "ada", "password": "lovelace" }

### Who am I? The session's cookie goes with it, and the token of the answer above.
GET {{host}}/me
Authorization: Bearer {{login.response.body.$.token}}
`;
}
