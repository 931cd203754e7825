/**
 * The cookies of a jar as one value, and what makes one such value another. Two processes that changed the same cookies
 * are brought together with it: each says what it has changed since it last saw the file, so that a cookie deleted in
 * one is not brought back by the other. Pure.
 */
import { CookieJar } from '../../http/index.ts';
import type { Cookie, CookieChanges } from '../../http/index.ts';

/** Cookies by what RFC 6265 section 5.3 takes for the same one, in the order they were first stored. */
export type CookieSet = ReadonlyMap<string, Cookie>;

export const noCookies: CookieSet = new Map();

export function cookieSetOf(cookies: Iterable<Cookie>): CookieSet {
  const set = new Map<string, Cookie>();
  for (const cookie of cookies) set.set(keyOf(cookie), cookie);
  return set;
}

/** A cookie that is gone because its time is over is no change: elsewhere it may have been set anew. */
export function changesBetween(before: CookieSet, after: CookieSet): CookieChanges {
  const now = Date.now();
  const put: Cookie[] = [];
  const removed: Cookie[] = [];
  for (const [key, cookie] of after) {
    const present = before.get(key);
    if (present === undefined || !isSame(present, cookie)) put.push(cookie);
  }
  for (const [key, cookie] of before) {
    const isOver = cookie.expires !== undefined && cookie.expires.getTime() <= now;
    if (!isOver && !after.has(key)) removed.push(cookie);
  }
  return { put, removed };
}

/** What others have changed and we have not: where both did, ours is the later. */
export function changesOfOthers(base: CookieSet, theirs: CookieSet, ours: CookieSet): CookieChanges {
  const mine = changesBetween(base, ours);
  const touched = new Set([...mine.put, ...mine.removed].map((cookie) => keyOf(cookie)));
  const isTheirs = (cookie: Cookie): boolean => !touched.has(keyOf(cookie));
  const { put, removed } = changesBetween(base, theirs);
  return { put: put.filter(isTheirs), removed: removed.filter(isTheirs) };
}

export function isNothing({ put, removed }: CookieChanges): boolean {
  return put.length === 0 && removed.length === 0;
}

/** The cookies as a JSON array, with `separator` between them. */
export function cookiesText(cookies: CookieSet, separator = ','): string {
  return `[${[...cookies.values()].map((cookie) => cookieText(cookie)).join(separator)}]`;
}

/** The cookies of that array once it was parsed; what is no cookie is left out. */
export function readCookieSet(json: unknown): CookieSet {
  return cookieSetOf(CookieJar.fromJSON({ version: 1, cookies: json }).list());
}

function isSame(one: Cookie, other: Cookie): boolean {
  return one === other || cookieText(one) === cookieText(other);
}

/** A cookie never changes, and a jar of thousands is compared and written after every response. */
const keys = new WeakMap<Cookie, string>();
const texts = new WeakMap<Cookie, string>();

function keyOf(cookie: Cookie): string {
  const present = keys.get(cookie);
  if (present !== undefined) return present;
  const { name, domain, path, hostOnly } = cookie;
  // None of them holds a control character.
  const key = `${hostOnly ? '' : '.'}${domain}\n${path}\n${name}`;
  keys.set(cookie, key);
  return key;
}

/** The cookie as JSON with its members in one order, so that equal cookies have equal text. */
export function cookieText(cookie: Cookie): string {
  const present = texts.get(cookie);
  if (present !== undefined) return present;
  const text = encode(cookie);
  texts.set(cookie, text);
  return text;
}

function encode(cookie: Cookie): string {
  const { name, value, domain, path, hostOnly, secure, httpOnly, sameSite, disabled, expires, created } =
    cookie;
  return JSON.stringify({
    name,
    value,
    domain,
    path,
    hostOnly,
    secure,
    httpOnly,
    sameSite,
    disabled,
    expires,
    created,
  });
}
