/**
 * Where each part of a PreparedRequest came from, so that the preview can say it. Kept beside the request's data
 * and never sent. Filled by prepareRequest.ts and by `PreparedRequest.with`.
 */

import type { CookiesForUrl } from '../cookies/cookie.ts';

export type OriginSource =
  'request' | 'session' | 'default' | 'environment' | 'netrc' | 'jar' | 'auth' | 'computed' | 'edited';

export interface Origin {
  readonly source: OriginSource;
  /** For people, for example the scheme of an `auth` header or the domain of a cookie. */
  readonly detail?: string;
}

export interface ParamOrigin extends Origin {
  readonly name: string;
}

export interface CookieOrigin {
  readonly name: string;
  readonly origin: Origin;
}

export interface Origins {
  /** By lower-case header name. */
  readonly headers: ReadonlyMap<string, Origin>;
  /** One for each `&`-separated item of the final query, in order. */
  readonly params: readonly ParamOrigin[];
  /** One for each cookie of the Cookie header, in order. */
  readonly cookies: readonly CookieOrigin[];
  /** What was decided about each cookie that could have gone along; undefined when there was none to decide about. */
  readonly decisions?: CookiesForUrl | undefined;
}

export const noOrigins: Origins = { headers: new Map(), params: [], cookies: [] };
