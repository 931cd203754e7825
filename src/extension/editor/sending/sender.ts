/**
 * Prepares and sends for the editor: asks where it must, starts the runner, and puts every change into
 * `Exchanges`. Whatever goes wrong becomes an exchange that has failed, so that lens and panel can show it; there
 * is no other way for a send to end without a word.
 */
import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import type { Disposable } from '../disposable.ts';
import type { ResolveScope } from '../../../language/semantics/index.ts';
import type { PreparedRequest } from '../../http/index.ts';
import type { Exchange, ExchangeLog, Person, RunningExchange } from '../../runner/index.ts';
import type { PageTab, PreparedEdit, PreparedView } from '../../webview/protocol.ts';
import type { Tokens } from '../auth/tokens.ts';
import { createBodies } from '../panel/bodies.ts';
import { createDraft, editDraft, stillUnresolved, type Draft } from './draft.ts';
import { rebaseDraft } from './rebaseDraft.ts';
import { cancelScripts } from './scripts.ts';
import { createDraftNotices, freshSource, type DraftSource } from './draftNotices.ts';
import type { Environments } from '../environments/environments.ts';
import { blockingUses, entryOf } from './entryOf.ts';
import type { ExchangeEntry, Exchanges } from './exchanges.ts';
import { failedEntry } from './failedExchange.ts';
import { isRunning } from '../labels.ts';
import { loadEngine } from './loadEngine.ts';
import type { Outlines } from '../lenses/outlines.ts';
import { snapshotContext } from '../panel/exchangePanel.ts';
import { isOffline } from './network.ts';
import { pastSource } from './pastSource.ts';
import { confirmNote, confirmRedirect } from './person.ts';
import {
  findRequest,
  prepareContext,
  prepareFound,
  readScope,
  type FoundRequest,
  type Preparing,
} from './preparing.ts';
import type { NeededRequests } from './runs/neededRequests.ts';
import { createRuns, type Runs, type StepExtras } from './runs/runs.ts';
import type { Sessions } from '../sessions/sessions.ts';
import { responseSettings } from '../settings/settings.ts';
import { preparedView } from '../panel/preparedView.ts';
import { isMeantTwice, questionAbout } from './questions.ts';
import { maySend } from '../trust/trust.ts';

/** What Extend adds to a limit, in milliseconds. */
const extension = 30_000;

export interface SenderOptions {
  readonly outlines: Outlines;
  readonly exchanges: Exchanges;
  readonly sessions: Sessions;
  readonly environments: Environments;
  readonly needed: NeededRequests;
  /** Asked for what requests ask for. */
  readonly person: Person;
  readonly tokens: Tokens;
  /** Where bodies too long for memory go. */
  readonly storage: vscode.Uri;
  /** Opens the file's panel before there is anything to show. */
  readonly open: (file: vscode.Uri, title: string) => void;
  readonly show: (entry: ExchangeEntry, tab: PageTab) => void;
  readonly focus: (file: vscode.Uri) => void;
}

/** A request as it would be sent, and the values in it that are secret. */
export interface Preview {
  readonly prepared: PreparedRequest;
  readonly secrets: readonly string[];
}

export interface Sender extends Disposable {
  /** Shows the request at a line of a file, ready to be edited. */
  prepare(file: vscode.Uri, line: number): Promise<void>;
  /** Prepares and sends the request at a line of a file; resolves when it has ended. */
  send(file: vscode.Uri, line: number): Promise<void>;
  /** Sends parts of files in order, each with what it needs. */
  readonly run: Runs['several'];
  /** Shows what the runs of this window came to. */
  readonly showRuns: () => Promise<void>;
  /** What would be sent, without showing it. */
  preview(file: vscode.Uri, line: number): Promise<Preview | undefined>;
  /** What the variables of a document come from now. */
  scopeOf(document: vscode.TextDocument): Promise<ResolveScope>;
  /** What a draft was prepared from; undefined when there is nothing to prepare it from. */
  sourceOf(id: string): DraftSource | undefined;
  /** Prepares a draft again from what its request says now; what was edited stays edited. */
  update(id: string): Promise<void>;
  /** Leaves a draft as it is although its sources have changed, and says no more about that. */
  keep(id: string): void;
  /** Applies an edit to a draft. Throws a sentence when it cannot be prepared. */
  edit(id: string, edit: PreparedEdit): PreparedView;
  /** Undoes all edits of a draft. */
  reset(id: string): void;
  /** Sends a draft with a last edit; resolves with its id when it has begun. */
  sendDraft(id: string, edit: PreparedEdit, force: boolean): Promise<string>;
  /** Sends the same bytes once more; resolves when it has ended. */
  sendAgain(id: string): Promise<void>;
  /** Sends the request that an exchange's redirect leads to, which was not followed; resolves when it has ended. */
  followRedirect(id: string): Promise<void>;
  cancelAll(): void;
}

