/**
 * Everything that crosses between the panel's page and the host: types only. The host tells small facts
 * (state, headers, counts); the page asks for byte ranges and never gets a body whole. No path, command name
 * or code crosses: the page speaks of exchange ids.
 */
import type { CookieFormFromPage, CookieFormToPage } from './cookieForm.ts';
import type { BodyFilterRequests } from './bodyFilter.ts';
import type { EventFormat, EventPageRequests } from './events.ts';
import type { FailureMessage, FailureView } from './failures.ts';
import type { CompareResponses, ExchangePlace, ShowNeighbour } from './historyMessages.ts';
import type { HopMessage, HopPageRequests } from './hops.ts';
import type { PreparedBody, PreparedBodyRequests } from './preparedBodies.ts';
import type { PanelState, StateShown } from './panelStates.ts';
import type { LogView, TestView } from './tests.ts';
import type { RequestMessage } from './requestMessages.ts';

import type { BodyLimits, BodyPageRequests, SearchProgress, StopSearch } from './bodyPages.ts';

/** Longest range the page may ask for at once, in bytes. */
export const maxReadLength = 256 * 1024;

export type { PanelState };

export interface HeaderRow {
  readonly name: string;
  readonly value: string;
  /** In words: `file:4`, `default`, `session admin`, `cookie jar`, `auth`, `computed`, `edited`. */
  readonly origin: string;
  /** The 1-based line to go to when the origin is a place in the file. */
  readonly line: number | undefined;
  /** False rows are shown but not sent. */
  readonly enabled: boolean;
  /** A sentence when the row follows from the rest (Host, Content-Length); undefined when it is free to edit. */
  readonly locked: string | undefined;
  /** A locked row that may be unlocked, or one that was and may be locked again. */
  readonly lockable?: boolean | undefined;
  /** Masked on screen until revealed. */
  readonly secret: boolean;
}

/** A stretch of a URL that goes in another form than it was typed in. */
export interface UrlEscape {
  readonly typed: string;
  readonly sent: string;
}

/** How a request goes on its way, in words. */
export interface RouteRow {
  /** `Proxy`, `Client certificate` … */
  readonly name: string;
  readonly value: string;
  /** Who says so. */
  readonly origin: string;
  /** It makes the way less safe. */
  readonly warning: boolean;
}

export interface PreparedView {
  readonly method: string;
  readonly url: string;
  /** The URL in pieces, shown, hidden, shown …, where it holds secrets that are masked until revealed. */
  readonly maskedUrl?: readonly string[] | undefined;
  /** A sentence when the URL stays masked and cannot be edited. */
  readonly urlLocked?: string | undefined;
  readonly headers: readonly HeaderRow[];
  readonly body: PreparedBody;
  /** What is not as everybody expects; absent or empty when all is. */
  readonly route?: readonly RouteRow[] | undefined;
  /** Which parts differ from what the file says. */
  readonly edited: readonly ('method' | 'url' | 'headers' | 'body')[];
  /** Uses of variables that block sending, in words. */
  readonly unresolved: readonly string[];
  /** What escaping made of the URL as it was typed. */
  readonly escaped: readonly UrlEscape[];
  /** SHA-256 of the bytes that will go (hex), equal to what is sent. */
  readonly hash: string;
}

export interface TimingRow {
  readonly phase: 'queue' | 'dns' | 'connect' | 'tls' | 'send' | 'wait' | 'download';
  /** Milliseconds; undefined when the phase did not happen (a reused connection has no connect). */
  readonly duration: number | undefined;
}

export interface HopView {
  readonly status: number;
  readonly method: string;
  readonly url: string;
}

export interface ResponseView {
  readonly url: string;
  readonly status: number;
  readonly reason: string;
  readonly httpVersion: string;
  /** Wire order and case. */
  readonly headers: readonly (readonly [string, string])[];
  /** The answers before this one, oldest first; empty when nothing redirected. */
  readonly hops: readonly HopView[];
  readonly timings: readonly TimingRow[];
  /** In words: `Connection #3, reused, 4th request`. */
  readonly connection: string;
  /** Lower-case, without parameters; empty when there is none. */
  readonly mediaType: string;
  /** A label for TextDecoder. */
  readonly encoding: string;
  /** The type promises events; undefined when it does not, though it may be looked at as events all the same. */
  readonly events?: EventFormat | undefined;
  /** What went differently than promised although there is an answer: sentences. */
  readonly notices?: readonly string[] | undefined;
  /** Where a redirect leads that was not followed. */
  readonly location?: string | undefined;
}

