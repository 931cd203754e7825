/**
 * How a request proves who sends it: what callers may give as `auth`, and the schemes that need no challenge
 * (Basic, Bearer, proxy Basic). Digest, which answers a challenge, is in digest.ts. Nothing here reads netrc or
 * the environment; prepareRequest.ts chooses the source.
 */
import type { Headers } from '../request/headers.ts';
import type { PreparedRequest } from '../request/preparedRequest.ts';

/** A response seen by an auth scheme: just enough to answer a challenge. */
export interface Challenge {
  readonly status: number;
  readonly headers: Headers;
}

/** Auth as an object: applied last when a request is prepared (rule R6), and asked once when a response refuses it. */
export interface AuthScheme {
  /** For people and origins: `Basic`, `Digest` … */
  readonly name: string;
  /** The request with its credentials; the body may be replaced, Content-Length then follows (rule R8). */
  authorize(prepared: PreparedRequest): PreparedRequest;
  /**
   * The request to send instead after a refusal, or undefined when the response stands. The sender asks at most
   * once for each hop, drains the refused response first, and puts it in the history (rule R64).
   */
  answer?(challenge: Challenge, prepared: PreparedRequest): PreparedRequest | undefined;
}

/** Name and password for Basic: text is sent as Latin-1, or UTF-8 where Latin-1 cannot hold it; bytes as they are. */
export type Credentials = readonly [user: string | Uint8Array, password: string | Uint8Array];

export type AuthFunction = (prepared: PreparedRequest) => PreparedRequest;

/** A pair means Basic (rule R63); an empty list means "given, but none" and stops the search (rule R61). */
export type Auth = Credentials | readonly [] | AuthFunction | AuthScheme;

/** `Basic …` for a name and a password (rule R62). */
export function basicAuthorization(user: string | Uint8Array, password: string | Uint8Array): string {
  return `Basic ${Buffer.concat([credentialBytes(user), Buffer.from(':'), credentialBytes(password)]).toString('base64')}`;
}

export function basicAuth(user: string | Uint8Array, password: string | Uint8Array): AuthScheme {
  return headerAuth('Basic', 'Authorization', basicAuthorization(user, password));
}

export function bearerAuth(token: string): AuthScheme {
  return headerAuth('Bearer', 'Authorization', `Bearer ${token}`);
}

/** Basic credentials for a proxy, in Proxy-Authorization (rule R69). */
export function proxyAuth(user: string | Uint8Array, password: string | Uint8Array): AuthScheme {
  return headerAuth('Basic for the proxy', 'Proxy-Authorization', basicAuthorization(user, password));
}

/** The scheme a caller's `auth` stands for; undefined when it stands for none. */
export function authScheme(auth: Auth): AuthScheme | undefined {
  if (typeof auth === 'function') return { name: auth.name === '' ? 'function' : auth.name, authorize: auth };
  if ('authorize' in auth) return auth;
  return auth.length === 2 ? basicAuth(auth[0], auth[1]) : undefined;
}

function headerAuth(name: string, header: string, value: string): AuthScheme {
  return { name, authorize: (prepared) => prepared.with({ headers: prepared.headers.with(header, value) }) };
}

function credentialBytes(part: string | Uint8Array): Buffer {
  if (typeof part !== 'string') return Buffer.from(part);
  const latin1 = Buffer.from(part, 'latin1');
  return latin1.toString('latin1') === part ? latin1 : Buffer.from(part, 'utf8');
}
