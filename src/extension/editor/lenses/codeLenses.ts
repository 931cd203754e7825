/**
 * The actions above each request. One synchronous answer from the text and the last exchanges, so that no line
 * comes or goes while something runs; the running time is told again once a second and by nothing else.
 */
import * as vscode from 'vscode';
import { isDisabled, type RequestDefinition } from '../../../language/semantics/index.ts';
import type { Coexistence } from '../settings/coexistence.ts';
import type { ExchangeEntry, Exchanges } from '../sending/exchanges.ts';
import { isRunning } from '../labels.ts';
import { lensTitles } from './lensTitles.ts';
import type { FileOutline, Outlines } from './outlines.ts';
import { lensSettings, section } from '../settings/settings.ts';
import { isAllowed } from '../trust/trust.ts';

/** Between two answers for running requests, and the least time between two refreshes of a state. */
const tick = 1000;
const stateGap = 250;

export function registerCodeLenses(
  outlines: Outlines,
  exchanges: Exchanges,
  coexistence: Coexistence,
): vscode.Disposable {
  const changes = new vscode.EventEmitter<void>();
  const refresher = createRefresher(changes, exchanges);
  return vscode.Disposable.from(
    changes,
    refresher,
    coexistence.onDidChange(() => changes.fire()),
    vscode.workspace.onDidGrantWorkspaceTrust(() => changes.fire()),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(`${section}.lens`)) changes.fire();
    }),
    vscode.languages.registerCodeLensProvider([{ language: 'http' }, { language: 'markdown' }], {
      onDidChangeCodeLenses: changes.event,
      provideCodeLenses: (document) =>
        coexistence.yields ? [] : lensesOf(document, outlines.of(document), exchanges),
    }),
  );
}

function lensesOf(
  document: vscode.TextDocument,
  outline: FileOutline,
  exchanges: Exchanges,
): vscode.CodeLens[] {
  const settings = lensSettings(document.uri);
  if (!settings.enabled) return [];
  const trusted = isAllowed('send');
  const now = Date.now();
  const enabled = outline.requests.filter(({ definition }) => !isDisabled(definition)).length;
  const lenses = outline.requests.flatMap((request, index) => {
    const entry = exchanges.lastSent(document.uri, request.key);
    const range = new vscode.Range(request.line, 0, request.line, 0);
    const titles = lensTitles({
      exchange: entry?.exchange,
      problems: request.problems,
      trusted,
      showResult: settings.result,
      all: index === 0 ? enabled : 0,
      now,
      t: vscode.l10n.t,
    });
    const own = titles.map(
      ({ action, title, tooltip }) =>
        new vscode.CodeLens(range, {
          command: `httpSessions.${action}`,
          title,
          ...(tooltip === undefined ? {} : { tooltip }),
          arguments: argumentsOf(action, document.uri, request.line, entry),
        }),
    );
    return [...own, ...keptLenses(document, request.definition)];
  });
  return [...lenses, ...runLenses(document, outline)];
}

/** Over each `run` line. */
function runLenses(
  { uri, languageId }: vscode.TextDocument,
  { definition }: FileOutline,
): readonly vscode.CodeLens[] {
  if (languageId !== 'http') return [];
  return definition.imports
    .filter(({ kind }) => kind === 'run')
    .map(
      ({ line, target }) =>
        new vscode.CodeLens(new vscode.Range(line - 1, 0, line - 1, 0), {
          command: 'httpSessions.sendRunLine',
          title: vscode.l10n.t('Run'),
          tooltip: vscode.l10n.t('Sends {0} with the variables of this line', target),
          arguments: [uri.toString(), line - 1],
        }),
    );
}

/** Over each `<> file`, whether or not there is an answer, so that no line moves when one comes. */
function keptLenses(
  { uri, languageId }: vscode.TextDocument,
  { keptResponses = [] }: RequestDefinition,
): readonly vscode.CodeLens[] {
  // The lines of a Markdown document are others than those of its blocks.
  if (languageId !== 'http') return [];
  return keptResponses.map(
    ({ line }) =>
      new vscode.CodeLens(new vscode.Range(line - 1, 0, line - 1, 0), {
        command: 'httpSessions.compareWithFile',
        title: vscode.l10n.t('Compare with Response'),
        arguments: [uri.toString(), line - 1],
      }),
  );
}

function argumentsOf(
  action: string,
  file: vscode.Uri,
  line: number,
  entry: ExchangeEntry | undefined,
): unknown[] {
  return action === 'cancel' || action === 'showExchange' ? [entry?.exchange.id] : [file.toString(), line];
}

/** Fires at once for a new state, at most every `stateGap`, and once a `tick` while anything runs. */
function createRefresher(changes: vscode.EventEmitter<void>, exchanges: Exchanges): vscode.Disposable {
  const states = new Map<string, string>();
  let pending: NodeJS.Timeout | undefined;
  let ticking: NodeJS.Timeout | undefined;
  let last = 0;

  const fire = (): void => {
    pending = undefined;
    last = Date.now();
    changes.fire();
  };
  const listener = exchanges.onDidChange(({ exchange }) => {
    if (states.get(exchange.id) === exchange.state) return;
    if (isRunning(exchange)) {
      states.set(exchange.id, exchange.state);
      ticking ??= setInterval(fire, tick);
    } else {
      states.delete(exchange.id);
      if (exchanges.running().length === 0) {
        clearInterval(ticking);
        ticking = undefined;
      }
    }
    pending ??= setTimeout(fire, Math.max(0, last + stateGap - Date.now()));
  });
  return new vscode.Disposable(() => {
    listener.dispose();
    clearTimeout(pending);
    clearInterval(ticking);
  });
}
