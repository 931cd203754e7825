/**
 * A run in the Test Anything Protocol, version 14: a test point for each request, its assertions as a subtest. What did
 * not run is skipped with the reason, and a run that did not come to its end bails out, so that nobody takes it for
 * good. `tapReport` writes a whole run, `createTapStream` one while it goes on.
 */
import type { RequestRecord, RunRecord } from './runRecord.ts';
import { errorSentence, iterationTitle, requestTitle } from './runRecord.ts';

const version = 'TAP version 14\n';

export function tapReport(run: RunRecord): string {
  const points = run.iterations.flatMap((iteration) => {
    const title = run.iterations.length > 1 ? iterationTitle(iteration) : '';
    return iteration.requests.map((request) => ({ request, title }));
  });
  const lines = points.map(({ request, title }, index) => tapPoint(request, index + 1, title));
  return [version, plan(points.length), ...lines, bailOut(run.state)].join('');
}

export interface TapStream {
  /** The head, and each request when it is over. `title` names its iteration where there are several. */
  point(request: RequestRecord, title: string): string;
  /** What did not run, the plan, and why it ended early. */
  end(run: RunRecord): string;
}

/** Text for a pipe: each call gives the next lines. */
export function createTapStream(): TapStream {
  let count = 0;
  const next = (request: RequestRecord, title: string): string => {
    count += 1;
    return `${count === 1 ? version : ''}${tapPoint(request, count, title)}`;
  };
  return {
    point: next,
    end(run) {
      const rest = run.iterations.flatMap((iteration) => {
        const title = run.iterations.length > 1 ? iterationTitle(iteration) : '';
        const left = iteration.requests.filter(({ outcome }) => outcome === 'notRun');
        return left.map((request) => next(request, title));
      });
      const head = count === 0 ? version : '';
      // A plan behind the points is the last line there may be.
      return [head, ...rest, run.state === 'ended' ? plan(count) : bailOut(run.state)].join('');
    },
  };
}

function plan(count: number): string {
  return count === 0 ? '1..0 # SKIP no request was chosen\n' : `1..${count}\n`;
}

function bailOut(state: RunRecord['state']): string {
  if (state === 'ended') return '';
  return `Bail out! ${state === 'interrupted' ? 'The run was interrupted.' : 'The run has not come to its end.'}\n`;
}

function tapPoint(request: RequestRecord, number: number, iteration: string): string {
  const called = requestTitle(request);
  const title = described(iteration === '' ? called : `${called} (${iteration})`);
  const { outcome, reason = 'not run', error, tests, duration } = request;
  const time = duration === undefined ? '' : ` # time=${Math.round(duration)}ms`;
  if (outcome === 'skipped' || outcome === 'notRun') {
    return `ok ${number} - ${title} # SKIP ${described(reason)}\n`;
  }
  const subtest = printedBy(request) + (tests.length === 0 ? '' : subtestOf(request, title));
  if (outcome === 'passed') return `${subtest}ok ${number} - ${title}${time}\n`;
  const message = error === undefined ? 'An assertion does not hold.' : errorSentence(error);
  const place = { file: request.file, line: request.line };
  return `${subtest}not ok ${number} - ${title}${time}\n${diagnostics({ message, ...place }, '  ')}`;
}

/** As comments, with a mark in front, so that none reads like the name of a subtest. */
function printedBy({ logs }: RequestRecord): string {
  const lines = logs.flatMap(({ text }) => text.split(/\r\n|[\r\n\u2028\u2029]/));
  return lines.map((line) => `# | ${withoutControls(line)}\n`).join('');
}

function subtestOf({ tests, file }: RequestRecord, title: string): string {
  const lines = tests.map(({ name, line, outcome, expected, actual, message }, index) => {
    const point = `${index + 1} - ${described(name)}`;
    if (outcome === 'passed') return `    ok ${point}\n`;
    if (outcome === 'notRun') return `    ok ${point} # SKIP ${described(message ?? 'not checked')}\n`;
    return `    not ok ${point}\n${diagnostics({ message, expected, actual, file, line }, '      ')}`;
  });
  return `# Subtest: ${title}\n${lines.join('')}    1..${tests.length}\n`;
}

/** YAML whose values are JSON, which is YAML too. */
function diagnostics(values: Readonly<Record<string, string | number | undefined>>, indent: string): string {
  const lines = Object.entries(values)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}: ${JSON.stringify(value)}`);
  return ['---', ...lines, '...'].map((line) => `${indent}${line}\n`).join('');
}

/** One line in which nothing is read as a directive. */
function described(text: string): string {
  return withoutControls(text.replaceAll(/\s*[\r\n\u2028\u2029]+\s*/g, ' '))
    .replaceAll(/[\\#]/g, '\\$&')
    .trim();
}

function withoutControls(text: string): string {
  return text.replaceAll(/[\x00-\x08\x0a-\x1f\x7f-\x9f]/g, '\uFFFD');
}
