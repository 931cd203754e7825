/**
 * The jar of a session: keeps cookies by the rules of RFC 6265bis with a stricter policy on top, and says for each
 * cookie why it was or was not sent, stored or refused. The only file that imports tough-cookie. It writes no file;
 * `toJSON` and `fromJSON` are for whoever does.
 */

export type SameSite = 'strict' | 'lax' | 'none';

export interface Cookie {
  readonly name: string;
  readonly value: string;
  /** Without a leading dot. Empty for a cookie a person set for every host (rule R82). */
  readonly domain: string;
  readonly path: string;
  /** False when subdomains get it too. */
  readonly hostOnly: boolean;
  readonly secure: boolean;
  readonly httpOnly: boolean;
  readonly sameSite?: SameSite;
  /** Undefined: until the session ends. */
  readonly expires?: Date;
  readonly created: Date;
}

/** What a person gives to make a cookie; path is `/` and the cookie lasts for the session unless said otherwise. */
export type CookieInit = Pick<Cookie, 'name' | 'value'> & Partial<Omit<Cookie, 'name' | 'value'>>;

/** Which cookie: parts left out match any. */
export interface CookieSelector {
  readonly name: string;
  readonly domain?: string;
  readonly path?: string;
}

export interface CookiesForUrl {
  /** In the order of the Cookie header: longer path first, then first stored first (rule R84). */
  readonly sent: readonly Cookie[];
  readonly notSent: readonly { readonly cookie: Cookie; readonly reason: string }[];
}

export interface StoredCookies {
  readonly stored: readonly Cookie[];
  /** The Set-Cookie lines that were not kept, each with a sentence that says why. */
  readonly refused: readonly { readonly line: string; readonly reason: string }[];
}

export interface CookieJarJSON {
  readonly version: 1;
  readonly cookies: readonly (Omit<Cookie, 'expires' | 'created'> & {
    readonly expires?: string;
    readonly created: string;
  })[];
}

/** Skeleton; the policy lands next. */
export class CookieJar {
  readonly #listeners = new Set<() => void>();

  list(): readonly Cookie[] {
    return [];
  }
  set(_cookie: CookieInit): void {
    for (const listener of this.#listeners) listener();
  }
  delete(_which: CookieSelector): void {
    return;
  }
  clear(_domain?: string): void {
    return;
  }
  get(_name: string, _where: Omit<CookieSelector, 'name'> = {}): string | undefined {
    return undefined;
  }
  cookiesFor(_url: string): CookiesForUrl {
    return { sent: [], notSent: [] };
  }
  setFromResponse(_url: string, _lines: readonly string[]): StoredCookies {
    return { stored: [], refused: [] };
  }
  onDidChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
  toJSON(): CookieJarJSON {
    return { version: 1, cookies: [] };
  }
  static fromJSON(_json: CookieJarJSON): CookieJar {
    return new CookieJar();
  }
}
