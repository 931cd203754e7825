/**
 * Puts what became of requests into a run of the Test Explorer: the state of each test with its message and place, and the
 * lines of output. It is given what has ended and sends nothing; `testRuns.ts` and `sentResults.ts` call it.
 */
import * as vscode from 'vscode';
import type { Exchange } from '../../runner/index.ts';
import { wholeText } from '../history/exchangeDocuments.ts';
import { elapsedOf } from '../labels.ts';
import type { Exchanges } from '../sending/exchanges.ts';
import { loadEngine } from '../sending/loadEngine.ts';
import { placedResults } from './fileTests.ts';
import { expectedValue, failureText, messageLines, outputLines } from './testReport.ts';
import type { TestTree } from './testTree.ts';

/** A request that has ended, or that could not even be prepared. */
export interface EndedRequest {
  readonly file: vscode.Uri;
  readonly key: string;
  readonly title: string;
  /** 0-based. */
  readonly line: number;
  readonly exchange: Exchange | undefined;
  /** One sentence when there is no exchange. */
  readonly error: string | undefined;
  readonly round?: string | undefined;
}

export interface RequestReport {
  /** The tests of a request are about to be decided. */
  started(request: vscode.TestItem): void;
  ended(request: EndedRequest): Promise<void>;
  /** Nothing was sent, for a reason in words. */
  skipped(request: vscode.TestItem, reason: string): void;
}

export interface RequestReportOptions {
  readonly tree: TestTree;
  readonly exchanges: Exchanges;
  /** Puts what was sent and received into the output, too, masked. */
  readonly showsMessages?: boolean | undefined;
}

export function createRequestReport(
  run: vscode.TestRun,
  { tree, exchanges, showsMessages = false }: RequestReportOptions,
): RequestReport {
  /** A test that failed in one round of a loop has failed, whatever the others say. */
  const failed = new Set<vscode.TestItem>();

  const say = (lines: readonly string[], place?: vscode.Location, item?: vscode.TestItem): void => {
    run.appendOutput(lines.map((line) => `${line}\r\n`).join(''), place, item);
  };

  function decide(request: vscode.TestItem, exchange: Exchange, file: vscode.Uri): void {
    const duration = elapsedOf(exchange, Date.now());
    const results = placedResults(exchange.tests ?? []);
    for (const [id] of request.children) {
      if (!results.some((one) => one.id === id) && tree.isNamedByRun(request, id))
        request.children.delete(id);
    }
    for (const [index, { id, result }] of results.entries()) {
      const test = tree.addTest(request, id, { name: result.name, line: result.line - 1 });
      // The time is the request's; given once, so that sums stay true.
      const took = index === 0 ? duration : undefined;
      const line = test.range?.start.line ?? result.line - 1;
      if (result.outcome === 'passed') {
        if (!failed.has(test)) run.passed(test, took);
      } else if (result.outcome === 'failed') {
        failed.add(test);
        const words = failureText(result, vscode.l10n.t);
        const expected = expectedValue(result);
        const message =
          expected === undefined || result.actual === undefined
            ? new vscode.TestMessage(words)
            : vscode.TestMessage.diff(words, expected, result.actual);
        message.location = lineOf(file, line);
        run.failed(test, message, took);
      } else if (!failed.has(test)) run.skipped(test);
    }
    for (const test of testsOf(request)) {
      if (results.some(({ id }) => id === test.id)) continue;
      // A request without a named test stands for itself; a test that its script never came to has no result.
      if (test === request) run.passed(request, duration);
      else run.skipped(test);
    }
  }

  return {
    started(request) {
      for (const test of testsOf(request)) run.started(test);
    },
    async ended({ file, key, title, line, exchange, error, round }) {
      const { masked } = await loadEngine();
      const entry = exchange && exchanges.get(exchange.id);
      const secrets = entry?.secrets ?? [];
      const request = tree.requestItem(file, key);
      const at = request?.range?.start.line ?? line;
      const place = lineOf(file, at);
      const isCancelled = exchange?.state === 'cancelled' || exchange?.state === 'idle';
      const failure = failureOf(exchange, error);
      const words = failure && masked(failure, secrets);
      const report = { title, exchange, failure, round, masked: (text: string) => masked(text, secrets) };
      // VS Code keeps the output on disk, so masks hold whatever the screen shows.
      const messages = showsMessages && entry !== undefined ? messageLines(await wholeText(entry, true)) : [];
      say([...outputLines(report, vscode.l10n.t), ...messages], place, request);
      if (words === undefined) {
        if (request !== undefined && exchange !== undefined) decide(request, exchange, file);
        return;
      }
      for (const test of request === undefined ? [] : testsOf(request)) run.skipped(test);
      const item = request ?? tree.fileItem(file);
      if (isCancelled || item === undefined) return;
      const message = new vscode.TestMessage(request === undefined ? `${title}: ${words}` : words);
      message.location = place;
      run.errored(item, message);
    },
    skipped(request, reason) {
      for (const test of testsOf(request)) run.skipped(test);
      const place = request.uri && lineOf(request.uri, request.range?.start.line ?? 0);
      say([`${request.label} · ${reason}`], place, request);
    },
  };
}

/** What gets a result of a request: its tests, or itself while it has none. */
export function testsOf(request: vscode.TestItem): readonly vscode.TestItem[] {
  const tests = [...request.children].map(([, test]) => test);
  return tests.length === 0 ? [request] : tests;
}

/** Undefined where there is a whole answer. */
function failureOf(exchange: Exchange | undefined, error: string | undefined): string | undefined {
  switch (exchange?.state) {
    case 'done':
      return undefined;
    case 'idle':
      return vscode.l10n.t('It was not sent.');
    case 'cancelled':
      return vscode.l10n.t('It was cancelled.');
    default:
      return exchange?.error?.message ?? error ?? vscode.l10n.t('It was not sent.');
  }
}

function lineOf(file: vscode.Uri, line: number): vscode.Location {
  return new vscode.Location(file, new vscode.Position(line, 0));
}
