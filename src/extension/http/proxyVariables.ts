/**
 * The proxy variables of an environment, as Python's library reads them (rule R50).
 */

export type Variables = Readonly<Record<string, string | undefined>>;

/** `http_proxy` and the like by what stands before the underscore; lower case wins, empty means unset (rule R50). */
export function proxyVariables(variables: Variables): Readonly<Record<string, string>> {
  const named = namesIn(variables)
    .map((name) => [name, variables[name]] as const)
    .filter(([, value]) => value !== undefined);
  if (named.length === 0) return {};
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

const usualNames = ['http', 'https', 'all', 'no'].flatMap((scheme) => [
  `${scheme}_proxy`,
  `${scheme.toUpperCase()}_PROXY`,
]);
let processNames: readonly string[] | undefined;

/**
 * The names that may be proxy variables. Listing the process's environment costs more than all the rest of preparing
 * a request, so there unusual names (`Http_Proxy`, `ftp_proxy`) are found when they existed the first time. Windows
 * sees no case in names, so that there only the listing tells how one is written.
 */
function namesIn(variables: Variables): readonly string[] {
  if (variables !== process.env || process.platform === 'win32') return listedNames(variables);
  processNames ??= [...new Set([...listedNames(variables), ...usualNames])];
  return processNames;
}

function listedNames(variables: Variables): readonly string[] {
  return Object.keys(variables).filter((name) => /._proxy$/i.test(name));
}

function schemeOf(name: string): string {
  return name.slice(0, -'_proxy'.length).toLowerCase();
}
