/**
 * Makes the core's Request out of a request whose variables are filled: completes the URL, expands short forms of
 * Authorization, and turns body texts and files into one body. It sends nothing and decides nothing about the
 * session; files are only looked at, their content is read while it is sent.
 */
import type { ResolvedHeader, ResolvedRequest, ResolvedSegment } from '../../language/semantics/index.ts';
import type { HeaderEntry } from '../http/index.ts';
import { Request, RequestException } from '../http/index.ts';
import { authorizationValue } from './authorization.ts';
import type { BodyFile, ComposedStream, FileAccess, Place } from './bodyFile.ts';
import { composeStream, findBodyFile, readWhole } from './bodyFile.ts';

export interface ToRequestContext {
  /** The .http file, for messages. */
  readonly file: string;
  readonly access: FileAccess;
  /** Fills the variables of a text that came from the `<@` file named in this line. */
  readonly substitute: (text: string, line: number) => string;
}

/** Files that are read to fill in variables stay small, because they are held in memory as text. */
const substitutedLimit = 8 * 1024 * 1024;

/** Rejects with FileNotAllowed or InvalidRequest when a file of the body cannot be used. */
export async function toRequest(resolved: ResolvedRequest, context: ToRequestContext): Promise<Request> {
  const headers = headersOf(resolved);
  return new Request(methodOf(resolved), absoluteUrl(resolved.url, headers), {
    headers,
    data: await bodyOf(resolved, context),
  });
}

/**
 * The URL with scheme and host. A path alone takes its host from the Host header, with https only for ports 443
 * and 8443; a URL without a scheme is http (http-syntax 1a).
 */
export function absoluteUrl(url: string, headers: readonly HeaderEntry[]): string {
  const typed = url.trim();
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(typed)) return typed;
  if (!typed.startsWith('/') || typed.startsWith('//')) return `http://${typed.replace(/^\/\//, '')}`;
  const host = headers.find(([name]) => name.toLowerCase() === 'host')?.[1].trim();
  if (host === undefined || host === '') {
    throw new RequestException(`The URL ${typed} names no host.`, 'InvalidRequest', {
      phase: 'queue',
      hint: 'Write the whole URL, or add a Host header.',
    });
  }
  return `${/:(?:443|8443)$/.test(host) ? 'https' : 'http'}://${host}${typed}`;
}

function methodOf({ method, body }: ResolvedRequest): string {
  return method === 'GRAPHQL' && body.kind === 'graphql' ? 'POST' : method;
}

/** Repeated fields stay apart, except Cookie, of which there is one (RFC 6265 section 5.4). */
function headersOf({ headers, body }: ResolvedRequest): readonly HeaderEntry[] {
  const entries: HeaderEntry[] = [];
  for (const header of headers) {
    const [name, value] = typedHeader(header);
    const earlier = entries.findIndex(([other]) => isCookie(name) && isCookie(other));
    const present = entries[earlier];
    if (present === undefined) entries.push([name, value]);
    else entries[earlier] = [present[0], `${present[1]}; ${value}`];
  }
  const isTyped = entries.some(([name]) => name.toLowerCase() === 'content-type');
  if (body.kind === 'graphql' && !isTyped) entries.push(['Content-Type', 'application/json']);
  return entries;
}

function typedHeader({ name, value }: ResolvedHeader): HeaderEntry {
  return [name, name.toLowerCase() === 'authorization' ? authorizationValue(value) : value];
}

function isCookie(name: string): boolean {
  return name.toLowerCase() === 'cookie';
}

async function bodyOf(
  resolved: ResolvedRequest,
  context: ToRequestContext,
): Promise<string | ComposedStream | null> {
  if (resolved.body.kind === 'none') return null;
  const lineEnd = lineEndOf(resolved);
  const parts: (string | BodyFile)[] = [];
  for (const segment of resolved.body.segments) {
    const part = await partOf(segment, lineEnd, context);
    const last = parts.at(-1);
    if (typeof part === 'string' && typeof last === 'string') parts[parts.length - 1] = last + part;
    else if (part !== '') parts.push(part);
  }
  const [only, ...others] = parts;
  if (only === undefined) return null;
  if (typeof only === 'string' && others.length === 0) {
    return resolved.body.kind === 'form' ? joinedForm(only) : only;
  }
  return composeStream(parts, description(parts));
}

async function partOf(
  segment: ResolvedSegment,
  lineEnd: string,
  { file, access, substitute }: ToRequestContext,
): Promise<string | BodyFile> {
  if (segment.kind === 'text') return segment.text.replaceAll(/\r\n|\n/g, lineEnd);
  const place: Place = { file, line: segment.line };
  const found = await findBodyFile(segment.path, access, place);
  if (!segment.substitute) return found;
  const text = await decoded(await readWhole(found, substitutedLimit, place), segment.encoding, place);
  return substitute(text, segment.line);
}

/** Bodies whose own format asks for CRLF get it; all others have LF, whatever the file has (http-syntax 1c). */
function lineEndOf({ headers, body }: ResolvedRequest): string {
  const type = headers.find(({ name }) => name.toLowerCase() === 'content-type')?.value ?? '';
  return body.kind === 'multipart' || /^\s*(?:multipart\/|application\/http\b)/i.test(type) ? '\r\n' : '\n';
}

async function decoded(bytes: Uint8Array, encoding: string | undefined, place: Place): Promise<string> {
  if (encoding === undefined || /^utf-?8$/i.test(encoding)) return new TextDecoder().decode(bytes);
  const { default: iconv } = await import('iconv-lite');
  if (!iconv.encodingExists(encoding)) {
    throw new RequestException(
      `Line ${place.line}: the encoding ${encoding} is not known.`,
      'InvalidRequest',
      {
        phase: 'queue',
        hint: 'Name one such as utf8, latin1 or utf16le.',
      },
    );
  }
  return iconv.decode(Buffer.from(bytes), encoding);
}

/** Form fields may stand on lines of their own with the `&` on either side. */
function joinedForm(text: string): string {
  return text.replaceAll(/[ \t]*\n[ \t]*&/g, '&').replaceAll(/&[ \t]*\n[ \t]*/g, '&');
}

function description(parts: readonly (string | BodyFile)[]): string {
  const files = parts.filter((part) => typeof part !== 'string');
  return files.map(({ written, length }) => `${written} (${length} bytes)`).join(', ');
}
