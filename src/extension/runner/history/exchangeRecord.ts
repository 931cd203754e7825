/**
 * An exchange as a value that can be written down, and back. Requests and responses come back as what they were for
 * every view; what only a running program has (sockets, functions, an authentication that answers challenges) does
 * not. Bodies are kept beside the record.
 */
import type { Cookie, FaultName, Notice, Origins, Phase, Timings } from '../../http/index.ts';
import type { ConnectionFacts, SendOptions, StoredCookies } from '../../http/index.ts';
import {
  bodyLength,
  Headers,
  isBodyStream,
  PreparedRequest,
  RequestException,
  Response,
} from '../../http/index.ts';
import type { BodyReader } from '../bodies/bodyStore.ts';
import type { Exchange } from '../send/exchange.ts';
import type { HistoryRow, KeptExchange } from './historyRow.ts';

/** The version of the records that this program writes. */
const recordVersion = 1;

export interface ExchangeRecord {
  readonly version: typeof recordVersion;
  readonly row: Omit<HistoryRow, 'pinned' | 'body'>;
  /** The process that runs it, for as long as it runs. */
  readonly owner: number | undefined;
  readonly kept: Omit<KeptExchange, 'exchange' | 'original'>;
  readonly exchange: Omit<Exchange, 'prepared' | 'response' | 'body' | 'error'>;
  readonly prepared: RequestRecord;
  /** Undefined when nothing was edited. */
  readonly original: RequestRecord | undefined;
  readonly response: ResponseRecord | undefined;
  readonly body: BodyRecord | undefined;
  readonly error: ErrorRecord | undefined;
}

interface RequestRecord {
  readonly method: string;
  readonly url: string;
  readonly headers: readonly (readonly [string, string])[];
  /** `stream`: was read from elsewhere while it was sent, so that only its description is known. */
  readonly body:
    null | string | Uint8Array | { readonly stream: string; readonly length: number | undefined };
  readonly origins: Origins;
  readonly cookies: readonly Cookie[];
  readonly hasOwnFraming?: boolean;
}

interface ResponseRecord {
  readonly request: RequestRecord;
  readonly url: string;
  readonly status: number;
  readonly reason: string;
  readonly httpVersion: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly elapsed: number;
  readonly rawBytes: number;
  readonly timings: Timings;
  readonly connection: ConnectionFacts | undefined;
  readonly notices: readonly Notice[];
  readonly cookies: readonly Cookie[];
  readonly refusedCookies: StoredCookies['refused'];
  readonly history: readonly ResponseRecord[];
}

export interface BodyRecord {
  readonly length: number;
  readonly complete: boolean;
  readonly sha256: string | undefined;
  /** Its bytes as they came over the wire, where they are others and were kept. */
  readonly raw?: { readonly length: number; readonly complete: boolean } | undefined;
}

interface ErrorRecord {
  readonly name: FaultName;
  readonly message: string;
  readonly families: readonly string[];
  readonly phase: Phase | undefined;
  readonly host: string | undefined;
  readonly port: number | undefined;
  readonly elapsed: number | undefined;
  readonly bytesSent: number | undefined;
  readonly bytesReceived: number | undefined;
  readonly attempts: number | undefined;
  readonly hint: string | undefined;
  readonly received: Uint8Array | undefined;
}

/** `body` says what is kept of it; `now` counts for an exchange that was not sent. */
export function recordOf(kept: KeptExchange, now: number): ExchangeRecord {
  const { exchange: whole, original, ...rest } = kept;
  const { prepared, response, body, error, ...exchange } = whole;
  return {
    version: recordVersion,
    row: rowOf(kept, now),
    owner: isRunning(whole) ? process.pid : undefined,
    kept: { ...rest, options: plainOptions(rest.options) },
    exchange,
    prepared: requestRecord(prepared),
    original: original === prepared ? undefined : requestRecord(original),
    response: response && responseRecord(response),
    body: body && bodyRecord(body),
    error: error && errorRecord(error),
  };
}

/** Undefined when the value is no record of a version that is known here. */
export function readRecord(value: unknown): ExchangeRecord | undefined {
  if (typeof value !== 'object' || value === null || !('version' in value)) return undefined;
  return value.version === recordVersion ? (value as ExchangeRecord) : undefined;
}

/** The exchange again; `body` reads what was kept of it. */
export function keptFrom(record: ExchangeRecord, body: BodyReader | undefined): KeptExchange {
  const prepared = requestFrom(record.prepared);
  const { state } = record.row;
  const error = record.error && errorFrom(record.error);
  return {
    ...record.kept,
    original: record.original === undefined ? prepared : requestFrom(record.original),
    exchange: {
      ...record.exchange,
      ...(state === 'running' || state === 'interrupted' ? { state: 'interrupted' } : {}),
      prepared,
      response: record.response && responseFrom(record.response),
      body,
      lostBody: body === undefined && (record.row.size ?? 0) > 0 ? record.row.size : undefined,
      error,
    },
  };
}

