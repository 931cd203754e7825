/**
 * Two items: what runs (left, only after 300 ms) and the session of the file in front (right). Nothing else, and
 * no timer while nothing runs.
 */
import * as vscode from 'vscode';
import type { Exchanges } from './exchanges.ts';
import { durationLabel, isRunning } from './labels.ts';
import type { Outlines } from './outlines.ts';
import type { Sessions } from './sessions.ts';
import { section } from './settings.ts';

/** Most requests are over before anybody could read that they run. */
const showAfter = 300;
const tick = 1000;

export function createStatusBar(
  exchanges: Exchanges,
  sessions: Sessions,
  outlines: Outlines,
): vscode.Disposable {
  return vscode.Disposable.from(createRunningItem(exchanges), createSessionItem(sessions, outlines));
}

function createRunningItem(exchanges: Exchanges): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('running', vscode.StatusBarAlignment.Left);
  item.name = vscode.l10n.t('Running HTTP Requests');
  item.command = 'httpSessions.cancelAll';
  item.tooltip = vscode.l10n.t('Cancel all requests that run');
  let delay: NodeJS.Timeout | undefined;
  let ticking: NodeJS.Timeout | undefined;

  const draw = (): void => {
    const running = exchanges.running();
    const oldest = Math.min(...running.map((entry) => entry.exchange.startedAt ?? Date.now()));
    const count =
      running.length === 1 ? vscode.l10n.t('1 request') : vscode.l10n.t('{0} requests', running.length);
    item.text = `$(sync~spin) ${count} · ${durationLabel(Date.now() - oldest)}`;
    item.accessibilityInformation = { label: vscode.l10n.t('{0} running', count), role: 'button' };
    item.show();
    ticking ??= setInterval(draw, tick);
  };
  const stop = (): void => {
    clearTimeout(delay);
    clearInterval(ticking);
    delay = undefined;
    ticking = undefined;
    item.hide();
  };
  const listener = exchanges.onDidChange(({ exchange }) => {
    if (isRunning(exchange)) delay ??= setTimeout(draw, showAfter);
    else if (exchanges.running().length === 0) stop();
  });
  return vscode.Disposable.from(item, listener, new vscode.Disposable(stop));
}

function createSessionItem(sessions: Sessions, outlines: Outlines): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('session', vscode.StatusBarAlignment.Right);
  item.name = vscode.l10n.t('HTTP Session');
  item.command = 'httpSessions.switchSession';

  const draw = (): void => {
    const editor = vscode.window.activeTextEditor;
    if (editor?.document.languageId !== 'http') {
      item.hide();
      return;
    }
    const request = outlines.requestAt(editor.document, editor.selection.active.line);
    const name = sessions.nameFor(editor.document.uri, request?.session);
    item.text = `$(account) ${name}`;
    item.tooltip = vscode.l10n.t('Session of the request under the caret: {0}', name);
    item.accessibilityInformation = { label: vscode.l10n.t('HTTP session {0}', name), role: 'button' };
    item.show();
  };
  draw();
  return vscode.Disposable.from(
    item,
    sessions.onDidChange(draw),
    vscode.window.onDidChangeActiveTextEditor(draw),
    vscode.window.onDidChangeTextEditorSelection((event) => {
      if (event.textEditor.document.languageId === 'http') draw();
    }),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(`${section}.defaultSession`)) draw();
    }),
  );
}
