/**
 * What a run came to, as every report tells it: a value without bodies, headers or secrets, complete at any moment, so
 * that a report of a run that was killed still says what did not run. Made by `runRecorder.ts`, written by one file per
 * format.
 */
import type { FaultJson } from '../../http/index.ts';
import type { ScriptLine, TestResult } from '../../runner/index.ts';

export interface RunRecord {
  /** `interrupted`: by a signal; `running`: nobody has written its end, so the process is gone or still at it. */
  readonly state: 'running' | 'ended' | 'interrupted';
  readonly version: string;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  /** Milliseconds, so far. */
  readonly duration: number;
  readonly environment: string | undefined;
  /** In the order in which they run; one without `--repeat` and `--data`. */
  readonly iterations: readonly IterationRecord[];
}

/** One way through a file. */
export interface IterationRecord {
  /** As typed on the command line. */
  readonly file: string;
  /** 1-based; undefined without `--repeat`. */
  readonly repeat: number | undefined;
  /** 1-based row of the data file; undefined without `--data`. */
  readonly row: number | undefined;
  readonly requests: readonly RequestRecord[];
}

/**
 * `failed`: an assertion does not hold. `error`: there is no whole answer. `skipped`: the file says so, or what it needs
 * has no answer. `notRun`: the run ended before.
 */
export type RequestOutcome = 'passed' | 'failed' | 'error' | 'skipped' | 'notRun';

export const requestOutcomes: readonly RequestOutcome[] = ['passed', 'failed', 'error', 'skipped', 'notRun'];

export interface RequestRecord {
  /** What people call it: its name, else its title, else method and URL. */
  readonly name: string;
  /** Relative to the working folder, with `/`. */
  readonly file: string;
  /** 1-based line of the request line. */
  readonly line: number;
  /** Of a loop, 1-based. */
  readonly round: number | undefined;
  readonly outcome: RequestOutcome;
  /** Why it was skipped or did not run. */
  readonly reason: string | undefined;
  readonly method: string;
  /** As it was sent, secrets crossed out; as it is written where it was not sent. */
  readonly url: string;
  /** How often it was sent; more than 1 with `--retry` only. */
  readonly attempts: number;
  /** Milliseconds of the last attempt; undefined where it was not sent. */
  readonly duration: number | undefined;
  readonly status: number | undefined;
  readonly statusText: string | undefined;
  /** Bytes of the body, decoded. */
  readonly bodyLength: number | undefined;
  readonly error: FaultJson | undefined;
  /** The assertions of the file and those of scripts; `notRun` where there was no answer to check. */
  readonly tests: readonly TestResult[];
  /** What its scripts printed. */
  readonly logs: readonly ScriptLine[];
}

/** How many there are of each. */
export interface RunCounts {
  readonly requests: Readonly<Record<RequestOutcome, number>> & { readonly total: number };
  readonly tests: Readonly<Record<TestResult['outcome'], number>> & { readonly total: number };
}

export function countRun({ iterations }: Pick<RunRecord, 'iterations'>): RunCounts {
  const requests = { total: 0, passed: 0, failed: 0, error: 0, skipped: 0, notRun: 0 };
  const tests = { total: 0, passed: 0, failed: 0, notRun: 0 };
  for (const request of iterations.flatMap((iteration) => iteration.requests)) {
    requests.total += 1;
    requests[request.outcome] += 1;
    for (const { outcome } of request.tests) {
      tests.total += 1;
      tests[outcome] += 1;
    }
  }
  return { requests, tests };
}

/** `api.http`, `api.http, repeat 2, row 3`. */
export function iterationTitle({ file, repeat, row }: Omit<IterationRecord, 'requests'>): string {
  const parts = [repeat === undefined ? '' : `repeat ${repeat}`, row === undefined ? '' : `row ${row}`];
  return [file, ...parts].filter((part) => part !== '').join(', ');
}

/** The name, and which round of its loop it was. */
export function requestTitle({ name, round }: RequestRecord): string {
  return round === undefined ? name : `${name} (round ${round})`;
}

/** `ConnectRefused: Connection to … was refused. Start the server …` */
export function errorSentence({ name, message, hint }: FaultJson): string {
  return `${name}: ${message} ${hint}`.trim();
}