/** All the page needs to draw itself again from nothing. */
export interface ExchangeSnapshot {
  readonly exchangeId: string;
  /** `POST /login` or the title in the file. */
  readonly title: string;
  readonly session: string;
  /** The environment in force; undefined when none is. */
  readonly environment?: string | undefined;
  readonly state: PanelState;
  /** For `pending`: which phase. For an ended one: the last phase. */
  readonly phase: string;
  /** Milliseconds since sending began, at the time of the snapshot; undefined when idle. */
  readonly elapsed: number | undefined;
  /** Milliseconds the current phase may last; undefined when there is no limit. */
  readonly limit?: number | undefined;
  /** True when the request may be edited: it has not been sent yet. */
  readonly editable: boolean;
  readonly prepared: PreparedView;
  readonly response: ResponseView | undefined;
  /** Percent of the request's body that has left, while it does. */
  readonly uploaded?: number | undefined;
  /** Decoded bytes that can be read now. */
  readonly received: number;
  /** Content-Length when known and the body is not encoded. */
  readonly expected: number | undefined;
  /** Bytes as they came over the wire, when the body is encoded (gzip 400 B). */
  readonly receivedRaw?: number | undefined;
  /** A sentence when something this request was made from has changed since (file, environment, jar). */
  readonly notice?: string | undefined;
  readonly failure: FailureView | undefined;
  /** The checks of the answer, once it is whole; absent where there are none. */
  readonly tests?: readonly TestView[] | undefined;
  /** What its scripts have printed. */
  readonly logs?: readonly LogView[] | undefined;
  /** Where it is sent from, in words; undefined for the computer in front of the person. */
  readonly sentFrom?: string | undefined;
  /** Milliseconds since the epoch. */
  readonly endedAt?: number | undefined;
  /** Undefined for the only exchange of its request. */
  readonly place?: ExchangePlace | undefined;
  /** The page's own limits when absent. */
  readonly limits?: BodyLimits | undefined;
}

/** What changes often while a body arrives. */
export type Progress = Pick<
  ExchangeSnapshot,
  | 'exchangeId'
  | 'state'
  | 'phase'
  | 'elapsed'
  | 'limit'
  | 'uploaded'
  | 'received'
  | 'receivedRaw'
  | 'expected'
>;

/** One header row as the user left it. */
export interface HeaderEdit {
  readonly name: string;
  readonly value: string;
  readonly enabled: boolean;
  /** A row that would follow from the rest, with a value of its own on purpose. */
  readonly unlocked?: boolean | undefined;
}

/**
 * What the user changed since the last `PreparedView`, applied to the draft; absent parts keep every byte.
 * `headers` are all rows in their order: locked rows are named for their place only (the host computes their
 * value), rows that are off come back in the answer as off.
 */
export interface PreparedEdit {
  readonly method?: string | undefined;
  readonly url?: string | undefined;
  readonly headers?: readonly HeaderEdit[] | undefined;
  readonly body?: string | undefined;
}

/** Strings of the page by the keys of `strings.ts`, localised by the host and sent at `ready`. */
export type Strings = Readonly<Record<string, string>>;

export type PageTab = 'request' | 'response';

/** Host → page, no answer expected. */
export type ToPage =
  | {
      readonly type: 'start';
      readonly strings: Strings;
      readonly locale: string;
      readonly snapshot: ExchangeSnapshot | undefined;
      readonly tab: PageTab | undefined;
    }
  | { readonly type: 'snapshot'; readonly snapshot: ExchangeSnapshot; readonly tab: PageTab | undefined }
  | { readonly type: 'progress'; readonly progress: Progress }
  /** A keyboard command arrived for the page. */
  | { readonly type: 'perform'; readonly action: PageAction }
  | SearchProgress
  | CookieFormToPage;

export type PageAction = 'send' | 'focusStatus' | 'find' | 'findNext' | 'findPrevious' | 'goTo';

/** Page → host, no answer expected. */
export type FromPage =
  | { readonly type: 'ready' }
  | { readonly type: 'cancel'; readonly exchangeId: string }
  | { readonly type: 'sendAgain'; readonly exchangeId: string }
  | { readonly type: 'reset'; readonly exchangeId: string }
  | RequestMessage
  | HopMessage
  | FailureMessage
  | ShowNeighbour
  | CompareResponses
  | StateShown
  | { readonly type: 'saveBody'; readonly exchangeId: string }
  | { readonly type: 'goToLine'; readonly exchangeId: string; readonly line: number }
  | { readonly type: 'focusEditor' }
  /** The find box opened or closed: the host keeps `httpSessions.findVisible`, so that Escape closes it first. */
  | { readonly type: 'findVisible'; readonly visible: boolean }
  | { readonly type: 'copyBody'; readonly exchangeId: string }
  | { readonly type: 'openBody'; readonly exchangeId: string }
  | StopSearch
  | CookieFormFromPage;

/** Page → host with an answer. Keys are methods; the value of each is [parameters, result]. */
export interface PageRequests
  extends BodyFilterRequests, BodyPageRequests, EventPageRequests, HopPageRequests, PreparedBodyRequests {
  /**
   * Bytes [offset, offset + length) of the decoded response body, or with part `request` of the prepared body
   * in UTF-8; shorter at its end.
   */
  readonly readBody: [
    {
      readonly exchangeId: string;
      /** `response` when absent. */
      readonly part?: 'request' | 'response' | undefined;
      readonly offset: number;
      readonly length: number;
    },
    ArrayBuffer,
  ];
  /** Applies an edit to the draft and answers with all that follows from it. Rejects with a sentence when it cannot be prepared. */
  readonly edit: [{ readonly exchangeId: string; readonly edit: PreparedEdit }, PreparedView];
  /** Sends the draft with this edit; the answer comes when the request has begun. Rejects with a sentence when it did not. */
  readonly send: [
    { readonly exchangeId: string; readonly edit: PreparedEdit; readonly force: boolean },
    { readonly exchangeId: string },
  ];
}
