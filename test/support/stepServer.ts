/**
 * A raw server whose answers are written as a list of steps: expect a request, send bytes, drip them, reset, end one
 * side, wait. The sockets and the record of every byte are rawServer.ts's; this only makes a fault readable as a row of
 * a table. The last connection's steps serve every later connection too.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { startRawServer } from '../sandbox/rawServer.ts';
import type { RawConnection, RawServer, RawServerOptions } from '../sandbox/rawServer.ts';

export type { RawConnection, RawServer, RawServerOptions };

/** One thing that the server does on a connection. */
export type Step = (connection: RawConnection) => unknown;

/** What a server does that nothing is wrong with; the body is `ok`. */
export const okAnswer = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok';

/** Waits for one whole request. */
export const expectRequest: Step = (connection) => connection.readRequest();

/** Waits for so many bytes, of whatever. */
export function expectBytes(count: number): Step {
  return (connection) => connection.readBytes(count);
}

export function send(bytes: string | Uint8Array): Step {
  return (connection) => connection.send(bytes);
}

/** Every byte by itself. */
export function drip(bytes: string): Step {
  return async (connection) => {
    for (const byte of bytes) {
      await connection.send(byte);
      await delay(0);
    }
  };
}

/** Only where the delay itself is the fault. */
export function sleep(milliseconds: number): Step {
  return () => delay(milliseconds);
}

/** FIN: the server says that it sends no more. */
export const halfClose: Step = (connection) => connection.finish();

/** RST. */
export const reset: Step = (connection) => connection.reset();

/** Neither reads nor writes until the client has had enough. */
export const stall: Step = (connection) => connection.untilEnd();

/** Takes no more bytes from the client, whose socket fills. */
export const stopReading: Step = (connection) => connection.pause();

/** The same steps for each request of the connection until the client ends it. */
export function forEachRequest(...steps: readonly Step[]): Step {
  return async (connection) => {
    while ((await connection.readRequest()) !== undefined) await run(steps, connection);
  };
}

/** A server that breaks off a kept connection as its second request arrives, and serves every later connection. */
export function closingWhenUsedAgain(breakOff: Step): readonly (readonly Step[])[] {
  return [[expectRequest, send(okAnswer), expectRequest, breakOff], [forEachRequest(send(okAnswer))]];
}

/** Starts a server that runs the first list on its first connection, the second on the second. */
export function startStepServer(
  connections: readonly (readonly Step[])[],
  options: Omit<RawServerOptions, 'script' | 'respond'> = {},
): Promise<RawServer> {
  return startRawServer({
    ...options,
    script: async (connection) => {
      const steps = connections[connection.number - 1] ?? connections.at(-1) ?? [];
      await run(steps, connection);
      await connection.untilEnd();
    },
  });
}

async function run(steps: readonly Step[], connection: RawConnection): Promise<void> {
  for (const step of steps) await step(connection);
}
