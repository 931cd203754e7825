/**
 * Which Set-Cookie lines a jar takes: RFC 6265bis with the limits of browsers. Every function answers with a
 * sentence why not, or undefined for "fine". It knows no jar and no public suffixes; cookies.ts has both.
 */
import type { Cookie, CookiesForUrl } from './cookie.ts';

export const cookieLimits = {
  /** Bytes of name and value together. */
  bytes: 4096,
  perResponse: 50,
  perHost: 180,
  perJar: 3000,
} as const;

/** Why a cookie is not sent, where neither host, path nor scheme is the reason. */
export const notSentSentences = {
  expired: 'It has expired.',
  disabled: 'It is switched off.',
  replacedByHeader: 'Your Cookie header replaces it.',
  replacedByRequest: 'The request sets a cookie of this name itself.',
  otherOrigin: (host: string): string => `The request gave it to ${host}; this is a different origin.`,
} as const;

/** The decisions when a person wrote the Cookie header: no cookie goes by itself (rule R83). */
export function replacedByHeader({ sent, notSent }: CookiesForUrl): CookiesForUrl {
  const reason = notSentSentences.replacedByHeader;
  return { sent: [], notSent: [...sent.map((cookie) => ({ cookie, reason })), ...notSent] };
}

/** Where a cookie comes from or goes to. */
export interface CookieScene {
  /** Lower case, without brackets or port. */
  readonly host: string;
  readonly path: string;
  /** https, or plain http to this machine. */
  readonly secure: boolean;
}

/** Before parsing: bytes that no cookie may hold (RFC 6265bis section 5.6 step 1). */
export function refusedLine(line: string): string | undefined {
  return /[\x00-\x08\x0a-\x1f\x7f]/.test(line) ? 'It holds a control character.' : undefined;
}

/** After parsing, before the jar is asked. `hasDomain` tells whether the line had a Domain attribute. */
export function refusedCookie(cookie: Cookie, scene: CookieScene, hasDomain: boolean): string | undefined {
  if (Buffer.byteLength(cookie.name) + Buffer.byteLength(cookie.value) > cookieLimits.bytes) {
    return `Name and value have more than ${cookieLimits.bytes} bytes.`;
  }
  if (cookie.secure && !scene.secure) return 'A Secure cookie came over plain http.';
  if (cookie.sameSite === 'none' && !cookie.secure) return 'SameSite=None needs Secure.';
  return refusedPrefix(cookie, hasDomain);
}

/** Names that promise something, in any case (RFC 6265bis section 5.7). */
function refusedPrefix(cookie: Cookie, hasDomain: boolean): string | undefined {
  // Without a name the value would be read as one by the server.
  const prefix = /^__(?:secure|host)-/i.exec(cookie.name === '' ? cookie.value : cookie.name)?.[0];
  if (prefix === undefined) return undefined;
  if (cookie.name === '') return `A cookie without a name must not start with ${prefix}.`;
  if (!cookie.secure) return `A name that starts with ${prefix} needs Secure.`;
  if (prefix.toLowerCase() === '__secure-') return undefined;
  if (hasDomain) return `A name that starts with ${prefix} must not have a Domain.`;
  return cookie.path === '/' ? undefined : `A name that starts with ${prefix} needs Path=/.`;
}

/** Why a cookie does not go along with a request; `matches` are the comparisons of RFC 6265 section 5.1. */
export function notSentReason(
  cookie: Cookie,
  scene: CookieScene,
  matches: { readonly domain: boolean; readonly path: boolean },
): string | undefined {
  if (!matches.domain) {
    return cookie.hostOnly && scene.host.endsWith(`.${cookie.domain}`)
      ? `It is for ${cookie.domain} only, not for its subdomains.`
      : `It is for ${cookie.domain}, not for ${scene.host}.`;
  }
  if (!matches.path) return `It is for paths under ${cookie.path}.`;
  return cookie.secure && !scene.secure ? 'It is Secure and the request is plain http.' : undefined;
}
