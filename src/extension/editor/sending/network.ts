/**
 * Where requests leave from, and whether there is a network at all: a request that cannot get out should not blame the
 * server. Asks the system for its addresses and sends nothing. No VS Code in here.
 */
import { hostname, networkInterfaces } from 'node:os';
import type { Localize } from '../labels.ts';

type Interfaces = Readonly<Record<string, readonly { readonly internal: boolean }[] | undefined>>;

/** What a failure is called that a missing network may be behind. */
const cannotGetOut: ReadonlySet<string> = new Set(['DnsFailed', 'ConnectRefused', 'ConnectTimeout']);
const loopback = /^(?:localhost|.*\.localhost|127\.[\d.]+|\[?::1\]?)$/i;

/** Whether a failure is no wonder, because only the loopback is up and it was to go farther. */
export function isOffline(
  {
    name,
    host,
    code,
  }: { readonly name: string; readonly host?: string | undefined; readonly code?: string | undefined },
  interfaces: Interfaces = networkInterfaces(),
): boolean {
  if (!cannotGetOut.has(name) || code === 'ECONNREFUSED' || host === undefined || loopback.test(host))
    return false;
  return Object.values(interfaces).every(
    (addresses) => addresses?.every(({ internal }) => internal) !== false,
  );
}

/** Where requests are sent from, in words: `WSL`, `the container`; undefined for the computer in front of the person. */
export function sentFrom(
  remoteName: string | undefined,
  t: Localize,
  computer: string = hostname(),
): string | undefined {
  switch (remoteName) {
    case undefined:
      return undefined;
    case 'wsl':
      return t('WSL on {0}', computer);
    case 'ssh-remote':
      return t('the SSH host {0}', computer);
    case 'dev-container':
    case 'attached-container':
      return t('the container {0}', computer);
    case 'codespaces':
      return t('the codespace {0}', computer);
    default:
      return t('the remote host {0}', computer);
  }
}
