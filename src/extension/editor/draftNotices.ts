/**
 * Tells a draft when what it was prepared from has changed: the request's text in the file, or the cookies that
 * would go with it. It only puts the sentence into the entry; the draft itself stays as the user left it.
 */
import * as vscode from 'vscode';
import type { PreparedExchange } from '../runner/index.ts';
import type { Exchanges } from './exchanges.ts';
import type { Outlines } from './outlines.ts';
import type { Sessions } from './sessions.ts';

/** What a draft was prepared from. */
export interface DraftSource {
  readonly prepared: PreparedExchange;
  /** The request's text in the file. */
  readonly text: string;
  /** The cookies that went into it, as a header would say them. */
  readonly cookies: string;
}

export function draftSource(prepared: PreparedExchange, text: string): DraftSource {
  return { prepared, text, cookies: cookieLine(prepared) };
}

export interface DraftNoticesOptions {
  readonly exchanges: Exchanges;
  readonly outlines: Outlines;
  readonly sessions: Sessions;
  readonly sourceOf: (id: string) => DraftSource | undefined;
}

export function createDraftNotices(options: DraftNoticesOptions): vscode.Disposable {
  const { exchanges, outlines, sessions, sourceOf } = options;

  const look = (document: vscode.TextDocument): void => {
    for (const entry of exchanges.ofFile(document.uri)) {
      const source = entry.exchange.state === 'idle' ? sourceOf(entry.exchange.id) : undefined;
      if (source === undefined) continue;
      const notice = noticeFor(source, textNow(document, outlines, entry.key));
      if (notice !== entry.notice) exchanges.update(entry.exchange.id, (before) => ({ ...before, notice }));
    }
  };
  return vscode.Disposable.from(
    vscode.workspace.onDidChangeTextDocument((event) => {
      if (event.document.languageId === 'http' && event.contentChanges.length > 0) look(event.document);
    }),
    sessions.onDidChange(() => {
      vscode.workspace.textDocuments.filter(({ languageId }) => languageId === 'http').forEach(look);
    }),
  );
}

/** The text of a request's block; undefined when the request is gone. */
export function textNow(document: vscode.TextDocument, outlines: Outlines, key: string): string | undefined {
  const place = outlines.of(document).requests.find((request) => request.key === key);
  return place && document.getText().slice(place.definition.range.start, place.definition.range.end);
}

function noticeFor(source: DraftSource, text: string | undefined): string | undefined {
  if (text !== source.text) return vscode.l10n.t('The file has changed since this was prepared.');
  if (cookieLine(source.prepared) !== source.cookies) {
    return vscode.l10n.t('The cookies of the session have changed since this was prepared.');
  }
  return undefined;
}

function cookieLine({ session, exchange }: PreparedExchange): string {
  const { sent } = session.cookies.cookiesFor(exchange.prepared.url);
  return sent.map(({ name, value }) => `${name}=${value}`).join('; ');
}
