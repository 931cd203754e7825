/**
 * One fault of the matrix as a row: what the server does, and what a send must say about it. `checkRow` holds the whole
 * contract, so that no family of faults checks less of it than another: the error's facts, what is kept, the jar, the
 * socket, and that the next send works.
 */
import { getEventListeners } from 'node:events';
import { expect } from 'vitest';
import { RequestException, Session, createUndiciAdapter } from '../../../src/extension/http/index.ts';
import type {
  FaultName,
  Phase,
  RequestOptions,
  Response,
  SendOptions,
  UndiciAdapterOptions,
} from '../../../src/extension/http/index.ts';
import { forEachRequest, okAnswer, send, startStepServer } from '../../support/stepServer.ts';
import type { RawServer, RawServerOptions, Step } from '../../support/stepServer.ts';

export interface FaultRow {
  /** Of the fault matrix. */
  readonly id: string;
  readonly title: string;
  /** What the server does on the connection that fails. */
  readonly steps: readonly Step[];
  readonly name: FaultName;
  readonly phase: Phase;
  readonly method?: 'GET' | 'POST' | 'HEAD';
  readonly options?: RequestOptions & SendOptions;
  readonly message?: RegExp;
  /** The start of the answer that the error shows, when it is no answer. */
  readonly received?: string;
  /** The part of the body that is kept; with a star at its end, how that begins. */
  readonly kept?: string;
  /** Names of the cookies that the jar has afterwards. */
  readonly cookies?: readonly string[];
  /** False where nothing but a limit of ours failed. */
  readonly hasCause?: boolean;
  /** How often it was put on a connection; once where it is left out. */
  readonly attempts?: number;
  /** What the hint must say. */
  readonly hint?: RegExp;
  readonly setting?: Setting;
}

/** Another way to the faulty server than a plain request to its address. */
export interface Setting {
  readonly tls?: RawServerOptions['tls'];
  readonly url: (server: RawServer) => string;
  readonly options?: (server: RawServer) => RequestOptions & SendOptions;
  readonly routes?: (server: RawServer) => UndiciAdapterOptions;
}

/**
 * Sends once to a server that does what the row says, and once more, in the same session, to a connection that works. Holds
 * every error to the same contract: its facts, also as JSON; what is kept; the jar; the socket; and that nothing is left
 * over, neither sockets nor listeners. (That nothing is rejected unheard, the test runner sees.)
 */
export async function checkRow(row: FaultRow): Promise<void> {
  const before = openSockets();
  const { tls, url, options, routes } = row.setting ?? plain;
  const server = await startStepServer([row.steps, [forEachRequest(send(okAnswer))]], {
    ...(tls && { tls }),
  });
  const good = await startStepServer([[forEachRequest(send(okAnswer))]]);
  const session = new Session({ environment: {}, adapter: createUndiciAdapter(routes?.(server)) });
  const { signal } = new AbortController();
  try {
    const all = { signal, ...options?.(server), ...row.options };
    const error = await failureOf(session.request(row.method ?? 'GET', url(server), all));
    checkFacts(error, row, server);
    checkKept(error, row);
    expect(session.cookies.list().map(({ name }) => name)).toEqual(row.cookies ?? []);
    expect(session.connections()).toEqual([]);
    expect(getEventListeners(signal, 'abort')).toEqual([]);
    await server.connections[0]?.untilEnd();
    const again = row.setting === undefined ? server : good;
    expect(await (await session.get(`${again.url}/`)).text()).toBe('ok');
    if (again === server) expect(server.connections).toHaveLength(2);
  } finally {
    await session.close();
    await Promise.all([server.close(), good.close()]);
  }
  await expect.poll(() => openSockets().length).toBeLessThanOrEqual(before.length);
}

const plain: Setting = { url: (server) => `${server.url}/` };

/** Of this process, servers included: what `node:net` and lookups hold open. */
function openSockets(): readonly string[] {
  return process.getActiveResourcesInfo().filter((name) => /^(?:TCP|TLS|Pipe|GetAddr|HTTP)/i.test(name));
}

/** The error that a send ends with. */
export async function failureOf(sending: Promise<unknown>): Promise<RequestException> {
  const outcome: unknown = await sending.then(
    () => 'no error',
    (error: unknown) => error,
  );
  expect(outcome).toBeInstanceOf(RequestException);
  return outcome as RequestException;
}

/** The answers to requests of one session to a server that serves all its connections like this. */
export async function answers(
  steps: readonly Step[],
  ...methods: readonly string[]
): Promise<{
  readonly texts: readonly string[];
  readonly responses: readonly Response[];
  readonly connections: number;
}> {
  const server = await startStepServer([steps]);
  const session = new Session({ environment: {} });
  try {
    const texts: string[] = [];
    const responses: Response[] = [];
    for (const method of methods) {
      const response = await session.request(method, server.url);
      responses.push(response);
      const notices = response.notices.map(({ name }) => ` ${name}`).join('');
      texts.push(`${response.status} ${await response.text()}${notices}`);
    }
    return { texts, responses, connections: server.connections.length };
  } finally {
    await session.close();
    await server.close();
  }
}

function checkFacts(error: RequestException, row: FaultRow, server: RawServer): void {
  const { name, phase, message = /./, hasCause = true, attempts = 1, hint = /./, setting } = row;
  const url = (setting ?? plain).url(server);
  const where = hostOf(url);
  expect(error).toMatchObject({ name, phase, ...where, attempts });
  expect(error.message).toMatch(message);
  expect(error.hint).toMatch(/^[^\n]+$/);
  expect(error.hint).toMatch(hint);
  expect(error.elapsed).toBeGreaterThan(0);
  if (setting === undefined) expect(error.bytesSent).toBe(server.connections[0]?.received.byteLength);
  else expect(error.bytesSent).toBeTypeOf('number');
  expect(error.bytesReceived).toBeTypeOf('number');
  expect(error.request?.url).toBe(url);
  if (hasCause) expect(error.cause).toBeInstanceOf(Error);
  const json = JSON.parse(JSON.stringify(error)) as unknown;
  expect(json).toEqual(error.toJSON());
  expect(json).toMatchObject({ name, phase, ...where, attempts, hint: error.hint });
}

function hostOf(url: string): { readonly host: string; readonly port: number } {
  const { hostname, port, protocol } = new URL(url);
  return { host: hostname, port: port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port) };
}

function checkKept(error: RequestException, { received, kept }: FaultRow): void {
  if (received !== undefined) expect(latin1(error.received)).toBe(received);
  if (kept === undefined) expect(error.response).toBeUndefined();
  else if (kept.endsWith('*'))
    expect(latin1(error.response?.received)).toMatch(new RegExp(`^${kept.slice(0, -1)}`));
  else expect(latin1(error.response?.received)).toBe(kept);
}

function latin1(bytes: Uint8Array | undefined): string {
  return Buffer.from(bytes ?? []).toString('latin1');
}
