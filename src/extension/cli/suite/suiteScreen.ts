/**
 * What a person sees of a suite, all of it on standard error: on a terminal a line for each request and how far the run
 * is, elsewhere only what failed, and a summary at the end. Used by `suite.ts`.
 */
import { createProgressLine, cut } from './progressLine.ts';
import type { RequestOutcome, RequestRecord, RunRecord } from '../reports/runRecord.ts';
import { countRun, errorSentence, requestTitle } from '../reports/runRecord.ts';
import { runSummary } from '../runSummary.ts';
import type { Screen, Style } from '../terminal.ts';
import { durationLabel, oneLine, printedLines } from '../transcript.ts';

export interface SuiteScreen {
  /** The requests that follow belong to this way through a file. */
  begin(title: string): void;
  /** It is being sent; `done` of `total` are over. */
  sending(name: string, progress: { readonly done: number; readonly total: number }): void;
  /** `place`: which way through the file it belongs to, where that is not told before. */
  ended(request: RequestRecord, place?: string): void;
  /** One line for people. */
  tell(text: string): void;
  /** Makes room for a question. */
  pause(): void;
  summary(run: RunRecord): void;
}

const marks: Readonly<Record<RequestOutcome, string>> = {
  passed: '✓',
  failed: '✕',
  error: '✕',
  skipped: '–',
  notRun: '–',
};

const styles: Readonly<Record<RequestOutcome, Style>> = {
  passed: 'green',
  failed: 'red',
  error: 'red',
  skipped: 'yellow',
  notRun: 'yellow',
};

export function createSuiteScreen(screen: Screen, columns: () => number): SuiteScreen {
  const { safe, styled, isInteractive } = screen;
  const progress = createProgressLine({ screen, columns, now: () => performance.now() });
  let title = '';
  let failures = 0;
  let isFirst = true;
  const line = (text: string): void => {
    progress.hide();
    screen.line(text);
  };
  const printTitle = (): void => {
    if (title === '') return;
    // On a terminal the ways through a file stand apart.
    line(`${isFirst || !isInteractive ? '' : '\n'}${styled('bold', safe(title))}`);
    title = '';
    isFirst = false;
  };
  return {
    begin(next) {
      title = next;
      if (isInteractive) printTitle();
    },
    sending(name, { done, total }) {
      const failed = failures === 0 ? '' : `, ${failures} failed`;
      progress.show(safe(`${done} of ${total} done${failed}: ${name}`));
    },
    ended(request, place = '') {
      const { outcome } = request;
      const isFailure = outcome === 'failed' || outcome === 'error';
      if (isFailure) failures += 1;
      // What did not run is counted at the end: after Ctrl+C nobody reads 200 lines of it.
      if (outcome === 'notRun' || (!isFailure && !isInteractive)) return;
      printTitle();
      const mark = styled(styles[outcome], marks[outcome]);
      const facts = oneLine(factsOf(request, place));
      const room = isInteractive ? columns() - facts.length - 5 : Infinity;
      const name = cut(safe(nameOf(request)), Math.max(room, 20));
      line(`${mark} ${name}  ${styled('dim', safe(facts))}`);
      for (const text of printedLines(request.logs, screen)) line(`    ${text}`);
      for (const text of details(request)) line(`    ${styled(styles[outcome], safe(text))}`);
    },
    tell: (text) => line(safe(text)),
    pause: () => progress.hide(),
    summary(run) {
      progress.hide();
      const { requests, tests } = countRun(run);
      const width = isInteractive ? columns() : Infinity;
      const counts = { ...tests, duration: run.duration };
      const text = runSummary(requests, counts, { styled, columns: width });
      screen.line(isInteractive ? `\n${text}` : text);
    },
  };
}

/**
 * The same without a line for each request and without progress: for a terminal on which a report stands already, whose
 * lines would otherwise be torn.
 */
export function belowReport(screen: SuiteScreen): SuiteScreen {
  return { ...screen, begin: nothing, sending: nothing, ended: nothing };
}

function nothing(): void {
  // The report says it.
}

function nameOf(request: RequestRecord): string {
  const title = requestTitle(request);
  const sent = `${request.method} ${request.url}`;
  return oneLine(title.startsWith(sent) ? title : `${title}  ${sent}`);
}

function factsOf(
  { status, statusText, duration, attempts, reason, error }: RequestRecord,
  place: string,
): string {
  const parts = [
    place,
    status === undefined ? (error === undefined ? '' : 'no answer') : `${status} ${statusText ?? ''}`.trim(),
    duration === undefined ? '' : durationLabel(duration),
    attempts > 1 ? `${attempts} attempts` : '',
    reason === undefined ? '' : `skipped: ${reason}`,
  ];
  return parts.filter((part) => part !== '').join(' · ');
}

/** What to look at, with places that can be clicked in a terminal. */
function details({ file, line, error, tests }: RequestRecord): readonly string[] {
  const failed = tests
    .filter(({ outcome }) => outcome === 'failed')
    .map((test) => `${file}:${test.line}: ${test.name}: ${test.message ?? 'It does not hold.'}`);
  const lines = error === undefined ? failed : [`${file}:${line}: ${errorSentence(error)}`, ...failed];
  return lines.map(oneLine);
}
