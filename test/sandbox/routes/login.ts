/**
 * A small application with people in it: `/login` gives a cookie and a token, `/me` wants either and says
 * which it got, `/logout` ends both. Any name is welcome with any password but `wrong`.
 */

import { randomUUID } from 'node:crypto';
import { Refusal, type Call } from '../call.ts';
import { any, get, on, type Route } from '../router.ts';
import { sentCookies } from './cookies.ts';

interface Visit {
  readonly user: string;
  readonly sid: string;
  readonly token: string;
}

const VISIT_LIMIT = 1000;

export function loginRoutes(): readonly Route[] {
  const visits = new Visits();
  return [
    on(['POST'], '/login', (call) => login(call, visits)),
    get('/me', (call) => me(call, visits)),
    any('/logout', (call) => logout(call, visits)),
  ];
}

class Visits {
  readonly #bySid = new Map<string, Visit>();

  open(user: string): Visit {
    const visit = { user, sid: randomUUID(), token: randomUUID() };
    this.#bySid.set(visit.sid, visit);
    const oldest = this.#bySid.keys().next().value;
    if (this.#bySid.size > VISIT_LIMIT && oldest !== undefined) this.#bySid.delete(oldest);
    return visit;
  }

  close(visit: Visit): void {
    this.#bySid.delete(visit.sid);
  }

  bySid(sid: string): Visit | undefined {
    return this.#bySid.get(sid);
  }

  byToken(token: string): Visit | undefined {
    return [...this.#bySid.values()].find((visit) => visit.token === token);
  }
}

async function login(call: Call, visits: Visits): Promise<void> {
  const { user, password } = credentials(await call.body(), call.request.headers['content-type'] ?? '');
  if (user === '' || password === '') {
    throw new Refusal(400, 'Send a user and a password, as JSON or as a form.');
  }
  if (password === 'wrong') throw new Refusal(401, `That is not the password of ${user}.`);
  const visit = visits.open(user);
  const cookie = `sid=${visit.sid}; Path=/; HttpOnly; SameSite=Lax`;
  call.json({ user, token: visit.token, token_type: 'Bearer' }, 200, { 'Set-Cookie': cookie });
}

function credentials(body: Buffer, type: string): { readonly user: string; readonly password: string } {
  const text = body.toString('utf8');
  if (/^application\/x-www-form-urlencoded\b/i.test(type)) {
    const form = new URLSearchParams(text);
    return { user: form.get('user') ?? '', password: form.get('password') ?? '' };
  }
  try {
    const json = JSON.parse(text) as { user?: unknown; password?: unknown } | null;
    return { user: asText(json?.user), password: asText(json?.password) };
  } catch {
    return { user: '', password: '' };
  }
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

type Proof = 'valid' | 'unknown' | 'missing';

/** `cookie` and `token` say what became of each; one valid one is enough, two must be the same person's. */
function me(call: Call, visits: Visits): void {
  const sid = sentCookies(call).get('sid');
  const token = /^bearer\s+(\S+)$/i.exec(call.request.headers.authorization ?? '')?.[1];
  const byCookie = sid === undefined ? undefined : visits.bySid(sid);
  const byToken = token === undefined ? undefined : visits.byToken(token);
  const proofs = { cookie: proof(sid, byCookie), token: proof(token, byToken) };
  const visit = byCookie ?? byToken;
  if (visit === undefined) {
    const error = 'Log in first: send the cookie or the token that /login gave.';
    call.json({ error, ...proofs }, 401, { 'WWW-Authenticate': 'Bearer' });
  } else if (byToken !== undefined && byToken.user !== visit.user) {
    call.json({ error: `The cookie is ${visit.user}'s, the token ${byToken.user}'s.`, ...proofs }, 403);
  } else call.json({ user: visit.user, ...proofs });
}

function proof(given: string | undefined, visit: Visit | undefined): Proof {
  if (given === undefined) return 'missing';
  return visit === undefined ? 'unknown' : 'valid';
}

function logout(call: Call, visits: Visits): void {
  const visit = visits.bySid(sentCookies(call).get('sid') ?? '');
  if (visit !== undefined) visits.close(visit);
  const cookie = 'sid=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0; HttpOnly; SameSite=Lax';
  call.json({ loggedOut: visit !== undefined }, 200, { 'Set-Cookie': cookie });
}
