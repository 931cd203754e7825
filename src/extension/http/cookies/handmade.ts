/**
 * Whether a cookie that a person wrote can be kept: the policy for servers (cookiePolicy.ts) where it applies, and what
 * would break the Cookie header or never match anything. Forms and imports ask before they put something into a jar,
 * which itself refuses only what would break the header.
 */
import type { Cookie } from './cookie.ts';
import { cookieLimits, refusedCookie } from './cookiePolicy.ts';

export type CookiePart = 'name' | 'value' | 'domain' | 'path' | 'expires' | 'sameSite';

/** What is wrong with a cookie: which part, and a sentence. */
export interface CookieProblem {
  readonly part: CookiePart;
  readonly reason: string;
}

/** The first thing that is wrong; undefined for a cookie that can be kept. `isShared` knows public suffixes. */
export function handmadeProblem(
  cookie: Cookie,
  isShared: (domain: string) => boolean,
): CookieProblem | undefined {
  const { domain, path, hostOnly, expires } = cookie;
  const text = badText(cookie);
  if (text !== undefined) return text;
  // One colon is a port, several are an address.
  if (!/^[^\s/;,\\?#@[\]]*$/.test(domain) || /^[^:]*:[^:]*$|^\.|\.\./.test(domain)) {
    return { part: 'domain', reason: 'A domain is a host name or an address, without scheme, port or path.' };
  }
  if (!hostOnly && domain !== '' && isShared(domain)) {
    return { part: 'domain', reason: `Its domain ${domain} is shared by unrelated sites.` };
  }
  if (!path.startsWith('/')) return { part: 'path', reason: 'A path starts with a slash.' };
  if (/[\x00-\x1f\x7f;]/.test(path)) {
    return { part: 'path', reason: 'A path cannot hold a semicolon or a control character.' };
  }
  if (expires !== undefined && Number.isNaN(expires.getTime())) {
    return { part: 'expires', reason: 'This is not a date.' };
  }
  const reason = refusedCookie(cookie, { host: domain, path, secure: true }, !hostOnly);
  if (reason === undefined) return undefined;
  return { part: refusedPart(cookie), reason };
}

function badText({ name, value }: Cookie): CookieProblem | undefined {
  if (/[\x00-\x1f\x7f;=\s]/.test(name)) {
    return { part: 'name', reason: 'A name cannot hold spaces, `=`, semicolons or control characters.' };
  }
  if (/[\x00-\x1f\x7f]/.test(value)) {
    return { part: 'value', reason: 'A value cannot hold control characters.' };
  }
  if (value.includes(';')) {
    return { part: 'value', reason: 'A value cannot hold a semicolon: the cookie would end there.' };
  }
  return name === '' && value === ''
    ? { part: 'name', reason: 'A cookie needs a name or a value.' }
    : undefined;
}

/** Which part the policy for servers speaks of. */
function refusedPart({ name, value, secure, sameSite }: Cookie): CookiePart {
  if (Buffer.byteLength(name) + Buffer.byteLength(value) > cookieLimits.bytes) return 'value';
  return sameSite === 'none' && !secure ? 'sameSite' : 'name';
}
