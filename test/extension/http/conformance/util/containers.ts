/** Scripts of calls on Python's cookie jar and case-insensitive mapping, played on ours. */
import { CookieJar, Headers, RequestException, UsageError } from '../../../../../src/extension/http/index.ts';
import type { Cookie, CookieInit } from '../../../../../src/extension/http/index.ts';
import { cookieHeader } from '../../../../../src/extension/http/cookies/cookies.ts';
import { describeJar } from '../requests.ts';
import { decodeHeaders, decodeText, isTagged } from '../values.ts';
import type { UtilFunctions } from './functions.ts';

type Step = readonly [op: string, ...args: unknown[]];

/** Undefined means that the call has no result worth comparing. */
type Player = (step: Step) => unknown;

export const containerFunctions: UtilFunctions = {
  cookie_jar: ([script]) => {
    const jar = new CookieJar();
    return {
      results: play(script as readonly Step[], (step) => jarStep(jar, step)),
      cookies: describeJar(jar),
    };
  },
  case_insensitive_dict: ([script]) => {
    let headers = new Headers();
    const results = play(script as readonly Step[], (step) => {
      const [next, result] = headersStep(headers, step);
      headers = next;
      return result;
    });
    return { results, items: headers.entries() };
  },
  set_cookie_flow: ([lines, urls]) => {
    const jar = new CookieJar();
    for (const [line, url] of lines as readonly (readonly [string, string])[])
      jar.setFromResponse(url, [line]);
    const sent = (urls as readonly string[]).map((url) => {
      const header = cookieHeader(jar.cookiesFor(url).sent);
      return [url, header === '' ? null : header];
    });
    return { cookies: describeJar(jar), sent: Object.fromEntries(sent) as unknown };
  },
};

function play(script: readonly Step[], player: Player): readonly unknown[] {
  const results: unknown[] = [];
  for (const step of script) {
    try {
      const result = player(step);
      if (result !== undefined) results.push(result);
    } catch (error) {
      if (!(error instanceof RequestException)) throw error;
      results.push({ error: error.family });
    }
  }
  return results;
}

function jarStep(jar: CookieJar, [op, ...args]: Step): unknown {
  const [first, second, third] = args;
  const name = typeof first === 'string' ? first : '';
  const cookies = jar.list();
  switch (op) {
    case 'set':
      setCookie(jar, name, second, third);
      return undefined;
    case 'update':
      for (const [key, value] of Object.entries(first as Record<string, string>))
        setCookie(jar, key, value, undefined);
      return undefined;
    case 'get':
      return isTagged(second) ? (jar.get(name, second) ?? null) : (jar.get(name) ?? second ?? null);
    case 'getitem':
      return found(jar.get(name), name);
    case 'del':
    case 'delitem':
      found(cookies.find((cookie) => cookie.name === name)?.value, name);
      jar.delete({ name });
      return undefined;
    case 'in':
      return cookies.some((cookie) => cookie.name === name);
    case 'len':
      return cookies.length;
    case 'keys':
      return cookies.map((cookie) => cookie.name);
    case 'values':
      return cookies.map((cookie) => cookie.value);
    case 'items':
      return cookies.map((cookie) => [cookie.name, cookie.value]);
    case 'list_domains':
      return [...new Set(cookies.map((cookie) => cookie.domain))];
    case 'list_paths':
      return [...new Set(cookies.map((cookie) => cookie.path))];
    case 'multiple_domains':
      return new Set(cookies.map((cookie) => cookie.domain)).size < cookies.length;
    case 'get_dict':
      return Object.fromEntries(
        cookies.filter((cookie) => matches(cookie, first)).map((cookie) => [cookie.name, cookie.value]),
      );
    case 'clear':
      jar.clear();
      return undefined;
    default:
      throw new TypeError(`The case calls a method of the jar that this suite does not know: ${op}`);
  }
}

/** Setting None deletes (rule R88). */
function setCookie(jar: CookieJar, name: string, value: unknown, attributes: unknown): void {
  const where = (isTagged(attributes) ? attributes : {}) as Omit<CookieInit, 'name' | 'value'>;
  if (value === null) jar.delete({ name, ...where });
  else jar.set({ name, value: decodeText(value), ...where });
}

function matches(cookie: Cookie, where: unknown): boolean {
  if (!isTagged(where)) return true;
  const { domain, path } = where;
  return (domain === undefined || cookie.domain === domain) && (path === undefined || cookie.path === path);
}

function headersStep(headers: Headers, [op, ...args]: Step): readonly [Headers, unknown] {
  const [first, second] = args;
  const name = typeof first === 'string' ? first : '';
  switch (op) {
    case 'set':
      return [headers.with(name, decodeText(second)), undefined];
    case 'update':
      return [headers.merge(decodeHeaders(first)), undefined];
    case 'setdefault':
      return headers.has(name)
        ? [headers, headers.get(name)]
        : [headers.with(name, decodeText(second)), decodeText(second)];
    case 'get':
      return [headers, headers.get(name) ?? second ?? null];
    case 'getitem':
      return [headers, found(headers.get(name), name)];
    case 'del':
      found(headers.get(name), name);
      return [headers.without(name), undefined];
    case 'has':
    case 'in':
      return [headers, headers.has(name)];
    case 'len':
      return [headers, headers.size];
    case 'keys':
      return [headers, headers.entries().map(([key]) => key)];
    case 'lower_items':
      return [headers, lowered(headers)];
    case 'eq':
    case 'equals':
      return [headers, sameItems(lowered(headers), lowered(new Headers(decodeHeaders(first))))];
    default:
      throw new TypeError(`The case calls a method of the mapping that this suite does not know: ${op}`);
  }
}

function lowered(headers: Headers): readonly (readonly [string, string])[] {
  return headers.entries().map(([key, value]) => [key.toLowerCase(), value]);
}

function sameItems(
  one: readonly (readonly [string, string])[],
  other: readonly (readonly [string, string])[],
): boolean {
  const text = (items: readonly (readonly [string, string])[]): string => JSON.stringify(items.toSorted());
  return text(one) === text(other);
}

/** Python's index raises where a lookup here answers undefined. */
function found<T>(value: T | undefined, name: string): T {
  if (value === undefined) throw new UsageError('KeyError', `There is no ${name}.`);
  return value;
}
