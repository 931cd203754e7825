/**
 * Keeps the context keys that keys and menus depend on equal to what is on the screen. It only tells VS Code;
 * nothing reads the keys back.
 */
import * as vscode from 'vscode';
import type { Histories } from './history/histories.ts';
import { exchangesOfRequest } from './history/requestExchanges.ts';
import { editedParts } from './sending/draft.ts';
import type { DeletedCookies } from './sessions/deletedCookies.ts';
import type { Sessions } from './sessions/sessions.ts';
import type { Exchanges } from './sending/exchanges.ts';
import { holdsRequests, type Outlines } from './lenses/outlines.ts';
import type { ExchangePanels } from './panel/exchangePanels.ts';

export interface ContextKeysOptions {
  readonly exchanges: Exchanges;
  readonly histories: Histories;
  readonly outlines: Outlines;
  readonly panels: ExchangePanels;
  readonly deleted: DeletedCookies;
  readonly sessions: Sessions;
}

export function createContextKeys(options: ContextKeysOptions): vscode.Disposable {
  const { exchanges, outlines, panels, deleted } = options;
  const set = createSetter();

  const aboutExchange = (): void => {
    const id = panels.active?.exchangeId;
    const entry = id === undefined ? undefined : exchanges.get(id);
    set('running', exchanges.running().length);
    set('exchangeState', panels.active?.state ?? entry?.exchange.state);
    // While it runs this would be worked out again for every piece of the body.
    set('draftEdited', entry?.exchange.state === 'idle' && editedParts(entry.draft).length > 0);
    set('untrustedCertificate', (entry?.exchange.error?.certificates.length ?? 0) > 0);
    set('findVisible', panels.isFinding);
    set('hasPrevious', entry !== undefined && exchangesOfRequest(entry, options)[0] !== id);
  };
  const aboutCaret = (): void => {
    const editor = vscode.window.activeTextEditor;
    set(
      'caretInRequest',
      editor !== undefined &&
        holdsRequests(editor.document) &&
        outlines.requestAt(editor.document, editor.selection.active.line) !== undefined,
    );
  };
  aboutExchange();
  aboutCaret();
  return vscode.Disposable.from(
    exchanges.onDidChange(aboutExchange),
    panels.onDidChange(aboutExchange),
    options.histories.onDidChange(aboutExchange),
    options.sessions.onDidChange(() => {
      const { sessions } = options;
      set(
        'certificatesTrusted',
        sessions.list().some(({ session }) => session.trustedCertificates.size > 0),
      );
    }),
    deleted.onDidChange(() => {
      set('canUndoDelete', deleted.count > 0);
    }),
    vscode.window.onDidChangeActiveTextEditor(aboutCaret),
    vscode.window.onDidChangeTextEditorSelection((event) => {
      if (event.textEditor === vscode.window.activeTextEditor) aboutCaret();
    }),
  );
}

/** Setting a key is a message to the window, so only changes are sent. */
function createSetter(): (key: string, value: unknown) => void {
  const known = new Map<string, unknown>();
  return (key, value) => {
    if (known.has(key) && known.get(key) === value) return;
    known.set(key, value);
    void vscode.commands.executeCommand('setContext', `httpSessions.${key}`, value);
  };
}
