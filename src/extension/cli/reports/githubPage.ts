/**
 * A run as the page that GitHub shows for a step: the counts, and a table of what failed or has no answer. It is HTML, in
 * which what a server says cannot become Markdown of its own. Written by `liveReports.ts` beside the annotations.
 */
import { runSummary } from '../runSummary.ts';
import { element, escapeMarkup } from './markup.ts';
import type { RequestRecord, RunRecord } from './runRecord.ts';
import { countRun, errorSentence, iterationTitle, requestTitle } from './runRecord.ts';

/** GitHub takes no page above 1 MiB, and nobody reads more rows. */
const mostRows = 200;
/** Characters of one cell. */
const longest = 500;

/** To be added to the file that `GITHUB_STEP_SUMMARY` names. */
export function githubPage(run: RunRecord): string {
  const { requests, tests } = countRun(run);
  const counts = { ...tests, duration: run.duration };
  const summary = runSummary(requests, counts, { styled: (_style, text) => text, columns: Infinity });
  const rows = run.iterations.flatMap((iteration) => {
    const title = run.iterations.length > 1 ? iterationTitle(iteration) : '';
    return iteration.requests.flatMap((request) => rowsOf(request, title));
  });
  const more =
    rows.length > mostRows ? element('p', {}, `${rows.length - mostRows} more are not shown.`) : '';
  const early = run.state === 'ended' ? '' : element('p', {}, 'The run has not come to its end.');
  return `${element('h3', {}, 'HTTP Sessions')}\n${element('p', {}, escapeMarkup(summary))}${early}\n${table(rows.slice(0, mostRows))}${more}\n`;
}

type Row = readonly [request: string, place: string, message: string];

function rowsOf(request: RequestRecord, iteration: string): readonly Row[] {
  const { file, line, outcome, error, tests } = request;
  const called = iteration === '' ? requestTitle(request) : `${requestTitle(request)} (${iteration})`;
  const failed = tests
    .filter((test) => test.outcome === 'failed')
    .map((test): Row => [
      called,
      `${file}:${test.line}`,
      `${test.name}: ${test.message ?? 'It does not hold.'}`,
    ]);
  if (outcome !== 'error') return failed;
  const message = error === undefined ? 'There is no answer.' : errorSentence(error);
  return [[called, `${file}:${line}`, message], ...failed];
}

function table(rows: readonly Row[]): string {
  if (rows.length === 0) return '';
  const lines = [
    ['Request', 'Where', 'What is wrong'].map((title) => element('th', {}, title)),
    ...rows.map(cellsOf),
  ];
  return element('table', {}, lines.map((cells) => element('tr', {}, cells.join(''))).join(''));
}

function cellsOf([request, place, message]: Row): readonly string[] {
  return [cell(request), element('td', {}, element('code', {}, escapeMarkup(place))), cell(message)];
}

function cell(text: string): string {
  return element('td', {}, escapeMarkup(text.length > longest ? `${text.slice(0, longest)}…` : text));
}
