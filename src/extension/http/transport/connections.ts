/**
 * What is known about a connection, as values: the facts a response carries and the row a sidebar shows.
 * Sockets and pools are in `connectionPool.ts`.
 */

export interface CertificateFacts {
  readonly subject: string;
  readonly issuer: string;
  /** Host names and addresses the certificate is for. */
  readonly names: readonly string[];
  readonly validFrom: string;
  readonly validTo: string;
  readonly fingerprint256: string;
}

export interface TlsFacts {
  /** `TLSv1.3` … */
  readonly version: string;
  readonly cipher: string;
  /** Whether the certificate was verified and found good; false when verification was off or it is trusted by itself. */
  readonly authorized: boolean;
  /** Why it would have been refused, when verification was off. */
  readonly authorizationError: string | undefined;
  /** Nobody vouches for the certificate, but it is the one that was trusted by its fingerprint. */
  readonly pinned?: boolean | undefined;
  /** What was agreed on by ALPN: `http/1.1` or `h2`; undefined when the server took no part in it. */
  readonly alpn: string | undefined;
  /** The server's own; undefined when it showed none. */
  readonly certificate: CertificateFacts | undefined;
  /** From the server's own certificate to the authority's, as far as they are known. */
  readonly chain: readonly CertificateFacts[];
  /** Whether the server asked for the client's certificate, and whether there was one to send. */
  readonly clientCertificate: 'unasked' | 'missing' | 'sent';
}

/** An address of a name that was tried in vain before another one answered. */
export interface PassedAddress {
  readonly address: string;
  /** Node's code (`ECONNREFUSED`); undefined when it did not answer soon enough to be waited for. */
  readonly code: string | undefined;
}

/** The connection that carried one response. */
export interface ConnectionFacts {
  /** Unique in the process; the sidebar shows the same number. */
  readonly id: number;
  /** Whether it had carried a request before this one. */
  readonly reused: boolean;
  /** 1 for the first request on this connection. */
  readonly requests: number;
  readonly remoteAddress: string | undefined;
  /** Other addresses of the name that were tried first; absent where the first one answered. */
  readonly passedOver?: readonly PassedAddress[] | undefined;
  readonly localAddress: string | undefined;
  /** `http/1.1` or `h2`. */
  readonly protocol: 'http/1.1' | 'h2';
  /** The proxy it goes through, without credentials. */
  readonly proxy: string | undefined;
  readonly tls: TlsFacts | undefined;
}

export type ConnectionState = 'connecting' | 'active' | 'idle';

/** One row of the sidebar. */
export interface ConnectionView extends ConnectionFacts {
  /** `https://api.example.com:8443`, the port only when it is not the scheme's default. */
  readonly origin: string;
  readonly state: ConnectionState;
  /** Milliseconds since the epoch. */
  readonly openedAt: number;
  /** Since when it has been idle; undefined while it is in use. */
  readonly idleSince: number | undefined;
}
