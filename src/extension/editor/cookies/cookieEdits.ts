/**
 * Changes to the cookies of a session that a person asks for. Nothing here asks or shows; whether a cookie can be kept
 * has been decided before.
 */
import type { Cookie, CookieJar } from '../../http/index.ts';
import { isSameCookie } from './cookieFields.ts';

type Jar = Pick<CookieJar, 'set' | 'delete'>;

/** Puts `after` where `before` was; `before` is undefined for a new cookie. */
export function replaceCookie(jar: Jar, before: Cookie | undefined, after: Cookie): void {
  if (before !== undefined && !isSameCookie(before, after)) jar.delete(before);
  jar.set(after);
}

/** Switches a cookie on or off: one that is off is kept, and not sent. */
export function switchCookie(jar: Jar, cookie: Cookie, on: boolean): void {
  jar.set({ ...cookie, disabled: !on });
}

/** The cookies of one jar in another, too; `move` takes them out of the first. */
export function copyCookies(
  cookies: readonly Cookie[],
  { from, to, move }: { readonly from: Jar; readonly to: Jar; readonly move: boolean },
): void {
  if (from === to) return;
  for (const cookie of cookies) {
    to.set(cookie);
    if (move) from.delete(cookie);
  }
}
