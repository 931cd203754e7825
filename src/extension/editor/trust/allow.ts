/**
 * The one decision about what may be done. Send, files and secrets ask here, so that a new way to do one of them
 * cannot forget the question. Pure; `trust.ts` asks VS Code and the user.
 */

/** What can be asked: to send, to read a file for a body, to show a masked value, to keep cookies on disk and use those. */
export type Capability = 'send' | 'readFile' | 'revealSecrets' | 'keepCookies';

/** `ask`: only with the user's word for this one time. */
export type Verdict = 'yes' | 'ask' | 'no';

export interface Circumstances {
  /** Whether the user trusts the folder. */
  readonly trusted: boolean;
  /** What the user wants of sends from untrusted folders. */
  readonly untrustedPolicy: 'ask' | 'never';
  /** Whether the request could change something in a protected environment. */
  readonly endangers: boolean;
}

export function allow(capability: Capability, circumstances: Circumstances): Verdict {
  const { trusted, untrustedPolicy, endangers } = circumstances;
  switch (capability) {
    case 'send':
      if (!trusted && untrustedPolicy === 'never') return 'no';
      return trusted && !endangers ? 'yes' : 'ask';
    case 'readFile':
    case 'revealSecrets':
    case 'keepCookies':
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
