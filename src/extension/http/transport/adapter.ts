/**
 * The port between the session's rules and the network (rule R120). An adapter puts one prepared request on a
 * connection and answers with one response; it follows no redirect, keeps no cookie and runs no hook.
 * Implemented by `undiciAdapter.ts` and by fakes in tests; chosen by `Session.getAdapter`.
 */
import type { ConnectionView } from './connections.ts';
import type { Patience } from './patience.ts';
import type { PreparedRequest } from '../request/preparedRequest.ts';
import type { Response } from '../response/response.ts';
import type { SendProgress } from '../response/timings.ts';

/** A client certificate: one PEM file with certificate and key, or the two files; a passphrase if the key has one. */
export type ClientCertificate =
  | string
  | readonly [certificate: string, key: string]
  | {
      readonly certificate: string;
      readonly key?: string | undefined;
      readonly passphrase?: string | undefined;
    }
  /** One PFX (PKCS #12) file with both. */
  | { readonly pfx: string; readonly passphrase?: string | undefined };

/** Client certificates by `host` or `host:port`; the port counts more. */
export type CertificatesByHost = Readonly<Record<string, ClientCertificate>>;

/** Milliseconds; undefined waits for ever. */
export interface Timeouts {
  /** For each address tried, until the connection (TLS included) is usable. */
  readonly connect: number | undefined;
  /** Silence between bytes, while waiting for the headers and within the body. */
  readonly read: number | undefined;
}

/** Bounds on what a server may send; each is named in the error it causes. */
export interface Limits {
  /** Bytes of one header block. */
  readonly headerBytes: number;
  /** Header fields of one block. */
  readonly headerFields: number;
  /** Seconds from the first byte of a header block to its last. */
  readonly headerSeconds: number;
  /** 1xx answers before the final one. */
  readonly informational: number;
  /** Content codings on top of each other. */
  readonly encodings: number;
  /** Bytes of a body after decoding, and of an encoded one before it. */
  readonly bodyBytes: number;
  /** Bytes of one event in a `text/event-stream`. */
  readonly eventBytes: number;
}

export const defaultLimits: Limits = {
  headerBytes: 256 * 1024,
  headerFields: 1000,
  headerSeconds: 30,
  informational: 100,
  encodings: 5,
  bodyBytes: Infinity,
  eventBytes: 16 * 1024 * 1024,
};

/** What becomes of a body that is not encoded as its label says: an error, or the bytes as they came. */
export type Undecodable = 'fail' | 'raw';

/** Proxy URLs by `scheme://host`, `scheme`, `all://host` or `all` (rule R52). `null` or absent: direct. */
export type Proxies = Readonly<Record<string, string | null>>;

/** Everything an adapter needs besides the request; complete, so that it guesses nothing. */
export interface AdapterSettings {
  readonly timeout: Timeouts;
  /** true: system and bundled CAs; a path: that CA file or directory instead; false: accept anything. */
  readonly verify: boolean | string;
  /** Files of authorities to trust beside those that `verify` names. */
  readonly ca?: readonly string[] | undefined;
  readonly cert: ClientCertificate | undefined;
  /** For hosts that `cert` says nothing about, which is all of them when it is undefined. */
  readonly certificates?: CertificatesByHost | undefined;
  readonly proxies: Proxies;
  /** SHA-256 fingerprints of certificates that are trusted although nobody vouches for them, by `host:port`. */
  readonly pins?: ReadonlyMap<string, string> | undefined;
  readonly limits: Limits;
  readonly undecodable: Undecodable;
  /** Whether servers are offered HTTP/2 (by ALPN, so over TLS only). */
  readonly http2: boolean;
  /** 0 for the request itself, counted up by redirects. */
  readonly hop: number;
  readonly signal: AbortSignal | undefined;
  /** Prolongs the limits while they run. */
  readonly patience?: Patience | undefined;
  readonly onProgress: ((progress: SendProgress) => void) | undefined;
}

export interface Adapter {
  /**
   * Sends once and resolves when the headers have arrived; the body is read through the response.
   * Rejects with a RequestException. The connection is free again when the body has been read to its end.
   */
  send(prepared: PreparedRequest, settings: AdapterSettings): Promise<Response>;
  /** Closes idle connections at once and those in use when they are done. The adapter stays usable. */
  close(): Promise<void>;
  /** The open connections, oldest first; absent when the adapter has none. */
  connections?(): readonly ConnectionView[];
  /** Closes one connection, whatever it is doing. */
  closeConnection?(id: number): void;
  /** Calls back whenever `connections()` would answer differently; returns the way to stop that. */
  onDidChangeConnections?(listener: () => void): () => void;
}
