/**
 * Shows in the Test Explorer, and so in the gutter, what became of requests that were sent elsewhere: by a lens, a key, or
 * all at a time. Results that come together are told together, without taking the focus and without keeping them on disk.
 */
import * as vscode from 'vscode';
import { isRunning } from '../labels.ts';
import type { ExchangeEntry, Exchanges } from '../sending/exchanges.ts';
import { createRequestReport } from './requestReport.ts';
import type { TestTree } from './testTree.ts';

export interface SentResultsOptions {
  readonly controller: vscode.TestController;
  readonly tree: TestTree;
  readonly exchanges: Exchanges;
  /** Results of these are told by the run they belong to. */
  readonly isTold: (file: vscode.Uri, key: string) => boolean;
}

/** Milliseconds in which more may come. */
const gap = 300;

export function tellSentResults(options: SentResultsOptions): vscode.Disposable {
  const { controller, tree, exchanges } = options;
  const begun = new Set<string>();
  let waiting: ExchangeEntry[] = [];
  let timer: NodeJS.Timeout | undefined;

  async function tell(): Promise<void> {
    timer = undefined;
    const entries = waiting;
    waiting = [];
    const items = entries.flatMap(({ file, key }) => tree.requestItem(file, key) ?? []);
    if (items.length === 0) return;
    const request = new vscode.TestRunRequest(items, undefined, undefined, false, true);
    const run = controller.createTestRun(request, vscode.l10n.t('Last sent'), false);
    const report = createRequestReport(run, options);
    for (const { file, key, exchange } of entries) {
      const item = tree.requestItem(file, key);
      if (item === undefined) continue;
      const ended = {
        file,
        key,
        title: item.label,
        line: exchange.source.line - 1,
        exchange,
        error: undefined,
      };
      await report.ended(ended);
    }
    run.end();
  }

  const listener = exchanges.onDidChange((entry) => {
    const { file, key, exchange, draft, isPast } = entry;
    if (isRunning(exchange)) begun.add(exchange.id);
    // An entry may change after its end, too; and what an edited draft came to says nothing of the file's text.
    else if (begun.delete(exchange.id) && isPast !== true && draft.current === draft.original) {
      if (options.isTold(file, key) || tree.requestItem(file, key) === undefined) return;
      waiting.push(entry);
      timer ??= setTimeout(() => void tell(), gap);
    }
  });
  return new vscode.Disposable(() => {
    listener.dispose();
    clearTimeout(timer);
  });
}
