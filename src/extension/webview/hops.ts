/**
 * One hop of an exchange as the page shows it: what was sent and what was not, what came, its cookies with the reason
 * for each, its times and its connection. Types and their checks, for `protocol.ts` and `schema.ts`. The last hop is the
 * response itself; the ones before it are redirects and refused challenges.
 */
import type { TimingRow } from './protocol.ts';
import {
  flag,
  id,
  label,
  list,
  literal,
  maxRows,
  object,
  optional,
  size,
  text,
  type Check,
} from './checks.ts';

export interface SentHeader {
  readonly name: string;
  readonly value: string;
  /** Masked on screen until revealed. */
  readonly secret: boolean;
}

/** What tells one cookie of a jar from all others. */
export interface CookieName {
  readonly name: string;
  readonly domain: string;
  readonly path: string;
}

export interface CookieRow {
  readonly name: string;
  readonly value: string;
  /** Why it was not sent or not kept, or what became of it: sentences. */
  readonly note: string;
  /** Where it is from or belongs, its attributes. */
  readonly facts: readonly string[];
  readonly secret: boolean;
  /** The cookie is in the session's jar now and can be deleted there. */
  readonly stored: CookieName | undefined;
}

/** What a request carries and what it does not. */
export interface RequestCookies {
  readonly sent: readonly CookieRow[];
  readonly notSent: readonly CookieRow[];
}

export interface HopCookies extends RequestCookies {
  readonly received: readonly CookieRow[];
  readonly refused: readonly CookieRow[];
}

export interface CertificateView {
  readonly subject: string;
  readonly issuer: string;
  readonly names: readonly string[];
  readonly validFrom: string;
  readonly validTo: string;
  readonly fingerprint: string;
  /** A sentence when it has ended, has not begun or ends soon. */
  readonly warning: string | undefined;
}

/** A name and what stands behind it, in the user's language. */
export interface Fact {
  readonly name: string;
  readonly value: string;
}

export interface HopDetail {
  readonly method: string;
  readonly url: string;
  /** As they were sent, in wire order. */
  readonly requestHeaders: readonly SentHeader[];
  readonly status: number;
  readonly reason: string;
  /** As they came. */
  readonly responseHeaders: readonly SentHeader[];
  /** What was sent at the hop before and is not here, each with the reason. */
  readonly dropped: readonly string[];
  readonly cookies: HopCookies;
  readonly timings: readonly TimingRow[];
  /** `Connection #3 reused, 4th request`; empty when it is not known. */
  readonly connection: string;
  /** Addresses, protocol, proxy, TLS. */
  readonly facts: readonly Fact[];
  /** From the server's own to the authority's. */
  readonly certificates: readonly CertificateView[];
}

export interface HopPageRequests {
  /** Hop 0 is the first answer; the number of redirects is the response itself. */
  readonly readHop: [{ readonly exchangeId: string; readonly hop: number }, HopDetail];
  /** Of a request that has not been sent. */
  readonly readCookies: [{ readonly exchangeId: string }, RequestCookies];
}

/** Page → host. */
export type HopMessage =
  /** Sends the request that a redirect leads to, which was not followed. */
  | { readonly type: 'followRedirect'; readonly exchangeId: string }
  | { readonly type: 'editCookie'; readonly exchangeId: string; readonly cookie: CookieName }
  | { readonly type: 'deleteCookie'; readonly exchangeId: string; readonly cookie: CookieName };

const header: Check<SentHeader> = object({ name: text, value: text, secret: flag });

const cookieName: Check<CookieName> = object({ name: text, domain: text, path: text });

const cookieRow: Check<CookieRow> = object({
  name: text,
  value: text,
  note: text,
  facts: list(text, 20),
  secret: flag,
  stored: optional(cookieName),
});

const cookieRows = list(cookieRow, maxRows);

export const certificate: Check<CertificateView> = object({
  subject: text,
  issuer: text,
  names: list(text, maxRows),
  validFrom: label,
  validTo: label,
  fingerprint: label,
  warning: optional(label),
});

const timingRow: Check<TimingRow> = object({
  phase: literal('queue', 'dns', 'connect', 'tls', 'send', 'wait', 'download'),
  duration: optional((value): value is number => typeof value === 'number' && value >= 0),
});

export const hopPageRequests: {
  readonly [M in keyof HopPageRequests]: {
    readonly params: Check<HopPageRequests[M][0]>;
    readonly result: Check<HopPageRequests[M][1]>;
  };
} = {
  readCookies: {
    params: object({ exchangeId: id }),
    result: object<RequestCookies>({ sent: cookieRows, notSent: cookieRows }),
  },
  readHop: {
    params: object({ exchangeId: id, hop: size }),
    result: object({
      method: label,
      url: text,
      requestHeaders: list(header, maxRows),
      status: size,
      reason: text,
      responseHeaders: list(header, maxRows),
      dropped: list(text, maxRows),
      cookies: object<HopCookies>({
        sent: cookieRows,
        notSent: cookieRows,
        received: cookieRows,
        refused: cookieRows,
      }),
      timings: list(timingRow, 20),
      connection: text,
      facts: list(object<Fact>({ name: text, value: text }), 50),
      certificates: list(certificate, 50),
    }),
  },
};

export const hopMessages = {
  followRedirect: object({ type: literal('followRedirect'), exchangeId: id }),
  editCookie: object({ type: literal('editCookie'), exchangeId: id, cookie: cookieName }),
  deleteCookie: object({ type: literal('deleteCookie'), exchangeId: id, cookie: cookieName }),
} as const;
