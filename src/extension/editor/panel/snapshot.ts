/**
 * Turns an Exchange and its draft into what the panel's page draws: plain values, small, without bodies. Pure,
 * so that every state and mask has a test without VS Code; the panel calls it for each change and keeps nothing.
 */
import type { Exchange } from '../../runner/index.ts';
import type { ExchangeSnapshot, FailureView, PanelState, Progress } from '../../webview/protocol.ts';
import type { Draft } from '../sending/draft.ts';
import { elapsedOf, requestTitle, type Localize } from '../labels.ts';
import type { Secrecy } from '../trust/secrecy.ts';
import { preparedView } from './preparedView.ts';
import { answerOf, responseView } from './responseView.ts';

/** What a snapshot needs besides the exchange itself. */
export interface SnapshotContext {
  readonly draft: Draft;
  /** The name of the environment it was prepared with. */
  readonly environment: string | undefined;
  /** Uses of variables that block sending, in words. */
  readonly unresolved: readonly string[];
  readonly secrecy: Secrecy;
  /** A sentence when what the request was made from has changed since. */
  readonly notice: string | undefined;
  readonly limits: PhaseLimits;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly t: Localize;
}

/** Milliseconds; undefined waits for ever. */
export interface PhaseLimits {
  readonly connect: number | undefined;
  readonly read: number | undefined;
}

export function exchangeSnapshot(exchange: Exchange, context: SnapshotContext): ExchangeSnapshot {
  const response = answerOf(exchange);
  return {
    ...exchangeProgress(exchange, context),
    title: requestTitle(exchange),
    session: exchange.session,
    environment: context.environment,
    editable: exchange.state === 'idle',
    prepared: preparedView(exchange, context),
    response: response === undefined ? undefined : responseView(response, context),
    notice: context.notice,
    failure: failureView(exchange, context.t),
  };
}

/** The part that changes often while a body arrives. */
export function exchangeProgress(
  exchange: Exchange,
  context: Pick<SnapshotContext, 'limits' | 'now'>,
): Progress {
  const { response } = exchange;
  return {
    exchangeId: exchange.id,
    state: panelState(exchange),
    phase: exchange.phase,
    elapsed: elapsedOf(exchange, context.now),
    limit: exchange.state === 'pending' ? limitOf(exchange, context.limits) : undefined,
    received: exchange.body?.length ?? 0,
    receivedRaw: response?.headers.has('Content-Encoding') === true ? response.rawBytes : undefined,
    expected: exchange.expectedLength,
  };
}

/** Faults of the request itself, found before anything could have waited for a connection. */
const preparationFaults: ReadonlySet<string> = new Set([
  'InvalidRequest',
  'FileNotAllowed',
  'UnresolvedVariable',
  'VariableCycle',
  'Untrusted',
]);

function failureView(exchange: Exchange, t: Localize): FailureView | undefined {
  const { error } = exchange;
  if (error === undefined || exchange.state !== 'failed') return undefined;
  const phase = error.phase ?? exchange.phase;
  return {
    name: error.name,
    phase: phase === 'queue' && preparationFaults.has(error.name) ? t('preparing') : phase,
    message: error.message,
    hint: error.hint,
  };
}

function panelState(exchange: Exchange): PanelState {
  if (exchange.state !== 'done') return exchange.state;
  if (exchange.lostBody !== undefined) return 'evicted';
  return (exchange.body?.length ?? 0) === 0 ? 'empty' : 'done';
}

function limitOf(exchange: Exchange, limits: PhaseLimits): number | undefined {
  switch (exchange.phase) {
    case 'queue':
    case 'dns':
    case 'connect':
    case 'tls':
      return limits.connect;
    case 'wait':
    case 'headers':
      return limits.read;
    case 'upload':
    case 'body':
    case 'decode':
    case 'save':
    case 'script':
      return undefined;
  }
}
