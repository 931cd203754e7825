/**
 * The tree of sessions: cookies by domain, masked until revealed, and open connections; above it whatever keeps cookies
 * from lasting. It reads the sessions and changes nothing; the commands of its rows do. Nothing runs while nothing changes.
 */
import * as vscode from 'vscode';
import type { Disposable } from '../disposable.ts';
import type { ConnectionView, Cookie } from '../../http/index.ts';
import type { DeletedCookies } from '../sessions/deletedCookies.ts';
import type { CookiesProblem } from '../sessions/keptCookies.ts';
import type { NamedSession, Sessions } from '../sessions/sessions.ts';
import { masksSecrets, section } from '../settings.ts';
import { isAllowed } from '../trust/trust.ts';
import {
  connectionDescription,
  connectionFacts,
  cookieDescription,
  cookieFacts,
  cookieSpeech,
} from './cookieLabels.ts';

export type SessionNode =
  | { readonly kind: 'session'; readonly owner: NamedSession }
  | { readonly kind: 'cookies'; readonly owner: NamedSession }
  | { readonly kind: 'domain'; readonly owner: NamedSession; readonly domain: string }
  | CookieNode
  | { readonly kind: 'connections'; readonly owner: NamedSession }
  | ConnectionNode;

export interface CookieNode {
  readonly kind: 'cookie';
  readonly owner: NamedSession;
  readonly cookie: Cookie;
}

export interface ConnectionNode {
  readonly kind: 'connection';
  readonly owner: NamedSession;
  readonly connection: ConnectionView;
}

export interface SessionsView extends Disposable {
  /** The rows the user has selected. */
  readonly selection: readonly SessionNode[];
  /** Shows or hides one cookie's value; not possible in a folder that is not trusted. */
  toggleReveal(node: CookieNode): void;
}

/** Cookies and connections can change many times during one answer. */
const refreshGap = 100;

export function createSessionsView(sessions: Sessions, deleted: DeletedCookies): SessionsView {
  const revealed = new Set<string>();
  const changes = new vscode.EventEmitter<undefined>();
  let timer: NodeJS.Timeout | undefined;

  const refresh = (): void => {
    timer ??= setTimeout(() => {
      timer = undefined;
      describe();
      changes.fire(undefined);
    }, refreshGap);
  };
  const isRevealed = (node: CookieNode): boolean => !masksSecrets() || revealed.has(nodeId(node));

  const tree = vscode.window.createTreeView<SessionNode>('httpSessions.sessions', {
    canSelectMany: true,
    showCollapseAll: true,
    treeDataProvider: {
      onDidChangeTreeData: changes.event,
      getChildren: async (node) => {
        if (node === undefined) await sessions.openKept();
        return childrenOf(node, sessions);
      },
      getTreeItem: (node) => itemOf(node, isRevealed),
    },
  });
  function describe(): void {
    // A message would hide the words of an empty view.
    const problem = sessions.list().length === 0 ? undefined : sessions.problem;
    tree.message = undoMessage(deleted.count) ?? problemText(problem) ?? '';
  }

  const listeners = vscode.Disposable.from(
    tree,
    changes,
    sessions.onDidChange(refresh),
    deleted.onDidChange(describe),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(`${section}.secrets.mask`)) refresh();
    }),
  );

  return {
    get selection() {
      return tree.selection;
    },
    toggleReveal(node) {
      if (!isAllowed('revealSecrets')) {
        void vscode.window.showWarningMessage(
          vscode.l10n.t('Cookie values stay masked in a folder that is not trusted.'),
        );
        return;
      }
      const id = nodeId(node);
      if (!revealed.delete(id)) revealed.add(id);
      refresh();
    },
    dispose() {
      clearTimeout(timer);
      listeners.dispose();
    },
  };
}

/** Stands above the rows as long as the view's title has the button that undoes it. */
function undoMessage(count: number): string | undefined {
  if (count === 0) return undefined;
  return count === 1
    ? vscode.l10n.t('1 cookie deleted. The arrow above brings it back.')
    : vscode.l10n.t('{0} cookies deleted. The arrow above brings them back.', count);
}

function problemText(problem: CookiesProblem | undefined): string | undefined {
  switch (problem) {
    case 'memory':
      return vscode.l10n.t(
        'Cookies are kept in memory only: this system has no key store that lasts. Turn off the setting Storage: Encrypt to keep them in files.',
      );
    case 'untrusted':
      return vscode.l10n.t('Cookies are kept in memory only while the folder is not trusted.');
    case 'unwritable':
      return vscode.l10n.t('The cookies could not be written to disk. They are kept in memory only.');
    case 'diskFull':
      return vscode.l10n.t('The disk is full: the last changes of the cookies are kept in memory only.');
    case undefined:
      return undefined;
  }
}

