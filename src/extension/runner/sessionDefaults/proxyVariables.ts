/**
 * The proxies of a session's defaults as variables of its environment, so that one set of rules decides for every hop of
 * a request, whoever named the proxy. Pure.
 */
import type { Variables } from '../../http/index.ts';
import { withLoopbackDirect } from '../prepare/loopback.ts';

/** `http`, `https`, `all`: a proxy's URL, or null for none. `no`: hosts to reach directly, with commas between. */
export type ProxyRules = Readonly<Record<string, string | null>>;

/** The variables with the rules in place of what they say; loopback is reached directly unless `no` says where to. */
export function withProxyRules(variables: Variables, rules: ProxyRules): Variables {
  if (Object.keys(rules).length === 0) return variables;
  const { no, ...proxies } = rules;
  // A proxy for everything must not come back where one scheme was told to go without.
  const all = proxies['all'] ?? valueOf(variables, 'all_proxy');
  const expanded: ProxyRules = Object.values(proxies).includes(null)
    ? { ...(all === undefined ? {} : { http: all, https: all }), ...proxies, all: null }
    : proxies;
  const named = new Set(Object.keys(expanded).map((scheme) => `${scheme}_proxy`));
  if (no !== undefined) named.add('no_proxy');
  const next: Record<string, string | undefined> = Object.fromEntries(
    Object.entries(variables).filter(([name]) => !named.has(name.toLowerCase())),
  );
  for (const [scheme, proxy] of Object.entries(expanded)) if (proxy !== null) next[`${scheme}_proxy`] = proxy;
  if (no === undefined) return withLoopbackDirect(next);
  return { ...next, no_proxy: no ?? '' };
}

function valueOf(variables: Variables, name: string): string | undefined {
  return variables[name] ?? variables[name.toUpperCase()];
}
