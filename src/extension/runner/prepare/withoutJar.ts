/**
 * A session for one request with `# @no-cookie-jar`: the same defaults and the same connections, but a jar that is
 * empty, and stays so because the send stores nothing (`storeCookies: false`): cookies are neither sent nor kept, not
 * even from one redirect to the next. Used by `prepareExchange` alone; nobody closes it, because it owns nothing.
 */
import type { CookiesForUrl, Session } from '../../http/index.ts';
import { CookieJar } from '../../http/index.ts';
import { borrowedSession } from '../sessionDefaults/borrowedSession.ts';

/** `reason` is what the cookies that stay behind are told to stay for. */
export function withoutJar(session: Session, reason = 'The request says # @no-cookie-jar.'): Session {
  return borrowedSession(session, new WithheldJar(session.cookies, reason));
}

/** Empty, and able to say which cookies would have gone. */
class WithheldJar extends CookieJar {
  readonly #withheld: CookieJar;
  readonly #reason: string;

  constructor(withheld: CookieJar, reason: string) {
    super();
    this.#reason = reason;
    this.#withheld = withheld;
  }

  override cookiesFor(url: string): CookiesForUrl {
    const { sent, notSent } = this.#withheld.cookiesFor(url);
    const reason = this.#reason;
    return { sent: [], notSent: [...sent.map((cookie) => ({ cookie, reason })), ...notSent] };
  }
}
