/** A small run in which everything happens, for the writers of reports; a test changes what it is about. */
import type {
  IterationRecord,
  RequestRecord,
  RunRecord,
} from '../../../../src/extension/cli/reports/runRecord.ts';
import type { TestResult } from '../../../../src/extension/runner/index.ts';

export function requestRecord(change: Partial<RequestRecord> = {}): RequestRecord {
  return {
    name: 'login',
    file: 'api.http',
    line: 3,
    round: undefined,
    outcome: 'passed',
    reason: undefined,
    method: 'POST',
    url: 'https://a.test/login',
    attempts: 1,
    duration: 84,
    status: 200,
    statusText: 'OK',
    bodyLength: 1234,
    error: undefined,
    tests: [],
    logs: [],
    ...change,
  };
}

export function testResult(change: Partial<TestResult> = {}): TestResult {
  const nothing = { expected: undefined, actual: undefined, message: undefined };
  return { name: 'status == 200', line: 7, outcome: 'passed', ...nothing, ...change };
}

export const failedTest = testResult({
  name: 'body $.id == 1',
  line: 8,
  outcome: 'failed',
  expected: '== 1',
  actual: '2',
  message: 'Expected == 1, but it was 2.',
});

const left = {
  duration: undefined,
  status: undefined,
  statusText: undefined,
  bodyLength: undefined,
  attempts: 0,
};

export const errorRecord = requestRecord({
  ...left,
  name: 'me',
  line: 12,
  method: 'GET',
  url: 'https://a.test/me',
  outcome: 'error',
  attempts: 2,
  duration: 5,
  error: {
    name: 'ConnectRefused',
    family: 'ConnectionError',
    message: 'Connection to a.test:443 was refused.',
    hint: 'Start the server.',
  },
  tests: [testResult({ line: 15, outcome: 'notRun', message: 'There was no whole answer to check.' })],
});

export const skippedRecord = requestRecord({
  ...left,
  name: 'old',
  line: 20,
  outcome: 'skipped',
  reason: 'it is disabled',
});

export const notRunRecord = requestRecord({
  ...left,
  name: 'last',
  line: 30,
  outcome: 'notRun',
  reason: 'the run was interrupted',
  tests: [testResult({ line: 34, outcome: 'notRun', message: 'Not checked: the run was interrupted.' })],
});

export const failedRecord = requestRecord({
  outcome: 'failed',
  tests: [testResult(), failedTest],
  logs: [{ level: 'warn', text: 'id is 2\n# Subtest: no', line: 5 }],
});

export function iterationRecord(requests: readonly RequestRecord[]): IterationRecord {
  return { file: 'api.http', repeat: undefined, row: undefined, requests };
}

export function runRecord(change: Partial<RunRecord> = {}): RunRecord {
  return {
    state: 'ended',
    version: '1.2.3',
    startedAt: Date.UTC(2026, 0, 2, 3, 4, 5, 678),
    duration: 1234,
    environment: 'dev',
    iterations: [iterationRecord([failedRecord, errorRecord, skippedRecord, notRunRecord])],
    ...change,
  };
}

/** Text that would break a report, a terminal or a log, if it were not escaped. */
export const hostile =
  '</testcase><script>alert(1)</script>]]>"\'&amp;\u0000\u0008\u001b]52;c;x\u0007\ud800\uffff\n::error::x\r\n# TODO \\';
