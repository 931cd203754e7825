/**
 * A session for one request with its filled defaults, which meet the request by the rules of requests: mappings are
 * merged by name, `null` leaves out. The given session stays as it is.
 */
import type { AuthScheme, Session } from '../../http/index.ts';
import { authorization } from '../prepare/authorization.ts';
import { borrowedSession } from './borrowedSession.ts';
import type { FilledDefaults } from './fillDefaults.ts';
import { withProxyRules } from './proxyVariables.ts';

/** `now` gives milliseconds since the epoch, for signatures. */
export function withDefaults(session: Session, defaults: FilledDefaults, now: () => number): Session {
  const next = borrowedSession(session);
  next.headers = session.headers.merge(defaults.headers);
  if (Object.keys(defaults.params).length > 0) next.params = defaults.params;
  next.environment = withProxyRules(session.environment, defaults.proxies);
  if (defaults.auth !== undefined) next.auth = authOf(defaults.auth, session, now);
  return next;
}

function authOf(written: string, session: Session, now: () => number): AuthScheme {
  const { auth, header } = authorization(written, session, now);
  if (auth !== undefined) return auth;
  return {
    name: header.split(/\s/, 1)[0] ?? '',
    authorize: (prepared) => prepared.with({ headers: prepared.headers.with('Authorization', header) }),
  };
}
