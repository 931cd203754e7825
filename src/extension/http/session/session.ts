/**
 * A session: defaults, cookies and connections that outlive one request. It decides what is sent (defaults, jar,
 * environment, redirects, authentication) and lets an adapter send it. It parses no `.http` text and keeps no
 * history of exchanges.
 */
import type {
  Adapter,
  AdapterSettings,
  ClientCertificate,
  Limits,
  Proxies,
  Undecodable,
} from '../transport/adapter.ts';
import { defaultLimits } from '../transport/adapter.ts';
import { basicAuth } from '../auth/auth.ts';
import type { Auth } from '../auth/auth.ts';
import type { ConnectionView } from '../transport/connections.ts';
import { isBodyStream } from '../request/body.ts';
import { limitedSignal } from './cancellation.ts';
import { withCookies } from '../cookies/cookiePreparation.ts';
import { CookieJar } from '../cookies/cookies.ts';
import { defaultHeaders } from '../request/defaultHeaders.ts';
import { mergeEnvironment, resolveProxies } from '../environment/environment.ts';
import type { TransportSettings, Variables } from '../environment/environment.ts';
import {
  InvalidSchema,
  RequestException,
  TooManyRedirects,
  UnrewindableBodyError,
  UsageError,
} from '../errors/errors.ts';
import type { ParamsInit } from '../request/form.ts';
import type { Headers } from '../request/headers.ts';
import { runResponseHooks } from '../request/hooks.ts';
import type { Hooks } from '../request/hooks.ts';
import { netrcCredentials } from '../environment/netrc.ts';
import { prepareRequest } from '../request/prepareRequest.ts';
import { PreparedRequest } from '../request/preparedRequest.ts';
import { RecentVariables } from '../environment/processVariables.ts';
import { redirectLocation, redirectedRequest } from './redirects.ts';
import { Request } from '../request/request.ts';
import type { RequestOptions } from '../request/request.ts';
import { Response } from '../response/response.ts';
import { timeoutsOf } from './timeouts.ts';
import type { Timeout } from './timeouts.ts';
import type { SendProgress } from '../response/timings.ts';
import { createUndiciAdapter } from '../transport/undiciAdapter.ts';
import { maskUserinfo } from '../url/url.ts';

export interface SendOptions {
  /** true: resolve when the headers have arrived and leave the body to be read. */
  readonly stream?: boolean | undefined;
  readonly timeout?: Timeout | undefined;
  /** Seconds for everything: connecting, redirects and the body. Unlimited by default. */
  readonly totalTimeout?: number | undefined;
  /** Default true. */
  readonly allowRedirects?: boolean | undefined;
  readonly proxies?: Proxies | undefined;
  readonly verify?: boolean | string | undefined;
  readonly cert?: ClientCertificate | null | undefined;
  readonly limits?: Partial<Limits> | undefined;
  /**
   * What becomes of a body that is not encoded as its Content-Encoding says: `fail` (the default) rejects with
   * ContentDecodingError when it is read, `raw` gives the bytes as they came, and a notice.
   */
  readonly undecodable?: Undecodable | undefined;
  /**
   * Offers HTTP/2 to servers over TLS, by ALPN; one that does not speak it, and `http://`, get HTTP/1.1. A connection
   * carries one request at a time all the same. Default false.
   */
  readonly http2?: boolean | undefined;
  /** false: the jar takes no cookie of the answers, those of redirects and challenges included. Default true. */
  readonly storeCookies?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: SendProgress) => void) | undefined;
}

export interface SessionOptions {
  readonly cookies?: CookieJar | undefined;
  /** The variables in which proxies, CA bundle and netrc are looked up; by default the process's own. */
  readonly environment?: Variables | undefined;
  /** Carries `http://` and `https://` until another one is mounted; by default a new one over undici. */
  readonly adapter?: Adapter | undefined;
}

