/**
 * One webview panel for each .http file, with the request and the response of one exchange. The page is a view:
 * all truth is in `Exchanges`, so a hidden page gets nothing and draws itself again from one snapshot. What comes
 * from the page goes through the channel's schema first, and bodies cross only as the ranges it asks for.
 */
import * as vscode from 'vscode';
import type { Disposable } from '../disposable.ts';
import { createHostChannel, type HostChannel } from '../../webview/channel.ts';
import { createPace } from '../../webview/pace.ts';
import { createPageHtml } from '../../webview/pageHtml.ts';
import type { PageAction, PageTab, PreparedEdit, PreparedView } from '../../webview/protocol.ts';
import type { ShownState, StateShown } from '../../webview/panelStates.ts';
import type { RequestMessage } from '../../webview/requestMessages.ts';
import type { Histories } from '../history/histories.ts';
import { exchangesOfRequest, placeAmong } from '../history/requestExchanges.ts';
import type { ExchangeEntry, Exchanges } from '../sending/exchanges.ts';
import { sentFrom } from '../sending/network.ts';
import { panelTitle } from '../labels.ts';
import { loadEngine } from '../sending/loadEngine.ts';
import { bodyLimits, masksSecrets } from '../settings/settings.ts';
import { createBodyFilters } from './bodyFilters.ts';
import { createBodyPages } from './bodyPages.ts';
import { exchangeProgress, exchangeSnapshot, type PhaseLimits, type SnapshotContext } from './snapshot.ts';
import { isAllowed } from '../trust/trust.ts';
import type { HopPages } from './hopPages.ts';
import { hashFile } from './preparedBody.ts';
import { readPart } from './pageBodies.ts';
import { localizedPageStrings } from './pageTexts.ts';
import { randomNonce } from './nonce.ts';

export const panelType = 'httpSessions.exchange';

/** What a page may ask for; each names an exchange that the host knows, never a path or a command. */
export interface PanelActions {
  edit(id: string, edit: PreparedEdit): PreparedView;
  /** Sends a draft; resolves with the id of what was sent. */
  send(id: string, edit: PreparedEdit, force: boolean): Promise<string>;
  sendAgain(id: string): void;
  cancel(id: string): void;
  extend(id: string): void;
  trustCertificate(id: string): void;
  reset(id: string): void;
  request(message: RequestMessage): void;
  /** Single hops, events and cookies of a response. */
  readonly hops: HopPages;
  saveBody(id: string): void;
  copyBody(id: string): void;
  openBody(id: string): void;
  compare(id: string): void;
  goToLine(id: string, line: number): void;
  focusEditor(): void;
}

export interface PanelOptions {
  readonly extensionUri: vscode.Uri;
  readonly file: vscode.Uri;
  readonly panel: vscode.WebviewPanel;
  readonly exchanges: Exchanges;
  readonly histories: Histories;
  readonly actions: PanelActions;
  /** The page draws nothing before this has ended, so that it finds what it showed before. */
  readonly content?: Promise<unknown> | undefined;
  readonly onDidFind: (visible: boolean) => void;
  /** The page shows another of the twelve states. */
  readonly onDidShowState: () => void;
}

export interface ExchangePanel extends Disposable {
  readonly file: vscode.Uri;
  readonly panel: vscode.WebviewPanel;
  /** The exchange on show; undefined before the first. */
  readonly exchangeId: string | undefined;
  /** Which of the twelve states the page shows; undefined until it has said so. */
  readonly state: ShownState | undefined;
  show(id: string, tab: PageTab | undefined): void;
  perform(action: PageAction): void;
}

/** So often, in milliseconds, a growing body is told to the page in the long run. */
const progressGap = 50;

/** Packets that were sent together come so close after each other, in milliseconds. */
const packetGap = 5;

