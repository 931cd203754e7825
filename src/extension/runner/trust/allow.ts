/**
 * The one decision about what may be done, for the editor and the command line alike. Sends, files, secrets and routes
 * ask here, so that a new way to do one of them cannot forget the question. Pure: the front ends know who trusts what,
 * and ask the user where the answer is `ask`.
 */

/**
 * What can be asked: to send; to read a file for a body; to read one from outside the folder; to show a masked value; to
 * keep cookies on disk and use those; to use secrets of the key store, client certificates included; to obtain tokens with the
 * credentials of the folder; to read variables of
 * the process and `.env` files; to let files of the folder say whom to believe and which way to go (`verify`, `ca`,
 * `cert`, proxies, time and redirects); to trust a certificate that nobody vouches for; to run the scripts of a file.
 */
export type Capability = (typeof capabilities)[number];

export const capabilities = [
  'send',
  'readFile',
  'readOutside',
  'revealSecrets',
  'keepCookies',
  'useSecrets',
  'obtainTokens',
  'readVariables',
  'routeByFile',
  'trustCertificate',
  'runScripts',
] as const;

/** `ask`: only with the user's word for this one time. */
export type Verdict = 'yes' | 'ask' | 'no';

export interface Circumstances {
  /** Whether the user trusts the folder. Who names a file on a command line vouches for it. */
  readonly trusted: boolean;
  /** What the user wants of sends from untrusted folders. */
  readonly untrustedPolicy: 'ask' | 'never';
  /** Whether the request could change something in a protected environment. */
  readonly endangers: boolean;
  /** On a command line, where nobody can be asked: whether `--allow-read` names the place. Undefined in the editor. */
  readonly allowRead?: boolean | undefined;
  /** On a command line: whether `--allow-scripts` was given. Undefined in the editor. */
  readonly allowScripts?: boolean | undefined;
}

export function allow(capability: Capability, circumstances: Circumstances): Verdict {
  const { trusted, untrustedPolicy, endangers, allowRead, allowScripts = true } = circumstances;
  switch (capability) {
    case 'send':
      if (!trusted && untrustedPolicy === 'never') return 'no';
      return trusted && !endangers ? 'yes' : 'ask';
    case 'readOutside':
      if (!trusted) return 'no';
      if (allowRead === undefined) return 'ask';
      return allowRead ? 'yes' : 'no';
    case 'runScripts':
      return trusted && allowScripts ? 'yes' : 'no';
    case 'readFile':
    case 'revealSecrets':
    case 'keepCookies':
    case 'useSecrets':
    case 'obtainTokens':
    case 'readVariables':
    case 'routeByFile':
    case 'trustCertificate':
      return trusted ? 'yes' : 'no';
  }
}

/** Whether a request with that method may change something on the server (RFC 9110 section 9.2.1). */
export function changesSomething(method: string): boolean {
  return !safeMethods.has(method.toUpperCase());
}

const safeMethods: ReadonlySet<string> = new Set([
  'GET',
  'HEAD',
  'OPTIONS',
  'TRACE',
  'QUERY',
  'PROPFIND',
  'REPORT',
  'SEARCH',
]);
