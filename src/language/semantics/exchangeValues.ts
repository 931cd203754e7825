/**
 * Values out of a sent exchange: `{{login.response.body.$.token}}` and the other paths of REST Client's
 * request variables, JSONPath after RFC 9535, XPath 1.0. A number keeps the digits it was received with.
 */
import { DOMParser } from '@xmldom/xmldom';
import { jsonpath } from 'json-p3';
import { select } from '#xpath';
import type { ExchangePath } from './referenceSyntax.ts';
import type { SentExchange } from './scope.ts';

export type ExchangeValue = { readonly value: string } | { readonly reason: string };

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
      return readBody(message.body, rest);
    case 'headers':
      return readNamed(message.headers, rest, `${request}'s ${side} has no header ${rest}`);
    case 'cookies': {
      const name = rest.replace(/\.value$/, '');
      return readNamed(exchange.response.cookies, name, `${request}'s response set no cookie ${name}`, true);
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
export function readBody(body: string, path: string): ExchangeValue {
  if (path === '' || path === '*') return { value: body };
  if (body.length > bodyLimit) return { reason: 'the body is too large to look into' };
  const bare = path.replace(/^as(?:Json|Xml)\.?/, '');
  if (bare.startsWith('/')) return readXml(body, bare);
  return readJson(body, bare.startsWith('$') ? bare : bare.startsWith('[') ? `$${bare}` : `$.${bare}`);
}

function readNamed(
  pairs: readonly (readonly [string, string])[],
  name: string,
  reason: string,
  isCaseSensitive = false,
): ExchangeValue {
  const fold = (text: string): string => (isCaseSensitive ? text : text.toLowerCase());
  const values = pairs.filter(([key]) => fold(key) === fold(name)).map(([, value]) => value);
  if (values.length === 0) return { reason };
  return { value: isCaseSensitive ? (values.at(-1) ?? '') : values.join(', ') };
}

function readJson(body: string, path: string): ExchangeValue {
  let json: unknown;
  try {
    json = parseExactly(body);
  } catch {
    return { reason: 'the body is not JSON' };
  }
  const values = query(path, json) ?? query(quoteDashes(path), json);
  if (values === undefined) return { reason: `"${path}" is no JSONPath` };
  const [value] = values;
  if (value === undefined) return { reason: `nothing in the body is at ${path}` };
  if (typeof value === 'string') return { value };
  return { value: JSON.stringify(value) };
}

function query(path: string, json: unknown): readonly unknown[] | undefined {
  try {
    return jsonpath.query(path, json as Parameters<typeof jsonpath.query>[1]).values();
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

function readXml(body: string, path: string): ExchangeValue {
  let document: unknown;
  try {
    document = new DOMParser({ onError: () => undefined }).parseFromString(body, 'text/xml');
  } catch {
    return { reason: 'the body is not XML' };
  }
  let found: unknown;
  try {
    found = select(path, document);
  } catch {
    return { reason: `"${path}" is no XPath` };
  }
  if (!Array.isArray(found)) return { value: String(found) };
  const [node] = found as readonly XmlNode[];
  if (node === undefined) return { reason: `nothing in the body is at ${path}` };
  if (node.nodeType !== 1) return { value: node.nodeValue ?? node.textContent ?? '' };
  return { value: String(node.childNodes ?? '') };
}

interface XmlNode {
  readonly nodeType: number;
  readonly nodeValue: string | null;
  readonly textContent: string | null;
  readonly childNodes?: { toString(): string };
}
