import { describe, expect, it } from 'vitest';
import {
  allow,
  capabilities,
  changesSomething,
  type Capability,
  type Verdict,
} from '../../../../src/extension/runner/trust/allow.ts';

/** In the editor: trusted, not trusted. In a terminal: without `--allow-read`, with it. */
type Row = readonly [trusted: Verdict, untrusted: Verdict, plain: Verdict, allowRead: Verdict];

const table: Readonly<Record<Capability, Row>> = {
  send: ['yes', 'ask', 'yes', 'yes'],
  readFile: ['yes', 'no', 'yes', 'yes'],
  readOutside: ['ask', 'no', 'no', 'yes'],
  revealSecrets: ['yes', 'no', 'yes', 'yes'],
  keepCookies: ['yes', 'no', 'yes', 'yes'],
  useSecrets: ['yes', 'no', 'yes', 'yes'],
  obtainTokens: ['yes', 'no', 'yes', 'yes'],
  readVariables: ['yes', 'no', 'yes', 'yes'],
  routeByFile: ['yes', 'no', 'yes', 'yes'],
  trustCertificate: ['yes', 'no', 'yes', 'yes'],
  runScripts: ['yes', 'no', 'yes', 'yes'],
};

const usual = { untrustedPolicy: 'ask', endangers: false } as const;

describe('what may be done', () => {
  it.each(capabilities)('%s, in the editor and in a terminal', (capability) => {
    const found = [
      allow(capability, { ...usual, trusted: true }),
      allow(capability, { ...usual, trusted: false }),
      allow(capability, { ...usual, trusted: true, allowRead: false }),
      allow(capability, { ...usual, trusted: true, allowRead: true }),
    ];
    expect(found).toEqual(table[capability]);
  });

  it('is not to send from elsewhere where the user wants none of it', () => {
    expect(allow('send', { trusted: false, untrustedPolicy: 'never', endangers: false })).toBe('no');
    expect(allow('send', { trusted: true, untrustedPolicy: 'never', endangers: false })).toBe('yes');
  });

  it('is to send after a question where a protected environment could change', () => {
    expect(allow('send', { ...usual, trusted: true, endangers: true })).toBe('ask');
    expect(allow('readFile', { ...usual, trusted: true, endangers: true })).toBe('yes');
    expect(allow('send', { trusted: false, untrustedPolicy: 'never', endangers: true })).toBe('no');
  });

  it('is to run scripts in a terminal where it was asked for', () => {
    expect(allow('runScripts', { ...usual, trusted: true, allowScripts: true })).toBe('yes');
    expect(allow('runScripts', { ...usual, trusted: true, allowScripts: false })).toBe('no');
    expect(allow('runScripts', { ...usual, trusted: false, allowScripts: true })).toBe('no');
  });

  it('depends on what a method may change', () => {
    const methods = ['GET', 'head', 'OPTIONS', 'PROPFIND', 'POST', 'put', 'PATCH', 'DELETE', 'PURGE'];
    expect(methods.filter(changesSomething)).toEqual(['POST', 'put', 'PATCH', 'DELETE', 'PURGE']);
  });
});
