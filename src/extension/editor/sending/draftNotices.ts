/**
 * Tells a draft when what it was prepared from has changed: the request's text in the file, the chosen
 * environment, or the cookies that would go with it. It only puts the sentence into the entry; the draft itself stays as the user left it.
 */
import * as vscode from 'vscode';
import type { PreparedExchange } from '../../runner/index.ts';
import type { Environments } from '../environments/environments.ts';
import type { Exchanges } from './exchanges.ts';
import { holdsRequests, type Outlines } from '../lenses/outlines.ts';
import type { Sessions } from '../sessions/sessions.ts';

/** What a draft was prepared from. */
export interface DraftSource {
  readonly prepared: PreparedExchange;
  /** What was chosen in the workspace. */
  readonly environment: string | undefined;
  /** The request's text in the file. */
  readonly text: string;
  /** The cookies that went into it, as a header would say them. */
  readonly cookies: string;
}

export function draftSource(source: Omit<DraftSource, 'cookies'>): DraftSource {
  return { ...source, cookies: cookieLine(source.prepared) };
}

export interface DraftNoticesOptions {
  readonly exchanges: Exchanges;
  readonly outlines: Outlines;
  readonly sessions: Sessions;
  readonly environments: Environments;
  readonly sourceOf: (id: string) => DraftSource | undefined;
}

export function createDraftNotices(options: DraftNoticesOptions): vscode.Disposable {
  const { exchanges, outlines, sessions, environments, sourceOf } = options;

  const look = (document: vscode.TextDocument): void => {
    for (const entry of exchanges.ofFile(document.uri)) {
      const source = entry.exchange.state === 'idle' ? sourceOf(entry.exchange.id) : undefined;
      if (source === undefined) continue;
      const now = { text: textNow(document, outlines, entry.key), environment: environments.chosen };
      const notice = noticeFor(source, now);
      if (notice !== entry.notice) exchanges.update(entry.exchange.id, (before) => ({ ...before, notice }));
    }
  };
  const lookAtAll = (): void => {
    vscode.workspace.textDocuments.filter(holdsRequests).forEach(look);
  };
  return vscode.Disposable.from(
    vscode.workspace.onDidChangeTextDocument((event) => {
      if (holdsRequests(event.document) && event.contentChanges.length > 0) look(event.document);
    }),
    sessions.onDidChange(lookAtAll),
    environments.onDidChange(lookAtAll),
  );
}

/** The text of a request's block; undefined when the request is gone. */
export function textNow(document: vscode.TextDocument, outlines: Outlines, key: string): string | undefined {
  const outline = outlines.of(document);
  const place = outline.requests.find((request) => request.key === key);
  return place && outline.text.slice(place.definition.range.start, place.definition.range.end);
}

function noticeFor(
  source: DraftSource,
  now: { readonly text: string | undefined; readonly environment: string | undefined },
): string | undefined {
  if (now.text !== source.text) return vscode.l10n.t('The file has changed since this was prepared.');
  if (now.environment !== source.environment) {
    return vscode.l10n.t('Another environment has been chosen since this was prepared.');
  }
  if (cookieLine(source.prepared) !== source.cookies) {
    return vscode.l10n.t('The cookies of the session have changed since this was prepared.');
  }
  return undefined;
}

function cookieLine({ session, exchange }: PreparedExchange): string {
  const { sent } = session.cookies.cookiesFor(exchange.prepared.url);
  return sent.map(({ name, value }) => `${name}=${value}`).join('; ');
}
