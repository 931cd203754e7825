/**
 * Answers a page that looks closer at a response: one hop of it, its events, and what may be done with its cookies. The
 * panel has checked that the exchange belongs to the page's file; views of single hops are made in `hopView.ts`.
 */
import * as vscode from 'vscode';
import type { Disposable } from '../disposable.ts';
import type { PageRequestHandlers } from '../../webview/channel.ts';
import type { EventPageRequests } from '../../webview/events.ts';
import type { CookieName, HopMessage, HopPageRequests } from '../../webview/hops.ts';
import type { ExchangeEntry, Exchanges } from '../sending/exchanges.ts';
import type { Sender } from '../sending/sender.ts';
import type { NamedSession, Sessions } from '../sessions/sessions.ts';
import { masksSecrets, sendSettings } from '../settings/settings.ts';
import { isAllowed } from '../trust/trust.ts';
import type { CookieNode } from '../views/sessionNodes.ts';
import { createEventLogs } from './eventLogs.ts';
import { requestCookies } from './hopCookies.ts';
import { hopDetail, hopsOf } from './hopView.ts';
import { answerOf } from './responseView.ts';

export interface HopPages extends Disposable {
  /** `entryOf` throws a sentence for an exchange that is not the page's. */
  handlers(
    entryOf: (id: string) => ExchangeEntry,
  ): Pick<PageRequestHandlers, keyof (EventPageRequests & HopPageRequests)>;
  /** The exchange is one of the page's file. */
  act(message: HopMessage): void;
}

export function createHopPages(sender: Sender, exchanges: Exchanges, sessions: Sessions): HopPages {
  const events = createEventLogs(exchanges);

  function ownerOf({ file, exchange }: ExchangeEntry): NamedSession | undefined {
    const folder = vscode.workspace.getWorkspaceFolder(file)?.uri.toString();
    return sessions
      .list()
      .find((one) => one.name === exchange.session && one.folder?.uri.toString() === folder);
  }

  function othersFor(entry: ExchangeEntry, url: string) {
    const owner = ownerOf(entry);
    // What another session has got since would not have been there.
    const startedAt = entry.exchange.startedAt ?? Date.now();
    return sessions
      .list()
      .filter((one) => one !== owner && one.folder?.uri.toString() === owner?.folder?.uri.toString())
      .map(({ name, session }) => ({
        session: name,
        cookies: session.cookies.cookiesFor(url).sent.filter(({ created }) => created.getTime() < startedAt),
      }));
  }

  function cookieContext(entry: ExchangeEntry, url: string) {
    return {
      session: entry.exchange.session,
      jar: ownerOf(entry)?.session.cookies.list() ?? [],
      others: othersFor(entry, url),
      secrecy: {
        masked: masksSecrets(),
        secrets: entry.secrets,
        revealable: isAllowed('revealSecrets'),
      },
      t: vscode.l10n.t,
    };
  }

  async function readHop({ exchange, ...entry }: ExchangeEntry, hop: number) {
    const { t } = vscode.l10n;
    const response = answerOf(exchange);
    const url = response === undefined ? undefined : hopsOf(response)[hop]?.request.url;
    const detail =
      response === undefined || url === undefined
        ? undefined
        : hopDetail(response, hop, {
            ...cookieContext({ exchange, ...entry }, url),
            startedAt: exchange.startedAt ?? 0,
            now: Date.now(),
            proxyReason: (proxy) => proxyReason(entry.file, proxy),
          });
    if (detail === undefined) throw new Error(t('There is no such answer.'));
    return Promise.resolve(detail);
  }

  /** Runs a command of the sidebar for a cookie that the page named. */
  function withRow(command: string, entry: ExchangeEntry, { name, domain, path }: CookieName): void {
    const owner = ownerOf(entry);
    const cookie = owner?.session.cookies
      .list()
      .find((one) => one.name === name && one.domain === domain && one.path === path);
    if (owner === undefined || cookie === undefined) return;
    const row: CookieNode = { kind: 'cookie', owner, cookie };
    void vscode.commands.executeCommand(command, row);
  }

  return {
    handlers: (entryOf) => ({
      readHop: ({ exchangeId, hop }) => readHop(entryOf(exchangeId), hop),
      readCookies: ({ exchangeId }) => {
        const entry = entryOf(exchangeId);
        const { current } = entry.draft;
        return Promise.resolve(requestCookies(current, cookieContext(entry, current.url)));
      },
      readEvents: ({ exchangeId, ...question }) => events.rows(entryOf(exchangeId), question),
      readEventData: ({ exchangeId, ...question }) => events.data(entryOf(exchangeId), question),
    }),
    act(message) {
      const entry = exchanges.get(message.exchangeId);
      if (entry === undefined) return;
      switch (message.type) {
        case 'followRedirect':
          void sender.followRedirect(message.exchangeId);
          return;
        case 'deleteCookie':
          withRow('httpSessions.deleteCookie', entry, message.cookie);
          return;
        case 'editCookie':
          withRow('httpSessions.editCookie', entry, message.cookie);
      }
    },
    dispose() {
      events.dispose();
    },
  };
}

/** Which place names the proxy; undefined when the request or its session does. */
function proxyReason(file: vscode.Uri, proxy: string): string | undefined {
  const { t } = vscode.l10n;
  const bare = (text: string): string => text.replace(/^[a-z0-9+.-]+:\/\//i, '').replace(/^.*@|\/+$/g, '');
  if (bare(sendSettings(file).proxy ?? '') === bare(proxy)) return t('from the proxy settings');
  const variable = Object.keys(process.env).find(
    (name) => /^(?:https?|all)_proxy$/i.test(name) && bare(process.env[name] ?? '') === bare(proxy),
  );
  return variable === undefined ? t('from the request') : t('from the variable {0}', variable);
}
