/**
 * Values out of a sent exchange: `{{login.response.body.$.token}}` and the other paths of REST Client's
 * request variables, JSONPath after RFC 9535, XPath 1.0. A number keeps the digits it was received with.
 */
import type { ExchangeValue, PathReaders } from './pathReaders.ts';
import type { ExchangePath } from './referenceSyntax.ts';
import type { SentExchange } from './scope.ts';

/** Larger bodies are not read for values. */
const bodyLimit = 64 * 1024 * 1024;

/** Never throws: a path that finds nothing gives the reason, in words. */
export function readExchange(
  { request, side, part, rest }: ExchangePath,
  exchange: SentExchange,
): ExchangeValue {
  const message = exchange[side];
  switch (part) {
    case 'body':
      return readBody(message.body, rest, exchange.paths);
    case 'headers':
      return readHeader(message.headers, rest, `${request}'s ${side} has no header`);
    case 'cookies': {
      const name = unquoted(rest.replace(/\.value$/, ''));
      // Of several, the last one is in the jar.
      const value = exchange.response.cookies.findLast(([key]) => key === name)?.[1];
      return value === undefined ? { reason: `${request}'s response set no cookie ${name}` } : { value };
    }
    case 'status':
      return { value: String(exchange.response.status) };
    case 'url':
      return { value: exchange.request.url };
    case 'method':
      return { value: exchange.request.method };
  }
}

/** Reads a body by JSONPath (`$…`), XPath (`/…`), `*` or a bare JSON path (`user.id`). */
export function readBody(body: string, path: string, readers: PathReaders): ExchangeValue {
  if (path === '' || path === '*') return { value: body };
  if (body.length > bodyLimit) return { reason: 'the body is too large to look into' };
  const bare = path.replace(prefix, '');
  if (bare.startsWith('/')) return readers.xml?.(bare, body) ?? { reason: 'the body is not XML' };
  return readJson(body, jsonPathOf(bare), readers.json);
}

/** A value as it is, text for an XPath; or why there is none, in words. */
export type FoundValue =
  | { readonly value: unknown }
  | { readonly reason: string; /** Nothing is at that place. */ readonly isAbsent?: true };

/** The same with the kind of the value: a number of JSON stays one. */
export function findInBody(body: string, path: string, readers: PathReaders): FoundValue {
  if (path.startsWith('/')) return readBody(body, path, readers);
  if (body.length > bodyLimit) return { reason: 'the body is too large to look into' };
  return findJson(body, jsonPathOf(path), readers.json);
}

/** Why a path behind `body.` finds nothing in any JSON, in words; undefined for one that may, and for an XPath. */
export function jsonPathFault(
  path: string,
  find: (path: string, json: unknown) => readonly unknown[],
): string | undefined {
  const bare = path.replace(prefix, '');
  if (bare === '' || bare.startsWith('/')) return undefined;
  const written = jsonPathOf(bare);
  const isPath = (query(find, written, null) ?? query(find, quoteDashes(written), null)) !== undefined;
  return isPath ? undefined : `"${written}" is no JSONPath`;
}

/** `user.id` and `[0].id` are paths from the root. */
function jsonPathOf(path: string): string {
  return path.startsWith('$') ? path : path.startsWith('[') ? `$${path}` : `$.${path}`;
}

/** REST Client's `body.asJson.$.a`, for a body whose type does not tell what it is. */
const prefix = /^as(?:Json|Xml)\.?/;

type Pairs = readonly (readonly [string, string])[];

/** `X-Id`, `['X-Id']`; `X-Id[2]` is the second of several (Kulala), which are one text otherwise. */
function readHeader(headers: Pairs, rest: string, reason: string): ExchangeValue {
  const [, written = '', index] = /^(.*?)(?:\[(\d+)\])?$/s.exec(rest) ?? [];
  const name = unquoted(written);
  const values = headers
    .filter(([key]) => key.toLowerCase() === name.toLowerCase())
    .map(([, value]) => value);
  const value = index === undefined ? values.join(', ') : values[Number(index) - 1];
  return values.length === 0 || value === undefined ? { reason: `${reason} ${rest}` } : { value };
}

/** A name, which may stand in brackets and quotes. */
function unquoted(name: string): string {
  return /^\[(["'])(.*)\1\]$/s.exec(name)?.[2] ?? name;
}

function readJson(body: string, path: string, read: PathReaders['json']): ExchangeValue {
  const found = findJson(body, path, read);
  if ('reason' in found) return { reason: found.reason };
  return { value: typeof found.value === 'string' ? found.value : JSON.stringify(found.value) };
}

function findJson(body: string, path: string, read: PathReaders['json']): FoundValue {
  let json: unknown;
  try {
    json = parseExactly(body);
  } catch {
    read = undefined;
  }
  if (read === undefined) return { reason: 'the body is not JSON' };
  const values = query(read, path, json) ?? query(read, quoteDashes(path), json);
  if (values === undefined) return { reason: `"${path}" is no JSONPath` };
  const [value] = values;
  return value === undefined ? { reason: `nothing in the body is at ${path}`, isAbsent: true } : { value };
}

function query(
  read: NonNullable<PathReaders['json']>,
  path: string,
  json: unknown,
): readonly unknown[] | undefined {
  try {
    return read(path, json);
  } catch {
    return undefined;
  }
}

/** `$.user-id`, which REST Client reads and RFC 9535 does not. */
function quoteDashes(path: string): string {
  return path.replaceAll(/\.([A-Za-z_]\w*(?:-\w+)+)/g, "['$1']");
}

/** JSON whose numbers keep their digits where a double cannot hold them. */
function parseExactly(text: string): unknown {
  const { rawJSON } = JSON as unknown as { readonly rawJSON?: (source: string) => unknown };
  if (rawJSON === undefined) return JSON.parse(text);
  const revive = (_key: string, value: unknown, context?: { readonly source?: string }): unknown => {
    const source = context?.source;
    return typeof value === 'number' && source !== undefined && String(value) !== source
      ? rawJSON(source)
      : value;
  };
  return JSON.parse(text, revive);
}
