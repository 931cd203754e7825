/**
 * What a cookie is, here and in every view, and what it takes to make, find or store one. Only types; the jar is in
 * cookies.ts.
 */

export type SameSite = 'strict' | 'lax' | 'none';

export interface Cookie {
  /** Empty for a line such as `Set-Cookie: value`, which is sent back as `value`. */
  readonly name: string;
  readonly value: string;
  /** Lower case, without a leading dot. Empty for a cookie a person set for every host (rule R82). */
  readonly domain: string;
  readonly path: string;
  /** False when subdomains get it too. */
  readonly hostOnly: boolean;
  readonly secure: boolean;
  readonly httpOnly: boolean;
  readonly sameSite?: SameSite;
  /** True for a cookie that a person switched off: it is kept, and not sent. */
  readonly disabled?: boolean;
  /** Undefined: until the session ends. */
  readonly expires?: Date;
  readonly created: Date;
}

/**
 * What a person gives to make a cookie. Left out: domain empty, path `/`, until the session ends. A domain with a
 * leading dot covers its subdomains, unless `hostOnly` says otherwise.
 */
export type CookieInit = Pick<Cookie, 'name' | 'value'> & Partial<Omit<Cookie, 'name' | 'value'>>;

/** Which cookies: parts left out match any. */
export interface CookieSelector {
  readonly name: string;
  readonly domain?: string | undefined;
  readonly path?: string | undefined;
  readonly hostOnly?: boolean | undefined;
}

/** What makes one set of cookies another. */
export interface CookieChanges {
  /** New ones and those that replace one with the same name, domain and path. */
  readonly put: readonly Cookie[];
  readonly removed: readonly Cookie[];
}

export interface CookiesForUrl {
  /** In the order of the Cookie header: longer path first, then first stored first (rule R84). */
  readonly sent: readonly Cookie[];
  readonly notSent: readonly { readonly cookie: Cookie; readonly reason: string }[];
}

export interface StoredCookies {
  /** Those now in the jar; a line that deletes a cookie is neither stored nor refused. */
  readonly stored: readonly Cookie[];
  /** The Set-Cookie lines that were not kept, each with a sentence that says why. */
  readonly refused: readonly { readonly line: string; readonly reason: string }[];
}

export interface CookieJarJSON {
  readonly version: 1;
  readonly cookies: readonly CookieJSON[];
}

/** A cookie with its dates as ISO 8601 text. */
export type CookieJSON = Omit<Cookie, 'expires' | 'created'> & {
  readonly expires?: string;
  readonly created: string;
};

/** The complete cookie for what a person gave. */
export function cookieFrom(init: CookieInit): Cookie {
  const domain = (init.domain ?? '').toLowerCase();
  return {
    name: init.name,
    value: init.value,
    domain: domain.replace(/^\./, ''),
    path: init.path ?? '/',
    hostOnly: init.hostOnly ?? !domain.startsWith('.'),
    secure: init.secure ?? false,
    httpOnly: init.httpOnly ?? false,
    ...(init.sameSite === undefined ? {} : { sameSite: init.sameSite }),
    ...(init.disabled === true ? { disabled: true } : {}),
    ...(init.expires === undefined ? {} : { expires: init.expires }),
    created: init.created ?? new Date(),
  };
}
