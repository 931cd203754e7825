/**
 * URLs as `requests` prepares and takes apart (rules R9 to R21). `new URL` is never used: it drops default ports,
 * rewrites numeric hosts and encodes other characters, and what is shown must be what is sent.
 */
import { isIPv6 } from 'node:net';
import { InvalidURL, MissingSchema } from '../errors/errors.ts';
import { labelToAscii, mappedToAscii } from './idna.ts';
import { encodeIllegal, requoteUri } from './percent.ts';

/** The parts of a URL as they are written; undefined means absent, an empty string present and empty. */
export interface UrlParts {
  /** Lower case. */
  readonly scheme: string | undefined;
  readonly userinfo: string | undefined;
  /** Lower case, without brackets or port; undefined when there is none. */
  readonly hostname: string | undefined;
  /** With brackets around an IPv6 address, as written. */
  readonly host: string;
  /** Digits as written. */
  readonly port: string | undefined;
  readonly path: string;
  readonly query: string | undefined;
  readonly fragment: string | undefined;
}

const unreservedAndDelimiters = "A-Za-z0-9\\-._~!$&'()*+,;=";
const userinfoCharacter = new RegExp(`^[${unreservedAndDelimiters}:]$`);
const pathCharacter = new RegExp(`^[${unreservedAndDelimiters}:@/]$`);
const queryCharacter = new RegExp(`^[${unreservedAndDelimiters}:@/?]$`);

/** An http URL in which there is nothing to check, encode or remove: nearly every one without a query. */
const settledUrl =
  /^https?:\/\/[a-z0-9-][a-z0-9.-]*(?::(?:[1-9]\d{0,3}|[1-5]\d{4}))?(?:\/(?!\.)[A-Za-z0-9\-._~:=&]*)+$/;

/**
 * The URL that is sent: host in ASCII, dot segments removed, illegal characters encoded, `query` appended (rule R21).
 * Text with a colon that does not start with `http` is returned untouched (rule R10).
 * Throws MissingSchema or InvalidURL.
 */
export function prepareUrl(url: string, query = ''): string {
  if (query === '' && settledUrl.test(url)) return url;
  const text = url.trimStart();
  if (text.includes(':') && !isHttpUrl(text)) return text;
  // A dot before the colon means a host and a port, not a scheme: `httpbin.org:8080`.
  const isUrl = /^(?:[a-zA-Z][a-zA-Z0-9+-]*:|\/)/.test(text);
  const parts = splitUrl(isUrl ? text : `//${text}`);
  const normal = parts.scheme === undefined || parts.scheme === 'http' || parts.scheme === 'https';
  const host = asciiHost(parts.host, normal, text);
  const port = portSuffix(parts.port, text);
  if (parts.scheme === undefined) throw missingSchema(text);
  if (host === '') {
    throw new InvalidURL(`The URL ${JSON.stringify(maskUserinfo(text))} has no host.`);
  }
  if (/^[*.]/.test(host)) throw invalidHost(text);
  const encode = (part: string, allowed: RegExp): string => (normal ? encodeIllegal(part, allowed) : part);
  const userinfo = parts.userinfo ? `${encode(parts.userinfo, userinfoCharacter)}@` : '';
  const path = encode(normal ? removeDotSegments(parts.path) : parts.path, pathCharacter);
  const ownQuery = encode(parts.query ?? '', queryCharacter);
  const fragment = encode(parts.fragment ?? '', queryCharacter);
  return joinUrl({
    scheme: parts.scheme,
    authority: `${userinfo}${host}${port}`,
    path,
    query: [ownQuery, query].filter((part) => part !== '').join('&'),
    fragment,
  });
}

/** Whether the text is prepared as an http URL: it starts so, in any case (rule R10). */
export function isHttpUrl(url: string): boolean {
  return url.includes(':') && url.slice(0, 4).toLowerCase() === 'http';
}

/** Every step of a send looks at the same URL, so the last one is kept. */
let lastSplit: { readonly url: string; readonly parts: UrlParts } | undefined;

/** Takes a URL apart without judging it (RFC 3986 appendix B; the authority also ends at a backslash). */
export function splitUrl(url: string): UrlParts {
  if (lastSplit?.url !== url) lastSplit = { url, parts: partsOf(url) };
  return lastSplit.parts;
}

