/**
 * Deletes cookies and can bring the last ones back for a short while. A cookie that a server has set again in the
 * meantime stays as the server wants it. Holds the values in memory for that while only.
 */
import type { Cookie, CookieJar } from '../../http/index.ts';
import type { Disposable } from '../disposable.ts';

/** A cookie with the jar it is in. */
export interface KeptCookie {
  readonly jar: Pick<CookieJar, 'list' | 'set' | 'delete'>;
  readonly cookie: Cookie;
}

export interface DeletedCookies extends Disposable {
  /** How many can be brought back now. */
  readonly count: number;
  onDidChange(listener: () => void): Disposable;
  delete(cookies: readonly KeptCookie[]): void;
  undo(): void;
}

/** Milliseconds in which a deletion can be undone. */
export const undoTime = 10_000;

export function createDeletedCookies(): DeletedCookies {
  const listeners = new Set<() => void>();
  let last: readonly KeptCookie[] = [];
  let timer: NodeJS.Timeout | undefined;

  const keep = (cookies: readonly KeptCookie[]): void => {
    clearTimeout(timer);
    last = cookies;
    timer = cookies.length === 0 ? undefined : setTimeout(keep, undoTime, []);
    for (const listener of listeners) listener();
  };
  return {
    get count() {
      return last.length;
    },
    onDidChange(listener) {
      listeners.add(listener);
      return { dispose: () => listeners.delete(listener) };
    },
    delete(cookies) {
      if (cookies.length === 0) return;
      for (const { jar, cookie } of cookies) jar.delete(cookie);
      keep(cookies);
    },
    undo() {
      for (const { jar, cookie } of last) {
        if (!jar.list().some((present) => isSameCookie(present, cookie))) jar.set(cookie);
      }
      keep([]);
    },
    dispose() {
      clearTimeout(timer);
      listeners.clear();
    },
  };
}

/** What RFC 6265 section 5.3 takes for the same cookie. */
function isSameCookie(one: Cookie, other: Cookie): boolean {
  return (
    one.name === other.name &&
    one.domain === other.domain &&
    one.path === other.path &&
    one.hostOnly === other.hostOnly
  );
}
