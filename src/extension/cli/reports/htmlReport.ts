/**
 * A run as one page that needs nothing beside it: no script, no font, no picture and no network, which its own policy
 * forbids. Whatever comes from a file or a server is escaped. It follows the reader's light or dark colours and fits a
 * narrow window.
 */
import { createHash } from 'node:crypto';
import type { TestResult } from '../../runner/index.ts';
import { durationLabel, sizeLabel } from '../transcript.ts';
import { htmlStyle } from './htmlStyle.ts';
import { element, escapeMarkup } from './markup.ts';
import type { IterationRecord, RequestOutcome, RequestRecord, RunRecord } from './runRecord.ts';
import { countRun, errorSentence, iterationTitle, requestOutcomes, requestTitle } from './runRecord.ts';

export function htmlReport(run: RunRecord): string {
  const title = filesTitle([...new Set(run.iterations.map(({ file }) => file))]);
  const hash = createHash('sha256').update(htmlStyle).digest('base64');
  const policy = `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`;
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    element('title', {}, escapeMarkup(`${verdict(run)} – ${title}`)),
    `<style>${htmlStyle}</style>`,
    '</head>',
    '<body>',
    head(run, title),
    '<main>',
    filter(run),
    ...run.iterations.map((iteration) => iterationSection(iteration, run.iterations.length > 1)),
    '</main>',
    `<footer>http-sessions ${escapeMarkup(run.version)}</footer>`,
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

/** As many as fit into a title. */
function filesTitle(files: readonly string[]): string {
  const most = 3;
  if (files.length <= most) return files.join(', ');
  return `${files.slice(0, most - 1).join(', ')} and ${files.length - most + 1} more files`;
}

const outcomeWords: Readonly<Record<RequestOutcome, string>> = {
  passed: 'passed',
  failed: 'failed',
  error: 'without an answer',
  skipped: 'skipped',
  notRun: 'not run',
};

const marks: Readonly<Record<RequestOutcome, string>> = {
  passed: '✓',
  failed: '✕',
  error: '!',
  skipped: '–',
  notRun: '○',
};

/** One or two words for the title of the tab. */
function verdict(run: RunRecord): string {
  const { failed, error } = countRun(run).requests;
  if (failed + error > 0) return `${failed + error} failed`;
  return run.state === 'ended' ? 'Passed' : 'Incomplete';
}

function head(run: RunRecord, title: string): string {
  const { requests, tests } = countRun(run);
  const counts = requestOutcomes
    .filter((outcome) => requests[outcome] > 0)
    .map((outcome) =>
      element('li', { class: outcome }, `<b>${requests[outcome]}</b> ${outcomeWords[outcome]}`),
    );
  const started = new Date(run.startedAt).toISOString();
  const when = `${started.slice(0, 10)} ${started.slice(11, 19)} UTC`;
  const unchecked = tests.notRun === 0 ? '' : `, ${tests.notRun} not checked`;
  const facts: readonly (readonly [string, string])[] = [
    ['Requests', String(requests.total)],
    ['Assertions', tests.total === 0 ? 'none' : `${tests.passed} of ${tests.total} hold${unchecked}`],
    ['Time', durationLabel(run.duration)],
    ['Started', element('time', { datetime: started }, when)],
    ['Environment', run.environment === undefined ? 'none' : escapeMarkup(run.environment)],
  ];
  const list = facts.map(([name, value]) => `<div><dt>${name}</dt><dd>${value}</dd></div>`);
  return [
    '<header>',
    element('h1', {}, escapeMarkup(title)),
    endNote(run),
    element('ul', { class: 'counts' }, counts.join('')),
    bar(requests),
    element('dl', {}, list.join('')),
    '</header>',
  ].join('\n');
}

/** Above everything, because what follows is not all. */
function endNote({ state }: RunRecord): string {
  if (state === 'ended') return '';
  const why =
    state === 'interrupted'
      ? 'The run was interrupted.'
      : 'The run has not come to its end: it still goes on, or it was killed.';
  return element('p', { class: 'note', role: 'status' }, `${why} What did not run is marked as such.`);
}

/** The shares in one line; the list above says the same in words. */
function bar(counts: Readonly<Record<RequestOutcome, number>> & { readonly total: number }): string {
  if (counts.total === 0) return '';
  let x = 0;
  const parts = requestOutcomes.map((outcome) => {
    const width = counts[outcome] / counts.total;
    const part = element('rect', { class: outcome, x: x.toFixed(4), width: width.toFixed(4), height: 1 });
    x += width;
    return width === 0 ? '' : part;
  });
  const attributes = { class: 'bar', viewBox: '0 0 1 1', preserveAspectRatio: 'none', 'aria-hidden': 'true' };
  return element('svg', attributes, parts.join(''));
}

/** Without a script: the style sheet looks at the box. */
function filter(run: RunRecord): string {
  const { passed, total } = countRun(run).requests;
  if (passed === 0 || passed === total) return '';
  return '<label class="filter"><input type="checkbox" id="only"> Only what did not pass</label>';
}

function iterationSection(iteration: IterationRecord, isOneOfMany: boolean): string {
  const title = isOneOfMany ? element('h2', {}, escapeMarkup(iterationTitle(iteration))) : '';
  const isFine = iteration.requests.every(({ outcome }) => outcome === 'passed');
  const content = [title, ...iteration.requests.map(requestDetails)].join('\n');
  return element('section', { class: isFine ? 'passed' : undefined }, `\n${content}\n`);
}

function requestDetails(request: RequestRecord): string {
  const { outcome, method, url } = request;
  const title = requestTitle(request);
  const isOpen = outcome === 'failed' || outcome === 'error';
  const sent = `${element('b', {}, escapeMarkup(method))} ${escapeMarkup(url)}`;
  const summary = [
    element('span', { class: 'mark', role: 'img', 'aria-label': outcomeWords[outcome] }, marks[outcome]),
    element('span', { class: 'title' }, escapeMarkup(title)),
    element('span', { class: 'facts' }, escapeMarkup(factsOf(request))),
    element('span', { class: 'sent' }, sent),
  ];
  const place = element('p', { class: 'place' }, escapeMarkup(`${request.file}:${request.line}`));
  return element(
    'details',
    { class: outcome, ...(isOpen ? { open: '' } : {}) },
    [
      element('summary', {}, summary.join(' ')),
      explanation(request),
      testList(request),
      printed(request),
      place,
    ].join(''),
  );
}

function factsOf({ status, statusText, duration, bodyLength, attempts, outcome }: RequestRecord): string {
  const parts = [
    status === undefined ? outcomeWords[outcome] : `${status} ${statusText ?? ''}`.trim(),
    duration === undefined ? '' : durationLabel(duration),
    bodyLength === undefined ? '' : sizeLabel(bodyLength),
    attempts > 1 ? `${attempts} attempts` : '',
  ];
  return parts.filter((part) => part !== '').join(' · ');
}

function explanation({ error, reason }: RequestRecord): string {
  const text = error === undefined ? reason : errorSentence(error);
  return text === undefined ? '' : element('p', { class: 'why' }, escapeMarkup(text));
}

/** What scripts printed. */
function printed({ logs }: RequestRecord): string {
  const lines = logs.map(({ level, text }) => element('span', { class: level }, escapeMarkup(text)));
  return logs.length === 0 ? '' : element('pre', {}, lines.join('\n'));
}

function testList({ tests }: RequestRecord): string {
  if (tests.length === 0) return '';
  return element('ul', { class: 'tests' }, tests.map(testItem).join(''));
}

function testItem({ name, line, outcome, message }: TestResult): string {
  const shown = marks[outcome];
  const mark = element('span', { class: 'mark', role: 'img', 'aria-label': outcomeWords[outcome] }, shown);
  const why = message === undefined ? '' : element('p', {}, escapeMarkup(message));
  const place = element('span', { class: 'line' }, `line ${line}`);
  return element('li', { class: outcome }, `${mark} <code>${escapeMarkup(name)}</code> ${place}${why}`);
}
