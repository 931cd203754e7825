/**
 * Two items: what runs (left, only after 300 ms), and environment and session of the file in front (right). Nothing
 * else, and no timer while nothing runs.
 */
import * as vscode from 'vscode';
import { contextLabel, type SendContext } from './environments/contextLabel.ts';
import type { Environments } from './environments/environments.ts';
import type { Exchanges } from './sending/exchanges.ts';
import { durationLabel, isRunning, progressLabel } from './labels.ts';
import { holdsRequests, type Outlines } from './lenses/outlines.ts';
import type { ExchangePanels } from './panel/exchangePanels.ts';
import type { Sessions } from './sessions/sessions.ts';
import { isProtected, section, sendSettings } from './settings/settings.ts';

/** Most requests are over before anybody could read that they run. */
const showAfter = 300;
const tick = 1000;

export interface StatusBarOptions {
  readonly exchanges: Exchanges;
  readonly sessions: Sessions;
  readonly environments: Environments;
  readonly outlines: Outlines;
  readonly panels: ExchangePanels;
}

export function createStatusBar(options: StatusBarOptions): vscode.Disposable {
  return vscode.Disposable.from(createRunningItem(options.exchanges), createContextItem(options));
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
    const [only] = running;
    const phase =
      only !== undefined && running.length === 1 ? [progressLabel(only.exchange, vscode.l10n.t)] : [];
    item.text = `$(sync~spin) ${[count, ...phase, durationLabel(Date.now() - oldest)].join(' · ')}`;
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

/** The file in front: that of the editor, else that of the panel with the focus. */
interface Place {
  readonly dialect: SendContext['dialect'];
  readonly file: vscode.Uri;
  readonly session: string;
}

function createContextItem(options: StatusBarOptions): vscode.Disposable {
  const { environments, sessions, panels } = options;
  const item = vscode.window.createStatusBarItem('session', vscode.StatusBarAlignment.Right);
  item.name = vscode.l10n.t('HTTP Environment and Session');
  item.command = 'httpSessions.switchEnvironment';
  let known: { readonly file: string; readonly names: readonly string[] } | undefined;

  const draw = (): void => {
    const place = placeInFront(options);
    if (place === undefined) {
      item.hide();
      return;
    }
    const { file, session, dialect } = place;
    const label = contextLabel(
      {
        session,
        chosen: environments.chosenFor(file),
        names: known?.file === file.toString() ? known.names : undefined,
        isProtected: (name) => isProtected(file, name),
        verifies: sendSettings(file).verify,
        trusted: trustedIn(sessions, file, session),
        dialect,
      },
      vscode.l10n.t,
    );
    item.text = `$(arrow-swap) ${label.text}`;
    item.tooltip = label.tooltip.join('\n');
    item.accessibilityInformation = { label: label.speech, role: 'button' };
    item.backgroundColor = label.warns ? new vscode.ThemeColor('statusBarItem.warningBackground') : undefined;
    item.show();
  };
  /** Files and settings that define environments may have changed since the file was last in front. */
  const look = (): void => {
    draw();
    const file = placeInFront(options)?.file;
    if (file === undefined) return;
    void environments.choicesFor(file).then((choices) => {
      known = { file: file.toString(), names: choices.map(({ name }) => name) };
      draw();
    });
  };
  look();
  return vscode.Disposable.from(
    item,
    sessions.onDidChange(draw),
    environments.onDidChange(look),
    environments.onDidLearn(look),
    panels.onDidChange(draw),
    vscode.window.onDidChangeActiveTextEditor(look),
    vscode.window.onDidChangeTextEditorSelection((event) => {
      if (holdsRequests(event.textEditor.document)) draw();
    }),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(section)) look();
    }),
  );
}

/** Certificates that the session of that name trusts by their fingerprints. */
function trustedIn(sessions: Sessions, file: vscode.Uri, name: string): number {
  const folder = vscode.workspace.getWorkspaceFolder(file)?.uri.toString();
  const used = sessions.list().find((one) => one.name === name && one.folder?.uri.toString() === folder);
  return used?.session.trustedCertificates.size ?? 0;
}

function placeInFront({ sessions, outlines, panels, exchanges }: StatusBarOptions): Place | undefined {
  const { active } = panels;
  if (active?.panel.active === true) {
    const { file, exchangeId } = active;
    const shown = exchangeId === undefined ? undefined : exchanges.get(exchangeId);
    const session = shown?.exchange.session ?? sessions.nameFor(file, undefined);
    return { file, session, dialect: undefined };
  }
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined || !holdsRequests(editor.document)) return undefined;
  const file = editor.document.uri;
  const outline = outlines.of(editor.document);
  if (editor.document.languageId !== 'http' && outline.requests.length === 0) return undefined;
  const request = outlines.requestAt(editor.document, editor.selection.active.line);
  const { dialect: name, dialectReason: reason } = outline.definition;
  return { file, session: sessions.nameFor(file, request?.session), dialect: { name, reason } };
}
