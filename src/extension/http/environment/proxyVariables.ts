/**
 * The proxy variables of an environment, as Python's library reads them (rule R50).
 */

export type Variables = Readonly<Record<string, string | undefined>>;

/** What was found last; only variables that cannot change are the same ones again. */
let last: { readonly variables: Variables; readonly found: Readonly<Record<string, string>> } | undefined;

/** `http_proxy` and the like by what stands before the underscore; lower case wins, empty means unset (rule R50). */
export function proxyVariables(variables: Variables): Readonly<Record<string, string>> {
  if (last?.variables !== variables || !Object.isFrozen(variables)) {
    last = { variables, found: findProxies(variables) };
  }
  return last.found;
}

function findProxies(variables: Variables): Readonly<Record<string, string>> {
  const names = Object.keys(variables).filter(isProxyName);
  if (names.length === 0) return {};
  const named = names.map((name) => [name, variables[name]] as const);
  const proxies = new Map<string, string>();
  for (const [name, value = ''] of named) {
    if (value !== '') proxies.set(schemeOf(name), value);
  }
  // A CGI server sets HTTP_PROXY from the client's Proxy header (CVE-2016-1000110).
  if (variables['REQUEST_METHOD'] !== undefined) proxies.delete('http');
  for (const [name, value = ''] of named) {
    if (!name.endsWith('_proxy')) continue;
    if (value === '') proxies.delete(schemeOf(name));
    else proxies.set(schemeOf(name), value);
  }
  return Object.fromEntries(proxies);
}

function isProxyName(name: string): boolean {
  return /._proxy$/i.test(name);
}

function schemeOf(name: string): string {
  return name.slice(0, -'_proxy'.length).toLowerCase();
}
