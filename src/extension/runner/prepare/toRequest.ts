/**
 * Makes the core's Request out of a request whose variables are filled: expands short forms of Authorization and
 * turns body texts and files into one body. It sends nothing; files are only looked at, their content is read
 * while it is sent. Line ends, framing and URLs are already what they must be.
 */
import type { ResolvedRequest, ResolvedSegment } from '../../../language/semantics/index.ts';
import type { Auth, Session } from '../../http/index.ts';
import { Request, RequestException } from '../../http/index.ts';
import { authorization } from './authorization.ts';
import type { BodyFile, ComposedStream, FileAccess, Place } from '../bodies/bodyFile.ts';
import { composeStream, findBodyFile, readWhole } from '../bodies/bodyFile.ts';

export interface ToRequestContext {
  /** The .http file, for messages. */
  readonly file: string;
  readonly access: FileAccess;
  /** Whose Digest nonces are used again. */
  readonly session: Session;
  /** Milliseconds since the epoch, for signatures. */
  readonly now: () => number;
  /** Fills the variables of a text that came from the `<@` file named in this line. */
  readonly substitute: (text: string, line: number) => string;
}

/** Files that are read to fill in variables stay small, because they are held in memory as text. */
export const substitutedLimit = 8 * 1024 * 1024;

/** Rejects with FileNotAllowed or InvalidRequest when it cannot be sent as a whole. */
export async function toRequest(resolved: ResolvedRequest, context: ToRequestContext): Promise<Request> {
  refuseUnsupported(resolved);
  const { headers, auth } = headersOf(resolved, context);
  const data = await bodyOf(resolved, context);
  return new Request(resolved.method, resolved.url, { headers, data, auth });
}

function refuseUnsupported({ definition: { protocol, httpVersion }, url }: ResolvedRequest): void {
  const phase = 'queue';
  if (httpVersion?.startsWith('HTTP/3') === true) {
    const hint = 'Leave the version out to use HTTP/1.1.';
    throw new RequestException('HTTP/3 is not supported.', 'InvalidRequest', { phase, hint });
  }
  if (protocol !== 'http') {
    throw new RequestException(`Requests over ${protocol} are not supported.`, 'InvalidRequest', { phase });
  }
  if (url === '*') {
    const hint = 'Ask for a path, as in `OPTIONS /`.';
    throw new RequestException('A request for * cannot be sent.', 'InvalidRequest', { phase, hint });
  }
  if (url.startsWith('/')) {
    const hint = 'Write the whole URL, or add a Host header.';
    throw new RequestException(`The URL ${url} names no host.`, 'InvalidRequest', { phase, hint });
  }
}

/** `null` keeps a default header of the session from being sent (rule R27). */
type TypedHeader = readonly [name: string, value: string | null];

function headersOf(
  { headers }: ResolvedRequest,
  { session, now }: ToRequestContext,
): { readonly headers: readonly TypedHeader[]; readonly auth: Auth | undefined } {
  let auth: Auth | undefined;
  const typed = headers.flatMap(({ name, value, remove }): readonly TypedHeader[] => {
    if (remove === true) return [[name, null]];
    if (name.toLowerCase() !== 'authorization') return [[name, value]];
    const meant = authorization(value, session, now);
    if (meant.auth === undefined) return [[name, meant.header]];
    auth = meant.auth;
    return [];
  });
  return { headers: typed, auth };
}

async function bodyOf(
  resolved: ResolvedRequest,
  context: ToRequestContext,
): Promise<string | ComposedStream | null> {
  if (resolved.body.kind === 'none') return null;
  const parts: (string | BodyFile)[] = [];
  for (const segment of resolved.body.segments) {
    const part = await partOf(segment, context);
    const last = parts.at(-1);
    if (typeof part === 'string' && typeof last === 'string') parts[parts.length - 1] = last + part;
    else if (part !== '') parts.push(part);
  }
  const [only, ...others] = parts;
  if (only === undefined) return null;
  if (typeof only === 'string' && others.length === 0) return only;
  return composeStream(parts, description(parts));
}

async function partOf(
  segment: ResolvedSegment,
  { file, access, substitute }: ToRequestContext,
): Promise<string | BodyFile> {
  if (segment.kind === 'text') return segment.text;
  const place: Place = { file, line: segment.line };
  const found = await findBodyFile(segment.path, access, place);
  if (!segment.substitute) return found;
  const text = await decoded(await readWhole(found, substitutedLimit, place), segment.encoding, place);
  return substitute(text, segment.line);
}

async function decoded(bytes: Uint8Array, encoding: string | undefined, place: Place): Promise<string> {
  if (encoding === undefined || /^utf-?8$/i.test(encoding)) return new TextDecoder().decode(bytes);
  const { default: iconv } = await import('iconv-lite');
  const known: boolean = iconv.encodingExists(encoding);
  if (known) return iconv.decode(Buffer.from(bytes), encoding);
  const message = `Line ${place.line}: the encoding ${encoding} is not known.`;
  const hint = 'Name one such as utf8, latin1 or utf16le.';
  throw new RequestException(message, 'InvalidRequest', { phase: 'queue', hint });
}

function description(parts: readonly (string | BodyFile)[]): string {
  const files = parts.filter((part) => typeof part !== 'string');
  return files.map(({ written, length }) => `${written} (${length} bytes)`).join(', ');
}
