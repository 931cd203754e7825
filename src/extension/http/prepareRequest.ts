/**
 * Makes the exact request out of what a person wants and what the session adds, in the order of rule R6: method,
 * URL, headers, cookies, body, auth. Reads netrc through the session's environment but no proxy and no CA setting
 * (rule R2). Called by `Request.prepare` and `Session.prepareRequest`.
 */
import { authScheme } from './auth.ts';
import type { Auth, AuthScheme } from './auth.ts';
import type { CookieJar } from './cookies.ts';
import type { Environment } from './environment.ts';
import { Headers } from './headers.ts';
import type { Hooks } from './hooks.ts';
import { PreparedRequest } from './preparedRequest.ts';
import { noOrigins } from './origins.ts';
import type { ParamsInit, Request } from './request.ts';
import { prepareUrl } from './url.ts';

/** The part of a session that preparing a request reads. */
export interface SessionDefaults {
  readonly headers: Headers;
  readonly params: ParamsInit;
  readonly auth: Auth | null;
  readonly cookies: CookieJar;
  readonly hooks: Hooks;
  readonly trustEnv: boolean;
  readonly environment: Environment;
}

/** The exact request with the session's defaults, cookies and auth; nothing of the request stays in the session. */
export function prepareRequest(session: SessionDefaults, request: Request): PreparedRequest {
  return prepare(request, session);
}

/** The exact request from the request alone (rule R2). */
export function prepareAlone(request: Request): PreparedRequest {
  return prepare(request, undefined);
}

function prepare(request: Request, session: SessionDefaults | undefined): PreparedRequest {
  const { options } = request;
  const headers = (session?.headers ?? new Headers()).merge(options.headers ?? {});
  const scheme: AuthScheme | undefined = options.auth ? authScheme(options.auth) : undefined;
  const prepared = new PreparedRequest({
    method: request.method.toUpperCase(),
    url: prepareUrl(request.url),
    headers,
    body: typeof options.data === 'string' ? options.data : null,
    origins: noOrigins,
    cookies: [],
    auth: scheme,
    hooks: options.hooks ?? session?.hooks ?? {},
  });
  return scheme === undefined ? prepared : scheme.authorize(prepared);
}
