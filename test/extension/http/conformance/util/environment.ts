/** Python's helpers for merging, proxies and the environment, as calls of ours. */
import { Request, Session } from '../../../../../src/extension/http/index.ts';
import type { PreparedRequest } from '../../../../../src/extension/http/index.ts';
import { basicAuthorization } from '../../../../../src/extension/http/auth/auth.ts';
import {
  resolveProxies,
  selectProxy,
  urlCredentials,
} from '../../../../../src/extension/http/environment/environment.ts';
import { mergeSetting } from '../../../../../src/extension/http/session/merge.ts';
import {
  bypassesProxies,
  isCidr,
  isIPv4,
  isInNetwork,
} from '../../../../../src/extension/http/environment/noProxy.ts';
import { decode, decodeText, isTagged } from '../values.ts';
import type { UtilFunctions } from './functions.ts';

type Proxies = Readonly<Record<string, string | null>>;

export const environmentFunctions: UtilFunctions = {
  session_defaults: () => {
    const session = new Session();
    return {
      headers: session.headers.entries(),
      auth: session.auth ?? null,
      proxies: session.proxies,
      params: session.params ?? {},
      stream: session.stream,
      verify: session.verify,
      cert: session.cert ?? null,
      max_redirects: session.maxRedirects,
      trust_env: session.trustEnv,
      adapters: session.mounts,
      hooks: { response: session.hooks.response ?? [] },
    };
  },
  merge_setting: ([request, session]) => mergeSetting(decode(request), decode(session)) ?? null,
  send_unprepared: () =>
    // What the types forbid, a caller without types can still do.
    new Session().send(new Request('GET', 'http://h.test/') as unknown as PreparedRequest),
  merge_environment_settings: ([given, url, proxies, stream, verify, cert], { variables }) => {
    const session = new Session({ environment: variables });
    if (isTagged(given)) Object.assign(session, camelCased(decode(given) as object));
    const merged = session.mergeEnvironmentSettings(decodeText(url), {
      proxies: (proxies as Proxies | null) ?? undefined,
      stream: (stream as boolean | null) ?? undefined,
      verify: (verify as boolean | string | null) ?? undefined,
      cert: (cert as string | readonly [string, string] | null) ?? undefined,
    });
    return { ...merged, cert: merged.cert ?? null };
  },
  select_proxy: ([url, proxies]) =>
    selectProxy(decodeText(url), (proxies as Proxies | null) ?? undefined) ?? null,
  should_bypass_proxies: ([url, noProxy], { variables }) =>
    bypassesProxies(decodeText(url), (noProxy as string | null) ?? undefined, variables),
  is_ipv4_address: ([text]) => isIPv4(decodeText(text)),
  is_valid_cidr: ([text]) => isCidr(decodeText(text)),
  address_in_network: ([address, network]) => isInNetwork(decodeText(address), decodeText(network)),
  resolve_proxies: ([url, proxies, trust], { variables }) =>
    resolveProxies(decodeText(url), proxies as Proxies, trust === true ? variables : undefined),
  // A hop evaluates its proxies anew and carries no Proxy-Authorization of the hop before; a plain proxy gets its own.
  rebuild_proxies: ([url, proxies], { variables }) => {
    const resolved = resolveProxies(decodeText(url), proxies as Proxies, variables);
    const scheme = decodeText(url).startsWith('https:') ? 'https' : 'http';
    const credentials = scheme === 'http' ? urlCredentials(resolved['http'] ?? '') : undefined;
    return {
      proxies: resolved,
      headers: credentials === undefined ? [] : [['Proxy-Authorization', basicAuthorization(...credentials)]],
    };
  },
  proxy_headers: ([proxy]) => {
    const credentials = urlCredentials(decodeText(proxy));
    return credentials === undefined ? {} : { 'Proxy-Authorization': basicAuthorization(...credentials) };
  },
};

/** Attributes as ours are spelled: `trust_env` is `trustEnv`. */
function camelCased(given: object): object {
  const entries = Object.entries(given).map(([key, value]): [string, unknown] => [
    key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()),
    value,
  ]);
  return Object.fromEntries(entries);
}
