/**
 * One request's life as people see it: from prepared, through sending, to an answer or an error. An Exchange
 * is a value that is replaced as things happen; the panel, the lenses, the CLI and the history read the same one.
 */
import type { PreparedRequest, RequestException, Response } from '../../http/index.ts';
import type { BodyReader } from '../bodies/bodyStore.ts';
import type { ScriptLine } from '../../scripts/index.ts';
import type { RouteLine } from '../prepare/route.ts';
import type { SavedOutput } from '../outputs/outputs.ts';
import type { TestResult } from '../tests/testResult.ts';

/** `interrupted`: the process that ran it is gone; only an exchange from the history is. */
export type ExchangeState =
  'idle' | 'pending' | 'streaming' | 'done' | 'cancelled' | 'failed' | 'interrupted';

/** Where a running request is; the last one it was in when it ended. */
export type ExchangePhase =
  'queue' | 'dns' | 'connect' | 'tls' | 'upload' | 'wait' | 'headers' | 'body' | 'decode' | 'save' | 'script';

export interface ExchangeSource {
  /** The document's URI in the editor, or the file's path in the CLI. */
  readonly file: string;
  /** 1-based line of the request line. */
  readonly line: number;
  readonly name: string | undefined;
  readonly title: string | undefined;
}

export interface Exchange {
  readonly id: string;
  readonly source: ExchangeSource;
  readonly session: string;
  readonly prepared: PreparedRequest;
  /** For each header of `prepared`, in order, where it came from in words: `file:4`, `session admin`, `computed` … */
  readonly headerOrigins: readonly string[];
  /** What it goes by on its way and who says so; absent where there is nothing to say. */
  readonly route?: readonly RouteLine[] | undefined;
  readonly state: ExchangeState;
  readonly phase: ExchangePhase;
  /** Milliseconds since the epoch; undefined while idle. */
  readonly startedAt: number | undefined;
  /** Milliseconds; undefined until it ended. */
  readonly endedAt: number | undefined;
  /** Known once the headers of the last hop have arrived. */
  readonly response: Response | undefined;
  /** Decoded bytes received so far; undefined before the headers. */
  readonly body: BodyReader | undefined;
  /** Bytes of a body that the history has no longer, or was not to keep; then `body` is undefined. */
  readonly lostBody?: number | undefined;
  /** The Content-Length that was promised, when the body is not encoded. */
  readonly expectedLength: number | undefined;
  readonly bytesSent: number;
  readonly error: RequestException | undefined;
  /** What its checks and scripts came to, once it has ended; absent where there are none. */
  readonly tests?: readonly TestResult[] | undefined;
  /** What its scripts have printed, those before the request first; absent where they printed nothing. Secrets are masked. */
  readonly logs?: readonly ScriptLine[] | undefined;
  /** The files that `>>` wrote the body to. */
  readonly saved?: readonly SavedOutput[] | undefined;
}

/** Of an exchange that has not been sent, all that sending changes. */
export const unsent = {
  state: 'idle',
  phase: 'queue',
  startedAt: undefined,
  endedAt: undefined,
  response: undefined,
  body: undefined,
  lostBody: undefined,
  expectedLength: undefined,
  bytesSent: 0,
  error: undefined,
  tests: undefined,
  logs: undefined,
  saved: undefined,
} as const satisfies Partial<Exchange>;
