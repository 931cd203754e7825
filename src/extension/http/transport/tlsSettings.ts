/** What a person settles about TLS, `verify` and `cert`, and when two connections may share it. Uses no TLS itself. */
import type { ClientCertificate } from './adapter.ts';

export interface TlsSettings {
  readonly verify: boolean | string;
  readonly cert: ClientCertificate | undefined;
  /** Offer HTTP/2 beside HTTP/1.1. */
  readonly http2: boolean;
  /** SHA-256 fingerprint of the one certificate that is trusted although nobody vouches for it. */
  readonly pin: string | undefined;
}

/** Where a trusted certificate belongs. */
export function pinKey(host: string, port: number): string {
  return `${host.toLowerCase()}:${port}`;
}

/** A text that differs whenever two settings must not share a connection (rule R91, CVE-2024-35195). */
export function tlsKey({ verify, cert, http2, pin }: TlsSettings): string {
  return JSON.stringify([verify, cert ?? null, http2, pin ?? null]);
}