function childrenOf(node: SessionNode | undefined, sessions: Sessions): SessionNode[] {
  if (node === undefined) return sessions.list().map((owner) => ({ kind: 'session', owner }));
  const { owner } = node;
  switch (node.kind) {
    case 'session':
      return [
        { kind: 'cookies', owner },
        { kind: 'connections', owner },
      ];
    case 'cookies':
      return domainsOf(owner).map((domain) => ({ kind: 'domain', owner, domain }));
    case 'domain':
      return owner.session.cookies
        .list()
        .filter((cookie) => cookie.domain === node.domain)
        .map((cookie) => ({ kind: 'cookie', owner, cookie }));
    case 'connections':
      return owner.session.connections().map((connection) => ({ kind: 'connection', owner, connection }));
    case 'cookie':
    case 'connection':
      return [];
  }
}

function domainsOf(owner: NamedSession): string[] {
  return [...new Set(owner.session.cookies.list().map((cookie) => cookie.domain))].sort();
}

function itemOf(node: SessionNode, isRevealed: (node: CookieNode) => boolean): vscode.TreeItem {
  const item = new vscode.TreeItem('', vscode.TreeItemCollapsibleState.None);
  item.id = nodeId(node);
  item.contextValue = node.kind;
  const { Collapsed, Expanded } = vscode.TreeItemCollapsibleState;
  const { t } = vscode.l10n;
  switch (node.kind) {
    case 'session': {
      const cookies = cookieCount(node.owner);
      const connections = connectionCount(node.owner);
      const folder =
        (vscode.workspace.workspaceFolders?.length ?? 0) > 1 ? node.owner.folder?.name : undefined;
      item.label = node.owner.name;
      item.description = [folder, cookies, connections].filter((part) => part !== undefined).join(' · ');
      item.iconPath = new vscode.ThemeIcon('account');
      item.collapsibleState = Expanded;
      item.accessibilityInformation = {
        label: t('Session {0}, {1}, {2}', node.owner.name, cookies, connections),
      };
      return item;
    }
    case 'cookies':
      item.label = t('Cookies');
      item.description = String(node.owner.session.cookies.list().length);
      // Expanded also while it is empty: VS Code would keep a row closed that had no children at first.
      item.collapsibleState = Expanded;
      return item;
    case 'domain':
      // A cookie that a person set for every host has no domain.
      item.label = node.domain === '' ? t('every host') : node.domain;
      item.collapsibleState = Expanded;
      item.iconPath = new vscode.ThemeIcon('globe');
      return item;
    case 'cookie': {
      const look = { revealed: isRevealed(node), now: Date.now() };
      item.label = node.cookie.name;
      item.description = cookieDescription(node.cookie, look, t);
      item.tooltip = factsTooltip(node.cookie.name, cookieFacts(node.cookie, look, t));
      item.accessibilityInformation = { label: cookieSpeech(node.cookie, look.now, t) };
      return item;
    }
    case 'connections': {
      const count = node.owner.session.connections().length;
      item.label = t('Connections');
      item.description = String(count);
      item.collapsibleState = Collapsed;
      return item;
    }
    case 'connection': {
      const { connection } = node;
      item.label = `#${connection.id} ${connection.origin}`;
      item.description = connectionDescription(connection, Date.now(), t);
      item.tooltip = factsTooltip(item.label, connectionFacts(connection, Date.now(), t));
      item.accessibilityInformation = {
        label: t('Connection {0} to {1}, {2}', connection.id, connection.origin, item.description),
      };
      return item;
    }
  }
}

function nodeId(node: SessionNode): string {
  const base = [node.owner.id, node.kind];
  switch (node.kind) {
    case 'session':
    case 'cookies':
    case 'connections':
      return JSON.stringify(base);
    case 'domain':
      return JSON.stringify([...base, node.domain]);
    case 'cookie':
      return JSON.stringify([...base, node.cookie.domain, node.cookie.path, node.cookie.name]);
    case 'connection':
      return JSON.stringify([...base, node.connection.id]);
  }
}

function cookieCount(owner: NamedSession): string {
  const count = owner.session.cookies.list().length;
  return count === 1 ? vscode.l10n.t('1 cookie') : vscode.l10n.t('{0} cookies', count);
}

function connectionCount(owner: NamedSession): string {
  const count = owner.session.connections().length;
  return count === 1 ? vscode.l10n.t('1 connection') : vscode.l10n.t('{0} connections', count);
}

/** Plain text in Markdown: values come from servers, so nothing in them may become a link or an image. */
function factsTooltip(title: string, facts: readonly (readonly [string, string])[]): vscode.MarkdownString {
  const tooltip = new vscode.MarkdownString();
  tooltip.appendText(title);
  for (const [name, value] of facts) {
    tooltip.appendMarkdown('\n\n');
    tooltip.appendText(`${name}: ${value}`);
  }
  return tooltip;
}
