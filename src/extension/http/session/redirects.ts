/**
 * Decides the request that follows a redirect: URL, method, body and credentials, by the rules of `requests`
 * (R70 to R78), one hop at a time. It sends nothing and touches no jar; Session calls it in a loop and fills in
 * cookies and netrc credentials.
 */
import { isBodyStream } from '../request/body.ts';
import {
  InvalidSchema,
  RequestException,
  TooManyRedirects,
  UnrewindableBodyError,
} from '../errors/errors.ts';
import type { FaultFacts } from '../errors/errors.ts';
import type { Headers } from '../request/headers.ts';
import { requoteUri } from '../url/percent.ts';
import { PreparedRequest } from '../request/preparedRequest.ts';
import type { PreparedParts } from '../request/preparedRequest.ts';
import type { Response } from '../response/response.ts';
import type { SendOptions } from './sendOptions.ts';
import { defaultPort, hostHeader, isPort, maskUserinfo, removeDotSegments, splitUrl } from '../url/url.ts';

/** Whether a header must not go to another origin. */
export type SecretHeaderTest = (name: string, value: string) => boolean;

/** The Location to follow, as text; undefined when the response is final (rule R70). */
export function redirectLocation(response: Pick<Response, 'isRedirect' | 'headers'>): string | undefined {
  if (!response.isRedirect) return undefined;
  const location = response.headers.getAll('location')[0] ?? '';
  // Servers send UTF-8 here; header text arrives as Latin-1 (rule R74).
  const text = Buffer.from(location, 'latin1').toString('utf8');
  return text === '' ? undefined : text;
}

/**
 * The request a redirect leads to, without cookies: the session adds those of the new URL.
 * Throws UnrewindableBodyError when the body would have to be sent again and cannot be (rule R73).
 */
export function redirectedRequest(
  prepared: PreparedRequest,
  response: Pick<Response, 'status' | 'url' | 'headers' | 'isRedirect'>,
  location: string,
  isSecretHeader: SecretHeaderTest = () => false,
): PreparedRequest {
  const url = redirectedUrl(response.url, location, splitUrl(prepared.url).fragment ?? '');
  const method = redirectedMethod(prepared.method, response.status);
  const keepsBody = response.status === 307 || response.status === 308;
  if (keepsBody && isBodyStream(prepared.body) && !prepared.body.replayable) {
    throw new UnrewindableBodyError(
      `The redirect to ${maskUserinfo(url)} needs the body again, and ${prepared.body.description} can be sent only once.`,
      {
        request: prepared,
        hint: 'Send a file or text instead of a generator, or request the new URL directly.',
      },
    );
  }
  let headers = prepared.headers.without('Cookie', 'Proxy-Authorization');
  if (!keepsBody) headers = headers.without('Content-Length', 'Content-Type', 'Transfer-Encoding');
  const parts: PreparedParts = prepared;
  return new PreparedRequest({
    ...parts,
    method,
    url,
    headers: withoutCredentials(headers, response.url, url, isSecretHeader),
    body: keepsBody ? prepared.body : null,
  });
}

/** Rejects with RedirectBlocked when the body would go to another origin and whoever is asked does not want that. */
export async function askForBody(
  next: PreparedRequest,
  response: Response,
  mayTakeBody: SendOptions['mayTakeBody'],
): Promise<void> {
  if (mayTakeBody === undefined || next.body === null || next.body === '') return;
  if (!shouldStripAuth(response.url, next.url)) return;
  const to = `${splitUrl(next.url).scheme ?? ''}://${hostHeader(next.url)}`;
  if (await mayTakeBody(to)) return;
  throw new RequestException(
    `The redirect would take the body of the request to ${to}, which is another origin, and was not followed.`,
    'RedirectBlocked',
    { ...redirectFacts(response), hint: 'Send it again and consent, or request the new URL directly.' },
  );
}

export function tooManyRedirects(limit: number, response: Response): TooManyRedirects {
  const facts = { ...redirectFacts(response), limit: 'redirects.max' } as const;
  return new TooManyRedirects(`Exceeded ${limit} redirects.`, facts);
}

/** What an error about a redirect says of the answer that asked for it. */
export function redirectFacts(response: Response): FaultFacts {
  const { scheme, hostname, port } = splitUrl(response.url);
  const known = port === undefined || port === '' ? defaultPort(scheme) : Number(port);
  return { phase: 'headers', host: hostname, port: known, request: response.request, response };
}