function rowOf(
  { exchange, shownUrl, key, environment, original, off }: KeptExchange,
  now: number,
): ExchangeRecord['row'] {
  const { prepared, response, body, error, startedAt, endedAt, state } = exchange;
  const start = startedAt ?? now;
  return {
    id: exchange.id,
    file: exchange.source.file,
    key,
    title: exchange.source.title,
    method: prepared.method,
    url: shownUrl,
    session: exchange.session,
    environment,
    state: isRunning(exchange) ? 'running' : (state as HistoryRow['state']),
    status: response?.status,
    error: error?.name,
    at: start,
    duration: endedAt === undefined || startedAt === undefined ? undefined : endedAt - startedAt,
    size: response === undefined ? undefined : (body?.length ?? 0),
    edited: original !== prepared || off.length > 0,
  };
}

function bodyRecord({ length, complete, sha256, raw }: BodyReader): BodyRecord {
  const facts = { length, complete, sha256 };
  return raw === undefined ? facts : { ...facts, raw: { length: raw.length, complete: raw.complete } };
}

function isRunning({ state }: Pick<Exchange, 'state'>): boolean {
  return state === 'pending' || state === 'streaming';
}

/** Bytes of a request's body that a record holds, so that a list of records is read quickly. */
const bodyLimit = 8 * 1024 * 1024;

/** … and of the request that an answer belongs to, which says nothing new but after a redirect. */
const answeredBodyLimit = 64 * 1024;

function requestRecord(
  { method, url, headers, body, origins, cookies, hasOwnFraming }: PreparedRequest,
  limit = bodyLimit,
): RequestRecord {
  const length = bodyLength(body);
  return {
    method,
    url,
    headers: [...headers],
    body: isBodyStream(body)
      ? { stream: body.description, length }
      : (length ?? 0) > limit
        ? { stream: `${length ?? 0} bytes`, length }
        : body,
    origins,
    cookies,
    ...(hasOwnFraming ? { hasOwnFraming } : {}),
  };
}

function requestFrom({ body, headers, ...record }: RequestRecord): PreparedRequest {
  const isStream = typeof body === 'object' && body !== null && 'stream' in body;
  return new PreparedRequest({
    ...record,
    headers: new Headers(headers),
    body: isStream ? lostBody(body.stream, body.length) : body,
    auth: undefined,
    hooks: {},
  });
}

/** A body that was read from elsewhere: it can be named, and not sent again. */
function lostBody(description: string, length: number | undefined) {
  return {
    description,
    length,
    replayable: true,
    open: (): AsyncIterable<Uint8Array> => {
      throw new RequestException(
        `The body (${description}) is too long for the history, or was read from a file while it was sent.`,
        'InvalidRequest',
        { phase: 'queue', hint: 'Send the request from its file instead.' },
      );
    },
  };
}

function responseRecord(response: Response): ResponseRecord {
  const { request, url, status, reason, httpVersion, headers, elapsed, rawBytes, timings } = response;
  const { connection, notices, cookies, refusedCookies, history } = response;
  return {
    ...{ url, status, reason, httpVersion, elapsed, rawBytes, timings },
    ...{ connection, notices, cookies, refusedCookies },
    request: requestRecord(request, answeredBodyLimit),
    headers: [...headers],
    history: history.map(responseRecord),
  };
}

function responseFrom(record: ResponseRecord): Response {
  const { cookies, refusedCookies, history, timings, notices, rawBytes, request, headers, ...rest } = record;
  const response = new Response({
    ...rest,
    request: requestFrom(request),
    headers: new Headers(headers),
    timings: () => timings,
    notices: () => notices,
    // The exchange's reader has the body, as it does while a response is new.
    body: { open: noBytes, rawBytes, abandon: () => undefined },
  });
  Response.complete(response, { cookies, refusedCookies, history: history.map(responseFrom) });
  return response;
}

async function* noBytes(): AsyncGenerator<Uint8Array> {
  yield* await Promise.resolve([]);
}

function errorRecord(error: RequestException): ErrorRecord {
  const { name, message, families, phase, host, port, elapsed } = error;
  const { bytesSent, bytesReceived, attempts, hint, received } = error;
  return {
    ...{ name, message, families, phase, host, port, elapsed },
    ...{ bytesSent, bytesReceived, attempts, hint, received },
  };
}

function errorFrom({ name, message, families, ...facts }: ErrorRecord): RequestException {
  return new RequestException(message, name, facts, families.slice(0, -1));
}

/** What a later send can use; functions and signals are of one send. */
function plainOptions(options: SendOptions): SendOptions {
  return { ...options, signal: undefined, onProgress: undefined };
}
