/**
 * The one decision about what a folder may do. Send, files and secrets ask here, so that a new way to do one of
 * them cannot forget the question. Pure; `trust.ts` asks VS Code and the user.
 */

/** What can be asked: to send, to read a file for a body, to show a masked value. */
export type Capability = 'send' | 'readFile' | 'revealSecrets';

/** `ask`: only with the user's word for this one time. */
export type Verdict = 'yes' | 'ask' | 'no';

export interface Circumstances {
  readonly trusted: boolean;
  /** What the user wants of sends from untrusted folders. */
  readonly untrustedPolicy: 'ask' | 'never';
}

export function allow(capability: Capability, circumstances: Circumstances): Verdict {
  if (circumstances.trusted) return 'yes';
  switch (capability) {
    case 'send':
      return circumstances.untrustedPolicy === 'ask' ? 'ask' : 'no';
    case 'readFile':
    case 'revealSecrets':
      return 'no';
  }
}
