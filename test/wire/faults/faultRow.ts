/**
 * One fault of the matrix as a row: what the server does, and what a send must say about it. `checkRow` holds the whole
 * contract, so that no family of faults checks less of it than another: the error's facts, what is kept, the jar, the
 * socket, and that the next send works.
 */
import { expect } from 'vitest';
import { RequestException, Session } from '../../../src/extension/http/index.ts';
import type {
  FaultName,
  Phase,
  RequestOptions,
  Response,
  SendOptions,
} from '../../../src/extension/http/index.ts';
import { forEachRequest, okAnswer, send, startStepServer } from '../../support/stepServer.ts';
import type { RawServer, Step } from '../../support/stepServer.ts';

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
}

/** Sends once to a server that does what the row says, and once more to see that it works again. */
export async function checkRow(row: FaultRow): Promise<void> {
  const server = await startStepServer([row.steps, [forEachRequest(send(okAnswer))]]);
  const session = new Session({ environment: {} });
  try {
    const error = await failureOf(session.request(row.method ?? 'GET', `${server.url}/`, row.options));
    checkFacts(error, row, server);
    checkKept(error, row);
    expect(session.cookies.list().map(({ name }) => name)).toEqual(row.cookies ?? []);
    expect(session.connections()).toEqual([]);
    await server.connections[0]?.untilEnd();
    expect(await (await session.get(`${server.url}/`)).text()).toBe('ok');
    expect(server.connections).toHaveLength(2);
  } finally {
    await session.close();
    await server.close();
  }
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
  const { name, phase, message = /./, hasCause = true } = row;
  expect(error).toMatchObject({ name, phase, host: '127.0.0.1', port: server.port, attempts: 1 });
  expect(error.message).toMatch(message);
  expect(error.hint).toMatch(/^[^\n]+$/);
  expect(error.elapsed).toBeGreaterThan(0);
  expect(error.bytesSent).toBe(server.connections[0]?.received.byteLength);
  expect(error.bytesReceived).toBeTypeOf('number');
  expect(error.request?.url).toBe(`${server.url}/`);
  if (hasCause) expect(error.cause).toBeInstanceOf(Error);
  const json = JSON.parse(JSON.stringify(error)) as unknown;
  expect(json).toEqual(error.toJSON());
  expect(json).toMatchObject({ name, phase, host: '127.0.0.1', port: server.port, attempts: 1 });
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
