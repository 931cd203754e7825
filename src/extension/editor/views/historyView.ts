/**
 * The tree of what was sent and prepared, by day, filtered. It reads the histories when it is first on the screen and
 * changes nothing; the commands of its rows do.
 */
import * as vscode from 'vscode';
import type { HistoryRow } from '../../runner/index.ts';
import type { Disposable } from '../disposable.ts';
import type { Histories, HistoriesProblem } from '../history/histories.ts';
import { meetsFilter } from '../history/historyFilter.ts';
import {
  groupLabel,
  groupRows,
  rowDescription,
  rowFacts,
  rowIcon,
  rowLabel,
  rowSpeech,
  type HistoryGroup,
} from '../history/historyRows.ts';
import { createShownRows } from './shownRows.ts';

export type HistoryNode =
  | { readonly kind: 'group'; readonly group: HistoryGroup }
  | { readonly kind: 'exchange'; readonly row: HistoryRow };

export interface HistoryView extends Disposable {
  /** The rows the user has selected. */
  readonly selection: readonly HistoryNode[];
  /** What the user wrote; empty for none. */
  readonly filter: string;
  setFilter(filter: string): void;
  /** What is in the list now. */
  shown(): readonly HistoryRow[];
}

/** Many windows and many sends can change it at once. */
const refreshGap = 100;

export function createHistoryView(histories: Histories): HistoryView {
  const changes = new vscode.EventEmitter<HistoryNode[] | undefined>();
  let filter = '';
  let timer: NodeJS.Timeout | undefined;

  const shown = (): readonly HistoryRow[] =>
    histories
      .list()
      // A draft that nobody edited is what the file says anyway.
      .filter((row) => row.state !== 'idle' || row.edited)
      .filter((row) => meetsFilter(row, filter));

  const rows = createShownRows<HistoryNode>({
    idOf: (node) => (node.kind === 'group' ? node.group.id : node.row.id),
    childrenOf: (node) => {
      if (node?.kind === 'exchange') return [];
      if (node !== undefined) return node.group.rows.map((row) => ({ kind: 'exchange', row }));
      return groupRows(shown(), Date.now()).map((group) => ({ kind: 'group', group }));
    },
    looksOf: (node) => (node.kind === 'group' ? [node.group.rows.length] : [JSON.stringify(node.row)]),
  });

  const tree = vscode.window.createTreeView<HistoryNode>('httpSessions.history', {
    canSelectMany: true,
    showCollapseAll: true,
    treeDataProvider: {
      onDidChangeTreeData: changes.event,
      getChildren: async (node) => {
        if (node === undefined) {
          await histories.openAll();
          describe();
        }
        return rows.show(node);
      },
      getTreeItem: itemOf,
    },
  });

  function describe(): void {
    tree.description = filter;
    // A message would hide the words of an empty view, which say the same of a filter.
    const message = problemText(histories.problem) ?? '';
    if ((tree.message ?? '') !== message) tree.message = message;
  }

  function refresh(): void {
    if (!tree.visible) return;
    timer ??= setTimeout(() => {
      timer = undefined;
      describe();
      const changed = rows.changed();
      if (changed.includes(undefined)) changes.fire(undefined);
      else if (changed.length > 0) changes.fire(changed.filter((row) => row !== undefined));
    }, refreshGap);
  }

  const listeners = vscode.Disposable.from(
    tree,
    changes,
    histories.onDidChange(refresh),
    tree.onDidChangeVisibility(refresh),
  );

  return {
    get selection() {
      return tree.selection;
    },
    get filter() {
      return filter;
    },
    setFilter(next) {
      filter = next.trim();
      void vscode.commands.executeCommand('setContext', 'httpSessions.historyFiltered', filter !== '');
      describe();
      changes.fire(undefined);
    },
    shown,
    dispose() {
      clearTimeout(timer);
      listeners.dispose();
    },
  };
}

function itemOf(node: HistoryNode): vscode.TreeItem {
  const { Collapsed, Expanded, None } = vscode.TreeItemCollapsibleState;
  const { t } = vscode.l10n;
  if (node.kind === 'group') {
    const { id, rows } = node.group;
    const item = new vscode.TreeItem(groupLabel(id, t), id === 'today' ? Expanded : Collapsed);
    item.id = id;
    item.contextValue = 'group';
    item.description = String(rows.length);
    return item;
  }
  const { row } = node;
  const context = { now: Date.now(), locale: vscode.env.language, t };
  const item = new vscode.TreeItem(rowLabel(row, t), None);
  item.id = row.id;
  item.contextValue = contextValue(row);
  item.description = rowDescription(row, context);
  item.tooltip = tooltip(row.title ?? item.description, rowFacts(row, context));
  item.accessibilityInformation = { label: rowSpeech(row, context) };
  const { name, color } = rowIcon(row);
  item.iconPath = new vscode.ThemeIcon(name, color === undefined ? undefined : new vscode.ThemeColor(color));
  item.command = { command: 'httpSessions.openHistory', title: t('Open in Panel'), arguments: [node] };
  return item;
}

/** Words that menus test. */
function contextValue({ state, status, pinned }: HistoryRow): string {
  return [
    'exchange',
    ...(state === 'idle' || state === 'running' ? [] : ['sent']),
    ...(status === undefined ? [] : ['answered']),
    ...(pinned ? ['pinned'] : []),
  ].join(' ');
}

function problemText(problem: HistoriesProblem | undefined): string | undefined {
  switch (problem) {
    case 'memory':
      return vscode.l10n.t(
        'Kept in memory only: this system has no key store that lasts. Turn off the setting Storage: Encrypt to keep it in files.',
      );
    case 'unwritable':
      return vscode.l10n.t('The history could not be written to disk. What you send is kept in memory only.');
    case 'diskFull':
      return vscode.l10n.t('The disk is full: the last exchange could not be kept.');
    case undefined:
      return undefined;
  }
}

/** Plain text in Markdown: titles and addresses come from files, so nothing in them may become a link or an image. */
function tooltip(title: string, facts: readonly (readonly [string, string])[]): vscode.MarkdownString {
  const text = new vscode.MarkdownString();
  text.appendText(title);
  for (const [name, value] of facts) {
    text.appendMarkdown('\n\n');
    text.appendText(`${name}: ${value}`);
  }
  return text;
}
