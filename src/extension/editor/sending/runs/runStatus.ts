/**
 * Tells of a run while it goes on and when it is over: an item of the status bar with counts that cancels it, and a
 * report that is a read-only document, which grows while it is looked at. It is made from the runner's events and
 * decides nothing.
 */
import * as vscode from 'vscode';
import type { RunEvent, RunSummary } from '../../../runner/index.ts';
import { durationLabel } from '../../labels.ts';
import type { Disposable } from '../../disposable.ts';
import { addSummary, countsLabel, emptySummary, eventLines } from './runReport.ts';

/** One or several runs that were asked for together. */
export interface ShownRun {
  /** A run begins, and so many come after it. */
  next(title: string, left: number): void;
  tell(event: RunEvent): void;
  end(): void;
}

export interface RunStatus extends Disposable {
  begin(): ShownRun;
  /** Shows the report of all runs of this window. */
  readonly showOutput: () => Promise<void>;
}

/** Most runs are over before anybody could read that they go on. */
const showAfter = 300;
/** Milliseconds that the result stands there. */
const shownAtEnd = 30_000;
const cancelCommand = 'httpSessions.cancelAll';
const outputCommand = 'httpSessions.showRunOutput';

export function createRunStatus(): RunStatus {
  const item = vscode.window.createStatusBarItem('run', vscode.StatusBarAlignment.Left);
  item.name = vscode.l10n.t('Run of HTTP Requests');
  let timer: NodeJS.Timeout | undefined;

  const report = createReportDocument();
  const draw = (text: string, speech: string, command: string): void => {
    item.text = text;
    item.command = command;
    item.tooltip =
      command === cancelCommand
        ? vscode.l10n.t('Cancel the run')
        : vscode.l10n.t('Show what the run came to');
    item.accessibilityInformation = { label: speech, role: 'button' };
    item.show();
  };

  return {
    begin() {
      const startedAt = Date.now();
      let summary = emptySummary;
      let progress = { done: 0, total: 0 };
      let left = 0;
      let steps = 0;
      clearTimeout(timer);
      return {
        next(title, runsLeft) {
          left = runsLeft;
          report.add('', title);
        },
        tell(event) {
          report.add(...eventLines(event, vscode.l10n.t));
          if (event.kind === 'runStarted') steps = Math.max(steps, event.steps.length + left);
          if ('progress' in event) ({ progress } = event);
          if (event.kind === 'runEnded') summary = addSummary(summary, event.summary);
          if (steps <= 1 || Date.now() - startedAt < showAfter) return;
          const { done, total } = progress;
          const more = left === 0 ? '' : ` · +${left}`;
          const speech = vscode.l10n.t('{0} of {1} requests sent; press to cancel', done, total);
          draw(`$(sync~spin) ${done}/${total}${more}`, speech, cancelCommand);
        },
        end() {
          const counts = countsLabel(summary, vscode.l10n.t);
          const took = durationLabel(Date.now() - startedAt);
          report.add(vscode.l10n.t('{0} in {1}', counts, took));
          if (steps <= 1) {
            item.hide();
            return;
          }
          draw(`$(${iconFor(summary)}) ${counts}`, counts, outputCommand);
          timer = setTimeout(() => item.hide(), shownAtEnd);
        },
      };
    },
    showOutput: () => report.show(),
    dispose() {
      clearTimeout(timer);
      item.dispose();
      report.dispose();
    },
  };
}

function iconFor({ failed, error, cancelled, notRun }: RunSummary): string {
  if (failed + error > 0) return 'error';
  return cancelled + notRun > 0 ? 'circle-slash' : 'pass';
}

/** Lines that are kept; older ones are dropped. */
const mostLines = 5000;
const scheme = 'http-sessions-runs';

interface ReportDocument extends Disposable {
  add(...lines: readonly string[]): void;
  show(): Promise<void>;
}

function createReportDocument(): ReportDocument {
  const uri = vscode.Uri.from({ scheme, path: `/${vscode.l10n.t('Runs')}.txt` });
  const changes = new vscode.EventEmitter<vscode.Uri>();
  const provider = vscode.workspace.registerTextDocumentContentProvider(scheme, {
    onDidChange: changes.event,
    provideTextDocumentContent: () => lines.join('\n').trimStart(),
  });
  let lines: string[] = [];
  return {
    add(...more) {
      if (more.length === 0) return;
      lines = [...lines, ...more].slice(-mostLines);
      changes.fire(uri);
    },
    async show() {
      const document = await vscode.workspace.openTextDocument(uri);
      const editor = await vscode.window.showTextDocument(document, { preview: true, preserveFocus: true });
      const end = document.lineAt(document.lineCount - 1).range;
      editor.revealRange(end);
    },
    dispose() {
      provider.dispose();
      changes.dispose();
    },
  };
}
