/**
 * Turns an Exchange and its draft into what the panel's page draws: plain values, small, without bodies. Pure,
 * so that every state and mask has a test without VS Code; the panel calls it for each change and keeps nothing.
 */
import type { PreparedRequest, Response } from '../../http/index.ts';
import type { Exchange } from '../../runner/index.ts';
import {
  maxEditableBody,
  maxInlineText,
  type ExchangeSnapshot,
  type FailureView,
  type HeaderRow,
  type PanelState,
  type PreparedBody,
  type PreparedView,
  type Progress,
  type ResponseView,
  type TimingRow,
} from '../../webview/protocol.ts';
import { editedParts, isLockedLine, textOf, type Draft } from '../sending/draft.ts';
import { elapsedOf, requestTitle, type Localize } from '../labels.ts';
import { isSecretHeader, isWithheld, mask, type Secrecy } from '../trust/secrecy.ts';

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
  return {
    ...exchangeProgress(exchange, context),
    title: requestTitle(exchange),
    session: exchange.session,
    environment: context.environment,
    editable: exchange.state === 'idle',
    prepared: preparedView(exchange, context),
    response: exchange.response === undefined ? undefined : responseView(exchange.response, context),
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

/** The request as it will go or went, every line of it in wire order, with the rows that are off in their places. */
export function preparedView(
  exchange: Pick<Exchange, 'headerOrigins'>,
  context: Pick<SnapshotContext, 'draft' | 'unresolved' | 'secrecy' | 't'>,
): PreparedView {
  const { current } = context.draft;
  return {
    method: current.method,
    url: current.url,
    headers: headerRows(exchange.headerOrigins, context),
    body: preparedBody(current),
    edited: editedParts(context.draft),
    unresolved: context.unresolved,
    hash: current.hash(),
  };
}

function headerRows(
  headerOrigins: readonly string[],
  { draft, secrecy, t }: Pick<SnapshotContext, 'draft' | 'secrecy' | 't'>,
): HeaderRow[] {
  const { current } = draft;
  const originOf = originLookup(draft, headerOrigins);
  const rows = current.wireHead.headers.map(([name, value]): HeaderRow => {
    const origin = originOf(name, value);
    return {
      name,
      ...shownValue(name, value, { secrecy, t }),
      origin,
      line: lineOf(origin),
      enabled: true,
      ...(isLockedLine(name, current) ? { locked: lockReason(name, t) } : {}),
    };
  });
  for (const { index, name, value } of draft.off) {
    rows.splice(Math.min(index, rows.length), 0, {
      name,
      ...shownValue(name, value, { secrecy, t }),
      origin: 'edited',
      line: undefined,
      enabled: false,
    });
  }
  return rows;
}

/** A withheld value cannot be edited either: the page would send the mask back. */
function shownValue(
  name: string,
  value: string,
  { secrecy, t }: Pick<SnapshotContext, 'secrecy' | 't'>,
): Pick<HeaderRow, 'value' | 'secret' | 'locked'> {
  return isWithheld(name, value, secrecy)
    ? { value: mask, secret: false, locked: t('Stays masked in a folder that is not trusted.') }
    : { value, secret: isSecretHeader(name, value, secrecy), locked: undefined };
}

/** Finds where a header line came from: the words the runner gave, unless the user has changed the line since. */
function originLookup(draft: Draft, words: readonly string[]): (name: string, value: string) => string {
  const known = [...draft.original.headers].map(([name, value], index) => ({
    name: name.toLowerCase(),
    value,
    words: words[index] ?? 'computed',
  }));
  return (name, value) => {
    if (isLockedLine(name, draft.current) && name !== 'host') return 'computed';
    const found = known.findIndex((one) => one.name === name.toLowerCase() && one.value === value);
    const [match] = found === -1 ? [] : known.splice(found, 1);
    if (match !== undefined) return match.words;
    return isLockedLine(name, draft.current) ? 'computed' : 'edited';
  };
}

/** `file:4` names line 4. */
function lineOf(origin: string): number | undefined {
  const line = /^file:(\d+)$/.exec(origin)?.[1];
  return line === undefined ? undefined : Number(line);
}

function lockReason(name: string, t: Localize): string {
  switch (name) {
    case 'host':
      return t('Follows from the URL, unless the file gives a Host header.');
    case 'connection':
      return t('Written by the transport, which keeps connections open.');
    case 'Accept-Encoding':
      return t('Stands in for the removed header, so that the server does not compress.');
    default:
      return t('Follows from the body.');
  }
}

function preparedBody(prepared: PreparedRequest): PreparedBody {
  const { body } = prepared;
  if (body === null || body === '') return { kind: 'none' };
  const text = textOf(prepared);
  if (typeof body !== 'string' && !(body instanceof Uint8Array)) {
    return { kind: 'opaque', description: body.description, length: body.length };
  }
  const length = typeof body === 'string' ? Buffer.byteLength(body) : body.byteLength;
  const contentType = prepared.headers.get('Content-Type') ?? '';
  if (text === undefined || length > maxEditableBody) {
    return { kind: 'opaque', description: contentType, length };
  }
  return { kind: 'text', text: text.length > maxInlineText ? undefined : text, length, contentType };
}

function responseView(
  response: Response,
  { secrecy, t }: Pick<SnapshotContext, 'secrecy' | 't'>,
): ResponseView {
  return {
    url: response.url,
    status: response.status,
    reason: response.reason,
    httpVersion: response.httpVersion,
    headers: [...response.headers].map(
      ([name, value]) => [name, isWithheld(name, value, secrecy) ? mask : value] as const,
    ),
    hops: response.history.map((hop) => ({
      status: hop.status,
      method: hop.request.method,
      url: hop.url,
    })),
    timings: timingRows(response),
    connection: connectionSentence(response, t),
    mediaType: mediaTypeOf(response),
    encoding: charsetOf(response) ?? 'utf-8',
  };
}

const timingPhases = ['queue', 'dns', 'connect', 'tls', 'send', 'wait', 'download'] as const;

function timingRows(response: Response): TimingRow[] {
  const { timings } = response;
  return timingPhases.map((phase) => ({ phase, duration: timings[phase] }));
}

/** `Connection #3, reused, request 4 on it, 127.0.0.1:8080`. */
function connectionSentence(response: Response, t: Localize): string {
  const { connection } = response;
  if (connection === undefined) return '';
  return [
    t('Connection #{0}', connection.id),
    connection.reused ? t('reused, request {0} on it', connection.requests) : t('new'),
    connection.remoteAddress,
    connection.protocol,
    connection.proxy === undefined ? undefined : t('through proxy {0}', connection.proxy),
    connection.tls === undefined ? undefined : `${connection.tls.version} ${connection.tls.cipher}`,
    connection.tls?.authorized === false ? t('certificate not verified') : undefined,
  ]
    .filter((part) => part !== undefined)
    .join(', ');
}

function mediaTypeOf(response: Response): string {
  return (response.headers.get('Content-Type') ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
}

/** Only what the server says: requests' ISO-8859-1 for text without a charset would garble most pages. */
function charsetOf(response: Response): string | undefined {
  const type = response.headers.get('Content-Type') ?? '';
  return /;\s*charset\s*=\s*"?([^\s";,]+)/i.exec(type)?.[1]?.toLowerCase();
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
  return exchange.state === 'done' && (exchange.body?.length ?? 0) === 0 ? 'empty' : exchange.state;
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
