/** A run as one JSON document: the record itself with its counts and times that people can read. */
import type { TestResult } from '../../runner/index.ts';
import type { IterationRecord, RequestRecord, RunRecord } from './runRecord.ts';
import { countRun } from './runRecord.ts';

/** `format` grows when a member changes its meaning or goes; new members may come at any time. */
export function jsonReport(run: RunRecord): string {
  const { state, version, startedAt, duration, environment, iterations } = run;
  const document = {
    format: 1,
    program: `http-sessions ${version}`,
    state,
    startedAt: new Date(startedAt).toISOString(),
    durationMs: rounded(duration),
    environment: environment ?? null,
    counts: countRun(run),
    iterations: iterations.map(iterationJson),
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

function iterationJson({ file, repeat, row, requests }: IterationRecord): object {
  return { file, repeat: repeat ?? null, row: row ?? null, requests: requests.map(requestJson) };
}

function requestJson(request: RequestRecord): object {
  const { name, file, line, round, outcome, reason, method, url, attempts, tests, logs } = request;
  const { duration, status, statusText, bodyLength, error } = request;
  return {
    name,
    file,
    line,
    round: round ?? null,
    outcome,
    reason: reason ?? null,
    method,
    url,
    attempts,
    durationMs: duration === undefined ? null : rounded(duration),
    status: status ?? null,
    statusText: statusText ?? null,
    bodyLength: bodyLength ?? null,
    error: error ?? null,
    tests: tests.map(testJson),
    logs,
  };
}

/** The same members as in `send --json`. */
export function testJson({ expected, actual, message, ...rest }: TestResult): object {
  return { ...rest, expected: expected ?? null, actual: actual ?? null, message: message ?? null };
}

function rounded(milliseconds: number): number {
  return Math.round(milliseconds);
}
