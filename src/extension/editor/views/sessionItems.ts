/**
 * How a row of the sessions tree looks: its words, its tooltip, what a screen reader says of it. Values appear only where
 * they are revealed.
 */
import * as vscode from 'vscode';
import type { WrittenDefaults } from '../../../language/semantics/index.ts';
import type { NamedSession } from '../sessions/sessions.ts';
import {
  connectionDescription,
  connectionFacts,
  cookieDescription,
  cookieFacts,
  cookieSpeech,
} from './cookieLabels.ts';
import { defaultDescription, defaultLabel, defaultsSummary, defaultSpeech } from './defaultLabels.ts';
import { cookieLooks, cookiesOf, nodeId, type CookieNode, type SessionNode } from './sessionNodes.ts';

export interface RowLooks {
  isRevealed(node: CookieNode): boolean;
  /** New or changed a moment ago. */
  isMarked(node: CookieNode): boolean;
  /** Requests of the file in front use this session. */
  isActive(owner: NamedSession): boolean;
  /** The rows below the session are not to be seen. */
  isFolded(owner: NamedSession): boolean;
  defaultsOf(owner: NamedSession): WrittenDefaults;
}

/** All that decides how a row looks but the time that goes by; compared part by part. */
export function looksOf(node: SessionNode, looks: RowLooks): readonly unknown[] {
  switch (node.kind) {
    case 'session':
      return [...countsOf(node.owner, looks), looks.isActive(node.owner), folderOf(node.owner)];
    case 'cookies':
      return [cookiesOf(node.owner).length];
    case 'domain':
      return [];
    case 'cookie':
      return [...cookieLooks(node.cookie, Date.now()), looks.isRevealed(node), looks.isMarked(node)];
    case 'connections':
      return [node.owner.session.connections().length];
    case 'connection':
      return [JSON.stringify(node.connection)];
    case 'defaults':
      return [defaultsSummary(looks.defaultsOf(node.owner), vscode.l10n.t)];
    case 'default':
      return [JSON.stringify(node.written)];
    case 'certificates':
      return [node.owner.session.trustedCertificates.size];
    case 'certificate':
      return [node.fingerprint];
  }
}

export function itemOf(node: SessionNode, looks: RowLooks): vscode.TreeItem {
  const item = new vscode.TreeItem('', vscode.TreeItemCollapsibleState.None);
  item.id = nodeId(node);
  item.contextValue = node.kind;
  const { Collapsed, Expanded } = vscode.TreeItemCollapsibleState;
  const { t } = vscode.l10n;
  const CheckBox = vscode.TreeItemCheckboxState;
  switch (node.kind) {
    case 'session': {
      const counts = countsOf(node.owner, looks);
      item.label = node.owner.name;
      const isActive = looks.isActive(node.owner);
      const active = isActive ? t('in use') : undefined;
      item.description = [active, folderOf(node.owner), ...counts]
        .filter((part) => part !== undefined)
        .join(' · ');
      item.contextValue = isActive ? 'session active' : 'session';
      item.iconPath = new vscode.ThemeIcon(isActive ? 'circle-filled' : 'circle-outline');
      item.collapsibleState = Expanded;
      item.accessibilityInformation = {
        label: [
          t('Session {0}', node.owner.name),
          ...(isActive ? [t('used by the file in front')] : []),
          ...counts,
        ].join(', '),
      };
      return item;
    }
    case 'cookies':
      item.label = t('Cookies');
      item.description = String(cookiesOf(node.owner).length);
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
      const { cookie } = node;
      const look = { revealed: looks.isRevealed(node), marked: looks.isMarked(node), now: Date.now() };
      item.label = cookie.name === '' ? t('no name') : cookie.name;
      item.description = cookieDescription(cookie, look, t);
      item.tooltip = factsTooltip(item.label, cookieFacts(cookie, look, t));
      item.checkboxState = {
        state: cookie.disabled === true ? CheckBox.Unchecked : CheckBox.Checked,
        tooltip: cookie.disabled === true ? t('Switched off: it is not sent') : t('It is sent where it fits'),
        accessibilityInformation: { label: t('Send cookie {0}', item.label), role: 'checkbox' },
      };
      item.accessibilityInformation = { label: cookieSpeech(cookie, look.now, t) };
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
    case 'defaults': {
      const defaults = looks.defaultsOf(node.owner);
      item.label = t('Defaults');
      item.description = defaultsSummary(defaults, t);
      item.collapsibleState = Collapsed;
      return item;
    }
    case 'default': {
      const { written } = node;
      item.label = defaultLabel(written);
      item.description = defaultDescription(written, t);
      item.tooltip = factsTooltip(item.label, [[t('Stands in'), `${written.origin}:${written.line}`]]);
      item.accessibilityInformation = { label: defaultSpeech(written, t) };
      item.command = { command: 'httpSessions.editDefault', title: t('Edit'), arguments: [node] };
      return item;
    }
    case 'certificates':
      item.label = t('Trusted Certificates');
      item.description = String(node.owner.session.trustedCertificates.size);
      item.collapsibleState = Expanded;
      return item;
    case 'certificate':
      item.label = node.place;
      item.description = shortFingerprint(node.fingerprint);
      item.iconPath = new vscode.ThemeIcon('unlock', new vscode.ThemeColor('list.warningForeground'));
      item.tooltip = factsTooltip(node.place, [
        [t('SHA-256'), node.fingerprint],
        [t('Trusted'), t('by you, until the window is closed')],
      ]);
      item.accessibilityInformation = {
        label: t('Certificate of {0}, trusted by you although nobody vouches for it', node.place),
      };
      return item;
  }
}

/** `3A:9F:…:C1`: the ends tell one from another. */
function shortFingerprint(fingerprint: string): string {
  return `${fingerprint.slice(0, 5)}:…:${fingerprint.slice(-2)}`;
}

/**
 * Connections only while their own row is out of sight: they come and go by themselves, and a session's row is not drawn
 * anew without all the rows below it.
 */
function countsOf(owner: NamedSession, looks: RowLooks): readonly string[] {
  return looks.isFolded(owner) ? [cookieCount(owner), connectionCount(owner)] : [cookieCount(owner)];
}

/** Said where there is more than one. */
function folderOf({ folder }: NamedSession): string | undefined {
  return (vscode.workspace.workspaceFolders?.length ?? 0) > 1 ? folder?.name : undefined;
}

function cookieCount(owner: NamedSession): string {
  const count = cookiesOf(owner).length;
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
