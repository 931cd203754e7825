/**
 * Servers and sessions of one test, gone when it ends: `useStage()` at the top of a file, `stage.serve(...)` in a test.
 * It decides nothing about what is sent; what a server does is written in steps.
 */
import { afterEach } from 'vitest';
import { Session, createUndiciAdapter } from '../../src/extension/http/index.ts';
import type { UndiciAdapterOptions } from '../../src/extension/http/index.ts';
import { startStepServer } from '../support/stepServer.ts';
import type { RawServer, Step } from '../support/stepServer.ts';

export interface Stage {
  /** A server that runs these steps on each of its connections. */
  serve(...steps: readonly Step[]): Promise<RawServer>;
  /** The first list on the first connection, and so on; the last one on all that follow. */
  serveEach(...connections: readonly (readonly Step[])[]): Promise<RawServer>;
  /** A session that knows nothing of the environment. */
  session(options?: UndiciAdapterOptions): Session;
  /** Called when the test has ended, before everything that was begun earlier. */
  onEnd(cleanup: () => unknown): void;
}

export function useStage(): Stage {
  const cleanups: (() => unknown)[] = [];
  afterEach(async () => {
    for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
  });
  const serveEach: Stage['serveEach'] = async (...connections) => {
    const server = await startStepServer(connections);
    cleanups.push(() => server.close());
    return server;
  };
  return {
    serve: (...steps) => serveEach(steps),
    serveEach,
    session(options = {}) {
      const session = new Session({ environment: {}, adapter: createUndiciAdapter(options) });
      cleanups.push(async () => {
        for (const { id } of session.connections()) session.closeConnection(id);
        await session.close();
      });
      return session;
    },
    onEnd: (cleanup) => void cleanups.push(cleanup),
  };
}
