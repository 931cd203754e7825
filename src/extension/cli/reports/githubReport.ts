/**
 * Failures as annotations of GitHub Actions (workflow commands), which GitHub shows at their lines: an error for each
 * assertion that does not hold and each request without an answer, one warning for what did not run. What a server says
 * cannot begin a command of its own, because line breaks and marks are escaped.
 */
import path from 'node:path';
import type { RequestRecord, RunRecord } from './runRecord.ts';
import { countRun, errorSentence, requestTitle } from './runRecord.ts';

/**
 * Lines for one request that is over; empty for one that is fine. `root`: the folder that GitHub's paths begin at,
 * `iteration`: which way through the file it was, empty where there is one.
 */
export function githubAnnotations(request: RequestRecord, root: string, iteration = ''): string {
  const called = iteration === '' ? requestTitle(request) : `${requestTitle(request)} (${iteration})`;
  const file = path.relative(root, path.resolve(request.file)).replaceAll('\\', '/');
  const failures = request.tests
    .filter(({ outcome }) => outcome === 'failed')
    .map(({ name, line, message }) => ({ title: `${called}: ${name}`, line, message: message ?? name }));
  const { error, outcome, line } = request;
  if (outcome === 'error') {
    const message = error === undefined ? 'There is no answer.' : errorSentence(error);
    failures.unshift({ title: called, line, message });
  }
  return failures.map(({ message, ...place }) => command('error', { file, ...place }, message)).join('');
}

/** What is to be said at the end. */
export function githubSummary(run: RunRecord): string {
  const { notRun } = countRun(run).requests;
  if (notRun === 0) return '';
  const requests = notRun === 1 ? '1 request' : `${notRun} requests`;
  const why = run.state === 'interrupted' ? 'the run was interrupted' : 'the run ended early';
  return command('warning', { title: 'Not run' }, `${requests} did not run, because ${why}.`);
}

function command(
  name: string,
  properties: Readonly<Record<string, string | number>>,
  message: string,
): string {
  const written = Object.entries(properties).map(
    ([key, value]) => `${key}=${escaped(String(value)).replaceAll(':', '%3A').replaceAll(',', '%2C')}`,
  );
  return `::${name} ${written.join(',')}::${escaped(message)}\n`;
}

function escaped(text: string): string {
  return text
    .replaceAll('%', '%25')
    .replaceAll('\r', '%0D')
    .replaceAll('\n', '%0A')
    .replaceAll(/[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]/g, '\uFFFD');
}
