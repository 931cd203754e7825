/**
 * What undici is given for a PreparedRequest: the lines of its wire head but for those that undici writes itself, and
 * what the way there changes about them (a proxy's target and credentials, what HTTP/2 forbids). Computes only.
 */
import type { DialTarget } from './dial.ts';
import { isFraming } from '../request/framing.ts';
import type { PreparedRequest } from '../request/preparedRequest.ts';
import { closesConnection, computedFraming } from '../request/wireHead.ts';
import { proxyRequestTarget } from './target.ts';
import type { TransportRequest } from './transport.ts';

/** Everything but the body. */
export function transportRequest(
  prepared: PreparedRequest,
  target: DialTarget,
  isHttp2: boolean,
): Omit<TransportRequest, 'body'> {
  const { wireHead } = prepared;
  const authorization = target.proxy?.tunnel === false ? target.proxy.authorization : undefined;
  const headers: string[] = [];
  for (const entry of wireHead.headers) {
    const name = entry[0];
    // undici writes them itself: from `reset`, and from the body or its length.
    if (name === 'connection' || isFraming(name)) continue;
    // The proxy URL's credentials win over a typed header (rule R31).
    if (authorization !== undefined && /^proxy-authorization$/i.test(name)) continue;
    if (isHttp2 && isForbiddenInHttp2(name, entry[1])) continue;
    headers.push(name, entry[1]);
  }
  // A stream must be told its length, also when another one is written for it (`framingOverride.ts`).
  for (const [name, value] of computedFraming(prepared))
    if (name === 'content-length') headers.push(name, value);
  if (authorization !== undefined) headers.push('Proxy-Authorization', authorization);
  return {
    path: proxyRequestTarget(prepared, target) ?? wireHead.target,
    method: prepared.method,
    headers,
    reset: closesConnection(prepared),
  };
}

/** Fields about one HTTP/1.1 connection (RFC 9113 8.2.2). */
function isForbiddenInHttp2(name: string, value: string): boolean {
  if (/^te$/i.test(name)) return value.trim().toLowerCase() !== 'trailers';
  return /^(?:proxy-connection|http2-settings)$/i.test(name);
}
