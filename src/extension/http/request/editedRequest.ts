/**
 * An edit of a prepared request: what was not edited stays byte for byte, and the framing headers follow the new
 * method and body unless the edit sets them on purpose. Called by `PreparedRequest.with` only.
 */
import { replacedByHeader } from '../cookies/cookiePolicy.ts';
import type { Body } from './body.ts';
import { isFraming, withFraming } from './framing.ts';
import { Headers } from './headers.ts';
import type { Origin, Origins } from './origins.ts';
import type { PreparedParts, RequestEdit } from './preparedRequest.ts';
import { escapeIllegal } from '../url/percent.ts';

/** The parts of the edited request. An edited URL is escaped where it must be and otherwise kept as written. */
export function editedRequest(base: PreparedParts, edit: RequestEdit): PreparedParts {
  const method = edit.method ?? base.method;
  const body = edit.body === undefined ? base.body : edit.body;
  let headers = edit.headers === undefined ? base.headers : new Headers(edit.headers);
  const setsNow = edit.setsFraming === true || setsFraming(base.headers, headers);
  const hasOwnFraming =
    (setsNow || base.hasOwnFraming === true) && headers.entries().some(([name]) => isFraming(name));
  const isOther = method !== base.method || !sameBody(body, base.body);
  // Taking back what was set on purpose brings back what follows from the body.
  if (!hasOwnFraming && ((isOther && !setsNow) || base.hasOwnFraming === true)) {
    headers = withFraming(headers, method, body);
  }
  return {
    ...base,
    method,
    url: edit.url === undefined || edit.url === base.url ? base.url : escapeIllegal(edit.url),
    headers,
    body,
    origins: editedOrigins(base, headers),
    cookies: base.cookies,
    auth: base.auth,
    hooks: base.hooks,
    hasOwnFraming,
  };
}

/** Whether two sets of headers announce the body differently: then somebody meant to. */
function setsFraming(before: Headers, after: Headers): boolean {
  return ['Content-Length', 'Transfer-Encoding'].some((name) => before.get(name) !== after.get(name));
}

function sameBody(one: Body, other: Body): boolean {
  if (one instanceof Uint8Array && other instanceof Uint8Array) return Buffer.compare(one, other) === 0;
  return one === other;
}

function editedOrigins(base: PreparedParts, headers: Headers): Origins {
  if (headers === base.headers) return base.origins;
  const origins = new Map<string, Origin>();
  for (const [name] of headers) {
    const key = name.toLowerCase();
    const same = base.headers.get(key) === headers.get(key);
    const changed: Origin = { source: isFraming(name) ? 'computed' : 'edited' };
    origins.set(key, same ? (base.origins.headers.get(key) ?? changed) : changed);
  }
  const keepsCookies = base.headers.get('cookie') === headers.get('cookie');
  if (keepsCookies) return { ...base.origins, headers: origins };
  const { decisions } = base.origins;
  return {
    ...base.origins,
    headers: origins,
    cookies: [],
    decisions: decisions && replacedByHeader(decisions),
  };
}
