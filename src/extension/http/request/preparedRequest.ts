/**
 * The exact request: what is shown is what is sent. A PreparedRequest is a value; an edit makes a new one and leaves
 * the untouched parts byte for byte as they were. It sends nothing and knows no session.
 */
import { createHash } from 'node:crypto';
import type { AuthScheme } from '../auth/auth.ts';
import type { Body } from './body.ts';
import { isBodyStream } from './body.ts';
import type { Cookie } from '../cookies/cookie.ts';
import { editedRequest } from './editedRequest.ts';
import type { Headers, HeadersInit } from './headers.ts';
import type { Hooks } from './hooks.ts';
import type { Origins } from './origins.ts';
import type { WireHead } from './wireHead.ts';
import { wireHead } from './wireHead.ts';

export interface PreparedParts {
  readonly method: string;
  readonly url: string;
  readonly headers: Headers;
  readonly body: Body;
  readonly origins: Origins;
  /** The request's own cookies, kept for redirects (rule R76); not the jar's. */
  readonly cookies: readonly Cookie[];
  /** Asked when a response refuses the request; undefined when nothing can answer. */
  readonly auth: AuthScheme | undefined;
  readonly hooks: Hooks;
  /** An edit has set Content-Length or Transfer-Encoding on purpose: they are sent as they are. Default false. */
  readonly hasOwnFraming?: boolean;
}

/** What may be changed about a prepared request; parts left out stay as they are. */
export interface RequestEdit {
  readonly method?: string | undefined;
  readonly url?: string | undefined;
  /** All the headers, not only the changed ones. */
  readonly headers?: HeadersInit | undefined;
  readonly body?: Body | undefined;
  /** The framing of these headers is meant, also where it is the present one. Default false. */
  readonly setsFraming?: boolean | undefined;
}

export class PreparedRequest implements PreparedParts {
  readonly method: string;
  readonly url: string;
  readonly headers: Headers;
  readonly body: Body;
  readonly origins: Origins;
  readonly cookies: readonly Cookie[];
  readonly auth: AuthScheme | undefined;
  readonly hooks: Hooks;
  readonly hasOwnFraming: boolean;
  #wireHead: WireHead | undefined;

  constructor(parts: PreparedParts) {
    this.method = parts.method;
    this.url = parts.url;
    this.headers = parts.headers;
    this.body = parts.body;
    this.origins = parts.origins;
    this.cookies = parts.cookies;
    this.auth = parts.auth;
    this.hooks = parts.hooks;
    this.hasOwnFraming = parts.hasOwnFraming ?? false;
  }

  /** The request line and header lines exactly as they are written to a direct HTTP/1.1 connection. */
  get wireHead(): WireHead {
    return (this.#wireHead ??= wireHead(this));
  }

  /**
   * The same request with some parts changed. A new body brings its own Content-Length or Transfer-Encoding, unless
   * the edit's headers differ from the present ones in exactly that field: such a value is sent as it is, also with
   * later bodies, until an edit's headers leave it out. A new URL is taken as it is written.
   */
  with(edit: RequestEdit): PreparedRequest {
    return new PreparedRequest(editedRequest(this, edit));
  }

  /** SHA-256, in hex, of the wire head and the body; a stream counts as its description and length. */
  hash(): string {
    const { requestLine, headers } = this.wireHead;
    const hash = createHash('sha256');
    hash.update(JSON.stringify([requestLine, headers]));
    if (isBodyStream(this.body)) {
      hash.update(JSON.stringify([this.body.description, this.body.length ?? null]));
    } else if (this.body !== null) {
      hash.update(this.body);
    }
    return hash.digest('hex');
  }
}
