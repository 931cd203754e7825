/** Which headers a redirect to another origin goes without, beyond Authorization. */
import { describe, expect, it } from 'vitest';
import { isSecretHeader } from '../../../../src/extension/editor/trust/secrecy.ts';
import { secretHeaders } from '../../../../src/extension/runner/prepare/secretHeaders.ts';

const secrets = ['p@ss wörd', ''];

describe('a header', () => {
  it.each([
    ['X-Api-Key', 'k', true],
    ['Private-Token', 't', true],
    ['X-Amz-Security-Token', 't', true],
    ['Accept', 'text/plain', false],
    ['X-Monkey', 'm', false],
    ['X-Plain', 'a p@ss wörd b', true],
    ['X-Plain', `a ${encodeURIComponent('p@ss wörd')} b`, true],
    ['X-Plain', Buffer.from('p@ss wörd').toString('base64'), true],
    ['X-Plain', 'p@ss', false],
  ])('%s: %s is a secret: %s, as the panel says', (name, value, secret) => {
    expect(secretHeaders(secrets)(name, value)).toBe(secret);
    expect(isSecretHeader(name, value, { masked: true, revealable: true, secrets })).toBe(secret);
  });
});
