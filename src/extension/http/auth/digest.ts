/**
 * Digest authentication (RFC 7616, RFC 2617): answers a challenge, and once a nonce is known, authenticates before
 * being asked. One DigestAuth keeps the nonce and its count for the requests it is given to (rules R64 to R69). It
 * sends nothing; whoever sends asks `answer`.
 */
import { createHash, randomBytes } from 'node:crypto';
import type { AuthScheme, Challenge } from './auth.ts';
import { isBodyStream } from '../request/body.ts';
import type { Body } from '../request/body.ts';
import { parseDirectives } from './directives.ts';
import type { PreparedRequest } from '../request/preparedRequest.ts';
import { requestTarget } from '../url/url.ts';

export interface DigestOptions {
  /** 16 hex digits, new for each request; random unless a test needs to know them. */
  readonly clientNonce?: () => string;
}

/** Algorithm names in upper case, without `-SESS`, by what Node calls them. */
const hashes: ReadonlyMap<string, string> = new Map([
  ['MD5', 'md5'],
  ['SHA', 'sha1'],
  ['SHA-256', 'sha256'],
  ['SHA-512', 'sha512'],
  ['SHA-512-256', 'sha512-256'],
]);

export class DigestAuth implements AuthScheme {
  readonly name = 'Digest';
  readonly #user: string;
  readonly #password: string;
  readonly #clientNonce: () => string;
  #challenge: ReadonlyMap<string, string> = new Map();
  #lastNonce = '';
  #count = 0;

  constructor(user: string, password: string, options: DigestOptions = {}) {
    this.#user = user;
    this.#password = password;
    this.#clientNonce = options.clientNonce ?? (() => randomBytes(8).toString('hex'));
  }

  /** The request with credentials for the nonce that is known; as it was when none is (rule R64). */
  authorize(prepared: PreparedRequest): PreparedRequest {
    return this.#lastNonce === '' ? prepared : this.#authorized(prepared);
  }

  /** The request with credentials for a 4xx with a Digest challenge; undefined for any other response. */
  answer(challenge: Challenge, prepared: PreparedRequest): PreparedRequest | undefined {
    if (challenge.status < 400 || challenge.status > 499) return undefined;
    const found = digestChallenge(challenge);
    if (found === undefined) return undefined;
    this.#challenge = found;
    return this.#authorized(prepared);
  }

  /**
   * The Authorization value for the last challenge, counting its nonce; undefined when the challenge asks for what
   * we cannot do: an unknown algorithm, or `auth-int` alone for a body that is streamed.
   */
  #header(method: string, url: string, body: Body): string | undefined {
    const { realm = '', nonce = '', opaque, algorithm, qop: offered } = Object.fromEntries(this.#challenge);
    const named = (algorithm ?? 'MD5').toUpperCase();
    const hash = hashes.get(named.replace(/-SESS$/, ''));
    const qop = chooseQuality(offered, body);
    if (hash === undefined || (offered !== undefined && qop === undefined)) return undefined;
    const digest = (...parts: readonly (string | Uint8Array)[]): string => hashed(hash, parts);

    this.#count = nonce === this.#lastNonce ? this.#count + 1 : 1;
    this.#lastNonce = nonce;
    const count = this.#count.toString(16).padStart(8, '0');
    const clientNonce = this.#clientNonce();
    const target = requestTarget(url);

    const secret = digest(`${this.#user}:${realm}:${this.#password}`);
    const first = named.endsWith('-SESS') ? digest(`${secret}:${nonce}:${clientNonce}`) : secret;
    const entity = qop === 'auth-int' ? `:${digest(bodyBytes(body))}` : '';
    const second = digest(`${method}:${target}${entity}`);
    const response =
      qop === undefined
        ? digest(`${first}:${nonce}:${second}`)
        : digest(`${first}:${nonce}:${count}:${clientNonce}:${qop}:${second}`);

    const fields = [
      `username="${quoted(this.#user)}"`,
      `realm="${quoted(realm)}"`,
      `nonce="${quoted(nonce)}"`,
      `uri="${target}"`,
      `response="${response}"`,
      ...(opaque === undefined ? [] : [`opaque="${quoted(opaque)}"`]),
      ...(algorithm === undefined ? [] : [`algorithm="${algorithm}"`]),
      ...(qop === undefined ? [] : [`qop="${qop}"`, `nc=${count}`, `cnonce="${clientNonce}"`]),
    ];
    return `Digest ${fields.join(', ')}`;
  }

  #authorized(prepared: PreparedRequest): PreparedRequest {
    const header = this.#header(prepared.method, prepared.url, prepared.body);
    const headers =
      header === undefined
        ? prepared.headers.without('Authorization')
        : prepared.headers.with('Authorization', header);
    return prepared.with({ headers });
  }
}

/** The first Digest challenge with an algorithm we know, or else the first; servers offer the strongest first. */
function digestChallenge(challenge: Challenge): ReadonlyMap<string, string> | undefined {
  const digests = challenge.headers
    .getAll('WWW-Authenticate')
    .flatMap((line) => line.split(/(?:^|,\s*)digest\s+/i).slice(1))
    .map((text) => {
      const directives = [...parseDirectives(text)];
      return new Map(directives.map(([name, value]) => [name.toLowerCase(), value ?? '']));
    });
  const known = digests.find((found) =>
    hashes.has((found.get('algorithm') ?? 'MD5').toUpperCase().replace(/-SESS$/, '')),
  );
  return known ?? digests[0];
}

/** `auth` where it is offered, `auth-int` where nothing else is and the body is at hand. */
function chooseQuality(offered: string | undefined, body: Body): 'auth' | 'auth-int' | undefined {
  const qualities = (offered ?? '').split(',').map((quality) => quality.trim().toLowerCase());
  if (qualities.includes('auth')) return 'auth';
  return qualities.includes('auth-int') && !isBodyStream(body) ? 'auth-int' : undefined;
}

function bodyBytes(body: Body): Uint8Array {
  if (body instanceof Uint8Array) return body;
  return Buffer.from(typeof body === 'string' ? body : '');
}

function hashed(algorithm: string, parts: readonly (string | Uint8Array)[]): string {
  const hash = createHash(algorithm);
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
}

function quoted(text: string): string {
  return text.replace(/["\\]/g, '\\$&');
}
