/**
 * The jar of a session: keeps cookies by the rules of RFC 6265bis and the limits of cookiePolicy.ts, and says for
 * each cookie why it was or was not sent, stored or refused. The only file that imports tough-cookie, for parsing,
 * matching and public suffixes. It writes no file; `toJSON` and `fromJSON` are for whoever does.
 */
import { isIP } from 'node:net';
import { Cookie as SetCookie, defaultPath, domainMatch, getPublicSuffix, pathMatch } from 'tough-cookie';
import { cookieFrom } from './cookie.ts';
import type {
  Cookie,
  CookieChanges,
  CookieInit,
  CookieJarJSON,
  CookieSelector,
  CookiesForUrl,
  StoredCookies,
} from './cookie.ts';
import { cookieFromJson, cookieToJson } from './cookieJson.ts';
import { cookieLimits, notSentReason, notSentSentences, refusedCookie, refusedLine } from './cookiePolicy.ts';
import type { CookieScene } from './cookiePolicy.ts';
import { handmadeProblem } from './handmade.ts';
import type { CookieProblem } from './handmade.ts';
import { UsageError } from '../errors/errors.ts';
import { splitUrl } from '../url/url.ts';

export type {
  Cookie,
  CookieChanges,
  CookieInit,
  CookieJarJSON,
  CookieSelector,
  CookiesForUrl,
  StoredCookies,
};

interface Kept {
  readonly cookie: Cookie;
  /** Grows with each use; the least used goes first when a limit is reached. */
  used: number;
}

const noCookies: CookiesForUrl = { sent: [], notSent: [] };

/** The cookies of one session, in the order they were first stored. */
export class CookieJar {
  readonly #kept = new Map<string, Kept>();
  /** How many cookies there are of each domain, so that a limit is checked without counting them. */
  readonly #ofDomain = new Map<string, number>();
  readonly #listeners = new Set<() => void>();
  #uses = 0;

  /** Every cookie that has not expired. */
  list(): readonly Cookie[] {
    return this.#listed(false);
  }

  /** Those that have expired and were not cleared away yet: they are never sent, and gone when the jar is read again. */
  expired(): readonly Cookie[] {
    return this.#listed(true);
  }

  /**
   * Puts a cookie into the jar, or replaces the one with the same name, domain and path. Without a domain it goes to
   * every host (rule R82). Throws UsageError for text that would break the Cookie header.
   */
  set(init: CookieInit): void {
    const cookie = cookieFrom(init);
    const unknown = Object.keys(init).find(
      (key) => !(key in cookie) && !/^(?:expires|sameSite|disabled)$/.test(key),
    );
    if (unknown !== undefined) throw new UsageError('TypeError', `A cookie has no ${unknown}.`);
    checkText(cookie);
    this.#store(cookie);
    this.#changed();
  }

  /** Removes the cookies that match; all domains and paths when none is given (rule R88). */
  delete(which: CookieSelector): void {
    this.#remove((cookie) => selects(which, cookie));
  }

  /** Removes every cookie, or those of one domain. */
  clear(domain?: string): void {
    this.#remove((cookie) => domain === undefined || cookie.domain === bareDomain(domain));
  }

  /** The value of the one cookie of that name; undefined when there is none. Throws when there are several (R88). */
  get(name: string, where: Omit<CookieSelector, 'name'> = {}): string | undefined {
    const found = this.list().filter((cookie) => selects({ name, ...where }, cookie));
    if (found.length > 1) {
      throw new UsageError('CookieConflictError', `There are ${found.length} cookies with the name ${name}.`);
    }
    return found[0]?.value;
  }