export function createSender(options: SenderOptions): Sender {
  const { outlines, exchanges, sessions, environments } = options;
  const bodies = createBodies(options.storage.fsPath);
  const sources = new Map<string, DraftSource>();
  const notices = createDraftNotices({ ...options, sourceOf: (id) => sources.get(id) });
  const { person } = options;
  let log: Promise<ExchangeLog> | undefined;

  const openLog = (): Promise<ExchangeLog> =>
    (log ??= loadEngine().then(({ createExchangeLog }) => createExchangeLog()));

  async function scopeOf(found: Omit<FoundRequest, 'place'>, extras: StepExtras = {}): Promise<ResolveScope> {
    const { setting, passed } = extras;
    const chosen = setting === undefined ? environments.chosenFor(found.document.uri) : setting.environment;
    const scope = await readScope(found, chosen, await openLog());
    return passed === undefined ? scope : { ...scope, passed };
  }

  async function preparingFor(found: Omit<FoundRequest, 'place'>, extras?: StepExtras): Promise<Preparing> {
    const { setting, secrets } = extras ?? {};
    const scope = await scopeOf(found, extras);
    return {
      sessions,
      scope,
      person,
      tokens: options.tokens,
      log: await openLog(),
      session: setting?.session,
      isForAll: setting?.isForAll,
      secrets,
    };
  }

  function basisOf({ document, outline, place }: FoundRequest): Pick<DraftSource, 'environment' | 'text'> {
    const { start, end } = place.definition.range;
    return { environment: environments.chosenFor(document.uri), text: outline.text.slice(start, end) };
  }

  /** The entry is in `Exchanges` and its panel shows it, whether it could be prepared or not. */
  async function newEntry(
    found: FoundRequest,
    tab: PageTab,
    extras: StepExtras = {},
  ): Promise<ExchangeEntry> {
    const { isQuiet = false } = extras;
    if (!isQuiet) options.open(found.document.uri, titleOf(found));
    const basis = basisOf(found);
    // A draft is told when they change.
    if (tab === 'request') await sessions.files.find();
    const preparing = await preparingFor(found, extras);
    const { session, scope } = preparing;
    const environment = scope.environment.name;
    const entry = await prepareFound(found, preparing).then(
      (prepared) => {
        const { exchange } = prepared;
        sources.set(exchange.id, freshSource(prepared, basis, { sessions, file: found.document.uri }));
        return entryOf(found, { exchange, environment, prepared });
      },
      (error: unknown) => failedEntry(found, { sessions, error, environment, session }),
    );
    exchanges.put(entry);
    if (!isQuiet) options.show(entry, entry.exchange.state === 'idle' ? tab : 'response');
    return entry;
  }

  /** Undefined for one that could not even be prepared. */
  async function sourceOf(entry: ExchangeEntry): Promise<DraftSource | undefined> {
    const known = sources.get(entry.exchange.id);
    if (known !== undefined || entry.isPast !== true) return known;
    const source = await pastSource(entry, options);
    sources.set(entry.exchange.id, source);
    return source;
  }

  /** Starts what an entry holds; undefined when it may not be sent. */
  async function begin(entry: ExchangeEntry, force: boolean): Promise<RunningExchange | undefined> {
    const source = await sourceOf(entry);
    if (source === undefined || !(await maySend(questionAbout(entry)))) return undefined;
    const { note } = source.prepared;
    if (note !== undefined && !(await confirmNote(note))) return undefined;
    const { sendExchange } = await loadEngine();
    const { id } = entry.exchange;
    const isEdited = entry.draft.current !== entry.draft.original;
    let isFocused = !responseSettings().takeFocus;
    const running = sendExchange(source.prepared, {
      bodies: await bodies.store(),
      force,
      ...(isEdited ? { edited: entry.draft.current } : {}),
      beforeEnd: sessions.settle,
      mayTakeBody: confirmRedirect,
      onDidChange: (exchange) => {
        const { error } = exchange;
        const offline = error !== undefined && isOffline(error);
        exchanges.update(id, (before) => ({ ...before, exchange, isOffline: offline }));
        if (isFocused || exchange.response === undefined) return;
        isFocused = true;
        options.focus(entry.file);
      },
    });
    exchanges.update(id, (before) => ({
      ...before,
      notice: undefined,
      exchange: running.exchange,
      cancel: () => {
        running.cancel();
      },
      extend: () => {
        running.extend(extension);
        exchanges.update(id, (entry) => ({ ...entry, extended: (entry.extended ?? 0) + extension }));
      },
    }));
    return running;
  }

  async function finish(running: RunningExchange | undefined): Promise<Exchange | undefined> {
    const exchange = await running?.finished;
    if (exchange !== undefined) await (await openLog()).record(exchange);
    return exchange;
  }

  async function sendFound(found: FoundRequest, extras: StepExtras = {}): Promise<Exchange | undefined> {
    const entry = await newEntry(found, 'response', extras);
    if (entry.exchange.state !== 'idle') return entry.exchange;
    const running = await begin(entry, false);
    // Not sent after all: what would have gone is there to look at.
    if (running === undefined && extras.isQuiet !== true)
      options.show(exchanges.get(entry.exchange.id) ?? entry, 'request');
    const cancel = (): void => running?.cancel();
    extras.signal?.addEventListener('abort', cancel);
    if (extras.signal?.aborted === true) cancel();
    return finish(running).finally(() => extras.signal?.removeEventListener('abort', cancel));
  }

  const runs = createRuns({
    ...options,
    openLog,
    send: sendFound,
    async context(found, extras) {
      return prepareContext(found.document.uri, await preparingFor(found, extras));
    },
    async fail(found, error) {
      const environment = environments.chosenFor(found.document.uri);
      const entry = await failedEntry(found, { sessions, error, environment });
      exchanges.put(entry);
      options.open(entry.file, titleOf(found));
      options.show(entry, 'response');
    },
  });

  async function send(file: vscode.Uri, line: number): Promise<void> {
    const found = await findRequest(outlines, file, line);
    if (found === undefined) return;
    const before = exchanges.lastSent(file, found.place.key);
    if (before !== undefined && isRunning(before.exchange) && !(await isMeantTwice(before, options.show)))
      return;
    await runs.one(found);
  }

  /** A new exchange beside the one before, with other bytes or the same. */
  async function sendCopy(before: ExchangeEntry, source: DraftSource, draft: Draft): Promise<void> {
    const { prepared } = source;
    const exchange = { ...prepared.exchange, id: randomUUID(), prepared: draft.current };
    const rest = { isPast: false, extended: 0, isOffline: false, notice: undefined, cancel: () => undefined };
    const entry: ExchangeEntry = { ...before, ...rest, draft, exchange };
    sources.set(exchange.id, { ...source, prepared: { ...prepared, exchange } });
    options.open(entry.file, '');
    exchanges.put(entry);
    options.show(entry, 'response');
    // The user has seen these bytes, so nothing in them blocks them now.
    await finish(await begin(entry, true));
  }

  function draftOf(id: string): ExchangeEntry {
    const entry = exchanges.get(id);
    if (entry?.exchange.state !== 'idle')
      throw new Error(vscode.l10n.t('This request has been sent already.'));
    return entry;
  }

  function edit(id: string, change: PreparedEdit): ExchangeEntry {
    const before = draftOf(id);
    const draft = editDraft(before.draft, change);
    if (draft === before.draft) return before;
    const entry: ExchangeEntry = {
      ...before,
      draft,
      unresolved: stillUnresolved(before.unresolved, draft.current),
      exchange: { ...before.exchange, prepared: draft.current },
    };
    exchanges.put(entry);
    return entry;
  }

  return {
    async prepare(file, line) {
      const found = await findRequest(outlines, file, line);
      if (found !== undefined) await newEntry(found, 'request');
    },
    send,
    run: (files, wishes) => runs.several(files, wishes),
    showRuns: runs.showOutput,
    async preview(file, line) {
      const found = await findRequest(outlines, file, line);
      if (found === undefined) return undefined;
      const { exchange, secrets } = await prepareFound(found, await preparingFor(found));
      return { prepared: exchange.prepared, secrets };
    },
    scopeOf: (document) => scopeOf({ document, outline: outlines.of(document) }),
    sourceOf: (id) => sources.get(id),
    async update(id) {
      const before = draftOf(id);
      const document = await vscode.workspace.openTextDocument(before.file);
      const outline = outlines.of(document);
      const place = outline.requests.find(({ key }) => key === before.key);
      if (place === undefined) throw new Error(vscode.l10n.t('The request is no longer in the file.'));
      const found = { document, outline, place };
      const basis = basisOf(found);
      const preparing = await preparingFor(found);
      const fresh = await prepareFound(found, preparing);
      const { draft } = draftOf(id);
      const rebased = rebaseDraft(draft, fresh.exchange.prepared, fresh.resolved.url);
      const prepared = { ...fresh, exchange: { ...fresh.exchange, id } };
      sources.set(id, freshSource(prepared, basis, { sessions, file: before.file }));
      const exchange = { ...prepared.exchange, prepared: rebased.current };
      const { name: environment } = preparing.scope.environment;
      const entry = entryOf(found, { exchange, environment, prepared });
      const unresolved = stillUnresolved(entry.unresolved, rebased.current);
      exchanges.put({ ...entry, draft: rebased, unresolved });
    },
    keep(id) {
      const source = sources.get(id);
      if (source === undefined) return;
      sources.set(id, { ...source, kept: draftOf(id).notice });
      exchanges.update(id, (entry) => ({ ...entry, notice: undefined }));
    },
    edit(id, change) {
      const entry = edit(id, change);
      return preparedView(entry.exchange, snapshotContext(entry));
    },
    reset(id) {
      const entry = draftOf(id);
      const draft = createDraft(entry.draft.original, entry.draft.fileUrl);
      const source = sources.get(id);
      const unresolved = source === undefined ? [] : blockingUses(source.prepared);
      exchanges.put({
        ...entry,
        draft,
        unresolved,
        exchange: { ...entry.exchange, prepared: draft.current },
      });
    },
    async sendDraft(id, change, force) {
      const entry = edit(id, change);
      if (entry.unresolved.length > 0 && !force)
        throw new Error(entry.unresolved.map(({ sentence }) => sentence).join(' '));
      const running = await begin(entry, force);
      if (running === undefined) throw new Error(vscode.l10n.t('It was not sent.'));
      options.show(exchanges.get(id) ?? entry, 'response');
      void finish(running);
      return id;
    },
    async sendAgain(id) {
      const before = exchanges.get(id);
      if (before === undefined) return;
      const source = await sourceOf(before);
      if (source === undefined) {
        await send(before.file, before.exchange.source.line - 1);
        return;
      }
      await sendCopy(before, source, before.draft);
    },
    async followRedirect(id) {
      const before = exchanges.get(id);
      const source = sources.get(id);
      const next = before?.exchange.response?.next;
      if (before === undefined || source === undefined || next === undefined) return;
      await sendCopy(before, source, createDraft(next));
    },
    cancelAll() {
      runs.cancelAll();
      cancelScripts();
      for (const entry of exchanges.running()) entry.cancel();
    },
    dispose() {
      runs.dispose();
      notices.dispose();
      bodies.dispose();
    },
  };
}

function titleOf({ place }: FoundRequest): string {
  return place.definition.title ?? `${place.definition.method} ${place.definition.url}`;
}
