/** Routes that ask for credentials: Basic, Bearer and Digest (RFC 7616). */

import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { Refusal, type Call } from '../call.ts';
import { any, get, type Route } from '../router.ts';

export function authRoutes(): readonly Route[] {
  const digest = digestCheck();
  return [
    get('/basic-auth/:user/:password', (call) => basic(call, 401)),
    get('/hidden-basic-auth/:user/:password', (call) => basic(call, 404)),
    get('/bearer', bearer),
    any('/digest-auth/:qop/:user/:password', digest),
    any('/digest-auth/:qop/:user/:password/:algorithm', digest),
  ];
}

function basic(call: Call, refusal: number): void {
  const wanted = `${call.param('user')}:${call.param('password')}`;
  const match = /^basic\s+(\S+)$/i.exec(call.request.headers.authorization ?? '');
  if (match !== null && Buffer.from(match[1] ?? '', 'base64').toString('utf8') === wanted) {
    call.json({ authenticated: true, user: call.param('user') });
    return;
  }
  call.empty(
    refusal,
    refusal === 401 ? { 'WWW-Authenticate': 'Basic realm="Sandbox", charset="UTF-8"' } : {},
  );
}

/** Any token will do; `/me` is the route that checks one. */
function bearer(call: Call): void {
  const match = /^bearer\s+(\S+)$/i.exec(call.request.headers.authorization ?? '');
  if (match === null) call.empty(401, { 'WWW-Authenticate': 'Bearer' });
  else call.json({ authenticated: true, token: match[1] });
}

const ALGORITHMS: Readonly<Record<string, string>> = {
  MD5: 'md5',
  'MD5-SESS': 'md5',
  'SHA-256': 'sha256',
  'SHA-256-SESS': 'sha256',
  'SHA-512': 'sha512',
};
const NONCE_LIFE = 5 * 60 * 1000;

/**
 * Nonces are signed times, so any number of them costs nothing; only the counters of the last thousand used
 * ones are kept, to refuse a request that is sent twice.
 */
function digestCheck(): (call: Call) => Promise<void> {
  const secret = randomBytes(16);
  const counters = new Map<string, Set<string>>();
  const sign = (time: string): string => createHmac('sha256', secret).update(time).digest('hex').slice(0, 24);
  const freshNonce = (): string => {
    const time = Date.now().toString(16);
    return `${time}-${sign(time)}`;
  };
  const isFresh = (nonce: string): boolean => {
    const [time = '', signature] = nonce.split('-');
    return signature === sign(time) && Date.now() - parseInt(time, 16) < NONCE_LIFE;
  };
  const isReplay = (nonce: string, count: string): boolean => {
    const seen = counters.get(nonce) ?? new Set<string>();
    if (seen.has(count)) return true;
    counters.set(nonce, seen.add(count));
    const oldest = counters.keys().next().value;
    if (counters.size > 1000 && oldest !== undefined) counters.delete(oldest);
    return false;
  };

  return async (call) => {
    const qop = call.param('qop');
    const algorithm = (call.param('algorithm') || 'MD5').toUpperCase();
    const hash = ALGORITHMS[algorithm];
    if (hash === undefined) {
      throw new Refusal(400, `Algorithms are ${Object.keys(ALGORITHMS).join(', ')}, not "${algorithm}".`);
    }
    if (!['auth', 'auth-int'].includes(qop)) throw new Refusal(400, 'The first part is auth or auth-int.');

    const fields = digestFields(call.request.headers.authorization);
    const nonce = fields?.get('nonce') ?? '';
    const valid = fields !== undefined && (await isRightAnswer(call, fields, { qop, algorithm, hash }));
    const stale = valid && (!isFresh(nonce) || isReplay(nonce, fields.get('nc') ?? ''));
    if (valid && !stale) {
      call.json({ authenticated: true, user: call.param('user') });
      return;
    }
    const parts = [
      'realm="Sandbox"',
      `qop="${qop}"`,
      `nonce="${freshNonce()}"`,
      `opaque="${randomBytes(8).toString('hex')}"`,
      `algorithm=${algorithm.replace('SESS', 'sess')}`,
      `stale=${String(stale)}`,
    ];
    call.empty(401, { 'WWW-Authenticate': `Digest ${parts.join(', ')}` });
  };
}

function digestFields(authorization: string | undefined): ReadonlyMap<string, string> | undefined {
  const match = /^digest\s+(.*)$/i.exec(authorization ?? '');
  if (match === null) return undefined;
  const fields = new Map<string, string>();
  for (const [, name = '', quoted, bare] of (match[1] ?? '').matchAll(
    /(\w+)=(?:"((?:[^"\\]|\\.)*)"|([^\s,]+))/g,
  )) {
    fields.set(name.toLowerCase(), quoted?.replace(/\\(.)/g, '$1') ?? bare ?? '');
  }
  return fields;
}

interface DigestRules {
  readonly qop: string;
  readonly algorithm: string;
  readonly hash: string;
}

/** RFC 7616 §3.4.1 to §3.4.3. */
async function isRightAnswer(
  call: Call,
  fields: ReadonlyMap<string, string>,
  { qop, algorithm, hash }: DigestRules,
): Promise<boolean> {
  const field = (name: string): string => fields.get(name) ?? '';
  const h = (data: string | Buffer): string => createHash(hash).update(data).digest('hex');
  if (field('username') !== call.param('user') || field('qop') !== qop) return false;
  if (field('uri') !== call.request.url || !/^[0-9a-f]{8}$/i.test(field('nc'))) return false;

  const plain = h(`${call.param('user')}:${field('realm')}:${call.param('password')}`);
  const a1 = algorithm.endsWith('-SESS') ? h(`${plain}:${field('nonce')}:${field('cnonce')}`) : plain;
  const entity = qop === 'auth-int' ? `:${h(await call.body())}` : '';
  const a2 = h(`${call.method}:${field('uri')}${entity}`);
  const wanted = h([a1, field('nonce'), field('nc'), field('cnonce'), qop, a2].join(':'));
  const given = Buffer.from(field('response').toLowerCase());
  return given.length === wanted.length && timingSafeEqual(given, Buffer.from(wanted));
}
