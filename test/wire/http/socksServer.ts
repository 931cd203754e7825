/**
 * A SOCKS5 proxy for tests (RFC 1928, RFC 1929), on 127.0.0.1 only. It remembers every byte of each conversation and
 * connects where the test says, whatever it was asked for.
 */
import { once } from 'node:events';
import net from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

export interface SocksOptions {
  /** Asked of every client; none by default. */
  readonly credentials?: readonly [user: string, password: string];
  /** The reply to CONNECT; 0 connects. */
  readonly reply?: number;
  /** Answers these bytes to the greeting and closes. */
  readonly greeting?: Buffer;
  /** Writes its answers byte by byte. */
  readonly slowly?: boolean;
  /** The kind of address in its reply. */
  readonly bound?: 'ipv4' | 'ipv6' | 'name';
  readonly connectTo: (host: string, port: number) => { readonly host: string; readonly port: number };
}

export interface SocksServer {
  readonly port: number;
  /** What it was asked to connect to, as `type host:port`. */
  readonly asked: readonly string[];
  /** Everything that came from clients before the tunnel, and through it. */
  readonly received: () => Buffer;
  close(): Promise<void>;
}

const bounds = {
  ipv4: [1, 127, 0, 0, 1],
  ipv6: [4, ...Array<number>(16).fill(0)],
  name: [3, 4, ...Buffer.from('here')],
};

export async function startSocksServer(options: SocksOptions): Promise<SocksServer> {
  const sockets = new Set<Socket>();
  const asked: string[] = [];
  const received: Buffer[] = [];
  const server = net.createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    const log: Log = { asked, received, sockets };
    void converse(socket, options, log).catch(() => socket.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    asked,
    received: () => Buffer.concat(received),
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

interface Log {
  readonly asked: string[];
  readonly received: Buffer[];
  readonly sockets: Set<Socket>;
}

async function converse(
  socket: Socket,
  options: SocksOptions,
  { asked, received, sockets }: Log,
): Promise<void> {
  const { credentials, reply = 0, greeting, connectTo, bound = 'ipv4' } = options;
  const read = reader(socket, received);
  const [, count = 0] = await read(2);
  const methods = await read(count);
  if (greeting !== undefined) return void socket.end(greeting);
  const method = credentials === undefined ? 0 : methods.includes(2) ? 2 : 255;
  await write(socket, [5, method], options);
  if (method === 255) return void socket.end();
  if (credentials !== undefined) {
    const [, userLength = 0] = await read(2);
    const user = (await read(userLength)).toString();
    const password = (await read((await read(1))[0] ?? 0)).toString();
    const good = user === credentials[0] && password === credentials[1];
    await write(socket, [1, good ? 0 : 1], options);
    if (!good) return void socket.end();
  }
  const [, , , type = 0] = await read(4);
  const host = await readHost(read, type);
  const port = (await read(2)).readUInt16BE();
  asked.push(`${['', 'ipv4', '', 'name', 'ipv6'][type] ?? '?'} ${host}:${port}`);
  await write(socket, [5, reply, 0, ...bounds[bound], 0, 80], options);
  if (reply !== 0) return void socket.end();
  const target = net.connect(connectTo(host, port));
  sockets.add(target);
  target.on('error', () => socket.destroy());
  socket.on('close', () => target.destroy());
  target.on('close', () => socket.destroy());
  socket.on('data', (data) => received.push(data));
  target.pipe(socket);
  socket.pipe(target);
}

async function readHost(read: (count: number) => Promise<Buffer>, type: number): Promise<string> {
  if (type === 3) return (await read((await read(1))[0] ?? 0)).toString('latin1');
  if (type === 1) return [...(await read(4))].join('.');
  const bytes = await read(16);
  return Array.from({ length: 8 }, (_, at) => bytes.readUInt16BE(at * 2).toString(16)).join(':');
}

function reader(socket: Socket, received: Buffer[]): (count: number) => Promise<Buffer> {
  return (count) =>
    new Promise((resolve, reject) => {
      const check = (): void => {
        const bytes = socket.read(count) as Buffer | null;
        if (bytes === null) return;
        socket.removeListener('readable', check);
        received.push(bytes);
        if (bytes.length === count) resolve(bytes);
        else reject(new Error('too few bytes'));
      };
      socket.on('readable', check);
      check();
    });
}

async function write(socket: Socket, bytes: readonly number[], { slowly }: SocksOptions): Promise<void> {
  socket.setNoDelay(true);
  const pieces = slowly === true ? bytes.map((byte) => [byte]) : [bytes];
  for (const piece of pieces) await new Promise((resolve) => socket.write(Buffer.from(piece), resolve));
}
