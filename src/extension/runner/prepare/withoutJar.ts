/**
 * A session for one request with `# @no-cookie-jar`: the same defaults and the same connections, but a jar that is
 * empty, and stays so because the send stores nothing (`storeCookies: false`): cookies are neither sent nor kept, not
 * even from one redirect to the next. Used by `prepareExchange` alone; nobody closes it, because it owns nothing.
 */
import type { Adapter, CookiesForUrl } from '../../http/index.ts';
import { CookieJar, Session } from '../../http/index.ts';

export function withoutJar(session: Session): Session {
  const bare = new Session({
    adapter: borrowed(session),
    environment: session.environment,
    cookies: new WithheldJar(session.cookies),
  });
  bare.headers = session.headers;
  bare.params = session.params;
  bare.auth = session.auth;
  bare.verify = session.verify;
  bare.cert = session.cert;
  bare.proxies = session.proxies;
  bare.hooks = session.hooks;
  bare.maxRedirects = session.maxRedirects;
  bare.trustEnv = session.trustEnv;
  bare.timeout = session.timeout;
  bare.http2 = session.http2;
  return bare;
}

function borrowed(session: Session): Adapter {
  return {
    send: (prepared, settings) =>
      session.getAdapter(prepared.url).send(prepared, { ...settings, pins: session.trustedCertificates }),
    close: () => Promise.resolve(),
  };
}

/** Empty, and able to say which cookies would have gone. */
class WithheldJar extends CookieJar {
  readonly #withheld: CookieJar;

  constructor(withheld: CookieJar) {
    super();
    this.#withheld = withheld;
  }

  override cookiesFor(url: string): CookiesForUrl {
    const { sent, notSent } = this.#withheld.cookiesFor(url);
    const reason = 'The request says # @no-cookie-jar.';
    return { sent: [], notSent: [...sent.map((cookie) => ({ cookie, reason })), ...notSent] };
  }
}
