/** What may be said about one send beside the request itself; what is left out is as the session has it. */
import type {
  CertificatesByHost,
  ClientCertificate,
  Limits,
  Proxies,
  Undecodable,
} from '../transport/adapter.ts';
import type { Patience } from '../transport/patience.ts';
import type { SendProgress } from '../response/timings.ts';
import type { Timeout } from './timeouts.ts';

export interface SendOptions {
  /** true: resolve when the headers have arrived and leave the body to be read. */
  readonly stream?: boolean | undefined;
  readonly timeout?: Timeout | undefined;
  /** Seconds for everything: connecting, redirects and the body. Unlimited by default. */
  readonly totalTimeout?: number | undefined;
  /** Default true. */
  readonly allowRedirects?: boolean | undefined;
  /** The session's when absent. */
  readonly maxRedirects?: number | undefined;
  readonly proxies?: Proxies | undefined;
  readonly verify?: boolean | string | undefined;
  /** PEM files of authorities that are trusted beside the usual ones; nothing in requests. */
  readonly ca?: readonly string[] | undefined;
  readonly cert?: ClientCertificate | null | undefined;
  /** What `cert` leaves open, by `host` or `host:port`: so a redirect to another host shows no certificate of this one. */
  readonly certificates?: CertificatesByHost | undefined;
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
  /**
   * Tells headers that a redirect to another origin must go without, beside Authorization: origins differ as they do for
   * that. By default there are none, as in requests.
   */
  readonly isSecretHeader?: ((name: string, value: string) => boolean) | undefined;
  /**
   * Asked before a redirect takes the body along to another origin (307 and 308); `to` is the origin that would get it. No
   * body goes without a yes. Nobody is asked when it is left out, as in requests.
   */
  readonly mayTakeBody?: ((to: string) => Promise<boolean>) | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Gives this send more time while it runs. */
  readonly patience?: Patience | undefined;
  readonly onProgress?: ((progress: SendProgress) => void) | undefined;
}