export function createExchangePanel(options: PanelOptions): ExchangePanel {
  const { panel, exchanges, actions, file } = options;
  let shown: string | undefined;
  let state: StateShown | undefined;
  let tab: PageTab | undefined;
  let posted: ExchangeEntry | undefined;
  let postedPlace: string | undefined;
  let ready = false;
  let timer: NodeJS.Timeout | undefined;
  const pace = createPace(progressGap);

  const bodyPages = createBodyPages({
    exchangeOf: (id) => entryOf(id).exchange,
    loadRunner: loadEngine,
    worker: vscode.Uri.joinPath(options.extensionUri, 'dist', 'bodySearch.cjs').fsPath,
    tell: (progress) => {
      if (ready) channel.post(progress);
    },
    t: vscode.l10n.t,
  });
  const bodyFilters = createBodyFilters({
    exchangeOf: (id) => entryOf(id).exchange,
    loadRunner: loadEngine,
    limit: () => bodyLimits().editor,
    t: vscode.l10n.t,
  });
  const key = randomNonce();
  const channel = connect();
  panel.webview.html = pageHtml(options, key);

  const listeners = vscode.Disposable.from(
    exchanges.onDidChange((entry) => {
      if (entry.exchange.id === shown) changed(entry);
    }),
    options.histories.onDidChange(() => {
      const entry = shown === undefined ? undefined : exchanges.get(shown);
      // Another window may have sent the request, too.
      if (entry !== undefined && ready && posted === entry && placeText(entry) !== postedPlace)
        postSnapshot(entry, undefined);
    }),
    // Now the page may have what it was denied.
    vscode.workspace.onDidGrantWorkspaceTrust(() => {
      const entry = shown === undefined ? undefined : exchanges.get(shown);
      if (entry !== undefined && ready) postSnapshot(entry, undefined);
    }),
    panel.onDidChangeViewState(() => {
      // A hidden page is gone; it says `ready` when it is back.
      if (!panel.visible) ready = false;
    }),
  );

  function fullSnapshot(entry: ExchangeEntry): ReturnType<typeof snapshotOf> {
    const place = placeAmong(entry.exchange.id, exchangesOfRequest(entry, options));
    postedPlace = placeText(entry);
    return { ...snapshotOf(entry), place };
  }

  function placeText(entry: ExchangeEntry): string {
    return exchangesOfRequest(entry, options).join();
  }

  function changed(entry: ExchangeEntry): void {
    panel.title = panelTitle(entry.exchange, entry.secrets, vscode.l10n.t);
    if (!ready) return;
    if (posted !== undefined && isOnlyProgress(posted, entry)) {
      // The first of several is told nearly at once, so that an event is on the screen when its last packet has come.
      timer ??= setTimeout(postProgress, Math.max(packetGap, pace.wait(performance.now())));
    } else {
      postSnapshot(entry, undefined);
    }
  }

  function postProgress(): void {
    timer = undefined;
    const entry = shown === undefined ? undefined : exchanges.get(shown);
    if (entry === undefined || !ready) return;
    posted = entry;
    pace.tell(performance.now());
    channel.post({
      type: 'progress',
      progress: exchangeProgress(entry.exchange, { limits: limitsOf(entry), now: Date.now() }),
    });
  }

  function postSnapshot(entry: ExchangeEntry, withTab: PageTab | undefined): void {
    clearTimeout(timer);
    timer = undefined;
    posted = entry;
    channel.post({ type: 'snapshot', snapshot: fullSnapshot(entry), tab: withTab });
  }

  function connect(): HostChannel {
    return createHostChannel(
      {
        key,
        post: (message) => void panel.webview.postMessage(message),
        onMessage: (listener) => {
          const subscription = panel.webview.onDidReceiveMessage(listener);
          return () => void subscription.dispose();
        },
      },
      {
        readBody: ({ exchangeId, part, offset, length }) =>
          readPart(entryOf(exchangeId), part ?? 'response', { offset, length }),
        hashFile: ({ exchangeId, index }) => hashFile(entryOf(exchangeId).draft.current, index),
        edit: ({ exchangeId, edit }) => Promise.resolve(actions.edit(entryOf(exchangeId).exchange.id, edit)),
        send: async ({ exchangeId, edit, force }) => ({
          exchangeId: await actions.send(entryOf(exchangeId).exchange.id, edit, force),
        }),
        ...bodyPages.handlers,
        ...bodyFilters,
        ...actions.hops.handlers(entryOf),
      },
      (message) => {
        switch (message.type) {
          case 'ready':
            void Promise.allSettled([options.content]).then(start);
            return;
          case 'showNeighbour':
            void vscode.commands.executeCommand(
              message.to === 'next' ? 'httpSessions.nextExchange' : 'httpSessions.previousExchange',
            );
            return;
          case 'focusEditor':
            actions.focusEditor();
            return;
          case 'findVisible':
            options.onDidFind(message.visible);
            return;
          case 'stateShown':
            state = message;
            options.onDidShowState();
            return;
          case 'goToLine':
            if (knows(message.exchangeId)) actions.goToLine(message.exchangeId, message.line);
            return;
          case 'copyAs':
          case 'copyToFile':
          case 'editBodyInFile':
          case 'updateDraft':
          case 'keepDraft':
          case 'showCookies':
          case 'showDefault':
            if (knows(message.exchangeId)) actions.request(message);
            return;
          case 'followRedirect':
          case 'deleteCookie':
          case 'editCookie':
            if (knows(message.exchangeId)) actions.hops.act(message);
            return;
          // Those of the cookie form, which is a page of its own.
          case 'checkCookie':
          case 'saveCookie':
          case 'copySetCookie':
          case 'closeCookieForm':
            return;
          case 'stopSearch':
            bodyPages.stopSearch(message.exchangeId);
            return;
          case 'cancel':
          case 'extend':
          case 'trustCertificate':
          case 'sendAgain':
          case 'reset':
          case 'saveBody':
          case 'copyBody':
          case 'openBody':
          case 'compare':
            if (knows(message.exchangeId)) actions[message.type](message.exchangeId);
        }
      },
    );
  }

  function start(): void {
    ready = true;
    const entry = shown === undefined ? undefined : exchanges.get(shown);
    posted = entry;
    channel.post({
      type: 'start',
      strings: localizedPageStrings(),
      locale: vscode.env.language,
      snapshot: entry === undefined ? undefined : fullSnapshot(entry),
      tab,
    });
  }

  /** A page speaks only of its own file's exchanges. */
  function knows(id: string): boolean {
    return exchanges.get(id)?.file.toString() === file.toString();
  }

  function entryOf(id: string): ExchangeEntry {
    const entry = knows(id) ? exchanges.get(id) : undefined;
    if (entry === undefined) throw new Error(vscode.l10n.t('This exchange is no longer kept.'));
    return entry;
  }

  return {
    file,
    panel,
    get exchangeId() {
      return shown;
    },
    get state() {
      return state?.exchangeId === shown ? state?.state : undefined;
    },
    show(id, nextTab) {
      const entry = exchanges.get(id);
      if (entry === undefined) return;
      shown = id;
      tab = nextTab ?? tab;
      panel.title = panelTitle(entry.exchange, entry.secrets, vscode.l10n.t);
      if (ready) postSnapshot(entry, nextTab);
    },
    perform(action) {
      channel.post({ type: 'perform', action });
    },
    dispose() {
      clearTimeout(timer);
      listeners.dispose();
      bodyPages.dispose();
      channel.dispose();
    },
  };
}

