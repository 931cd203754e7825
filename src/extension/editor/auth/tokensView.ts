/**
 * The list of tokens in the sidebar, which is there as long as there are any: id, environment and expiry, never a value.
 * Its rows' commands drop them and get new ones. Nothing runs while nothing changes.
 */
import * as vscode from 'vscode';
import type { Disposable } from '../disposable.ts';
import { tokenDescription, tokenSpeech } from './tokenLabels.ts';
import type { ListedToken, TokenList } from './tokenList.ts';

export interface TokensView extends Disposable {
  /** The rows the user has selected. */
  readonly selection: readonly ListedToken[];
}

export function createTokensView(tokens: TokenList): TokensView {
  const changes = new vscode.EventEmitter<undefined>();
  const tree = vscode.window.createTreeView<ListedToken>('httpSessions.tokens', {
    canSelectMany: true,
    treeDataProvider: {
      onDidChangeTreeData: changes.event,
      getChildren: (row) => (row === undefined ? [...tokens.list()] : []),
      getTreeItem: itemOf,
    },
  });
  const update = (): void => {
    const count = tokens.list().length;
    void vscode.commands.executeCommand('setContext', 'httpSessions.hasTokens', count > 0);
    changes.fire(undefined);
  };
  update();
  const listeners = vscode.Disposable.from(
    tree,
    changes,
    tokens.onDidChange(update),
    // Time has passed since it was last on the screen.
    tree.onDidChangeVisibility(() => {
      changes.fire(undefined);
    }),
  );
  return {
    get selection() {
      return tree.selection;
    },
    dispose() {
      listeners.dispose();
    },
  };
}

function itemOf(token: ListedToken): vscode.TreeItem {
  const { t } = vscode.l10n;
  const now = Date.now();
  const item = new vscode.TreeItem(token.id, vscode.TreeItemCollapsibleState.None);
  item.id = token.key;
  item.contextValue = 'token';
  item.description = tokenDescription(token, now, t);
  item.tooltip = tokenSpeech(token, now, t);
  item.accessibilityInformation = { label: item.tooltip };
  item.iconPath = new vscode.ThemeIcon('key');
  return item;
}
