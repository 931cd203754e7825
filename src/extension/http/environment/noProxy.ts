/**
 * Whether a URL goes past the proxies of the environment (rule R53): host names at label boundaries, IPv4 addresses
 * and CIDR blocks, and `*` for everything. Python asks twice, its library and then `requests`; so do we.
 */
import { proxyVariables } from './proxyVariables.ts';
import type { Variables } from './proxyVariables.ts';
import { splitUrl } from '../url/url.ts';

/** `noProxy` replaces the variable of that name. A URL without a host always bypasses. */
export function bypassesProxies(url: string, noProxy: string | undefined, variables: Variables): boolean {
  const { hostname, port } = splitUrl(url);
  if (hostname === undefined || hostname === '') return true;
  const entries = entriesOf(noProxy ?? firstSet(variables['no_proxy'], variables['NO_PROXY']));
  const covered = isIPv4(hostname)
    ? entries.some((entry) => (isCidr(entry) ? isInNetwork(hostname, entry) : hostname === entry))
    : entries.some((entry) => covers(entry, hostname, port));
  if (covered) return true;
  // The library's own look: any case, no ports, `*`, and addresses like names.
  const list = noProxy ?? proxyVariables(variables)['no'];
  return list === '*' || entriesOf(list).some((entry) => covers(entry.toLowerCase(), hostname, undefined));
}

/** One to four numbers, as the C library reads addresses: the last one fills the rest. */
export function isIPv4(text: string): boolean {
  return addressOf(text) !== undefined;
}

/** `address/1` to `address/32`. */
export function isCidr(text: string): boolean {
  const [address = '', mask = '', ...more] = text.split('/');
  return (
    more.length === 0 && /^\d+$/.test(mask) && Number(mask) >= 1 && Number(mask) <= 32 && isIPv4(address)
  );
}

export function isInNetwork(address: string, cidr: string): boolean {
  const [network = '', mask = ''] = cidr.split('/');
  const one = addressOf(address);
  const other = addressOf(network);
  if (one === undefined || other === undefined) return false;
  const size = 2 ** (32 - Number(mask));
  return Math.floor(one / size) === Math.floor(other / size);
}

/** Equal, or a subdomain; an entry with a port needs that port. */
function covers(entry: string, hostname: string, port: string | undefined): boolean {
  const bare = entry.replace(/^\.+/, '');
  const names =
    port === undefined || port === '' || port === '0' ? [hostname] : [hostname, `${hostname}:${port}`];
  return names.some((name) => name === bare || name.endsWith(`.${bare}`));
}

function addressOf(text: string): number | undefined {
  const parts = text.split('.');
  if (parts.length > 4 || !parts.every((part) => /^(?:0x[0-9a-f]+|0[0-7]*|[1-9]\d*)$/i.test(part))) {
    return undefined;
  }
  const numbers = parts.map((part) => (/^0\d/.test(part) ? Number.parseInt(part, 8) : Number(part)));
  const last = numbers.pop() ?? 0;
  if (numbers.some((part) => part > 255) || last >= 256 ** (4 - numbers.length)) return undefined;
  return numbers.reduce((sum, part, index) => sum + part * 256 ** (3 - index), last);
}

function entriesOf(list: string | undefined): readonly string[] {
  return (list ?? '')
    .replaceAll(' ', '')
    .split(',')
    .filter((entry) => entry !== '');
}

function firstSet(...values: readonly (string | undefined)[]): string | undefined {
  return values.find((value) => value !== undefined && value !== '');
}
