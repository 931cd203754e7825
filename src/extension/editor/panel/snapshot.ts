/**
 * Turns an Exchange and its draft into what the panel's page draws: plain values, small, without bodies. Pure,
 * so that every state and mask has a test without VS Code; the panel calls it for each change and keeps nothing.
 */
import type { Exchange } from '../../runner/index.ts';
import { maxLogs, maxTests } from '../../webview/tests.ts';
import type { FailureView } from '../../webview/failures.ts';
import type { ExchangeSnapshot, PanelState, Progress } from '../../webview/protocol.ts';
import type { Draft } from '../sending/draft.ts';
import { elapsedOf, requestTitle, uploadPercent, type Localize } from '../labels.ts';
import { shownTo, type Secrecy } from '../trust/secrecy.ts';
import { certificateView } from './hopView.ts';
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
  /** It failed where there was no network to go out by. */
  readonly isOffline?: boolean | undefined;
  /** In words; undefined for the computer in front of the person. */
  readonly sentFrom?: string | undefined;
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
    title: requestTitle(exchange, context.secrecy.secrets),
    session: exchange.session,
    environment: context.environment,
    editable: exchange.state === 'idle',
    prepared: preparedView(exchange, context),
    response: response === undefined ? undefined : responseView(response, context),
    notice: context.notice,
    failure: failureView(exchange, context),
    tests: exchange.tests?.slice(0, maxTests),
    logs: exchange.logs?.slice(0, maxLogs),
    sentFrom: context.sentFrom,
    endedAt: exchange.endedAt,
  };
}

/** The part that changes often while a body arrives. */
export function exchangeProgress(
  exchange: Exchange,
  context: Pick<SnapshotContext, 'limits' | 'now' | 'isOffline'>,
): Progress {
  const { response } = exchange;
  return {
    exchangeId: exchange.id,
    state: panelState(exchange, context.isOffline === true),
    phase: exchange.phase,
    elapsed: elapsedOf(exchange, context.now),
    limit: exchange.state === 'pending' ? limitOf(exchange, context.limits) : undefined,
    uploaded: uploadPercent(exchange),
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

function failureView(exchange: Exchange, context: SnapshotContext): FailureView | undefined {
  const { error } = exchange;
  const { limits, t } = context;
  if (error === undefined || exchange.state !== 'failed') return undefined;
  const phase = error.phase ?? exchange.phase;
  // A secret in an address may be what could not be reached.
  const show = (text: string): string => shownTo(context.secrecy, text);
  return {
    name: error.name,
    phase: phase === 'queue' && preparationFaults.has(error.name) ? t('preparing') : phase,
    message: show(error.message),
    hint: show(error.hint),
    target: error.host === undefined ? undefined : show(targetOf(error.host, error.port)),
    limit: limitReached(error, limits),
    setting: error.limit === undefined ? undefined : `httpSessions.${error.limit}`,
    elapsed: error.elapsed,
    bytesSent: error.bytesSent,
    bytesReceived: error.bytesReceived,
    attempts: (error.attempts ?? 1) > 1 ? error.attempts : undefined,
    start: receivedStart(error, context.secrecy),
    nothingSent: error.bytesSent === 0 && exchange.response === undefined,
    certificates: error.certificates.map((one) => certificateView(one, context)),
  };
}

function targetOf(host: string, port: number | undefined): string {
  const name = host.includes(':') ? `[${host}]` : host;
  return port === undefined ? name : `${name}:${port}`;
}

type Failure = NonNullable<Exchange['error']>;

function limitReached({ name, limit }: Failure, { connect, read }: PhaseLimits): number | undefined {
  if (name === 'ConnectTimeout') return connect;
  const isSilence = limit === undefined || limit === 'timeout.read';
  return isSilence && (name === 'HeadersTimeout' || name === 'BodyTimeout') ? read : undefined;
}

/** A server may send back what it was sent, secrets included. */
function receivedStart({ received }: Failure, secrecy: Secrecy): string | undefined {
  if (received === undefined || received.byteLength === 0) return undefined;
  const text = Buffer.from(received.subarray(0, 4096)).toString('latin1');
  return shownTo(secrecy, text).replace(/[\0-\x08\x0b-\x1f\x7f-\x9f]/g, (one) =>
    one === '\r' ? '' : `\\x${one.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );
}

function panelState(exchange: Exchange, isOffline: boolean): PanelState {
  if (exchange.state === 'failed' && isOffline) return 'offline';
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
