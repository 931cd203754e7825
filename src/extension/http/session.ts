/**
 * A session: defaults, cookies and connections that outlive one request. It decides what is sent (defaults, jar,
 * environment, redirects, authentication) and lets an adapter send it. It parses no `.http` text and keeps no
 * history of exchanges.
 */
import type { Adapter, ClientCertificate, Limits, Proxies } from './adapter.ts';
import type { Auth } from './auth.ts';
import type { ConnectionView } from './connections.ts';
import type { CookieJar } from './cookies.ts';
import type { Headers } from './headers.ts';
import type { Hooks } from './hooks.ts';
import type { PreparedRequest } from './preparedRequest.ts';
import type { ParamsInit, Request, RequestOptions } from './request.ts';
import type { Response } from './response.ts';
import type { SendProgress } from './timings.ts';

/** Seconds: one number for connect and read, or a pair. `null` waits for ever (rule R99). */
export type Timeout = number | readonly [connect: number | null, read: number | null] | null;

export interface SendOptions {
  /** true: resolve when the headers have arrived and leave the body to be read. */
  readonly stream?: boolean | undefined;
  readonly timeout?: Timeout | undefined;
  /** Default true. */
  readonly allowRedirects?: boolean | undefined;
  readonly proxies?: Proxies | undefined;
  readonly verify?: boolean | string | undefined;
  readonly cert?: ClientCertificate | null | undefined;
  readonly limits?: Partial<Limits> | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: SendProgress) => void) | undefined;
}

export interface EnvironmentSettings {
  readonly proxies: Proxies;
  readonly stream: boolean;
  readonly verify: boolean | string;
  readonly cert: ClientCertificate | undefined;
}

/** The shape of Session; see session.ts's class for what each does. */
export declare class Session {
  headers: Headers;
  params: ParamsInit | undefined;
  auth: Auth | undefined;
  cookies: CookieJar;
  verify: boolean | string;
  cert: ClientCertificate | undefined;
  proxies: Proxies;
  hooks: Hooks;
  maxRedirects: number;
  trustEnv: boolean;
  stream: boolean;
  timeout: Timeout;
  /** The environment variables proxies, CA bundle and netrc are looked up in; `process.env` by default. */
  environment: Readonly<Record<string, string | undefined>>;
  prepareRequest(request: Request): PreparedRequest;
  mergeEnvironmentSettings(
    url: string,
    settings: Pick<SendOptions, 'proxies' | 'stream' | 'verify' | 'cert'>,
  ): EnvironmentSettings;
  send(prepared: PreparedRequest, options?: SendOptions): Promise<Response>;
  request(method: string, url: string, options?: RequestOptions & SendOptions): Promise<Response>;
  get(url: string, options?: RequestOptions & SendOptions): Promise<Response>;
  options(url: string, options?: RequestOptions & SendOptions): Promise<Response>;
  head(url: string, options?: RequestOptions & SendOptions): Promise<Response>;
  post(url: string, options?: RequestOptions & SendOptions): Promise<Response>;
  put(url: string, options?: RequestOptions & SendOptions): Promise<Response>;
  patch(url: string, options?: RequestOptions & SendOptions): Promise<Response>;
  delete(url: string, options?: RequestOptions & SendOptions): Promise<Response>;
  mount(prefix: string, adapter: Adapter): void;
  getAdapter(url: string): Adapter;
  resolveRedirects(
    response: Response,
    prepared: PreparedRequest,
    options?: SendOptions,
  ): AsyncIterable<Response>;
  connections(): readonly ConnectionView[];
  closeConnection(id: number): void;
  onDidChange(listener: () => void): () => void;
  close(): Promise<void>;
}
