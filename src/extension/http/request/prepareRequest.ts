/**
 * Makes the exact request out of what a person wants and what the session adds, in the order of rule R6: method,
 * URL, headers, cookies, body, auth. Reads netrc through the session's environment but no proxy and no CA setting
 * (rule R2). Called by `Request.prepare` and `Session.prepareRequest`.
 */
import { authScheme, basicAuth } from '../auth/auth.ts';
import type { Auth, AuthScheme } from '../auth/auth.ts';
import { replacedByHeader } from '../cookies/cookiePolicy.ts';
import { ownCookies, prepareCookies } from '../cookies/cookiePreparation.ts';
import type { CookieJar } from '../cookies/cookies.ts';
import { isDefaultHeader } from './defaultHeaders.ts';
import { urlCredentials } from '../environment/environment.ts';
import type { Variables } from '../environment/proxyVariables.ts';
import { prepareQuery, writtenParams } from './form.ts';
import type { ParamsInit } from './form.ts';
import { isFraming } from './framing.ts';
import { checkHeaders } from './headerRules.ts';
import { Headers } from './headers.ts';
import type { Hooks } from './hooks.ts';
import { netrcCredentials } from '../environment/netrc.ts';
import type { Origin, Origins } from './origins.ts';
import { prepareBody, withLength } from './prepareBody.ts';
import { PreparedRequest } from './preparedRequest.ts';
import type { PreparedParts } from './preparedRequest.ts';
import type { Request } from './request.ts';
import { isHttpUrl, prepareUrl, splitUrl } from '../url/url.ts';

/** The part of a session that preparing a request reads. */
export interface SessionDefaults {
  readonly headers: Headers;
  readonly params: ParamsInit | undefined;
  readonly auth: Auth | undefined;
  readonly cookies: CookieJar;
  readonly hooks: Hooks;
  readonly trustEnv: boolean;
  readonly environment: Variables;
}

const noHeaders = new Headers();

/**
 * The exact request with the session's defaults, cookies and auth; nothing of the request stays in the session.
 * Throws MissingSchema, InvalidURL, InvalidHeader, InvalidJSONError or UsageError.
 */
export function prepareRequest(session: SessionDefaults, request: Request): PreparedRequest {
  return prepare(request, session);
}

/** The exact request from the request alone (rule R2). */
export function prepareAlone(request: Request): PreparedRequest {
  return prepare(request, undefined);
}

function prepare(request: Request, session: SessionDefaults | undefined): PreparedRequest {
  const { options } = request;
  const method = request.method.toUpperCase();
  const query = prepareQuery(session?.params, options.params);
  const url = prepareUrl(request.url, query.text);
  const typed = options.headers === undefined ? noHeaders : new Headers(options.headers);
  const inherited = session?.headers ?? noHeaders;
  const merged = options.headers === undefined ? inherited : inherited.merge(options.headers);
  checkHeaders(merged);

  const own = ownCookies(options.cookies, url);
  const possible = prepareCookies(url, own, session?.cookies);
  const cookies = merged.has('Cookie') ? undefined : possible;
  const withCookie = cookies?.header === undefined ? merged : merged.with('Cookie', cookies.header);
  if (withCookie !== merged) checkHeaders(withCookie);

  const { body, headers } = prepareBody(method, withCookie, options);
  const written = isHttpUrl(request.url.trimStart()) ? writtenParams(splitUrl(request.url).query) : [];
  const prepared = new PreparedRequest({
    method,
    url,
    headers,
    body,
    origins: {
      headers: headerOrigins(headers, typed, session?.headers),
      params: [...written, ...query.origins],
      cookies: cookies?.origins ?? [],
      decisions: cookies?.decisions ?? replacedByHeader(possible.decisions),
    },
    cookies: own,
    auth: undefined,
    hooks: options.hooks?.response === undefined ? (session?.hooks ?? {}) : options.hooks,
  });
  const auth = chooseAuth(prepared, options.auth ?? undefined, session);
  return auth === undefined ? prepared : authorized(prepared, auth);
}

interface ChosenAuth {
  readonly scheme: AuthScheme;
  readonly origin: Origin;
}

/** Request, then session, then netrc, then the URL (rule R61); undefined leaves a typed header as it is. */
function chooseAuth(
  prepared: PreparedRequest,
  request: Auth | undefined,
  session: SessionDefaults | undefined,
): ChosenAuth | undefined {
  const given = request ?? session?.auth;
  if (given !== undefined) {
    const scheme = authScheme(given);
    const from = request === undefined ? 'the session' : 'the request';
    return scheme && { scheme, origin: { source: 'auth', detail: `${scheme.name}, from ${from}` } };
  }
  const entry = session?.trustEnv === true ? netrcCredentials(prepared.url, session.environment) : undefined;
  if (entry !== undefined) {
    const detail = splitUrl(prepared.url).hostname ?? '';
    return { scheme: basicAuth(entry.login, entry.password), origin: { source: 'netrc', detail } };
  }
  const credentials = urlCredentials(prepared.url);
  return (
    credentials && {
      scheme: basicAuth(...credentials),
      origin: { source: 'auth', detail: 'Basic, from the URL' },
    }
  );
}

/** What auth changed is from auth, and a length follows a body that auth replaced (rule R8). */
function authorized(prepared: PreparedRequest, { scheme, origin }: ChosenAuth): PreparedRequest {
  const signed: PreparedParts = scheme.authorize(prepared);
  const headers = withLength(signed.method, signed.headers, signed.body);
  checkHeaders(headers);
  const origins = new Map<string, Origin>();
  for (const [name] of headers) {
    const key = name.toLowerCase();
    const same = prepared.headers.get(key) === headers.get(key);
    const changed = isFraming(name) ? ({ source: 'computed' } as const) : origin;
    origins.set(key, same ? (prepared.origins.headers.get(key) ?? changed) : changed);
  }
  return new PreparedRequest({
    ...signed,
    headers,
    origins: { ...signed.origins, headers: origins },
    auth: scheme.answer === undefined ? undefined : scheme,
  });
}

/** Requests that bring no headers have those of their session, whose origins are always the same. */
let lastInherited: { readonly headers: Headers; readonly origins: Origins['headers'] } | undefined;

function headerOrigins(headers: Headers, request: Headers, session: Headers | undefined): Origins['headers'] {
  if (headers !== session || request.size > 0) return comparedOrigins(headers, request, session);
  if (lastInherited?.headers !== headers) {
    lastInherited = { headers, origins: comparedOrigins(headers, request, session) };
  }
  return lastInherited.origins;
}

function comparedOrigins(
  headers: Headers,
  request: Headers,
  session: Headers | undefined,
): Origins['headers'] {
  const origins = new Map<string, Origin>();
  for (const [name] of headers) {
    const value = headers.get(name);
    // A typed length that the body's replaced is computed too (rule R31).
    if (request.get(name) === value) origins.set(name.toLowerCase(), { source: 'request' });
    else if (session?.get(name) !== value) origins.set(name.toLowerCase(), { source: 'computed' });
    else origins.set(name.toLowerCase(), { source: isDefaultHeader(name, value) ? 'default' : 'session' });
  }
  return origins;
}
