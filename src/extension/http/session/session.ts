/**
 * A session: defaults, cookies and connections that outlive one request. It decides what is sent (defaults, jar,
 * environment, redirects, authentication) and lets an adapter send it. It parses no `.http` text and keeps no
 * history of exchanges.
 */
import type { Adapter, AdapterSettings, ClientCertificate, Proxies } from '../transport/adapter.ts';
import { defaultLimits } from '../transport/adapter.ts';
import { basicAuth } from '../auth/auth.ts';
import type { Auth } from '../auth/auth.ts';
import type { ConnectionView } from '../transport/connections.ts';
import { isBodyStream } from '../request/body.ts';
import { limitedSignal } from './cancellation.ts';
import { drain } from './drain.ts';
import { Mounts } from './mounts.ts';
import { withCookies } from '../cookies/cookiePreparation.ts';
import { CookieJar } from '../cookies/cookies.ts';
import { defaultHeaders } from '../request/defaultHeaders.ts';
import { mergeEnvironment, resolveProxies } from '../environment/environment.ts';
import type { TransportSettings, Variables } from '../environment/environment.ts';
import { InvalidSchema, RequestException, UnrewindableBodyError, UsageError } from '../errors/errors.ts';
import type { ParamsInit } from '../request/form.ts';
import type { Headers } from '../request/headers.ts';
import { runResponseHooks } from '../request/hooks.ts';
import type { Hooks } from '../request/hooks.ts';
import { netrcCredentials } from '../environment/netrc.ts';
import { prepareRequest } from '../request/prepareRequest.ts';
import { PreparedRequest } from '../request/preparedRequest.ts';
import { RecentVariables } from '../environment/processVariables.ts';
import {
  askForBody,
  atRedirect,
  redirectLocation,
  redirectedRequest,
  tooManyRedirects,
} from './redirects.ts';
import { Request } from '../request/request.ts';
import type { RequestOptions } from '../request/request.ts';
import { Response } from '../response/response.ts';
import type { SendOptions } from './sendOptions.ts';
import { timeoutsOf } from './timeouts.ts';
import type { Timeout } from './timeouts.ts';
import { pinKey } from '../transport/tlsSettings.ts';
import { createUndiciAdapter } from '../transport/undiciAdapter.ts';
import { maskUserinfo } from '../url/url.ts';

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
  readonly #listeners = new Set<() => void>();
  /** Replaced when it changes, so that a send keeps what it began with. */
  #pins: ReadonlyMap<string, string> = new Map();
  readonly #mounts = new Mounts(() => this.#changed());

  constructor(options: SessionOptions = {}) {
    this.cookies = options.cookies ?? new CookieJar();
    this.#environment = new RecentVariables(options.environment ?? process.env);
    const adapter = options.adapter ?? createUndiciAdapter();
    this.mount('https://', adapter);
    this.mount('http://', adapter);
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
  send(prepared: PreparedRequest, options: SendOptions = {}): Promise<Response> {
    if (!(prepared instanceof PreparedRequest)) {
      return Promise.reject(new UsageError('ValueError', 'You can only send PreparedRequests.'));
    }
    return options.totalTimeout === undefined
      ? this.#send(prepared, options)
      : this.#sendWithin(options.totalTimeout, prepared, options);
  }

  /** Prepares and sends with the environment's proxies and CA bundle; see `send`. */
  request(method: string, url: string, options: RequestOptions & SendOptions = {}): Promise<Response> {
    // Without `await`: each of many requests that wait for a connection would keep one step more in memory.
    try {
      const prepared = this.prepareRequest(new Request(method, url, options));
      const merged = this.mergeEnvironmentSettings(prepared.url, options);
      return this.send(prepared, { ...options, ...merged });
    } catch (error) {
      return Promise.reject(error instanceof Error ? error : new Error(String(error), { cause: error }));
    }
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
    const { maxRedirects = this.maxRedirects } = options;
    while (redirectLocation(current) !== undefined) {
      await drain(current);
      if (followed >= maxRedirects) throw tooManyRedirects(maxRedirects, current);
      const next = this.#nextRequest(current, request, options);
      if (next === undefined) return;
      await askForBody(next, current, options.mayTakeBody);
      history.push(current);
      followed++;
      const answer = await this.#sendOnce(next, options, followed).catch((error: unknown) => {
        throw atRedirect(error, current);
      });
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
    return this.#mounts.adapterFor(url);
  }

  /** Sends URLs that start with the prefix over this adapter; end it with `/`, or it matches longer hosts too. */
  mount(prefix: string, adapter: Adapter): void {
    this.#mounts.mount(prefix, adapter);
  }

  /** The mounted prefixes, the one that is tried first first. */
  get mounts(): readonly string[] {
    return this.#mounts.prefixes;
  }

  connections(): readonly ConnectionView[] {
    return this.#mounts.connections();
  }

  closeConnection(id: number): void {
    this.#mounts.closeConnection(id);
  }

  /** The SHA-256 fingerprints that this session trusts, by `host:port`. */
  get trustedCertificates(): ReadonlyMap<string, string> {
    return this.#pins;
  }

  /**
   * Trusts one certificate of one host and port, by its SHA-256 fingerprint (`3A:9F:…`), although nobody vouches for it,
   * until it is forgotten. Any other certificate there is refused unless it verifies. Kept in memory only.
   */
  trustCertificate(host: string, port: number, fingerprint256: string): void {
    this.#pins = new Map([...this.#pins, [pinKey(host, port), fingerprint256]]);
    this.#changed();
  }

  /** Undoes the `trustCertificate` of one `host:port`, or all of them; connections made by it carry nothing more. */
  forgetCertificates(place?: string): void {
    const kept = [...this.#pins].filter(([key]) => place !== undefined && key !== place);
    if (kept.length === this.#pins.size) return;
    this.#pins = new Map(kept);
    this.#changed();
  }

  /** Calls back when cookies, connections or trusted certificates have changed; returns the way to stop that. */
  onDidChange(listener: () => void): () => void {
    const stop = this.cookies.onDidChange(listener);
    this.#listeners.add(listener);
    return () => {
      stop();
      this.#listeners.delete(listener);
    };
  }

  /** Closes all connections; the session can be used again and opens new ones. */
  async close(): Promise<void> {
    await this.#mounts.close();
  }

  async #sendWithin(seconds: number, prepared: PreparedRequest, options: SendOptions): Promise<Response> {
    const limit = timeoutsOf(seconds).read;
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

  async #send(prepared: PreparedRequest, options: SendOptions): Promise<Response> {
    let response = await this.#sendOnce(prepared, options, 0);
    if (options.allowRedirects === false) {
      Response.complete(response, { next: this.#nextRequest(response, prepared, options) });
    } else if (response.isRedirect) {
      response = await this.#lastOf(response, prepared, options);
    }
    if (!(options.stream ?? this.stream)) await response.read();
    return response;
  }

  async #lastOf(first: Response, prepared: PreparedRequest, options: SendOptions): Promise<Response> {
    let response = first;
    for await (const hop of this.resolveRedirects(first, prepared, options)) response = hop;
    return response;
  }

  /** One request and its answer, a challenge answered, hooks run and cookies stored; no redirect. */
  async #sendOnce(prepared: PreparedRequest, options: SendOptions, hop: number): Promise<Response> {
    const settings = this.#adapterSettings(prepared.url, options, hop);
    const jar = options.storeCookies === false ? undefined : this.cookies;
    const adapter = this.#adapterFor(prepared.url, hop);
    let response = await adapter.send(prepared, settings);
    const answered = this.#answer(response, prepared, jar);
    if (answered !== undefined) {
      const refused = response;
      await drain(refused);
      response = await adapter.send(answered, settings);
      Response.complete(response, { history: [refused] });
    }
    if (prepared.hooks.response !== undefined) {
      const context = { settings, send: (request: PreparedRequest) => adapter.send(request, settings) };
      response = await runResponseHooks(prepared.hooks, response, context);
    }
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

  #nextRequest(
    response: Response,
    prepared: PreparedRequest,
    { isSecretHeader }: SendOptions,
  ): PreparedRequest | undefined {
    const location = redirectLocation(response);
    if (location === undefined) return undefined;
    try {
      const next = redirectedRequest(prepared, response, location, isSecretHeader);
      return this.rebuildAuth(withCookies(next, this.cookies));
    } catch (error) {
      throw atRedirect(error, response);
    }
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
      ca: options.ca,
      cert: options.cert ?? this.cert,
      certificates: options.certificates,
      proxies: resolveProxies(
        url,
        options.proxies ?? this.proxies,
        this.trustEnv ? this.environment : undefined,
      ),
      limits: options.limits === undefined ? defaultLimits : { ...defaultLimits, ...options.limits },
      undecodable: options.undecodable ?? 'fail',
      http2: options.http2 ?? this.http2,
      hop,
      pins: this.#pins,
      signal: options.signal,
      patience: options.patience,
      onProgress: options.onProgress,
    };
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }
}

/** Puts the cookies of a response into the jar, if there is one; the response has them in any case (rule R85). */
function storeCookies(response: Response, jar: CookieJar | undefined): void {
  if (!response.headers.has('set-cookie')) return;
  const lines = response.headers.getAll('set-cookie');
  const { stored, refused } = (jar ?? new CookieJar()).setFromResponse(response.url, lines);
  Response.complete(response, { cookies: stored, refusedCookies: refused });
}