export class Session {
  /** Sent with every request unless the request says otherwise. */
  headers: Headers = defaultHeaders();
  params: ParamsInit | undefined;
  auth: Auth | undefined;
  readonly cookies: CookieJar;
  verify: boolean | string = true;
  cert: ClientCertificate | undefined;
  proxies: Proxies = {};
  hooks: Hooks = {};
  maxRedirects = 30;
  trustEnv = true;
  stream = false;
  /** Offers HTTP/2 with each send that does not say otherwise. */
  http2 = false;
  timeout: Timeout = null;
  #environment: RecentVariables;
  readonly #mounts = new Map<string, Adapter>();
  readonly #listeners = new Set<() => void>();
  readonly #watched = new Set<Adapter>();

  constructor(options: SessionOptions = {}) {
    this.cookies = options.cookies ?? new CookieJar();
    this.#environment = new RecentVariables(options.environment ?? process.env);
    const adapter = options.adapter ?? createUndiciAdapter();
    this.mount('https://', adapter);
    this.mount('http://', adapter);
    this.cookies.onDidChange(() => this.#changed());
  }

  /** Where proxies, CA bundle and netrc are looked up; of the process's own variables, those that matter. */
  get environment(): Variables {
    return this.#environment.variables;
  }

  set environment(variables: Variables) {
    this.#environment = new RecentVariables(variables);
  }

  /** The exact request with this session's defaults, cookies and auth; nothing of it stays in the session. */
  prepareRequest(request: Request): PreparedRequest {
    return prepareRequest(this, request);
  }

  /** What a send should use for this URL: the given settings, then the environment's, then the session's (R49-R58). */
  mergeEnvironmentSettings(
    url: string,
    settings: Pick<SendOptions, 'proxies' | 'stream' | 'verify' | 'cert'> = {},
  ): TransportSettings {
    return mergeEnvironment(this, url, settings);
  }

  /**
   * Sends a prepared request as it is and follows its redirects. Without `stream` the body has been read when this
   * resolves; with it, the caller reads or closes the response. Rejects with a RequestException: TooManyRedirects
   * after `maxRedirects`, RequestCancelled when the signal is aborted, and the network's.
   */
  async send(prepared: PreparedRequest, options: SendOptions = {}): Promise<Response> {
    if (!(prepared instanceof PreparedRequest)) {
      throw new UsageError('ValueError', 'You can only send PreparedRequests.');
    }
    const limit = options.totalTimeout === undefined ? undefined : timeoutsOf(options.totalTimeout).read;
    if (limit === undefined) return this.#send(prepared, options);
    const { signal, end } = limitedSignal(options.signal, limit);
    try {
      const response = await this.#send(prepared, { ...options, signal });
      Response.complete(response, { onEnd: end });
      return response;
    } catch (error) {
      end();
      throw error;
    }
  }

  /** Prepares and sends with the environment's proxies and CA bundle; see `send`. */
  async request(method: string, url: string, options: RequestOptions & SendOptions = {}): Promise<Response> {
    const prepared = this.prepareRequest(new Request(method, url, options));
    const merged = this.mergeEnvironmentSettings(prepared.url, options);
    return this.send(prepared, { ...options, ...merged });
  }

  get(url: string, options?: RequestOptions & SendOptions): Promise<Response> {
    return this.request('GET', url, options);
  }

  options(url: string, options?: RequestOptions & SendOptions): Promise<Response> {
    return this.request('OPTIONS', url, options);
  }

  /** Redirects are not followed unless asked for. */
  head(url: string, options?: RequestOptions & SendOptions): Promise<Response> {
    return this.request('HEAD', url, { allowRedirects: false, ...options });
  }

  post(url: string, options?: RequestOptions & SendOptions): Promise<Response> {
    return this.request('POST', url, options);
  }

  put(url: string, options?: RequestOptions & SendOptions): Promise<Response> {
    return this.request('PUT', url, options);
  }

  patch(url: string, options?: RequestOptions & SendOptions): Promise<Response> {
    return this.request('PATCH', url, options);
  }

  delete(url: string, options?: RequestOptions & SendOptions): Promise<Response> {
    return this.request('DELETE', url, options);
  }

  /**
   * Follows the redirects from a response, one request for each step, and yields each answer. The body of each
   * redirect is read and dropped first. Yields nothing for a final response.
   */
  async *resolveRedirects(
    response: Response,
    prepared: PreparedRequest,
    options: SendOptions = {},
  ): AsyncGenerator<Response, void, undefined> {
    const history: Response[] = [...response.history];
    let current = response;
    let request = prepared;
    let followed = 0;
    while (redirectLocation(current) !== undefined) {
      await drain(current);
      if (followed >= this.maxRedirects) {
        throw new TooManyRedirects(`Exceeded ${this.maxRedirects} redirects.`, {
          request: current.request,
          response: current,
          hint: 'Look at the history for a loop, or raise the limit.',
        });
      }
      const next = this.#nextRequest(current, request);
      if (next === undefined) return;
      history.push(current);
      followed++;
      const answer = await this.#sendOnce(next, options, followed);
      Response.complete(answer, { history: [...history] });
      request = next;
      current = answer;
      yield answer;
    }
  }

  /** The request with the netrc credentials of its host, if there are any and the environment is trusted (rule R77). */
  rebuildAuth(prepared: PreparedRequest): PreparedRequest {
    const entry = this.trustEnv ? netrcCredentials(prepared.url, this.environment) : undefined;
    return entry === undefined ? prepared : basicAuth(entry.login, entry.password).authorize(prepared);
  }

  /** The adapter whose prefix is the longest one that the URL starts with, case aside (rule R119). */
  getAdapter(url: string): Adapter {
    const lower = url.toLowerCase();
    for (const [prefix, adapter] of this.#mounts) {
      if (lower.startsWith(prefix.toLowerCase())) return adapter;
    }
    throw new InvalidSchema(`No connection adapters were found for ${JSON.stringify(maskUserinfo(url))}.`, {
      hint: 'Start the URL with http:// or https://.',
    });
  }

  /** Sends URLs that start with the prefix over this adapter; end it with `/`, or it matches longer hosts too. */
  mount(prefix: string, adapter: Adapter): void {
    this.#mounts.delete(prefix);
    this.#mounts.set(prefix, adapter);
    const shorter = [...this.#mounts].filter(([other]) => other.length < prefix.length);
    for (const [other, mounted] of shorter) {
      this.#mounts.delete(other);
      this.#mounts.set(other, mounted);
    }
    if (this.#watched.has(adapter)) return;
    this.#watched.add(adapter);
    adapter.onDidChangeConnections?.(() => this.#changed());
  }

  /** The mounted prefixes, the one that is tried first first. */
  get mounts(): readonly string[] {
    return [...this.#mounts.keys()];
  }

  connections(): readonly ConnectionView[] {
    return [...this.#watched].flatMap((adapter) => adapter.connections?.() ?? []);
  }

  closeConnection(id: number): void {
    for (const adapter of this.#watched) adapter.closeConnection?.(id);
  }

  /** Calls back when cookies or connections have changed; returns the way to stop that. */
  onDidChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Closes all connections; the session can be used again and opens new ones. */
  async close(): Promise<void> {
    await Promise.all([...this.#watched].map((adapter) => adapter.close()));
  }

  async #send(prepared: PreparedRequest, options: SendOptions): Promise<Response> {
    let response = await this.#sendOnce(prepared, options, 0);
    if (options.allowRedirects === false) {
      Response.complete(response, { next: this.#nextRequest(response, prepared) });
    } else if (response.isRedirect) {
      for await (const hop of this.resolveRedirects(response, prepared, options)) response = hop;
    }
    if (!(options.stream ?? this.stream)) await response.read();
    return response;
  }

  /** One request and its answer, a challenge answered, hooks run and cookies stored; no redirect. */
  async #sendOnce(prepared: PreparedRequest, options: SendOptions, hop: number): Promise<Response> {
    const settings = this.#adapterSettings(prepared.url, options, hop);
    const jar = options.storeCookies === false ? undefined : this.cookies;
    const adapter = this.#adapterFor(prepared.url, hop);
    const context = { settings, send: (request: PreparedRequest) => adapter.send(request, settings) };
    let response = await adapter.send(prepared, settings);
    const answered = this.#answer(response, prepared, jar);
    if (answered !== undefined) {
      const refused = response;
      await drain(refused);
      response = await adapter.send(answered, settings);
      Response.complete(response, { history: [refused] });
    }
    response = await runResponseHooks(prepared.hooks, response, context);
    storeCookies(response, jar);
    return response;
  }

  #adapterFor(url: string, hop: number): Adapter {
    try {
      return this.getAdapter(url);
    } catch (error) {
      if (hop === 0 || !(error instanceof RequestException)) throw error;
      throw new InvalidSchema(
        `A redirect leads to ${JSON.stringify(maskUserinfo(url))}, which is not http.`,
        {},
        'RedirectBlocked',
      );
    }
  }

  #nextRequest(response: Response, prepared: PreparedRequest): PreparedRequest | undefined {
    const location = redirectLocation(response);
    if (location === undefined) return undefined;
    return this.rebuildAuth(withCookies(redirectedRequest(prepared, response, location), this.cookies));
  }

  /**
   * The request that answers a refusal's challenge; undefined when nothing can. It gets the cookies of the refusal,
   * unless its Cookie header was typed (rules R64 and R83).
   */
  #answer(
    refused: Response,
    prepared: PreparedRequest,
    jar: CookieJar | undefined,
  ): PreparedRequest | undefined {
    const { auth } = prepared;
    if (auth?.answer === undefined || refused.status < 400 || refused.status > 499) return undefined;
    storeCookies(refused, jar);
    const typed = prepared.headers.has('Cookie') && prepared.origins.cookies.length === 0;
    const keep = typed || !refused.headers.has('set-cookie');
    const answer = auth.answer(refused, keep ? prepared : withCookies(prepared, this.cookies));
    if (answer !== undefined && isBodyStream(answer.body) && !answer.body.replayable) {
      throw new UnrewindableBodyError(
        `${auth.name} authentication needs the body again, and ${answer.body.description} can be sent only once.`,
        { request: prepared, response: refused, hint: 'Send a file or text instead of a generator.' },
      );
    }
    return answer;
  }

  /** Proxies are chosen anew for each URL (rule R78). */
  #adapterSettings(url: string, options: SendOptions, hop: number): AdapterSettings {
    return {
      timeout: timeoutsOf(options.timeout === undefined ? this.timeout : options.timeout),
      verify: options.verify ?? this.verify,
      cert: options.cert ?? this.cert,
      proxies: resolveProxies(
        url,
        options.proxies ?? this.proxies,
        this.trustEnv ? this.environment : undefined,
      ),
      limits: { ...defaultLimits, ...options.limits },
      undecodable: options.undecodable ?? 'fail',
      http2: options.http2 ?? this.http2,
      hop,
      signal: options.signal,
      onProgress: options.onProgress,
    };
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }
}

/** Puts the cookies of a response into the jar, if there is one; the response has them in any case (rule R85). */
function storeCookies(response: Response, jar: CookieJar | undefined): void {
  const lines = response.headers.getAll('set-cookie');
  if (lines.length === 0) return;
  const { stored, refused } = (jar ?? new CookieJar()).setFromResponse(response.url, lines);
  Response.complete(response, { cookies: stored, refusedCookies: refused });
}

/** Reads a body nobody asked for, so that its connection can be used again; what it is does not matter (rule R80). */
async function drain(response: Response): Promise<void> {
  try {
    await response.read();
  } catch (error) {
    if (error instanceof RequestException && error.name === 'Cancelled') throw error;
    response.close();
  }
}