function partsOf(url: string): UrlParts {
  const match = /^(?:([a-zA-Z][a-zA-Z0-9+.-]*):)?(?:\/\/([^\\/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/s.exec(
    url,
  );
  const [, scheme, authority, path = '', query, fragment] = match ?? [];
  const at = authority?.lastIndexOf('@') ?? -1;
  const hostPort = authority?.slice(at + 1) ?? '';
  const [, bracketed, name, port] = /^(?:(\[[^\]]*\])|([^:]*))(?::(.*))?$/s.exec(hostPort) ?? [];
  // More than one colon without brackets is no host and port: the whole is kept, and refused when prepared.
  const host = bracketed ?? name ?? hostPort;
  return {
    scheme: scheme?.toLowerCase(),
    userinfo: at === -1 ? undefined : authority?.slice(0, at),
    hostname: authority === undefined ? undefined : host.replace(/^\[|\]$/g, '').toLowerCase(),
    host,
    port,
    path,
    query,
    fragment,
  };
}

/** Path and query: what an origin server gets on the request line; never the fragment (rule R17). */
export function requestTarget(url: string): string {
  const { path, query } = splitUrl(url);
  const rooted = path.startsWith('/') ? path : `/${path}`;
  return query === undefined ? rooted : `${rooted}?${query}`;
}

/** The URL without userinfo and fragment: what a plain http proxy gets on the request line (rule R55). */
export function absoluteTarget(url: string): string {
  const { scheme, host, port, path, query } = splitUrl(url);
  const start = scheme === undefined ? '' : `${scheme}:`;
  const authority = port === undefined ? host : `${host}:${port}`;
  return `${start}//${authority}${path}${query === undefined ? '' : `?${query}`}`;
}

/** The Host field: the port only when it is not the scheme's default (rule R29). */
export function hostHeader(url: string): string {
  const { scheme, host, port } = splitUrl(url);
  return port === undefined || port === '' || Number(port) === defaultPort(scheme) ? host : `${host}:${port}`;
}

export function defaultPort(scheme: string | undefined): number | undefined {
  if (scheme === 'http') return 80;
  return scheme === 'https' ? 443 : undefined;
}

/** The URL with the secret part of its userinfo hidden, for messages. */
export function maskUserinfo(url: string): string {
  return url.replace(/^([a-zA-Z][a-zA-Z0-9+.-]*:\/\/)[^\\/?#]*@/, '$1***@');
}

function joinUrl(parts: {
  readonly scheme: string;
  readonly authority: string;
  readonly path: string;
  readonly query: string;
  readonly fragment: string;
}): string {
  const path = parts.path.startsWith('/') ? parts.path : `/${parts.path}`;
  const query = parts.query === '' ? '' : `?${parts.query}`;
  const fragment = parts.fragment === '' ? '' : `#${parts.fragment}`;
  return requoteUri(`${parts.scheme}://${parts.authority}${path}${query}${fragment}`);
}

/** The host in ASCII; of other schemes than http and https it keeps its case (they may name a socket's path). */
function asciiHost(host: string, normal: boolean, url: string): string {
  if (host.startsWith('[')) {
    const address = ipv6Host(host);
    if (address === undefined) throw invalidHost(url);
    return normal ? address : host;
  }
  if (/^[a-z0-9.-]+$/.test(host)) return host;
  // A name holds none of these, and percent signs only as escapes; a second colon means an unbracketed address.
  if (/[[\]:]|%(?![0-9a-fA-F]{2})/.test(host)) throw invalidHost(url);
  const labels = normal ? host.split('.').map((label) => labelToAscii(label)) : [mappedHost(host)];
  if (labels.includes(undefined)) throw invalidHost(url);
  return labels.join('.');
}

function mappedHost(host: string): string | undefined {
  return /^[\x21-\x7e]*$/.test(host) ? host : mappedToAscii(host);
}

/** A bracketed IPv6 address in lower case; a zone keeps its case and loses the escaped percent sign. */
function ipv6Host(host: string): string | undefined {
  const [, address = '', zone] = /^\[([^%\]]*)(?:%(?:25(?=.))?([^\]]+))?\]$/.exec(host) ?? [];
  if (!isIPv6(address)) return undefined;
  return zone === undefined
    ? `[${address.toLowerCase()}]`
    : `[${address.toLowerCase()}%${encodeIllegal(zone, /^[A-Za-z0-9\-._~]$/)}]`;
}

/** Whether the text behind a host's colon is a port that can be connected to. */
export function isPort(port: string): boolean {
  return /^0*\d{1,5}$/.test(port) && Number(port) <= 65535;
}

function portSuffix(port: string | undefined, url: string): string {
  if (port === undefined || port === '') return '';
  if (!isPort(port)) {
    throw new InvalidURL(`The URL ${JSON.stringify(maskUserinfo(url))} has an invalid port.`);
  }
  return Number(port) === 0 ? '' : `:${Number(port)}`;
}

/** RFC 3986 section 5.2.4; repeated slashes are kept, also leading ones (rule R14). */
export function removeDotSegments(path: string): string {
  if (!path.includes('/.') && !path.startsWith('.')) return path;
  const output: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '..') output.pop();
    else if (segment !== '.') output.push(segment);
  }
  if (path.startsWith('/') && output[0] !== '') output.unshift('');
  if (/\/\.\.?$/.test(path)) output.push('');
  return output.join('/');
}

function missingSchema(url: string): MissingSchema {
  return new MissingSchema(`The URL ${JSON.stringify(url)} has no scheme.`, {
    hint: `Perhaps you meant https://${url.replace(/^\/+/, '')}?`,
  });
}

function invalidHost(url: string): InvalidURL {
  return new InvalidURL(`The URL ${JSON.stringify(maskUserinfo(url))} has an invalid host.`);
}
