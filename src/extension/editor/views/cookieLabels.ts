/**
 * What the sidebar says about one cookie or connection: a short description, a tooltip's lines and a sentence
 * for screen readers. Pure, so that wording and masking have tests without VS Code. Values appear only where
 * the caller says that they are revealed.
 */
import type { ConnectionView, Cookie } from '../../http/index.ts';
import { durationLabel, type Localize } from '../labels.ts';
import { mask } from '../trust/secrecy.ts';

export interface CookieLook {
  readonly revealed: boolean;
  /** New or changed a moment ago. */
  readonly marked?: boolean | undefined;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** `•••••• · 58 min · HttpOnly`. */
export function cookieDescription(cookie: Cookie, look: CookieLook, t: Localize): string {
  const value = look.revealed ? shorten(visible(cookie.value)) : mask;
  const isOff = cookie.disabled === true;
  const text = [
    value,
    expiryLabel(cookie.expires, look.now, t),
    ...(cookie.path === '/' ? [] : [cookie.path]),
    ...flags(cookie),
    ...(isOff ? [t('off')] : []),
  ].join(' · ');
  return look.marked === true ? `• ${text}` : text;
}

/** `expires in 58 minutes`-like words are for speech; this is the short form: `58 min`, `session`, `expired`. */
export function expiryLabel(expires: Date | undefined, now: number, t: Localize): string {
  if (expires === undefined) return t('session');
  const left = expires.getTime() - now;
  if (left <= 0) return t('expired');
  if (left < 60_000) return t('{0} s', Math.max(1, Math.round(left / 1000)));
  const minutes = Math.round(left / 60_000);
  if (minutes < 120) return t('{0} min', minutes);
  const hours = Math.round(minutes / 60);
  return hours < 48 ? t('{0} h', hours) : t('{0} d', Math.round(hours / 24));
}

/** One `name: value` line for each attribute; the value itself only when it is revealed. */
export function cookieFacts(cookie: Cookie, look: CookieLook, t: Localize): (readonly [string, string])[] {
  const yesNo = (value: boolean): string => (value ? t('yes') : t('no'));
  return [
    [t('Value'), look.revealed ? visible(cookie.value) : mask],
    [t('Domain'), cookie.hostOnly ? t('{0} (this host only)', cookie.domain) : cookie.domain],
    [t('Path'), cookie.path],
    [t('Expires'), cookie.expires?.toISOString() ?? t('with the session')],
    ['Secure', yesNo(cookie.secure)],
    ['HttpOnly', yesNo(cookie.httpOnly)],
    ['SameSite', cookie.sameSite ?? t('not given')],
  ];
}

/** `Cookie sid, domain 127.0.0.1, expires in 58 min, HttpOnly`; never the value. */
export function cookieSpeech(cookie: Cookie, now: number, t: Localize): string {
  const expiry =
    cookie.expires === undefined
      ? t('until the session ends')
      : cookie.expires.getTime() <= now
        ? t('expired')
        : t('expires in {0}', expiryLabel(cookie.expires, now, t));
  return [
    t('Cookie {0}', cookie.name),
    t('domain {0}', cookie.domain),
    expiry,
    ...flags(cookie),
    cookie.disabled === true ? t('disabled') : t('enabled'),
  ].join(', ');
}

/** `idle 12 s · 4 requests · open 2 min 5 s · http/1.1 · TLSv1.3`. */
export function connectionDescription(connection: ConnectionView, now: number, t: Localize): string {
  const use =
    connection.state === 'connecting'
      ? t('connecting')
      : connection.idleSince === undefined
        ? t('in use')
        : t('idle {0}', durationLabel(now - connection.idleSince));
  const count = connection.requests === 1 ? t('1 request') : t('{0} requests', connection.requests);
  const age = t('open {0}', durationLabel(now - connection.openedAt));
  const { protocol, tls } = connection;
  return [use, count, age, protocol, ...(tls === undefined ? [] : [tls.version])].join(' · ');
}

export function connectionFacts(
  connection: ConnectionView,
  now: number,
  t: Localize,
): (readonly [string, string])[] {
  const { tls } = connection;
  const facts: (readonly [string, string | undefined])[] = [
    [t('Open for'), durationLabel(now - connection.openedAt)],
    [t('Remote address'), connection.remoteAddress],
    [t('Local address'), connection.localAddress],
    [t('Protocol'), connection.protocol],
    [t('Proxy'), connection.proxy],
    [t('TLS'), tls === undefined ? undefined : `${tls.version}, ${tls.cipher}`],
    [t('Certificate'), tls?.certificate?.subject],
    [
      t('Verified'),
      tls === undefined ? undefined : tls.authorized ? t('yes') : (tls.authorizationError ?? t('no')),
    ],
  ];
  return facts.filter((fact): fact is readonly [string, string] => fact[1] !== undefined);
}

function flags(cookie: Cookie): string[] {
  return [...(cookie.secure ? ['Secure'] : []), ...(cookie.httpOnly ? ['HttpOnly'] : [])];
}

/** Control characters and bidi controls as their code points, so that a server cannot dress up a row. */
function visible(value: string): string {
  return value.replace(
    /[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu,
    (character) => `U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`,
  );
}

function shorten(value: string): string {
  return value.length > 60 ? `${value.slice(0, 59)}…` : value;
}
