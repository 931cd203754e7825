/**
 * What a command is and what it may use. A command resolves its target (from a lens, the panel or the caret) and
 * calls one thing; it decides nothing about sending itself.
 */
import * as vscode from 'vscode';
import type { TokenList } from '../auth/tokenList.ts';
import type { Tokens } from '../auth/tokens.ts';
import type { TokensView } from '../auth/tokensView.ts';
import type { DeletedCookies } from '../sessions/deletedCookies.ts';
import type { CookieForm } from '../cookies/cookieForm.ts';
import type { Environments } from '../environments/environments.ts';
import type { Histories } from '../history/histories.ts';
import type { ExchangeEntry, Exchanges } from '../sending/exchanges.ts';
import { holdsRequests, type Outlines } from '../lenses/outlines.ts';
import type { ExchangePanels } from '../panel/exchangePanels.ts';
import type { NeededRequests } from '../sending/runs/neededRequests.ts';
import type { Sender } from '../sending/sender.ts';
import type { Sessions } from '../sessions/sessions.ts';
import type { SettingsDocuments } from '../settings/settingsDocuments.ts';
import type { HttpTests } from '../testing/httpTests.ts';
import type { HistoryView } from '../views/historyView.ts';
import { nodeId, type SessionNode } from '../views/sessionNodes.ts';
import type { SessionsView } from '../views/sessionsView.ts';

export interface CommandContext {
  readonly sender: Sender;
  readonly needed: NeededRequests;
  readonly exchanges: Exchanges;
  readonly sessions: Sessions;
  readonly environments: Environments;
  readonly panels: ExchangePanels;
  readonly outlines: Outlines;
  readonly view: SessionsView;
  readonly deleted: DeletedCookies;
  readonly cookieForm: CookieForm;
  readonly histories: Histories;
  readonly historyView: HistoryView;
  readonly settings: SettingsDocuments;
  readonly tests: HttpTests;
  readonly tokens: Tokens;
  readonly tokenList: TokenList;
  readonly tokensView: TokensView;
}

export interface Command {
  /** As in the manifest. */
  readonly id: string;
  /** `values` come from a lens, a menu, a key or the palette (none); nothing about them is certain. */
  run(context: CommandContext, ...values: readonly unknown[]): unknown;
}

/** A request in a file, by any line in it. */
export interface Target {
  readonly file: vscode.Uri;
  /** 0-based. */
  readonly line: number;
}

/** The request a command is about: the lens's, else the one under the caret, else the one in the panel. */
export function targetOf(context: CommandContext, values: readonly unknown[]): Target | undefined {
  const [file, line] = values;
  if (typeof file === 'string' && typeof line === 'number') return { file: vscode.Uri.parse(file), line };
  const { active } = context.panels;
  if (active?.panel.active === true) {
    const entry = active.exchangeId === undefined ? undefined : context.exchanges.get(active.exchangeId);
    return entry === undefined ? undefined : placeOf(context, entry);
  }
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined || !holdsRequests(editor.document)) return undefined;
  return { file: editor.document.uri, line: editor.selection.active.line };
}

/** Where the request of an exchange stands now; where it stood when it is no longer in the file. */
export function placeOf(context: CommandContext, entry: ExchangeEntry): Target {
  const uri = entry.file.toString();
  const document = vscode.workspace.textDocuments.find((one) => one.uri.toString() === uri);
  const request = document && context.outlines.of(document).requests.find((one) => one.key === entry.key);
  return { file: entry.file, line: request?.line ?? entry.exchange.source.line - 1 };
}

/** The exchange a command is about: the given one, else the panel's, else the last of the request under the caret. */
export function entryOf(context: CommandContext, values: readonly unknown[]): ExchangeEntry | undefined {
  const { exchanges, panels, outlines } = context;
  const [id] = values;
  if (typeof id === 'string' && exchanges.get(id) !== undefined) return exchanges.get(id);
  const editor = vscode.window.activeTextEditor;
  if (panels.active?.panel.active !== true && editor !== undefined && holdsRequests(editor.document)) {
    const request = outlines.requestAt(editor.document, editor.selection.active.line);
    return request && exchanges.lastSent(editor.document.uri, request.key);
  }
  const shown = panels.active?.exchangeId;
  return shown === undefined ? undefined : exchanges.get(shown);
}

/** The rows a command of the sidebar is about: all selected ones when the clicked row is among them. */
export function nodesOf<K extends SessionNode['kind']>(
  context: CommandContext,
  values: readonly unknown[],
  kind: K,
): Extract<SessionNode, { kind: K }>[] {
  const clicked = values[0] as SessionNode | undefined;
  const { selection } = context.view;
  const isSelected = clicked !== undefined && selection.some((row) => nodeId(row) === nodeId(clicked));
  const rows = clicked === undefined || isSelected ? selection : [clicked];
  return rows.filter((row): row is Extract<SessionNode, { kind: K }> => row.kind === kind);
}
