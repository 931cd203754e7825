/**
 * A session for one request: everything of another one, its connections included, with what only this request differs
 * in put in its place. So nothing of a request reaches the next one. Nobody closes it, because it owns nothing.
 */
import type { Adapter, CookieJar } from '../../http/index.ts';
import { Session } from '../../http/index.ts';

export function borrowedSession(session: Session, cookies: CookieJar = session.cookies): Session {
  const borrowed = new Session({ adapter: adapterOf(session), environment: session.environment, cookies });
  borrowed.headers = session.headers;
  borrowed.params = session.params;
  borrowed.auth = session.auth;
  borrowed.verify = session.verify;
  borrowed.cert = session.cert;
  borrowed.proxies = session.proxies;
  borrowed.hooks = session.hooks;
  borrowed.maxRedirects = session.maxRedirects;
  borrowed.trustEnv = session.trustEnv;
  borrowed.timeout = session.timeout;
  borrowed.http2 = session.http2;
  return borrowed;
}

function adapterOf(session: Session): Adapter {
  return {
    send: (prepared, settings) =>
      session.getAdapter(prepared.url).send(prepared, { ...settings, pins: session.trustedCertificates }),
    close: () => Promise.resolve(),
  };
}
