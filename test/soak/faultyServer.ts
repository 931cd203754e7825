/**
 * A server in a process of its own that answers as the path says: rightly, or with one of the faults. Every right answer
 * carries the id of its request and a content that is made from it, so that an answer to somebody else is seen. It keeps
 * nothing, so that it can run for hours.
 */
import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import zlib from 'node:zlib';
import { forkServer, type ForkedServer } from '../support/forkServer.ts';

const self = fileURLToPath(import.meta.url);

/** What a request for `/KIND/ID` is answered, and the names of the errors that may come of it; none: it is answered. */
export const kinds = {
  good: [],
  gzip: [],
  chunks: [],
  informational: [],
  redirect: [],
  extra: [],
  close: [],
  closedNext: [],
  reset: ['ConnectionReset'],
  fin: ['ConnectionClosed'],
  halfHead: ['ConnectionClosed'],
  resetHead: ['ConnectionReset'],
  noHttp: ['BadResponse'],
  badLine: ['BadResponse'],
  twoLengths: ['BadResponse'],
  manyHeaders: ['HeadersTooLarge'],
  largeHeader: ['HeadersTooLarge'],
  stall: ['HeadersTimeout'],
  dripHead: ['HeadersTimeout'],
  cut: ['BodyTruncated'],
  resetBody: ['BodyTruncated'],
  badChunk: ['BadResponse'],
  stallBody: ['BodyTimeout'],
  bomb: ['BodyTooLarge'],
  noGzip: ['DecodeFailed'],
  loop: ['TooManyRedirects'],
  blocked: ['RedirectBlocked'],
  encodings: ['TooManyEncodings'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type Kind = keyof typeof kinds;

/** What a right answer to a request with that id holds: some bytes to a few hundred KiB. */
export function contentOf(id: number): string {
  const length = id % 50 === 0 ? 300_000 : (id * 37) % 4000;
  return `${id} `.repeat(Math.ceil((length + 1) / (String(id).length + 1)));
}

export function startFaultyServer(): Promise<ForkedServer> {
  return forkServer(self);
}

if (process.argv[1] === self && process.argv[2] === 'serve') {
  const server = createServer({ noDelay: true }, serve);
  server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
}

const bomb = zlib.gzipSync(Buffer.alloc(8 * 1024 * 1024));

function serve(socket: Socket): void {
  let text = '';
  let dying = false;
  socket.on('error', () => socket.destroy());
  socket.on('data', (data) => {
    if (dying) {
      // The connection was promised to be kept, and is gone when it is used again.
      socket.resetAndDestroy();
      return;
    }
    text += data.toString('latin1');
    for (let end = text.indexOf('\r\n\r\n'); end !== -1; end = text.indexOf('\r\n\r\n')) {
      const [, kind = '', id = '0'] = /^GET \/(\w+)\/(\d+) /.exec(text) ?? [];
      text = text.slice(end + 4);
      answers[kind as Kind](socket, Number(id));
      if (kind === 'closedNext') dying = true;
    }
  });
}

const ok = 'HTTP/1.1 200 OK\r\n';
const good = (id: number): string => {
  const content = contentOf(id);
  return `${ok}X-Id: ${id}\r\nContent-Length: ${content.length}\r\n\r\n${content}`;
};
const sends =
  (text: (id: number) => string | Uint8Array) =>
  (socket: Socket, id: number): void =>
    void socket.write(text(id));
const ends = (text: string) => (socket: Socket) => void socket.end(text);
const resets = (text: string) => (socket: Socket) =>
  void socket.write(text, () => setTimeout(() => socket.resetAndDestroy(), 20));
const encoded = (coding: string, content: Uint8Array, id: number): Uint8Array =>
  Buffer.concat([
    Buffer.from(
      `${ok}X-Id: ${id}\r\nContent-Encoding: ${coding}\r\nContent-Length: ${content.byteLength}\r\n\r\n`,
    ),
    content,
  ]);

const answers: Readonly<Record<Kind, (socket: Socket, id: number) => void>> = {
  good: sends(good),
  gzip: sends((id) => encoded('gzip', zlib.gzipSync(contentOf(id), { level: 1 }), id)),
  chunks: sends((id) => {
    const pieces = contentOf(id).match(/.{1,1000}/gs) ?? [];
    const body = pieces.map((piece) => `${piece.length.toString(16)}\r\n${piece}\r\n`).join('');
    return `${ok}X-Id: ${id}\r\nTransfer-Encoding: chunked\r\n\r\n${body}0\r\n\r\n`;
  }),
  informational: sends((id) => 'HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n'.repeat(3) + good(id)),
  redirect: sends((id) => `HTTP/1.1 302 Found\r\nLocation: /good/${id}\r\nContent-Length: 5\r\n\r\nmoved`),
  extra: sends((id) => `${good(id)}EXTRA`),
  close: (socket, id) => void socket.end(good(id).replace('\r\n', '\r\nConnection: close\r\n')),
  closedNext: sends(good),
  reset: (socket) => void socket.resetAndDestroy(),
  fin: ends(''),
  halfHead: ends(`${ok}X-Half: `),
  resetHead: resets(`${ok}X-Half: `),
  noHttp: ends('<html>no</html>\r\n'),
  badLine: ends('HTTP/1.1 2OO OK\r\n\r\n'),
  twoLengths: sends(() => `${ok}Content-Length: 1\r\nContent-Length: 2\r\n\r\nab`),
  manyHeaders: sends(() => `${ok}${'A: b\r\n'.repeat(1500)}Content-Length: 0\r\n\r\n`),
  largeHeader: sends(() => `${ok}A: ${'b'.repeat(300_000)}\r\n\r\n`),
  stall: () => undefined,
  dripHead: (socket) => {
    socket.write(ok);
    const timer = setInterval(() => socket.write('A: b\r\n'), 20);
    socket.on('close', () => clearInterval(timer));
  },
  cut: ends(`${ok}Content-Length: 100\r\n\r\nhello`),
  resetBody: resets(`${ok}Content-Length: 100\r\n\r\nhello`),
  badChunk: sends(() => `${ok}Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\nZZ\r\n`),
  stallBody: sends(() => `${ok}Content-Length: 100\r\n\r\nhello`),
  bomb: sends((id) => encoded('gzip', bomb, id)),
  noGzip: sends((id) => encoded('gzip', Buffer.from('not gzip'), id)),
  loop: sends((id) => `HTTP/1.1 302 Found\r\nLocation: /loop/${id}\r\nContent-Length: 0\r\n\r\n`),
  blocked: sends(() => 'HTTP/1.1 302 Found\r\nLocation: file:///etc/passwd\r\nContent-Length: 0\r\n\r\n'),
  encodings: sends((id) => encoded('gzip, gzip, gzip, gzip, gzip, gzip', Buffer.from('x'), id)),
};
