/**
 * What undici is given for a PreparedRequest: the lines of its wire head but for those that undici writes itself, and
 * what the way there changes about them (a proxy's target and credentials, what HTTP/2 forbids). Computes only.
 */
import type { DialTarget } from './dial.ts';
import type { PreparedRequest } from '../request/preparedRequest.ts';
import { closesConnection, computedFraming, messageLines } from '../request/wireHead.ts';
import { requestTarget } from '../url/url.ts';
import { proxyRequestTarget } from './target.ts';
import type { TransportRequest } from './transport.ts';

/** Everything but the body. */
export function transportRequest(
  prepared: PreparedRequest,
  target: DialTarget,
  isHttp2: boolean,
): Omit<TransportRequest, 'body'> {
  const proxy = target.proxy?.tunnel === false ? target.proxy.authorization : undefined;
  const lines = messageLines(prepared);
  const headers = proxy === undefined && !isHttp2 ? lines : rewritten(lines, proxy, isHttp2);
  // A stream must be told its length, also when another one is written for it (`framingOverride.ts`).
  const framing = computedFraming(prepared);
  return {
    path: proxyRequestTarget(prepared, target) ?? requestTarget(prepared.url),
    method: prepared.method,
    headers: framing?.[0] === 'content-length' ? [...headers, ...framing] : headers,
    reset: closesConnection(prepared),
  };
}

function rewritten(
  lines: readonly string[],
  proxyAuthorization: string | undefined,
  isHttp2: boolean,
): readonly string[] {
  const kept: string[] = [];
  for (let at = 0; at < lines.length; at += 2) {
    const [name = '', value = ''] = [lines[at], lines[at + 1]];
    // The proxy URL's credentials win over a typed header (rule R31).
    if (proxyAuthorization !== undefined && /^proxy-authorization$/i.test(name)) continue;
    if (isHttp2 && isForbiddenInHttp2(name, value)) continue;
    kept.push(name, value);
  }
  if (proxyAuthorization !== undefined) kept.push('Proxy-Authorization', proxyAuthorization);
  return kept;
}

/** Fields about one HTTP/1.1 connection (RFC 9113 8.2.2). */
function isForbiddenInHttp2(name: string, value: string): boolean {
  if (/^te$/i.test(name)) return value.trim().toLowerCase() !== 'trailers';
  return /^(?:proxy-connection|http2-settings)$/i.test(name);
}
