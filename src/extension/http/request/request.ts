/**
 * What a person wants to send: a Request is intent, and nothing about it is checked or encoded until it is
 * prepared. `prepare` uses the request alone; `Session.prepareRequest` adds the session's defaults.
 */
import type { Auth } from '../auth/auth.ts';
import type { BodyStream } from './body.ts';
import type { CookieInit } from '../cookies/cookie.ts';
import type { FormInit, ParamsInit } from './form.ts';
import type { HeadersInit } from './headers.ts';
import type { Hooks } from './hooks.ts';
import type { FilesInit } from './multipart.ts';
import type { PreparedRequest } from './preparedRequest.ts';
import { prepareAlone } from './prepareRequest.ts';

export type { FormInit, ParamsInit };

/** Text and bytes go as they are, a form is encoded, streams are sent while they are produced (rule R33). */
export type DataInit = string | Uint8Array | BodyStream | AsyncIterable<Uint8Array> | FormInit;

/** Names and values for this request's URL, or whole cookies with their own domain and path. */
export type CookiesInit = Readonly<Record<string, string>> | Iterable<CookieInit>;

export interface RequestOptions {
  readonly headers?: HeadersInit | undefined;
  readonly params?: ParamsInit | null | undefined;
  readonly data?: DataInit | null | undefined;
  /** Sent as JSON when there is neither data nor files; `undefined` and `null` mean none (rule R38). */
  readonly json?: unknown;
  readonly files?: FilesInit | null | undefined;
  /** For this request only; never stored in the session (rule R81). */
  readonly cookies?: CookiesInit | undefined;
  readonly auth?: Auth | null | undefined;
  readonly hooks?: Hooks | undefined;
}

export class Request {
  /** As given; it is upper-cased when the request is prepared (rule R7). */
  readonly method: string;
  readonly url: string;
  readonly options: RequestOptions;

  constructor(method: string, url: string, options: RequestOptions = {}) {
    this.method = method;
    this.url = url;
    this.options = options;
  }

  /**
   * The exact request, from this one alone: no default headers, no session state, no netrc (rule R2).
   * Throws InvalidURL, MissingSchema, InvalidHeader or InvalidJSONError.
   */
  prepare(): PreparedRequest {
    return prepareAlone(this);
  }
}
