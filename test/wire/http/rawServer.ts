/**
 * A TCP server whose connections a test handles byte by byte, with what each one received. On 127.0.0.1 only.
 */
import { once } from 'node:events';
import net from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

export interface RawConnection {
  readonly socket: Socket;
  /** Everything received so far, as Latin-1. */
  readonly text: () => string;
  /** Resolves when that many whole header blocks have been received. */
  readonly requests: (count: number) => Promise<void>;
}

export interface RawServer {
  readonly port: number;
  readonly url: string;
  readonly connections: readonly RawConnection[];
  close(): Promise<void>;
}

/** Starts a server; the script is run for each connection, and what it throws is the test's failure to see. */
export async function startRawServer(
  script: (connection: RawConnection, index: number) => Promise<void> | void,
): Promise<RawServer> {
  const connections: RawConnection[] = [];
  const server = net.createServer((socket) => {
    const connection = watch(socket);
    const index = connections.push(connection) - 1;
    void Promise.resolve(script(connection, index)).catch((error: unknown) => socket.destroy(error as Error));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `http://127.0.0.1:${port}/`,
    connections,
    close: () =>
      new Promise((resolve) => {
        for (const { socket } of connections) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

function watch(socket: Socket): RawConnection {
  let received = '';
  const waiting = new Set<() => void>();
  socket.on('error', () => undefined);
  socket.on('data', (data) => {
    received += data.toString('latin1');
    for (const check of waiting) check();
  });
  return {
    socket,
    text: () => received,
    requests: (count) =>
      new Promise((resolve) => {
        const check = (): void => {
          if (received.split('\r\n\r\n').length - 1 < count) return;
          waiting.delete(check);
          resolve();
        };
        waiting.add(check);
        check();
      }),
  };
}
