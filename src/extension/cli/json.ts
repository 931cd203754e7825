/** The shapes `prepare --json` and `send --json` print: stable, complete, and exact to the byte. */
import type {
  Body,
  FaultJson,
  HeaderEntry,
  Notice,
  PreparedRequest,
  RequestException,
  Response,
} from '../http/index.ts';
import { bodyLength, isBodyStream } from '../http/index.ts';
import type { BodyReader, Exchange, RouteLine, ScriptLine, TestResult } from '../runner/index.ts';

/** `utf8` when the bytes are exactly that text; `data` is null for more than 64 MiB. */
export interface BytesJson {
  readonly encoding: 'utf8' | 'base64';
  readonly data: string | null;
}

/** One line of `prepare --json`. */
export interface PreparedJson {
  readonly name: string | null;
  readonly method: string;
  readonly url: string;
  /** In wire order. */
  readonly headers: readonly HeaderEntry[];
  /** For each header, where it came from. */
  readonly origins: readonly string[];
  /** Proxy, certificates and what else it goes by, with who says so; empty where nobody says anything. */
  readonly route: readonly RouteLine[];
  readonly body: RequestBodyJson | null;
}

/** `length` is null when nobody knows it before the body is sent. */
export interface RequestBodyJson extends BytesJson {
  readonly length: number | null;
}

/** One line of `send --json`. `request` is null when it could not even be prepared. */
export interface ExchangeJson {
  readonly name: string | null;
  readonly request: Omit<PreparedJson, 'name' | 'origins' | 'route'> | null;
  readonly response: ResponseJson | null;
  readonly error: FaultJson | null;
  /** The assertions in the file, in order. */
  readonly tests: readonly TestJson[];
  /** What the scripts in the file printed, in order. */
  readonly logs: readonly ScriptLine[];
}

export interface TestJson {
  readonly name: string;
  /** 1-based. */
  readonly line: number;
  readonly outcome: TestResult['outcome'];
  readonly expected: string | null;
  readonly actual: string | null;
  readonly message: string | null;
}

export interface ResponseJson {
  readonly status: number;
  readonly reason: string;
  readonly httpVersion: string;
  readonly url: string;
  readonly headers: readonly HeaderEntry[];
  readonly elapsedMs: number;
  /** Milliseconds by phase; null for a phase that did not happen. */
  readonly timings: Readonly<Record<string, number | null>>;
  readonly connection: { readonly id: number; readonly reused: boolean } | null;
  readonly history: readonly {
    readonly status: number;
    readonly reason: string;
    readonly method: string;
    readonly url: string;
    readonly headers: readonly HeaderEntry[];
  }[];
  /** What went differently than promised although there is an answer: a body cut short, bytes too many, a retry. */
  readonly notices: readonly Notice[];
  readonly body: BytesJson & {
    readonly length: number;
    readonly complete: boolean;
    readonly sha256: string | null;
  };
}

/** Longer bodies do not fit into one line of text; `--output` keeps them whole. */
const dataLimit = 64 * 1024 * 1024;

/** What goes on the wire, unsent: header lines in wire order, each with where it came from. */
export async function preparedJson(exchange: Exchange): Promise<PreparedJson> {
  const { source, prepared, headerOrigins, route = [] } = exchange;
  const { headers } = prepared.wireHead;
  return {
    name: source.name ?? null,
    method: prepared.method,
    url: prepared.url,
    headers,
    origins: wireOrigins(prepared, headerOrigins),
    route,
    body: await requestBodyJson(prepared.body),
  };
}

/** One line of `send --json`. */
export async function exchangeJson(exchange: Exchange): Promise<ExchangeJson> {
  const { source, prepared, response, body, error, tests, logs } = exchange;
  return {
    name: source.name ?? null,
    request: {
      method: prepared.method,
      url: prepared.url,
      headers: prepared.wireHead.headers,
      body: await requestBodyJson(prepared.body),
    },
    response: response === undefined ? null : await responseJson(response, body),
    error: error === undefined ? null : error.toJSON(),
    tests: (tests ?? []).map(testJson),
    logs: logs ?? [],
  };
}

/** One line of `send --json` for a request that could not even be prepared. */
export function failureJson(name: string | undefined, error: RequestException): ExchangeJson {
  return { name: name ?? null, request: null, response: null, error: error.toJSON(), tests: [], logs: [] };
}

function testJson({ expected, actual, message, ...rest }: TestResult): TestJson {
  return { ...rest, expected: expected ?? null, actual: actual ?? null, message: message ?? null };
}

/** The words of `headerOrigins`, which follow `prepared.headers`, for each line of the wire head. */
export function wireOrigins(prepared: PreparedRequest, words: readonly string[]): readonly string[] {
  const known = [...prepared.headers].map(([name, value], index) => ({ name, value, word: words[index] }));
  return prepared.wireHead.headers.map(([name, value]) => {
    const at = known.findIndex((one) => isSameLine(one, name, value));
    return (at === -1 ? undefined : known.splice(at, 1)[0]?.word) ?? 'computed';
  });
}

export function bytesJson(bytes: Uint8Array): BytesJson {
  try {
    const data = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return { encoding: 'utf8', data };
  } catch {
    return { encoding: 'base64', data: Buffer.from(bytes).toString('base64') };
  }
}

function isSameLine(
  one: { readonly name: string; readonly value: string },
  name: string,
  value: string,
): boolean {
  return one.name.toLowerCase() === name.toLowerCase() && one.value === value;
}

async function requestBodyJson(body: Body): Promise<RequestBodyJson | null> {
  const length = bodyLength(body) ?? null;
  if (body === null || length === 0) return null;
  if (!isBodyStream(body)) {
    return { length, ...bytesJson(typeof body === 'string' ? Buffer.from(body) : body) };
  }
  // What can be produced only once belongs to the send.
  if (!body.replayable || length === null || length > dataLimit) {
    return { length, encoding: 'base64', data: null };
  }
  const chunks: Uint8Array[] = [];
  for await (const chunk of body.open()) chunks.push(chunk);
  return { length, ...bytesJson(Buffer.concat(chunks)) };
}

async function responseJson(response: Response, body: BodyReader | undefined): Promise<ResponseJson> {
  const { connection } = response;
  return {
    status: response.status,
    reason: response.reason,
    httpVersion: response.httpVersion,
    url: response.url,
    headers: headerPairs(response),
    elapsedMs: rounded(response.elapsed),
    timings: Object.fromEntries(
      Object.entries(response.timings).map(([phase, time]: [string, number | undefined]) => [
        phase,
        time === undefined ? null : rounded(time),
      ]),
    ),
    connection: connection === undefined ? null : { id: connection.id, reused: connection.reused },
    history: response.history.map((hop) => ({
      status: hop.status,
      reason: hop.reason,
      method: hop.request.method,
      url: hop.url,
      headers: headerPairs(hop),
    })),
    notices: response.notices,
    body: await responseBodyJson(body),
  };
}

async function responseBodyJson(body: BodyReader | undefined): Promise<ResponseJson['body']> {
  const length = body?.length ?? 0;
  const content: BytesJson =
    body === undefined || length > dataLimit
      ? { encoding: 'base64', data: null }
      : bytesJson(await body.read(0, length));
  return { length, complete: body?.complete ?? false, sha256: body?.sha256 ?? null, ...content };
}

function headerPairs({ headers }: Response): readonly HeaderEntry[] {
  return [...headers];
}

/** Microseconds say enough. */
function rounded(milliseconds: number): number {
  return Math.round(milliseconds * 1000) / 1000;
}
