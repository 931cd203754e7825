/**
 * `fetch` over a session, for a library that wants one: the session's TLS, proxies and pinned certificates hold, while its
 * cookies, headers and credentials stay out of it. Redirects are not followed. Answers are small; 1 MiB is the limit.
 */
import type { SendOptions, Session } from '../../http/index.ts';
import { Request } from '../../http/index.ts';

export interface FetchInit {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: URLSearchParams | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What carries the requests. */
export interface Carrier {
  readonly session: Session;
  readonly options?: SendOptions | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface FetchedAnswer {
  readonly status: number;
  readonly text: string;
}

/** Seconds that a server has for its answer. */
const patience = 30;

/** Rejects as `Session.send` does. */
export async function fetchBySession(
  { session, options, signal: end }: Carrier,
  url: string,
  { method, headers, body, signal }: FetchInit,
): Promise<FetchedAnswer> {
  const prepared = new Request(method, url, {
    headers: { 'User-Agent': session.headers.get('User-Agent') ?? 'http-sessions', ...headers },
    data: body?.toString() ?? null,
  }).prepare();
  const response = await session.send(prepared, {
    verify: options?.verify,
    ca: options?.ca,
    certificates: options?.certificates,
    proxies: options?.proxies,
    allowRedirects: false,
    storeCookies: false,
    totalTimeout: patience,
    limits: { bodyBytes: 1024 * 1024 },
    signal: end ?? signal,
  });
  return { status: response.status, text: await response.text() };
}
