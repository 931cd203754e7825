/**
 * What the OAuth part of the runner hands out and asks of the world: tokens, where they are kept, and the person who
 * consents. Types and one store for whoever keeps nothing; asking for tokens is in tokenSource.ts.
 */
import type { AccountWish, AuthConfiguration } from '../../../language/semantics/index.ts';
import type { SendOptions, Session } from '../../http/index.ts';

/** A token with what came with it. All of it is secret but the times. */
export interface KeptToken {
  readonly accessToken: string;
  readonly idToken: string | undefined;
  readonly refreshToken: string | undefined;
  /** Milliseconds since the epoch; undefined when the server has not said. */
  readonly expiresAt: number | undefined;
}

/** Who a token is for, for people. */
export interface TokenLabel {
  readonly id: string;
  readonly environment: string | undefined;
}

/** Keeps tokens; by the editor in its secret storage, by the terminal in memory. */
export interface TokenStore {
  get(key: string): Promise<KeptToken | undefined>;
  set(key: string, token: KeptToken, label: TokenLabel): Promise<void>;
  delete(key: string): Promise<void>;
}

/** What a server wants a person to do about a device's code (RFC 8628 section 3.2). */
export interface DeviceCode {
  readonly id: string;
  readonly userCode: string;
  readonly verificationUrl: string;
  /** With the code in it; undefined when the server gives none. */
  readonly completeUrl: string | undefined;
}

/** The person who consents in a browser. Implemented by the editor, by the terminal and by fixed steps in tests. */
export interface ConsentingPerson {
  /**
   * The address at which the browser of the person reaches what listens at a local one; the same when nothing lies
   * between.
   */
  reachable?(local: string): Promise<string>;
  /** Leads the person to a page; aborting `shown` ends what is shown meanwhile. Resolves false when they would rather not. */
  openPage(page: { readonly id: string; readonly url: string }, waiting: Waiting): Promise<boolean>;
  /** Shows the code until `waiting.over`. Resolves false when they would rather not. */
  showCode(code: DeviceCode, waiting: Waiting): Promise<boolean>;
}

/** How a wait for a person ends, from either side. */
export interface Waiting {
  /** Aborted when there is nothing to wait for any more. */
  readonly over: AbortSignal;
  /** Gives up. */
  cancel(): void;
}

/** Gives the tokens that a request wants. */
export interface TokenSource {
  /** Rejects with a RequestException that says what was refused, and by whom. */
  obtain(configuration: AuthConfiguration, use: TokenUse): Promise<KeptToken>;
  /** A token of an account that the front end knows; absent where it knows none. */
  readonly account?: ((wish: AccountWish) => Promise<string>) | undefined;
}

export interface TokenUse {
  /** Carries the requests for tokens: its TLS and proxies, never its cookies and credentials. */
  readonly session: Session;
  /** How to send where the session itself does not say. */
  readonly options?: SendOptions | undefined;
  readonly environment: string | undefined;
  /** What is kept does not count. */
  readonly isNew?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Keeps tokens for as long as it lives. */
export function createMemoryTokenStore(): TokenStore {
  const tokens = new Map<string, KeptToken>();
  return {
    get: (key) => Promise.resolve(tokens.get(key)),
    set: (key, token) => {
      tokens.set(key, token);
      return Promise.resolve();
    },
    delete: (key) => {
      tokens.delete(key);
      return Promise.resolve();
    },
  };
}