/** The error of a redirect that may not be followed keeps the answer that asked for it; others are about what follows. */
export function atRedirect(error: unknown, response: Response): unknown {
  if (error instanceof RequestException && error.name === 'RedirectBlocked') {
    RequestException.addFacts(error, redirectFacts(response));
  }
  return error;
}

/** Whether Authorization must not go to the new URL (rule R77; CVE-2014-1829, CVE-2018-18074). */
export function shouldStripAuth(from: string, to: string): boolean {
  const before = splitUrl(from);
  const after = splitUrl(to);
  if (before.hostname !== after.hostname) return true;
  const upgraded = before.scheme === 'http' && after.scheme === 'https';
  if (upgraded && isDefault(before.port, 80) && isDefault(after.port, 443)) return false;
  if (before.scheme !== after.scheme) return true;
  const usual = defaultPort(before.scheme);
  if (isDefault(before.port, usual) && isDefault(after.port, usual)) return false;
  return before.port !== after.port;
}

/** 303 always, 302 almost always, 301 only for POST become GET; HEAD stays HEAD (rule R71). */
export function redirectedMethod(method: string, status: number): string {
  if (status === 303 && method !== 'HEAD') return 'GET';
  if (status === 302 && method !== 'HEAD') return 'GET';
  return status === 301 && method === 'POST' ? 'GET' : method;
}

/** The new URL: relative ones are resolved, absolute ones only requoted; the fragment is inherited (R74, R75). */
export function redirectedUrl(current: string, location: string, fragment: string): string {
  const { scheme = 'http' } = splitUrl(current);
  const full = location.startsWith('//') ? `${scheme}:${location}` : location;
  const parts = splitUrl(full);
  const tail = parts.fragment === undefined || parts.fragment === '' ? fragment : parts.fragment;
  const [head = ''] = full.split('#');
  const target = `${lowerScheme(head)}${tail === '' ? '' : `#${tail}`}`;
  const absolute = parts.hostname !== undefined && parts.hostname !== '';
  if (!absolute && /^https?:\/\//i.test(head)) {
    throw new InvalidSchema('A redirect leads to a URL that names no host.', {}, 'RedirectBlocked');
  }
  if (absolute && parts.port !== undefined && parts.port !== '' && !isPort(parts.port)) {
    throw new InvalidSchema('A redirect leads to a URL with an invalid port.', {}, 'RedirectBlocked');
  }
  return absolute ? requoteUri(target) : resolve(current, requoteUri(target));
}

/** A URL reference against a base (RFC 3986 5.2), as Python's `urljoin` does it for http URLs. */
function resolve(base: string, reference: string): string {
  const to = splitUrl(reference);
  const from = splitUrl(base);
  if (to.scheme !== undefined && to.scheme !== from.scheme) return reference;
  const authority = /^[a-z][a-z0-9+.-]*:\/\/([^/?#\\]*)/i.exec(base)?.[1] ?? '';
  const query = to.query ?? (to.path === '' ? from.query : undefined);
  const path = to.path === '' ? from.path : removeDotSegments(merged(from.path, to.path));
  const suffix = query === undefined || query === '' ? '' : `?${query}`;
  const fragment = to.fragment === undefined || to.fragment === '' ? '' : `#${to.fragment}`;
  return `${from.scheme ?? 'http'}://${authority}${path}${suffix}${fragment}`;
}

function merged(basePath: string, path: string): string {
  return path.startsWith('/') ? path : `${basePath.slice(0, basePath.lastIndexOf('/') + 1) || '/'}${path}`;
}

function lowerScheme(url: string): string {
  return url.replace(/^[a-zA-Z][a-zA-Z0-9+.-]*:/, (scheme) => scheme.toLowerCase());
}

/** Authorization by origin; a typed Host header was meant for the old host and stays there (rule R72). */
function withoutCredentials(
  headers: Headers,
  from: string,
  to: string,
  isSecretHeader: SecretHeaderTest,
): Headers {
  const secret = [...headers].flatMap(([name, value]) => (isSecretHeader(name, value) ? [name] : []));
  const kept = shouldStripAuth(from, to) ? headers.without('Authorization', ...secret) : headers;
  return splitUrl(from).host.toLowerCase() === splitUrl(to).host.toLowerCase() ? kept : kept.without('Host');
}

function isDefault(port: string | undefined, usual: number | undefined): boolean {
  return port === undefined || port === '' || Number(port) === usual;
}
