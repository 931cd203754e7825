/**
 * The variables of this process that sessions look at: proxies, CA bundles, netrc and its folder. A session asks for
 * them with each request, and reading one costs as much as a step of preparing, so they are read together.
 */
import type { Variables } from './proxyVariables.ts';

const usual = ['http', 'https', 'all', 'no'].flatMap((scheme) => [
  `${scheme}_proxy`,
  `${scheme.toUpperCase()}_PROXY`,
]);
const others = ['REQUEST_METHOD', 'REQUESTS_CA_BUNDLE', 'CURL_CA_BUNDLE', 'NETRC', 'HOME', 'USERPROFILE'];
/** How long a copy is good enough, in milliseconds: requests in a row share it, and a change is seen by the next. */
const lifetime = 1;
let names: readonly string[] | undefined;

/** Where a session gets its variables from: what it was given, or copies of the process's own. */
export class RecentVariables {
  readonly #source: Variables;
  #copy: Variables | undefined;
  #copiedAt = 0;

  constructor(source: Variables) {
    this.#source = source;
  }

  get variables(): Variables {
    if (this.#source !== process.env) return this.#source;
    const now = performance.now();
    if (this.#copy === undefined || now - this.#copiedAt > lifetime) {
      this.#copy = processVariables();
      this.#copiedAt = now;
    }
    return this.#copy;
  }
}

function processVariables(): Variables {
  const found: Record<string, string> = {};
  for (const name of variableNames()) {
    const value = process.env[name];
    if (value !== undefined) found[name] = value;
  }
  return Object.freeze(found);
}

/**
 * Proxy variables may have other spellings (`Http_Proxy`, `ftp_proxy`). Listing all names is the dearest of all, so
 * these are found when they existed the first time; on Windows, where only a listing tells the case, each time.
 */
function variableNames(): readonly string[] {
  if (process.platform === 'win32') return [...listedProxies(), ...others];
  names ??= [...new Set([...usual, ...listedProxies(), ...others])];
  return names;
}

function listedProxies(): readonly string[] {
  return Object.keys(process.env).filter((name) => /._proxy$/i.test(name));
}
