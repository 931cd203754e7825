/**
 * Tells a draft when what it was prepared from has changed: the request's text in the file, the chosen
 * environment, what `http-sessions.json` gives to its session, or the cookies that would go with it. It only puts the
 * sentence into the entry; the draft itself stays as the user left it.
 */
import * as vscode from 'vscode';
import { defaultsFileName } from '../../../language/semantics/index.ts';
import type { PreparedExchange, SendableExchange } from '../../runner/index.ts';
import type { Environments } from '../environments/environments.ts';
import type { Exchanges } from './exchanges.ts';
import { holdsRequests, type Outlines } from '../lenses/outlines.ts';
import type { Sessions } from '../sessions/sessions.ts';

/** What a draft was prepared from. */
export interface DraftSource {
  readonly prepared: SendableExchange & Pick<PreparedExchange, 'note'>;
  /** What was chosen in the workspace. */
  readonly environment: string | undefined;
  /** The request's text in the file. */
  readonly text: string;
  /** The names of the request's headers with their variables filled; undefined when they are not known. */
  readonly headerNames?: readonly string[] | undefined;
  /** What files gave to its session, by its keys; undefined when it is not known. */
  readonly defaults?: ReadonlyMap<string, string> | undefined;
  /** The cookies that went into it, by their names. */
  readonly cookies: ReadonlyMap<string, string>;
  /** The notice after which the user chose to keep the draft as it is. */
  readonly kept?: string | undefined;
}

export function draftSource(source: Omit<DraftSource, 'cookies'>): DraftSource {
  return { ...source, cookies: cookiesNow(source.prepared) };
}

/** The source of a draft that was prepared a moment ago. */
export function freshSource(
  prepared: PreparedExchange,
  basis: Pick<DraftSource, 'environment' | 'text'>,
  { sessions, file }: { readonly sessions: Sessions; readonly file: vscode.Uri },
): DraftSource {
  const headerNames = prepared.resolved.headers.map(({ name }) => name);
  const defaults = defaultsNow(sessions, file, prepared.exchange.session);
  return draftSource({ ...basis, prepared, headerNames, defaults });
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
      const now = {
        text: textNow(document, outlines, entry.key),
        environment: environments.chosenFor(document.uri),
        defaults: source.defaults && defaultsNow(sessions, document.uri, entry.exchange.session),
      };
      const notice = noticeFor(source, now);
      // A draft that was kept is asked about again only when something else changes.
      if (notice !== entry.notice && notice !== source.kept)
        exchanges.update(entry.exchange.id, (before) => ({ ...before, notice }));
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
  now: Pick<DraftSource, 'environment' | 'defaults'> & { readonly text: string | undefined },
): string | undefined {
  if (now.text !== source.text) return vscode.l10n.t('The file has changed since this was prepared.');
  if (now.environment !== source.environment) {
    return vscode.l10n.t('Another environment has been chosen since this was prepared.');
  }
  const defaults = changedKeys(source.defaults, now.defaults);
  if (defaults.length > 0) {
    return vscode.l10n.t(
      '{0} has changed since this was prepared: {1}.',
      defaultsFileName,
      defaults.join(', '),
    );
  }
  const changed = changedKeys(source.cookies, cookiesNow(source.prepared));
  if (changed.length === 0) return undefined;
  return vscode.l10n.t('Cookies have changed since this was prepared: {0}.', changed.join(', '));
}

/** What the files that have been seen give to a session, by its keys. */
export function defaultsNow(sessions: Sessions, file: vscode.Uri, name: string): ReadonlyMap<string, string> {
  const folder = vscode.workspace.getWorkspaceFolder(file);
  const written = sessions.defaultsOf({ folder, name }, file);
  return new Map(Array.from(written, ([key, { value }]) => [key, JSON.stringify(value)]));
}

function changedKeys(
  before: ReadonlyMap<string, string> = new Map<string, string>(),
  now: ReadonlyMap<string, string> = new Map<string, string>(),
): readonly string[] {
  const names = new Set([...before.keys(), ...now.keys()]);
  return [...names].filter((name) => before.get(name) !== now.get(name));
}

/** The cookies that would go now to where the request goes. */
function cookiesNow({ session, exchange }: SendableExchange): ReadonlyMap<string, string> {
  const { sent } = session.cookies.cookiesFor(exchange.prepared.url);
  return new Map(sent.map(({ name, value }) => [name, value]));
}
