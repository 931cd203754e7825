/**
 * A jar's cookies as JSON values and back. Reading trusts nothing: what is not a cookie is left out, so that a
 * damaged or hostile file cannot put anything but cookies into a jar.
 */
import type { Cookie, CookieJSON, SameSite } from './cookie.ts';
import { UsageError } from '../errors/errors.ts';

export function cookieToJson(cookie: Cookie): CookieJSON {
  const { expires, created, ...rest } = cookie;
  return {
    ...rest,
    ...(expires === undefined ? {} : { expires: expires.toISOString() }),
    created: created.toISOString(),
  };
}

/** The cookies of a jar's JSON. Throws UsageError when it is not a jar of version 1. */
export function cookieFromJson(json: unknown): readonly Cookie[] {
  if (!isRecord(json) || json['version'] !== 1 || !Array.isArray(json['cookies'])) {
    throw new UsageError('ValueError', 'This is not a cookie jar of version 1.');
  }
  return json['cookies'].map((entry: unknown) => readCookie(entry)).filter((cookie) => cookie !== undefined);
}

function readCookie(entry: unknown): Cookie | undefined {
  if (!isRecord(entry)) return undefined;
  const { name, value, domain, path, hostOnly, secure, httpOnly, sameSite, disabled } = entry;
  const expires = readDate(entry['expires']);
  const created = readDate(entry['created']) ?? new Date();
  if (typeof name !== 'string' || typeof value !== 'string') return undefined;
  if (typeof domain !== 'string' || typeof path !== 'string') return undefined;
  // An expiry that cannot be read must not make a cookie immortal.
  if (entry['expires'] !== undefined && expires === undefined) return undefined;
  return {
    name,
    value,
    domain,
    path,
    hostOnly: hostOnly !== false,
    secure: secure === true,
    httpOnly: httpOnly === true,
    ...(isSameSite(sameSite) ? { sameSite } : {}),
    ...(disabled === true ? { disabled: true } : {}),
    ...(expires === undefined ? {} : { expires }),
    created,
  };
}

function isSameSite(value: unknown): value is SameSite {
  return value === 'strict' || value === 'lax' || value === 'none';
}

function readDate(value: unknown): Date | undefined {
  const date = typeof value === 'string' ? new Date(value) : undefined;
  return date === undefined || Number.isNaN(date.getTime()) ? undefined : date;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
