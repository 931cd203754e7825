/** What a person settles about TLS, `verify` and `cert`, and when two connections may share it. Uses no TLS itself. */
import { splitUrl } from '../url/url.ts';
import type { CertificatesByHost, ClientCertificate } from './adapter.ts';

export interface TlsSettings {
  readonly verify: boolean | string;
  /** Files of authorities beside those. */
  readonly ca?: readonly string[] | undefined;
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
export function tlsKey({ verify, ca, cert, http2, pin }: TlsSettings): string {
  return JSON.stringify([verify, ca ?? null, cert ?? null, http2, pin ?? null]);
}

/** The certificate for a host: the one of its port before the one of the name. */
export function certificateFor(
  host: string,
  port: number,
  certificates: CertificatesByHost | undefined,
): ClientCertificate | undefined {
  if (certificates === undefined) return undefined;
  const find = (wanted: string): ClientCertificate | undefined =>
    Object.entries(certificates).find(([key]) => key.toLowerCase() === wanted)?.[1];
  return find(pinKey(host, port)) ?? find(host.toLowerCase());
}

/** A certificate for the host and port of a URL alone, so that a redirect elsewhere does not show it. */
export function certificateForHostOf(url: string, certificate: ClientCertificate): CertificatesByHost {
  const { hostname = '', port = '' } = splitUrl(url);
  return { [pinKey(hostname, Number(port || 443))]: certificate };
}

/** The file of the certificate that a send of this URL would show; undefined for none. For previews. */
export function clientCertificateFor(
  url: string,
  options: {
    readonly cert?: ClientCertificate | null | undefined;
    readonly certificates?: CertificatesByHost | undefined;
  },
): string | undefined {
  const { hostname = '', port = '' } = splitUrl(url);
  const chosen = options.cert ?? certificateFor(hostname, Number(port || 443), options.certificates);
  if (chosen === undefined || typeof chosen === 'string') return chosen;
  if ('pfx' in chosen) return chosen.pfx;
  return 'certificate' in chosen ? chosen.certificate : chosen[0];
}
