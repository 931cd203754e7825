/**
 * The tree of sessions: cookies by domain, masked until revealed, and open connections; above it whatever keeps cookies
 * from lasting. It reads the sessions and changes nothing but what a check box switches; the commands of its rows do.
 * Nothing runs while nothing changes but the marks of new cookies, and only rows that look different are drawn anew.
 */
import * as vscode from 'vscode';
import type { WrittenDefaults } from '../../../language/semantics/index.ts';
import type { Disposable } from '../disposable.ts';
import type { DeletedCookies } from '../sessions/deletedCookies.ts';
import type { CookiesProblem } from '../sessions/keptCookies.ts';
import type { NamedSession, Sessions } from '../sessions/sessions.ts';
import { masksSecrets, section } from '../settings/settings.ts';
import { isAllowed } from '../trust/trust.ts';
import { switchCookie } from '../cookies/cookieEdits.ts';
import { createCookieDragging } from './cookieDragging.ts';
import { createCookieMarks } from './cookieMarks.ts';
import { itemOf, looksOf, type RowLooks } from './sessionItems.ts';
import {
  childrenOf,
  nodeId,
  parentOf,
  presentRow,
  type CookieNode,
  type SessionNode,
} from './sessionNodes.ts';
import { createShownRows } from './shownRows.ts';

export interface SessionsView extends Disposable {
  /** The rows the user has selected. */
  readonly selection: readonly SessionNode[];
  /** Shows or hides one cookie's value; not possible in a folder that is not trusted. */
  toggleReveal(node: CookieNode): void;
  /** Brings a session's row into sight and selects it. */
  reveal(owner: NamedSession): void;
}

/** Cookies and connections can change many times during one answer. */
const refreshGap = 100;

export function createSessionsView(sessions: Sessions, deleted: DeletedCookies): SessionsView {
  const revealed = new Set<string>();
  /** Rows that are folded away; every other session was expanded from the start. */
  const folded = new Set<string>();
  const changes = new vscode.EventEmitter<SessionNode[] | undefined>();
  let wasAsked = false;
  let timer: NodeJS.Timeout | undefined;

  const refresh = (): void => {
    timer ??= setTimeout(() => {
      timer = undefined;
      drawAnew();
      // A file or a jar may have come with sessions of its own, which are told as changes.
      if (wasAsked) sessions.openKept().catch(() => undefined);
    }, refreshGap);
  };
  const marks = createCookieMarks(refresh);
  /** What was selected last: while the rows are made anew, VS Code knows of none and goes on showing it. */
  let selected: readonly SessionNode[] = [];
  let fileInFront = httpFileInFront();
  const isActive = ({ name, folder }: NamedSession): boolean =>
    fileInFront !== undefined &&
    sessions.nameFor(fileInFront, undefined) === name &&
    vscode.workspace.getWorkspaceFolder(fileInFront)?.uri.toString() === folder?.uri.toString();
  /** Those of the file in front, where it is in the session's folder. */
  const defaultsOf = (owner: NamedSession): WrittenDefaults => {
    const folder = fileInFront && vscode.workspace.getWorkspaceFolder(fileInFront);
    return sessions.defaultsOf(owner, folder === owner.folder ? fileInFront : undefined);
  };
  const looks: RowLooks = {
    isRevealed: (node) => !masksSecrets() || revealed.has(nodeId(node)),
    isActive,
    isFolded: (owner) => folded.has(nodeId({ kind: 'session', owner })),
    defaultsOf,
    isMarked: ({ owner, cookie }) => marks.isMarked(owner, cookie),
  };
  const rows = createShownRows<SessionNode>({
    idOf: nodeId,
    childrenOf: (node) => childrenOf(node, sessions, (owner) => [...defaultsOf(owner).values()]),
    looksOf: (node) => looksOf(node, looks),
  });

  const tree = vscode.window.createTreeView<SessionNode>('httpSessions.sessions', {
    canSelectMany: true,
    showCollapseAll: true,
    dragAndDropController: createCookieDragging(),
    treeDataProvider: {
      onDidChangeTreeData: changes.event,
      getChildren: async (node) => {
        wasAsked = true;
        if (node === undefined) await sessions.openKept();
        return rows.show(node);
      },
      // Rows that are made anew stay selected and open, because their ids are the same.
      getParent: (node) => {
        const parent = parentOf(node);
        return parent && rows.present(parent);
      },
      getTreeItem: (node) => itemOf(node, looks),
    },
  });
  function drawAnew(): void {
    marks.update(sessions.list());
    describe();
    const changed = rows.changed();
    if (changed.includes(undefined)) changes.fire(undefined);
    else if (changed.length > 0) changes.fire(changed.filter((row) => row !== undefined));
  }
  function fold(row: SessionNode, isFolded: boolean): void {
    if (row.kind !== 'session') return;
    if (isFolded) folded.add(nodeId(row));
    else folded.delete(nodeId(row));
    // At once, before anybody can aim at what has just come into sight.
    drawAnew();
  }
  function describe(): void {
    // A message would hide the words of an empty view.
    const problem = sessions.list().length === 0 ? undefined : sessions.problem;
    const message = undoMessage(deleted.count) ?? problemText(problem) ?? '';
    if ((tree.message ?? '') !== message) tree.message = message;
  }

  const listeners = vscode.Disposable.from(
    tree,
    changes,
    marks,
    tree.onDidChangeCheckboxState(({ items }) => {
      for (const [row, state] of items) {
        if (row.kind !== 'cookie') continue;
        switchCookie(row.owner.session.cookies, row.cookie, state === vscode.TreeItemCheckboxState.Checked);
      }
    }),
    tree.onDidCollapseElement(({ element }) => {
      fold(element, true);
    }),
    tree.onDidExpandElement(({ element }) => {
      fold(element, false);
    }),
    tree.onDidChangeSelection(({ selection }) => {
      selected = selection;
      tellSelected(selection);
    }),
    vscode.window.onDidChangeActiveTextEditor(() => {
      fileInFront = httpFileInFront() ?? fileInFront;
      refresh();
    }),
    sessions.onDidChange(refresh),
    deleted.onDidChange(describe),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(`${section}.secrets.mask`)) refresh();
    }),
  );

  return {
    get selection() {
      const chosen = tree.selection.length > 0 ? tree.selection : selected;
      return chosen.flatMap((row) => presentRow(row) ?? []);
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
    reveal(owner) {
      drawAnew();
      const row = rows.present({ kind: 'session', owner });
      void tree.reveal(row, { select: true, focus: true, expand: true });
    },
    dispose() {
      clearTimeout(timer);
      listeners.dispose();
    },
  };
}

/** Keys such as F2 mean something else on each kind of row; several kinds are `mixed`. */
function tellSelected(selection: readonly SessionNode[]): void {
  const kinds = new Set(selection.map(({ kind }) => kind));
  const [kind] = kinds;
  const selected = kinds.size > 1 ? 'mixed' : kind;
  void vscode.commands.executeCommand('setContext', `${section}.selectedRow`, selected);
}

function httpFileInFront(): vscode.Uri | undefined {
  const document = vscode.window.activeTextEditor?.document;
  return document?.languageId === 'http' ? document.uri : undefined;
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
    case 'otherKey':
      return vscode.l10n.t(
        'The cookies on disk are sealed with a key that this window does not have. They stay as they are; those of this window are kept in memory only.',
      );
    case undefined:
      return undefined;
  }
}
