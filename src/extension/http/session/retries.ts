/**
 * A retry policy around an adapter (rule R105): none is the default, and this is mounted by whoever wants one. It
 * repeats what the policy allows, honours Retry-After, and gives up with RetryError when only a status was wrong.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Adapter, AdapterSettings } from '../transport/adapter.ts';
import { isBodyStream } from '../request/body.ts';
import {
  ConnectionError,
  RequestCancelled,
  RequestException,
  RetryError,
  isFamily,
} from '../errors/errors.ts';
import type { PreparedRequest } from '../request/preparedRequest.ts';
import { Response } from '../response/response.ts';
import { drain } from './drain.ts';

export interface RetryPolicy {
  /** How often a request may be repeated. */
  readonly total: number;
  /** Statuses that are repeated; none by default. */
  readonly statuses?: readonly number[];
  /** Methods that may be repeated once they may have arrived. */
  readonly methods?: readonly string[];
  /** Seconds before the second repetition, doubled for each further one; 0 by default. */
  readonly backoff?: number;
  /** Whether Retry-After decides about 413, 429 and 503; true by default. */
  readonly respectRetryAfter?: boolean;
}

const safeMethods: readonly string[] = ['GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS', 'TRACE'];
const retryAfterStatuses: readonly number[] = [413, 429, 503];
const maxWait = 120_000;
/** A timer for longer than this would fire at once, and so answer a server that asks for peace with a flood. */
const longestTimer = 2 ** 31 - 1;

/** The same adapter, repeating by the policy. */
export function withRetries(adapter: Adapter, policy: RetryPolicy): Adapter {
  return {
    send: (prepared, settings) => sendWithRetries(adapter, policy, prepared, settings),
    close: () => adapter.close(),
    connections: () => adapter.connections?.() ?? [],
    closeConnection: (id) => adapter.closeConnection?.(id),
    onDidChangeConnections: (listener) =>
      adapter.onDidChangeConnections?.(listener) ?? ((): void => undefined),
  };
}

async function sendWithRetries(
  adapter: Adapter,
  policy: RetryPolicy,
  prepared: PreparedRequest,
  settings: AdapterSettings,
): Promise<Response> {
  for (let left = policy.total; ; left--) {
    const outcome = await attempt(adapter, prepared, settings);
    if (!repeatable(outcome, policy, prepared, left)) return settled(outcome, policy.total - left + 1);
    if (left <= 0) {
      if (outcome instanceof RequestException) throw outcome;
      throw new RetryError(
        `Too many ${outcome.status} error responses: gave up after ${policy.total} retries.`,
        {
          request: prepared,
          response: outcome,
        },
      );
    }
    if (!(outcome instanceof RequestException)) await drain(outcome);
    await wait(waitFor(outcome, policy, policy.total - left), settings);
  }
}

async function attempt(
  adapter: Adapter,
  prepared: PreparedRequest,
  settings: AdapterSettings,
): Promise<Response | RequestException> {
  try {
    return await adapter.send(prepared, settings);
  } catch (error) {
    if (error instanceof RequestException) return error;
    throw error;
  }
}

function settled(outcome: Response | RequestException, attempts: number): Response {
  if (outcome instanceof RequestException) throw outcome;
  if (attempts > 1) {
    const message = `The retry policy sent the request ${attempts} times.`;
    Response.complete(outcome, { notices: [{ name: 'Retried', message, attempts }] });
  }
  return outcome;
}

/** Whether it may be sent once more, of `left` times that are left. */
export function repeatable(
  outcome: Response | RequestException,
  policy: RetryPolicy,
  prepared: PreparedRequest,
  left: number,
): boolean {
  if (isBodyStream(prepared.body) && !prepared.body.replayable) return false;
  const allowed = (policy.methods ?? safeMethods).includes(prepared.method);
  if (outcome instanceof RequestException) {
    const mayTry = outcome instanceof ConnectionError || isFamily(outcome, 'Timeout');
    // Nothing had been sent while connecting, so any method may be repeated.
    return mayTry && (outcome.bytesSent === 0 || allowed);
  }
  if (!allowed) return false;
  if (policy.statuses?.includes(outcome.status) === true) return true;
  const asked = retryAfterStatuses.includes(outcome.status) && outcome.headers.has('retry-after');
  return left > 0 && asked && policy.respectRetryAfter !== false;
}

/** Milliseconds until the next try: what the server asks for, else the policy's growing pause. */
export function waitFor(outcome: Response | RequestException, policy: RetryPolicy, done: number): number {
  const asked = outcome instanceof RequestException ? undefined : outcome.headers.get('retry-after');
  if (asked !== undefined && policy.respectRetryAfter !== false) {
    const seconds = /^\s*\d+\s*$/.test(asked) ? Number(asked) : (Date.parse(asked) - Date.now()) / 1000;
    if (Number.isFinite(seconds)) return Math.min(longestTimer, Math.max(0, seconds * 1000));
  }
  return done === 0 ? 0 : Math.min(maxWait, (policy.backoff ?? 0) * 1000 * 2 ** done);
}

async function wait(milliseconds: number, { signal }: AdapterSettings): Promise<void> {
  if (milliseconds <= 0) return;
  try {
    await sleep(milliseconds, undefined, signal === undefined ? {} : { signal });
  } catch (cause) {
    throw new RequestCancelled('The request was cancelled while it waited to be repeated.', {
      phase: 'queue',
      cause,
    });
  }
}
