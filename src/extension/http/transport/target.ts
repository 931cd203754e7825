/**
 * Where a prepared request goes: the host, or the proxy that its URL selects, and the TLS settings on the way.
 * Computes only; `dial.ts` connects. Called by the adapter for each send.
 */
import type { AdapterSettings } from './adapter.ts';
import { basicAuthorization } from '../auth/auth.ts';
import { certificateFor, pinKey } from './tlsSettings.ts';
import { proxyUrl, selectProxy, urlCredentials } from '../environment/environment.ts';
import type { DialTarget, ProxyTarget } from './dial.ts';
import { InvalidSchema } from '../errors/errors.ts';
import type { PreparedRequest } from '../request/preparedRequest.ts';
import { writtenFraming } from '../request/wireHead.ts';
import { absoluteTarget, maskUserinfo, splitUrl } from '../url/url.ts';

/** Where to connect for this request. Throws InvalidSchema or InvalidProxyURL. */
export function dialTarget(prepared: PreparedRequest, settings: AdapterSettings): DialTarget {
  const { scheme, hostname, port } = splitUrl(prepared.url);
  if ((scheme !== 'http' && scheme !== 'https') || hostname === undefined || hostname === '') {
    throw new InvalidSchema(
      `No connection can be made for ${maskUserinfo(prepared.url)}: only http and https are known.`,
    );
  }
  const secure = scheme === 'https';
  const portNumber = portOf(port, secure ? 443 : 80);
  const chosen = selectProxy(prepared.url, settings.proxies);
  return {
    secure,
    host: hostname,
    port: portNumber,
    proxy: chosen === undefined ? undefined : proxyTarget(chosen, secure),
    tls: {
      verify: settings.verify,
      ca: settings.ca,
      cert: settings.cert ?? certificateFor(hostname, portNumber, settings.certificates),
      // HTTP/2 has frames, in which a length cannot be wrong.
      http2: settings.http2 && writtenFraming(prepared) === undefined,
      pin: settings.pins?.get(pinKey(hostname, portNumber)),
    },
  };
}

/** The request-target for a plain proxy, or undefined when the prepared one is right (rule R55). */
export function proxyRequestTarget(prepared: PreparedRequest, target: DialTarget): string | undefined {
  return target.proxy !== undefined && !target.proxy.tunnel ? absoluteTarget(prepared.url) : undefined;
}

function proxyTarget(chosen: string, tunnel: boolean): ProxyTarget {
  const url = proxyUrl(chosen);
  const { scheme, hostname = '', port } = splitUrl(url);
  const credentials = urlCredentials(url);
  if (scheme === 'socks5' || scheme === 'socks5h') {
    return {
      secure: false,
      host: hostname,
      port: portOf(port, 1080),
      authorization: undefined,
      tunnel: true,
      socks: { takesNames: scheme === 'socks5h', credentials },
    };
  }
  if (scheme !== 'http' && scheme !== 'https') {
    throw new InvalidSchema(`Proxies of the kind ${scheme ?? ''}:// are not supported.`, {
      hint: 'Use http://, https://, socks5:// (names are looked up here) or socks5h:// (by the proxy).',
    });
  }
  return {
    secure: scheme === 'https',
    host: hostname,
    port: portOf(port, scheme === 'https' ? 443 : 80),
    authorization: credentials === undefined ? undefined : basicAuthorization(...credentials),
    tunnel,
    socks: undefined,
  };
}

function portOf(port: string | undefined, otherwise: number): number {
  return port === undefined || port === '' ? otherwise : Number(port);
}
