/** A folder with files, and a way to prepare the requests of a text in it as the editor and the terminal do. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Session } from '../../../src/extension/http/index.ts';
import type { BodyStore, ExchangeLog, PreparedExchange } from '../../../src/extension/runner/index.ts';
import { createBodyStore, createExchangeLog, prepareExchange } from '../../../src/extension/runner/index.ts';
import type { PrepareContext } from '../../../src/extension/runner/index.ts';
import type { RequestDefinition } from '../../../src/language/semantics/index.ts';
import { define, machine, noEnvironment } from '../../../src/language/semantics/index.ts';
import { parse } from '../../../src/language/syntax/index.ts';
import { startRawServer } from '../../sandbox/index.ts';
import type { RawServer, RawServerOptions } from '../../sandbox/index.ts';

export interface Bench {
  readonly folder: string;
  readonly session: Session;
  readonly bodies: BodyStore;
  readonly log: ExchangeLog;
  /** Prepares one request of a text (the first unless `index` says otherwise), as if it were `a.http`. */
  prepare(
    text: string,
    options?: Partial<PrepareContext> & { index?: number; definition?: RequestDefinition | undefined },
  ): Promise<PreparedExchange>;
  /** A raw server that goes when the bench does. */
  serve(options?: RawServerOptions): Promise<RawServer>;
  close(): Promise<void>;
}

export async function createBench(files: Readonly<Record<string, string | Uint8Array>> = {}): Promise<Bench> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'runner-test-'));
  for (const [name, content] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), content);
  }
  const session = new Session({ environment: {} });
  const bodies = createBodyStore({ folder: path.join(folder, 'bodies'), memoryLimit: 1000 });
  const log = createExchangeLog();
  const file = path.join(folder, 'a.http');
  const servers: RawServer[] = [];
  return {
    folder,
    session,
    bodies,
    log,
    prepare(text, { index = 0, definition, ...context } = {}) {
      const own = define(parse(text));
      return prepareExchange(definition ?? own.requests[index]!, {
        path: file,
        scope: { ...machine, file: own, environment: noEnvironment, exchanges: log.ofFile(file) },
        access: { roots: [folder] },
        openSession: (name = 'default') => ({ name, session }),
        ...context,
      });
    },
    async serve(options) {
      const server = await startRawServer(options);
      servers.push(server);
      return server;
    },
    async close() {
      await bodies.dispose();
      await session.close();
      await Promise.all(servers.map((server) => server.close()));
      await rm(folder, { recursive: true });
    },
  };
}
