/**
 * Which cookies are new or have changed a moment ago, so that their rows can say so for ten seconds. It compares what the
 * sessions have now with what they had; a session that was not known before marks nothing. One timer runs while
 * something is marked, none otherwise.
 */
import type { Cookie } from '../../http/index.ts';
import type { Disposable } from '../disposable.ts';
import { cookieKey } from './sessionNodes.ts';

/** Milliseconds for which a row is marked. */
export const markTime = 10_000;

/** A session, as far as its cookies go. */
export interface MarkedSession {
  readonly id: string;
  readonly session: { readonly cookies: { list(): readonly Cookie[] } };
}

export interface CookieMarks extends Disposable {
  /** Looks at what the sessions have now. */
  update(sessions: readonly MarkedSession[]): void;
  isMarked(session: MarkedSession, cookie: Cookie): boolean;
}

/** `onEnd` is called when a mark has ended. */
export function createCookieMarks(onEnd: () => void, now: () => number = Date.now): CookieMarks {
  /** What each session had, as the text of each cookie by its key. */
  const known = new Map<string, ReadonlyMap<string, string>>();
  /** When each mark ends, by session and cookie. */
  const marks = new Map<string, number>();
  let timer: NodeJS.Timeout | undefined;

  const wait = (): void => {
    if (timer !== undefined || marks.size === 0) return;
    timer = setTimeout(
      () => {
        timer = undefined;
        for (const [key, end] of marks) if (end <= now()) marks.delete(key);
        onEnd();
        wait();
      },
      Math.max(100, Math.min(...marks.values()) - now()),
    );
  };
  return {
    update(sessions) {
      for (const { id, session } of sessions) {
        const before = known.get(id);
        const after = new Map(session.cookies.list().map((cookie) => [keyOf(cookie), textOf(cookie)]));
        known.set(id, after);
        if (before === undefined) continue;
        for (const [key, text] of after) {
          if (before.get(key) !== text) marks.set(id + key, now() + markTime);
        }
      }
      wait();
    },
    isMarked: ({ id }, cookie) => (marks.get(id + keyOf(cookie)) ?? 0) > now(),
    dispose() {
      clearTimeout(timer);
      marks.clear();
      known.clear();
    },
  };
}

function keyOf(cookie: Cookie): string {
  return JSON.stringify(cookieKey(cookie));
}

/** What a server can change; whether it is switched off is the user's own doing. */
function textOf({ value, expires, secure, httpOnly, sameSite }: Cookie): string {
  return JSON.stringify([value, expires?.getTime(), secure, httpOnly, sameSite]);
}
