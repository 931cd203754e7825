/**
 * Requests and sessions of the case file as objects of the library, and prepared requests back in the file's
 * notation. Shared by the suites that prepare and those that send.
 */
import {
  CookieJar,
  DigestAuth,
  Headers,
  Request,
  RequestException,
  isBodyStream,
  proxyAuth,
} from '../../../../src/extension/http/index.ts';
import type {
  Auth,
  Body,
  CookiesInit,
  DataInit,
  FileContent,
  FileInit,
  FilesInit,
  ParamsInit,
  PreparedRequest,
  RequestOptions,
} from '../../../../src/extension/http/index.ts';
import {
  decode,
  decodeHeaders,
  decodeText,
  encodeBody,
  fixedBoundary,
  isTagged,
  memoryFile,
} from './values.ts';
import type { Tagged } from './values.ts';

/** How an `auth` of the file is made; `shared` digest handlers are the caller's business. */
export type AuthFactory = (given: Tagged) => Auth;

export function requestOf(given: Tagged, makeAuth: AuthFactory = authOf): Request {
  // The empty method stands for None, which prepares but is never sent.
  const method = given['method'] === null ? '' : decodeText(given['method']);
  return new Request(method, decodeText(given['url']), optionsOf(given, makeAuth));
}

export function optionsOf(given: Tagged, makeAuth: AuthFactory = authOf): RequestOptions {
  const { headers, params, data, files, cookies, auth } = given;
  return {
    headers: headers === undefined ? undefined : decodeHeaders(headers),
    params: decode(params) as ParamsInit | undefined,
    data: decode(data) as DataInit | undefined,
    json: decode(given['json']),
    files: files === undefined ? undefined : filesOf(files as readonly (readonly [unknown, unknown])[]),
    cookies: decode(cookies) as CookiesInit | undefined,
    auth: Array.isArray(auth) ? (decode(auth) as Auth) : isTagged(auth) ? makeAuth(auth) : undefined,
  };
}

/** The schemes that the file names; a callable may set headers and replace the body. */
export function authOf(given: Tagged): Auth {
  const { type, username, password } = given;
  switch (type) {
    case 'digest':
      return new DigestAuth(String(username), String(password));
    case 'proxy':
      return proxyAuth(String(username), String(password));
    case 'basic':
      return [String(username), String(password)];
    case 'callable':
    case 'function':
      return (prepared) =>
        prepared.with({
          headers: prepared.headers.merge(decodeHeaders(given['headers'])),
          body: 'body' in given ? (decode(given['body']) as Body) : undefined,
        });
    default:
      throw new TypeError(`The case names an auth that this suite does not know: ${String(type)}`);
  }
}

/** A prepared request as the file writes it, with its random boundary replaced by the file's fixed one. */
export async function describePrepared(prepared: PreparedRequest, like: unknown): Promise<unknown> {
  const expectedBody = isTagged(like) ? like['body'] : undefined;
  const body = await encodeBody(prepared.body, expectedBody);
  const boundary = boundaryIn(body);
  const fix = (text: string): string =>
    boundary === undefined ? text : text.replaceAll(boundary, fixedBoundary);
  return {
    method: prepared.method === '' ? null : prepared.method,
    url: prepared.url,
    headers: prepared.headers.entries().map(([name, value]) => [name, fix(value)]),
    body: fixBody(body, fix),
  };
}

/** What was thrown, told by the expected names where it is of that family, and by its own where it is not. */
export function describeError(error: unknown, expected: Tagged): Tagged {
  if (!(error instanceof RequestException)) throw error;
  const { families } = error;
  const name = String(expected['error']);
  const bases = Array.isArray(expected['errorBases'])
    ? { errorBases: expected['errorBases'].filter((base) => families.includes(String(base))) }
    : {};
  return { error: families.includes(name) ? name : error.family, ...bases };
}

/** The outcome of something that may throw, in the file's notation. */
export async function settle(expected: Tagged, run: () => unknown): Promise<unknown> {
  try {
    return await run();
  } catch (error) {
    return describeError(error, expected);
  }
}

/** A jar with the cookies of a mapping or a `$jar`. */
export function jarOf(cookies: unknown): CookieJar {
  const jar = new CookieJar();
  const decoded = decode(cookies) as CookiesInit | undefined;
  if (decoded === undefined) return jar;
  const inits =
    Symbol.iterator in decoded ? decoded : Object.entries(decoded).map(([name, value]) => ({ name, value }));
  for (const init of inits) jar.set(init);
  return jar;
}

/** The cookies of a jar as the file lists them: by domain, path and name. */
export function describeJar(jar: CookieJar): unknown {
  return jar
    .list()
    .map((cookie) => ({
      // A line without a name is, for Python, a name without a value.
      name: cookie.name === '' ? cookie.value : cookie.name,
      value: cookie.name === '' ? null : cookie.value,
      domain: cookie.hostOnly ? cookie.domain : `.${cookie.domain}`,
      path: cookie.path,
      secure: cookie.secure,
      session: cookie.expires === undefined,
    }))
    .toSorted(
      (one, other) =>
        compare(one.domain, other.domain) || compare(one.path, other.path) || compare(one.name, other.name),
    );
}

/** A session's headers: those of a fresh one, or none, updated one by one as Python's mapping is. */
export function sessionHeaders(given: Tagged, fresh: Headers): Headers {
  let headers = given['replaceHeaders'] === true ? new Headers() : fresh;
  const updates = given['headers'] ?? [];
  const pairs = (Array.isArray(updates) ? updates : Object.entries(updates)) as [unknown, unknown][];
  for (const pair of pairs) headers = headers.merge(decodeHeaders([pair]));
  return headers;
}

function filesOf(given: readonly (readonly [unknown, unknown])[]): FilesInit {
  return given.map(([name, file]) => [decodeText(name), fileOf(file)] as const);
}

function fileOf(given: unknown): FileInit {
  if (!isTagged(given) || '$bytes' in given || '$base64' in given) return contentOf(given);
  const { filename, contentType, headers } = given;
  const name = typeof given['objname'] === 'string' ? given['objname'] : undefined;
  const content = contentOf(given['content']);
  const stream =
    given['file'] === true && !isBodyStream(content) ? memoryFile(Buffer.from(content), 0, name) : content;
  return {
    ...('filename' in given ? { filename: filename === null ? null : decodeText(filename) } : {}),
    content: given['content'] === null ? null : stream,
    contentType: typeof contentType === 'string' ? contentType : undefined,
    headers: isTagged(headers) ? (headers as Record<string, string>) : undefined,
  };
}

function contentOf(given: unknown): FileContent {
  const decoded = decode(given);
  if (decoded instanceof Uint8Array || isBodyStream(decoded)) return decoded;
  return String(decoded);
}

function fixBody(body: unknown, fix: (text: string) => string): unknown {
  if (!isTagged(body)) return typeof body === 'string' ? fix(body) : body;
  if (typeof body['$bytes'] === 'string') return { $bytes: fix(body['$bytes']) };
  if (typeof body['$base64'] !== 'string') return body;
  const text = Buffer.from(body['$base64'], 'base64').toString('latin1');
  return { $base64: Buffer.from(fix(text), 'latin1').toString('base64') };
}

function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}

/** The random boundary with which a multipart body starts. */
function boundaryIn(body: unknown): string | undefined {
  if (!isTagged(body)) return undefined;
  const { $bytes, $base64 } = body;
  const text =
    typeof $bytes === 'string' ? $bytes : Buffer.from(String($base64), 'base64').toString('latin1');
  return /^--([0-9a-f]{32})\r\n/.exec(text)?.[1];
}