  /** Which cookies a request to this URL carries, and for each other one why it does not. */
  cookiesFor(url: string): CookiesForUrl {
    if (this.#kept.size === 0) return noCookies;
    const scene = sceneOf(url);
    const now = Date.now();
    const sent: Cookie[] = [];
    const notSent: { cookie: Cookie; reason: string }[] = [];
    for (const kept of this.#kept.values()) {
      const { cookie } = kept;
      const reason = unsentReason(cookie, scene, now);
      if (reason !== undefined) {
        notSent.push({ cookie, reason });
        continue;
      }
      kept.used = ++this.#uses;
      sent.push(cookie);
    }
    // The sort is stable: equal paths stay in the order they were stored.
    return { sent: sent.sort((one, other) => other.path.length - one.path.length), notSent };
  }

  /** Takes the Set-Cookie lines of one response, each in full; one bad line never spoils the others. */
  setFromResponse(url: string, lines: readonly string[]): StoredCookies {
    const scene = sceneOf(url);
    const stored: Cookie[] = [];
    const refused: { line: string; reason: string }[] = [];
    let changed = false;
    for (const [index, line] of lines.entries()) {
      const taken =
        index < cookieLimits.perResponse
          ? this.#take(line, scene)
          : `It came after ${cookieLimits.perResponse} others in one response.`;
      if (typeof taken === 'string') refused.push({ line, reason: taken });
      else changed = true;
      if (taken instanceof Object) stored.push(taken);
    }
    if (changed) this.#changed();
    return { stored, refused };
  }

  /** Takes over what was done to the same cookies elsewhere: exactly these, as they are, told as one change. */
  merge({ put, removed }: CookieChanges): void {
    if (put.length === 0 && removed.length === 0) return;
    for (const cookie of removed) this.#drop(keyOf(cookie));
    for (const cookie of put) this.#put(cookie);
    this.#changed();
  }

  /** Calls back after each change; returns the way to stop that. */
  onDidChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  toJSON(): CookieJarJSON {
    return { version: 1, cookies: this.list().map((cookie) => cookieToJson(cookie)) };
  }

  /** The jar that `toJSON` described. Entries that are no cookies are left out; throws for anything but version 1. */
  static fromJSON(json: unknown): CookieJar {
    const jar = new CookieJar();
    for (const cookie of cookieFromJson(json)) jar.#store(cookie);
    return jar;
  }

  /** The cookie, now in the jar; null when the line deleted one; a sentence when it was refused. */
  #take(line: string, scene: CookieScene): Cookie | null | string {
    const reason = refusedLine(line);
    if (reason !== undefined) return reason;
    const parsed = SetCookie.parse(line, { loose: true });
    if (parsed === undefined || (parsed.key === '' && /^\s*=/.test(line))) return 'It is not a cookie.';
    const domain = acceptedDomain(parsed.domain, scene.host);
    if (typeof domain === 'string') return domain;
    const cookie = cookieOf(parsed, scene, domain);
    const refusal = refusedCookie(cookie, scene, parsed.domain !== null && !isIP(scene.host));
    if (refusal !== undefined) return refusal;
    if (!scene.secure && this.#shadowsSecure(cookie)) return 'A Secure cookie of that name exists.';
    if (isExpired(cookie, Date.now())) {
      this.#drop(keyOf(cookie));
      return null;
    }
    // What a person switched off stays so, whatever the server sets it to.
    const isDisabled = this.#kept.get(keyOf(cookie))?.cookie.disabled === true;
    return this.#store(isDisabled ? { ...cookie, disabled: true } : cookie);
  }

  /** Leave Secure cookies alone: plain http must not replace or overlay one (RFC 6265bis section 5.7). */
  #shadowsSecure(cookie: Cookie): boolean {
    const now = Date.now();
    for (const { cookie: other } of this.#kept.values()) {
      if (!other.secure || other.name !== cookie.name || other.domain === '' || isExpired(other, now))
        continue;
      const related =
        domainMatch(other.domain, cookie.domain) === true ||
        domainMatch(cookie.domain, other.domain) === true;
      if (related && pathMatch(cookie.path, other.path)) return true;
    }
    return false;
  }

  /** A replaced cookie keeps its place and its age. */
  #store(cookie: Cookie): Cookie {
    const before = this.#kept.get(keyOf(cookie));
    const kept = before === undefined ? cookie : { ...cookie, created: before.cookie.created };
    this.#put(kept);
    return kept;
  }

  #put(cookie: Cookie): void {
    const key = keyOf(cookie);
    const isNew = !this.#kept.has(key);
    this.#kept.set(key, { cookie, used: ++this.#uses });
    if (!isNew) return;
    this.#ofDomain.set(cookie.domain, this.#countOf(cookie.domain) + 1);
    this.#makeRoom(cookie.domain);
  }

  #listed(areExpired: boolean): readonly Cookie[] {
    const now = Date.now();
    const cookies: Cookie[] = [];
    for (const { cookie } of this.#kept.values()) {
      if (isExpired(cookie, now) === areExpired) cookies.push(cookie);
    }
    return cookies;
  }

  #countOf(domain: string): number {
    return this.#ofDomain.get(domain) ?? 0;
  }

  #drop(key: string): void {
    const domain = this.#kept.get(key)?.cookie.domain;
    if (domain === undefined) return;
    this.#kept.delete(key);
    this.#ofDomain.set(domain, this.#countOf(domain) - 1);
  }

  #makeRoom(domain: string): void {
    if (this.#countOf(domain) > cookieLimits.perHost) this.#evict(domain);
    if (this.#kept.size > cookieLimits.perJar) this.#evict();
  }

  /** Drops an expired cookie, or else the one that was used longest ago; of one domain when it is given. */
  #evict(domain?: string): void {
    const now = Date.now();
    let least = Infinity;
    let victim: string | undefined;
    for (const [key, { cookie, used }] of this.#kept) {
      if (domain !== undefined && cookie.domain !== domain) continue;
      const rank = isExpired(cookie, now) ? -1 : used;
      if (rank >= least) continue;
      least = rank;
      victim = key;
    }
    if (victim !== undefined) this.#drop(victim);
  }

  #remove(matches: (cookie: Cookie) => boolean): void {
    const before = this.#kept.size;
    for (const [key, { cookie }] of this.#kept) {
      if (matches(cookie)) this.#drop(key);
    }
    if (this.#kept.size !== before) this.#changed();
  }

  #changed(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}

