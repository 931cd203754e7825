/**
 * The Cookie header of a request: the session's jar, the request's own cookies on top (rules R81 to R83). Called
 * while preparing, and again by whoever sends the request on to another URL (rule R76).
 */
import { cookieFrom } from './cookie.ts';
import type { Cookie, CookieInit, CookiesForUrl } from './cookie.ts';
import { cookieHeader, reasonAgainst } from './cookies.ts';
import { notSentSentences } from './cookiePolicy.ts';
import type { CookieJar } from './cookies.ts';
import type { CookieOrigin, Origin } from '../request/origins.ts';
import { PreparedRequest } from '../request/preparedRequest.ts';
import type { PreparedParts } from '../request/preparedRequest.ts';
import type { CookiesInit } from '../request/request.ts';
import { splitUrl } from '../url/url.ts';

/** The cookies of a URL and where each came from; the header is undefined when there is none. */
export interface PreparedCookies {
  readonly header: string | undefined;
  readonly origins: readonly CookieOrigin[];
  /** Those of the header, and each other one with the reason why it is not among them. */
  readonly decisions: CookiesForUrl;
}

const none: CookiesForUrl = { sent: [], notSent: [] };
const noCookies: PreparedCookies = { header: undefined, origins: [], decisions: none };

/**
 * The request's own cookies, complete. Names and values without a domain belong to the host of the request's first
 * URL, so that a redirect cannot carry them elsewhere; `requests` sends them everywhere (rule R82).
 */
export function ownCookies(cookies: CookiesInit | undefined, url: string): readonly Cookie[] {
  if (cookies === undefined) return [];
  const inits: Iterable<CookieInit> =
    Symbol.iterator in cookies ? cookies : Object.entries(cookies).map(([name, value]) => ({ name, value }));
  const host = splitUrl(url).hostname ?? '';
  return [...inits].map((init) => cookieFrom({ ...init, domain: init.domain ?? host }));
}

/** A request's own cookie replaces those of the jar with its name, at their place (rule R81). */
export function prepareCookies(
  url: string,
  own: readonly Cookie[],
  jar: CookieJar | undefined,
): PreparedCookies {
  const stored = jar?.cookiesFor(url) ?? none;
  if (own.length === 0 && stored.sent.length === 0 && stored.notSent.length === 0) return noCookies;
  const host = splitUrl(url).hostname ?? '';
  const applicable: Cookie[] = [];
  const unsent: UnsentCookie[] = [];
  for (const cookie of own) {
    const reason = reasonAgainst(cookie, url);
    if (reason === undefined) applicable.push(cookie);
    else if (cookie.domain === host) unsent.push({ cookie, reason });
    else unsent.push({ cookie, reason: notSentSentences.otherOrigin(cookie.domain) });
  }
  const replaced = new Set<string>();
  const chosen: Chosen[] = [];
  for (const cookie of stored.sent) {
    const replacements = applicable.filter(({ name }) => name === cookie.name);
    if (replacements.length === 0) {
      // A person set it for every host; anything with a domain came from a server or a saved jar.
      const origin: Origin =
        cookie.domain === '' ? { source: 'session' } : { source: 'jar', detail: cookie.domain };
      chosen.push({ cookie, origin });
    } else {
      if (!replaced.has(cookie.name)) chosen.push(...replacements.map(fromRequest));
      replaced.add(cookie.name);
      unsent.push({ cookie, reason: notSentSentences.replacedByRequest });
    }
  }
  chosen.push(...applicable.filter(({ name }) => !replaced.has(name)).map(fromRequest));
  chosen.sort((one, other) => other.cookie.path.length - one.cookie.path.length);
  const header = cookieHeader(chosen.map(({ cookie }) => cookie));
  return {
    header: header === '' ? undefined : header,
    origins: chosen.map(({ cookie, origin }) => ({ name: cookie.name, origin })),
    decisions: {
      sent: chosen.map(({ cookie }) => cookie),
      notSent: [...unsent, ...stored.notSent],
    },
  };
}

/**
 * The same request with its Cookie header made anew for its present URL, from its own cookies and the jar; a typed
 * header is lost with it (rule R76).
 */
export function withCookies(prepared: PreparedRequest, jar: CookieJar | undefined): PreparedRequest {
  const cookies = prepareCookies(prepared.url, prepared.cookies, jar);
  const bare = prepared.headers.without('Cookie');
  const headers = cookies.header === undefined ? bare : bare.with('Cookie', cookies.header);
  const origins = new Map(prepared.origins.headers);
  origins.delete('cookie');
  if (cookies.header !== undefined) origins.set('cookie', { source: 'computed' });
  const parts: PreparedParts = prepared;
  return new PreparedRequest({
    ...parts,
    headers,
    origins: {
      ...prepared.origins,
      headers: origins,
      cookies: cookies.origins,
      decisions: cookies.decisions,
    },
  });
}

type UnsentCookie = CookiesForUrl['notSent'][number];

interface Chosen {
  readonly cookie: Cookie;
  readonly origin: Origin;
}

function fromRequest(cookie: Cookie): Chosen {
  return { cookie, origin: { source: 'request' } };
}
