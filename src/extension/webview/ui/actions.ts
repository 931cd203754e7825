/**
 * What views may ask for. They get this instead of the channel, so that a view can be drawn with a fake one, and no
 * view knows how messages travel.
 */
import type { BodyFilterRequests, FilterAnswer } from '../bodyFilter.ts';
import type { BodyPageRequests } from '../bodyPages.ts';
import type { EventRows } from '../events.ts';
import type { CookieName, HopDetail, RequestCookies } from '../hops.ts';
import type { PageTab } from '../protocol.ts';
import type { RequestAsk } from '../requestMessages.ts';
import type { Draft } from './request/draft.ts';
import type { EventQuestion } from './events/eventFeed.ts';
import type { BodyShownAs, ResponseSection } from './state.ts';
import type { Texts } from './text.ts';
import type { RememberedView } from './viewMemory.ts';

export interface Actions {
  /** Sends the draft; `force` although variables are unresolved. */
  readonly send: (force: boolean) => void;
  readonly cancel: () => void;
  /** Gives what runs more time. */
  readonly extend: () => void;
  /** Trusts the certificate of the failure on screen, and sends again. */
  readonly trustCertificate: () => void;
  readonly sendAgain: () => void;
  /** The exchange of the same request before or after the one on screen. */
  readonly showNeighbour: (to: 'previous' | 'next') => void;
  /** Puts the response beside the one before it. */
  readonly compare: () => void;
  readonly reset: () => void;
  /** What the Request tab asks of the host about the exchange on screen. */
  readonly request: (ask: RequestAsk) => void;
  readonly saveBody: () => void;
  /** By the host, which offers to save what is too large for a clipboard. */
  readonly copyBody: () => void;
  readonly openBody: () => void;
  readonly goToLine: (line: number) => void;
  readonly findVisible: (visible: boolean) => void;
  readonly chooseTab: (tab: PageTab) => void;
  readonly chooseSection: (section: ResponseSection) => void;
  /** The cookies of what is on screen, in whichever tab they are. */
  readonly showCookies: () => void;
  /** Shows headers, cookies and timing of one answer; undefined for the last. */
  readonly chooseHop: (hop: number | undefined) => void;
  readonly viewAsEvents: () => void;
  readonly followRedirect: () => void;
  readonly editCookie: (cookie: CookieName) => void;
  readonly deleteCookie: (cookie: CookieName) => void;
  readonly readHop: (exchangeId: string, hop: number) => Promise<HopDetail>;
  /** Of the request on screen, which has not been sent. */
  readonly readCookies: (exchangeId: string) => Promise<RequestCookies>;
  readonly readEvents: (exchangeId: string, question: EventQuestion) => Promise<EventRows>;
  /** All the data of one event. */
  readonly readEventData: (exchangeId: string, index: number) => Promise<string>;
  /** Changes the draft and lets the host compute what follows. */
  readonly change: (step: (draft: Draft) => Draft) => void;
  /** SHA-256 in hex of a file of the prepared body. */
  readonly hashFile: (exchangeId: string, index: number) => Promise<string>;
  /** Bytes of the response's or of the prepared body. */
  readonly readBody: (
    exchangeId: string,
    part: 'request' | 'response',
    offset: number,
    length: number,
  ) => Promise<ArrayBuffer>;
  /** What the host knows of a body that is shown in pages. */
  readonly askBody: <M extends keyof BodyPageRequests>(
    method: M,
    params: BodyPageRequests[M][0],
  ) => Promise<BodyPageRequests[M][1]>;
  /** The parts of a body that a path selects; rejects with a sentence for what is no path. */
  readonly filterBody: (question: BodyFilterRequests['filterBody'][0]) => Promise<FilterAnswer>;
  readonly stopSearch: (exchangeId: string) => void;
  /** How the exchange was looked at when the page was last here; empty when it was not. */
  readonly remembered: (exchangeId: string) => RememberedView;
  /** Finds it again when the page was hidden meanwhile. */
  readonly remember: (exchangeId: string, part: RememberedView) => void;
  /** How the body turned out to be shown, for the state of the panel. */
  readonly bodyShownAs: (as: BodyShownAs) => void;
}

/** What every view is made with. */
export interface ViewContext {
  readonly texts: Texts;
  readonly actions: Actions;
  readonly nonce: string;
}
