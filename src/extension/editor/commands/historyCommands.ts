/**
 * The commands of the history: its list, going from one exchange of a request to the next, comparing, reading as text.
 * What a row of the list can do besides is done by the commands for any exchange.
 */
import * as vscode from 'vscode';
import { compareExchanges } from '../history/compareExchanges.ts';
import { exchangeUri } from '../history/exchangeDocuments.ts';
import { exchangesOfRequest, neighbourOf } from '../history/requestExchanges.ts';
import { rowDescription, rowLabel } from '../history/historyRows.ts';
import type { ExchangeEntry } from '../sending/exchanges.ts';
import type { HistoryNode } from '../views/historyView.ts';
import { entryOf, type Command, type CommandContext } from './command.ts';

export const historyCommands: readonly Command[] = [
  {
    id: 'httpSessions.showHistory',
    run: () => vscode.commands.executeCommand('httpSessions.history.focus'),
  },
  { id: 'httpSessions.openHistory', run: openRow },
  { id: 'httpSessions.previousExchange', run: (context) => showNeighbour(context, -1) },
  { id: 'httpSessions.nextExchange', run: (context) => showNeighbour(context, 1) },
  { id: 'httpSessions.compare', run: compare },
  { id: 'httpSessions.openAsText', run: openAsText },
  { id: 'httpSessions.filterHistory', run: filterHistory },
  {
    id: 'httpSessions.clearHistoryFilter',
    run: ({ historyView }) => {
      historyView.setFilter('');
    },
  },
  { id: 'httpSessions.pinHistory', run: (context, ...values) => pin(context, values, true) },
  { id: 'httpSessions.unpinHistory', run: (context, ...values) => pin(context, values, false) },
  {
    id: 'httpSessions.deleteHistory',
    run: (context, ...values) => context.histories.remove(rowIds(context, values)),
  },
  { id: 'httpSessions.clearHistory', run: clearHistory },
];

/**
 * What a command is given when it is meant for any exchange: the id of the row's exchange in place of the row, which is
 * opened for it.
 */
export async function withOpenedRow(
  { histories }: CommandContext,
  values: readonly unknown[],
): Promise<readonly unknown[]> {
  const [first] = values;
  if (!isRow(first)) return values;
  const entry = await histories.entry(first.row.id);
  if (entry === undefined) tellGone();
  return [first.row.id];
}

type RowNode = Extract<HistoryNode, { kind: 'exchange' }>;

/** A command of a view is given its node, which only our view makes. */
function isRow(value: unknown): value is RowNode {
  return (
    typeof value === 'object' &&
    value !== null &&
    'kind' in value &&
    value.kind === 'exchange' &&
    'row' in value
  );
}

/** All selected rows when the clicked one is among them. */
function rowIds({ historyView }: CommandContext, values: readonly unknown[]): readonly string[] {
  const clicked = values.find(isRow);
  const selected = historyView.selection.filter(isRow);
  const isSelected = clicked === undefined || selected.some(({ row }) => row.id === clicked.row.id);
  return (isSelected ? selected : [clicked]).map(({ row }) => row.id);
}

async function openRow(context: CommandContext, ...values: readonly unknown[]): Promise<void> {
  const [id] = values.filter(isRow).map(({ row }) => row.id);
  const entry = id === undefined ? undefined : await context.histories.entry(id);
  if (entry === undefined) tellGone();
  else context.panels.show(entry, entry.exchange.state === 'idle' ? 'request' : 'response');
}

async function showNeighbour(context: CommandContext, step: -1 | 1): Promise<void> {
  const entry = entryOf(context, []);
  if (entry === undefined) return;
  await context.histories.openAll();
  const id = neighbourOf(entry.exchange.id, exchangesOfRequest(entry, context), step);
  const next = id === undefined ? undefined : await context.histories.entry(id);
  // The tab stays, so that two responses can be told apart at the same place.
  if (next !== undefined) context.panels.show(next, undefined);
}

/** Two selected rows with each other, else one exchange with the one before it. */
async function compare(context: CommandContext, ...values: readonly unknown[]): Promise<void> {
  const rows = values.some(isRow) ? rowIds(context, values) : [];
  if (rows.length === 2) {
    const [one, other] = await Promise.all(rows.map((id) => context.histories.entry(id)));
    if (one !== undefined && other !== undefined) await compareExchanges(one, other);
    return;
  }
  const entry = entryOf(context, await withOpenedRow(context, values));
  if (entry === undefined) return;
  const other = await otherOf(context, entry);
  if (other !== undefined) await compareExchanges(entry, other);
}

/** The one before; when there is none, whichever the user picks. */
async function otherOf(context: CommandContext, entry: ExchangeEntry): Promise<ExchangeEntry | undefined> {
  const { histories } = context;
  await histories.openAll();
  const before = neighbourOf(entry.exchange.id, exchangesOfRequest(entry, context), -1);
  const previous = before === undefined ? undefined : await histories.entry(before);
  if (previous?.exchange.response !== undefined) return previous;
  const look = { now: Date.now(), locale: vscode.env.language, t: vscode.l10n.t };
  const items = histories
    .list()
    .filter(({ id, status }) => id !== entry.exchange.id && status !== undefined)
    .map((row) => ({
      label: rowLabel(row, look.t),
      description: [row.environment, row.session, rowDescription(row, look)]
        .filter((part) => part !== undefined)
        .join(' · '),
      id: row.id,
    }));
  const picked = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Compare with'),
    placeHolder: vscode.l10n.t('This request has no earlier response. Choose another one.'),
    matchOnDescription: true,
  });
  return picked && histories.entry(picked.id);
}

async function openAsText(context: CommandContext, ...values: readonly unknown[]): Promise<void> {
  const entry = entryOf(context, await withOpenedRow(context, values));
  if (entry === undefined) return;
  const document = await vscode.workspace.openTextDocument(exchangeUri(entry));
  await vscode.window.showTextDocument(document, { preview: true });
}

async function filterHistory({ historyView }: CommandContext): Promise<void> {
  const filter = await vscode.window.showInputBox({
    title: vscode.l10n.t('Filter History'),
    prompt: vscode.l10n.t(
      'Words of the request, or status:5xx, method:post, session:admin, env:dev, file:login, is:pinned',
    ),
    value: historyView.filter,
  });
  if (filter !== undefined) historyView.setFilter(filter);
}

async function pin(context: CommandContext, values: readonly unknown[], pinned: boolean): Promise<void> {
  for (const id of rowIds(context, values)) await context.histories.pin(id, pinned);
}

/** What the list shows, so that a filter says what goes; pinned ones stay unless they are all that is shown. */
async function clearHistory({ histories, historyView }: CommandContext): Promise<void> {
  await histories.openAll();
  const isFiltered = historyView.filter !== '';
  const rows = (isFiltered ? historyView.shown() : histories.list()).filter(({ pinned }) => !pinned);
  if (rows.length === 0) return;
  const remove = vscode.l10n.t('Delete');
  const question = isFiltered
    ? vscode.l10n.t('Delete the {0} exchanges that the filter shows from the history?', rows.length)
    : vscode.l10n.t('Delete all {0} exchanges of the history?', rows.length);
  const detail = vscode.l10n.t('Their responses are deleted, too. Pinned ones stay. This cannot be undone.');
  const answer = await vscode.window.showWarningMessage(question, { modal: true, detail }, remove);
  if (answer === remove) await histories.remove(rows.map(({ id }) => id));
}

function tellGone(): void {
  void vscode.window.showInformationMessage(vscode.l10n.t('This exchange is no longer kept.'));
}
