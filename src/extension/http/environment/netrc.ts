/**
 * Credentials from a netrc file, by exact host name (rule R59). A file that is missing, unreadable or malformed has
 * none; nothing is said about it, as in `requests`.
 */
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import type { Variables } from './proxyVariables.ts';
import { splitUrl } from '../url/url.ts';

export interface NetrcEntry {
  readonly login: string;
  readonly password: string;
}

/** The credentials for the host of a URL, port and userinfo ignored (CVE-2024-47081); undefined when there are none. */
export function netrcCredentials(url: string, variables: Variables): NetrcEntry | undefined {
  const { hostname } = splitUrl(url);
  if (hostname === undefined || hostname === '') return undefined;
  const text = netrcText(variables);
  return text === undefined ? undefined : lookUp(parseNetrc(text), hostname);
}

interface Machine {
  login: string;
  account: string;
  password: string;
}

/** Machines by name, `default` included; undefined when the text is malformed anywhere. */
export function parseNetrc(text: string): ReadonlyMap<string, Machine> | undefined {
  const machines = new Map<string, Machine>();
  const tokens = new Tokens(text);
  for (let token = tokens.next(); token !== undefined; token = tokens.next()) {
    if (token.startsWith('#')) {
      tokens.skipLine();
    } else if (token === 'macdef') {
      tokens.skipMacro();
    } else if (token === 'machine' || token === 'default') {
      const name = token === 'default' ? 'default' : tokens.next();
      const machine = readMachine(tokens);
      if (name === undefined || machine === undefined) return undefined;
      machines.set(name, machine);
    } else {
      return undefined;
    }
  }
  return machines;
}

function readMachine(tokens: Tokens): Machine | undefined {
  const machine: Machine = { login: '', account: '', password: '' };
  for (;;) {
    const token = tokens.peek();
    if (token === undefined || token === 'machine' || token === 'default' || token === 'macdef')
      return machine;
    tokens.next();
    if (token.startsWith('#')) {
      tokens.skipLine();
      continue;
    }
    const field = token === 'user' ? 'login' : token;
    if (field !== 'login' && field !== 'account' && field !== 'password') return undefined;
    const value = tokens.next();
    if (value === undefined) return undefined;
    machine[field] = value;
  }
}

function lookUp(machines: ReadonlyMap<string, Machine> | undefined, host: string): NetrcEntry | undefined {
  const found = machines?.get(host) ?? machines?.get('default');
  if (found === undefined || found.login + found.account + found.password === '') return undefined;
  return { login: found.login === '' ? found.account : found.login, password: found.password };
}

function netrcText(variables: Variables): string | undefined {
  const home = variables['HOME'] ?? variables['USERPROFILE'] ?? homedir();
  const given = variables['NETRC'];
  const paths =
    given === undefined ? [`${home}/.netrc`, `${home}/_netrc`] : [given.replace(/^~(?=\/|$)/, home)];
  for (const path of paths) {
    if (isMissing(path)) continue;
    try {
      return readFileSync(path, 'utf8');
    } catch {
      // Unreadable: as if it were not there.
    }
  }
  return undefined;
}

/** When each path was last found missing, in milliseconds of `performance.now()`. */
const missing = new Map<string, number>();

/** Every request asks, and most people have no such file: for 10 ms the last look is good enough. */
function isMissing(path: string): boolean {
  const now = performance.now();
  if (now - (missing.get(path) ?? -Infinity) < 10) return true;
  if (existsSync(path)) return false;
  if (missing.size > 100) missing.clear();
  missing.set(path, now);
  return true;
}

/** Words separated by white space; a word may be quoted, and a backslash takes the next character as it is. */
class Tokens {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  peek(): string | undefined {
    const before = this.#at;
    const token = this.next();
    this.#at = before;
    return token;
  }

  next(): string | undefined {
    const match = /\s*(?:"((?:[^"\\]|\\.)*)"|((?:[^\s\\]|\\.)+))/sy;
    match.lastIndex = this.#at;
    const found = match.exec(this.#text);
    if (found === null) {
      this.#at = this.#text.length;
      return undefined;
    }
    this.#at = match.lastIndex;
    return (found[1] ?? found[2] ?? '').replace(/\\(.)/gs, '$1');
  }

  skipLine(): void {
    const end = this.#text.indexOf('\n', this.#at);
    this.#at = end === -1 ? this.#text.length : end + 1;
  }

  /** A macro ends at the first empty line. */
  skipMacro(): void {
    const end = this.#text.indexOf('\n\n', this.#at);
    this.#at = end === -1 ? this.#text.length : end + 2;
  }
}
