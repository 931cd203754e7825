/**
 * A run as JUnit's XML, in the part that all readers of it agree on (Jenkins' `junit-10.xsd` and the older
 * `JUnit.xsd`): a suite for each way through a file, a case for each assertion under its request's name, and one for a
 * request without assertions or without an answer. What did not run is skipped, with the reason; what
 * scripts printed stands in the suite's output.
 */
import type { TestResult } from '../../runner/index.ts';
import { element, escapeMarkup } from './markup.ts';
import type { IterationRecord, RequestRecord, RunRecord } from './runRecord.ts';
import { errorSentence, iterationTitle, requestTitle } from './runRecord.ts';

export function junitReport(run: RunRecord): string {
  const suites = run.iterations.map((iteration, index) => suite(iteration, index, run));
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n${suites.join('')}</testsuites>\n`;
}

interface Case {
  readonly name: string;
  readonly kind: 'passed' | 'failure' | 'error' | 'skipped';
  readonly type?: string;
  readonly message?: string | undefined;
  readonly line: number;
}

function suite(iteration: IterationRecord, index: number, run: RunRecord): string {
  const requests = iteration.requests.map((request) => ({ request, cases: casesOf(request) }));
  const cases = requests.flatMap((one) => one.cases);
  const count = (kind: Case['kind']): number => cases.filter((one) => one.kind === kind).length;
  const time = iteration.requests.reduce((sum, { duration = 0 }) => sum + duration, 0);
  const attributes = {
    name: iterationTitle(iteration),
    package: iteration.file,
    id: index,
    timestamp: new Date(run.startedAt).toISOString().slice(0, 19),
    // Schemas want a host; which machine it was is nobody's business.
    hostname: 'localhost',
    tests: cases.length,
    failures: count('failure'),
    errors: count('error'),
    skipped: count('skipped'),
    time: seconds(time),
  };
  const lines = [properties(run), ...requests.flatMap(caseElements)];
  const printed = iteration.requests.flatMap((request) =>
    request.logs.map(({ text }) => `${requestTitle(request)}: ${text}\n`),
  );
  const ends = [element('system-out', {}, escapeMarkup(printed.join(''))), element('system-err', {})];
  return `  ${element('testsuite', attributes, `\n${[...lines, ...ends].map((line) => `    ${line}\n`).join('')}  `)}\n`;
}

function properties({ environment, state, version }: RunRecord): string {
  const values = Object.entries({ environment, state, version });
  const written = values.flatMap(([name, value]) =>
    value === undefined ? [] : [element('property', { name, value })],
  );
  return element('properties', {}, written.join(''));
}

function casesOf(request: RequestRecord): readonly Case[] {
  const tests = request.tests.map((test) => caseOf(test, request));
  const { outcome, error, reason, line } = request;
  const name = `${request.method} ${request.url}`;
  if (outcome === 'error') {
    const message = error === undefined ? reason : errorSentence(error);
    return [{ name, kind: 'error', type: error?.name ?? 'Internal', message, line }, ...tests];
  }
  if (tests.length > 0) return tests;
  const isSkipped = outcome === 'skipped' || outcome === 'notRun';
  return [isSkipped ? { name, kind: 'skipped', message: reason, line } : { name, kind: 'passed', line }];
}

function caseOf({ name, outcome, message, line }: TestResult, { reason }: RequestRecord): Case {
  switch (outcome) {
    case 'passed':
      return { name, kind: 'passed', line };
    case 'failed':
      return { name, kind: 'failure', type: 'AssertionFailed', message, line };
    case 'notRun':
      return { name, kind: 'skipped', message: reason ?? message, line };
  }
}

/** The time of the request stands at its first case, so that the sum is right. */
function caseElements({
  request,
  cases,
}: {
  readonly request: RequestRecord;
  readonly cases: readonly Case[];
}): readonly string[] {
  return cases.map(({ name, kind, type, message = '', line }, index) => {
    const time = seconds(index === 0 ? (request.duration ?? 0) : 0);
    const attributes = { name, classname: requestTitle(request), time };
    const text = `${request.file}:${line}: ${message}`;
    const content = {
      passed: '',
      failure: element('failure', { message, type }, escapeMarkup(text)),
      error: element('error', { message, type }, escapeMarkup(text)),
      skipped: element('skipped', { message }),
    }[kind];
    return element('testcase', attributes, content);
  });
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(3);
}