/** What the page needs about an entry, with the masks and the clock of now. */
export function snapshotContext(entry: ExchangeEntry): SnapshotContext {
  return {
    draft: entry.draft,
    environment: entry.environment,
    unresolved: entry.unresolved.map(({ sentence }) => sentence),
    secrecy: {
      masked: masksSecrets(),
      secrets: entry.secrets,
      revealable: isAllowed('revealSecrets'),
    },
    notice: entry.notice,
    limits: limitsOf(entry),
    isOffline: entry.isOffline,
    sentFrom: sentFrom(vscode.env.remoteName, vscode.l10n.t),
    now: Date.now(),
    t: vscode.l10n.t,
  };
}

/** With what was added while it ran. */
function limitsOf({ limits: { connect, read }, extended = 0 }: ExchangeEntry): PhaseLimits {
  const longer = (limit: number | undefined) => (limit === undefined ? undefined : limit + extended);
  return { connect: longer(connect), read: longer(read) };
}

function snapshotOf(entry: ExchangeEntry): ReturnType<typeof exchangeSnapshot> {
  return { ...exchangeSnapshot(entry.exchange, snapshotContext(entry)), limits: bodyLimits() };
}

/** Whether two values of one exchange differ only in counts and phase, which a small message can tell. */
function isOnlyProgress(before: ExchangeEntry, after: ExchangeEntry): boolean {
  return (
    before.exchange.id === after.exchange.id &&
    before.exchange.state === after.exchange.state &&
    before.exchange.response === after.exchange.response &&
    before.draft === after.draft &&
    before.notice === after.notice
  );
}

function pageHtml(options: PanelOptions, nonce: string): string {
  const { webview } = options.panel;
  const built = vscode.Uri.joinPath(options.extensionUri, 'dist', 'webview');
  return createPageHtml({
    nonce,
    cspSource: webview.cspSource,
    scriptUri: webview.asWebviewUri(vscode.Uri.joinPath(built, 'main.js')).toString(),
    styleUri: webview.asWebviewUri(vscode.Uri.joinPath(built, 'style.css')).toString(),
    locale: vscode.env.language,
  });
}