/** The value of a Cookie header; a cookie without a name is its value alone. */
export function cookieHeader(cookies: readonly Cookie[]): string {
  return cookies.map(({ name, value }) => (name === '' ? value : `${name}=${value}`)).join('; ');
}

/** What keeps a cookie that a person wrote from being kept; undefined when nothing does. */
export function cookieProblem(cookie: Cookie): CookieProblem | undefined {
  return handmadeProblem(cookie, isPublicSuffix);
}

/** Why a cookie does not go along with a request to this URL; undefined when it does. */
export function reasonAgainst(cookie: Cookie, url: string): string | undefined {
  return unsentReason(cookie, sceneOf(url), Date.now());
}

function unsentReason(cookie: Cookie, scene: CookieScene, now: number): string | undefined {
  if (cookie.disabled === true) return notSentSentences.disabled;
  return isExpired(cookie, now) ? notSentSentences.expired : mismatch(cookie, scene);
}

function mismatch(cookie: Cookie, scene: CookieScene): string | undefined {
  const covered = cookie.hostOnly
    ? scene.host === cookie.domain
    : domainMatch(scene.host, cookie.domain) === true;
  return notSentReason(cookie, scene, {
    domain: cookie.domain === '' || covered,
    path: pathMatch(scene.path, cookie.path),
  });
}

function sceneOf(url: string): CookieScene {
  const { scheme, hostname = '', path } = splitUrl(url);
  const local = hostname === 'localhost' || hostname === '::1' || /^127(?:\.\d+){3}$/.test(hostname);
  return { host: hostname, path: path.startsWith('/') ? path : '/', secure: scheme === 'https' || local };
}

interface AcceptedDomain {
  readonly domain: string;
  readonly hostOnly: boolean;
}

/** The scope a Domain attribute asks for, or why it cannot have it (RFC 6265 section 5.3). */
function acceptedDomain(asked: string | null, host: string): AcceptedDomain | string {
  const own = { domain: host, hostOnly: true };
  if (asked === null || asked === '') return own;
  const domain = bareDomain(asked);
  // Addresses and names such as localhost have no subdomains to share with.
  if (domain === host && (isIP(host) !== 0 || isPublicSuffix(host))) return own;
  if (isIP(host) !== 0 || domainMatch(host, domain) !== true) {
    return `Its domain ${domain} does not cover the host ${host}.`;
  }
  return isPublicSuffix(domain)
    ? `Its domain ${domain} is shared by unrelated sites.`
    : { domain, hostOnly: false };
}

function isPublicSuffix(domain: string): boolean {
  if (!domain.includes('.')) return true;
  return (getPublicSuffix(domain, { allowSpecialUseDomain: true, ignoreError: true }) ?? null) === null;
}

function cookieOf(parsed: SetCookie, scene: CookieScene, { domain, hostOnly }: AcceptedDomain): Cookie {
  const sameSite = parsed.sameSite?.toLowerCase();
  const expires = expiryOf(parsed);
  return {
    name: parsed.key,
    value: parsed.value,
    domain,
    path: parsed.path?.startsWith('/') === true ? parsed.path : defaultPath(scene.path),
    hostOnly,
    secure: parsed.secure,
    httpOnly: parsed.httpOnly,
    ...(sameSite === 'strict' || sameSite === 'lax' || sameSite === 'none' ? { sameSite } : {}),
    ...(expires === undefined ? {} : { expires }),
    created: new Date(),
  };
}

/** Max-Age beats Expires; a date that cannot be read means "until the session ends" (rule R85). */
function expiryOf(parsed: SetCookie): Date | undefined {
  const { maxAge, expires } = parsed;
  if (maxAge === '-Infinity' || (typeof maxAge === 'number' && maxAge <= 0)) return new Date(0);
  if (typeof maxAge === 'number') return new Date(Math.min(Date.now() + maxAge * 1000, 8.64e15));
  return expires instanceof Date && !Number.isNaN(expires.getTime()) ? expires : undefined;
}

function isExpired(cookie: Cookie, now: number): boolean {
  return cookie.expires !== undefined && cookie.expires.getTime() <= now;
}

function keyOf({ name, domain, path, hostOnly }: Cookie): string {
  return JSON.stringify([domain, hostOnly, path, name]);
}

function selects({ name, domain, path, hostOnly }: CookieSelector, cookie: Cookie): boolean {
  return (
    cookie.name === name &&
    (hostOnly === undefined || cookie.hostOnly === hostOnly) &&
    (domain === undefined || cookie.domain === bareDomain(domain)) &&
    (path === undefined || cookie.path === path)
  );
}

function bareDomain(domain: string): string {
  return domain.toLowerCase().replace(/^\./, '');
}

function checkText({ name, value }: Cookie): void {
  if (/[\x00-\x1f\x7f;]/.test(name + value) || /[=\s]/.test(name)) {
    throw new UsageError(
      'ValueError',
      `The cookie ${JSON.stringify(name)} holds a character it cannot have.`,
    );
  }
}
