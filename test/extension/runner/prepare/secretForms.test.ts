/** Secrets are crossed out in every form in which they may stand in a text, whole and with nothing of them left. */
import { describe, expect, it } from 'vitest';
import { mask, masked, splitAtSecrets } from '../../../../src/extension/runner/index.ts';

const secret = 'p@ss w(rd)\'[1]*~!é&"\n';
const base64 = Buffer.from(secret).toString('base64');

const forms: readonly (readonly [what: string, form: string])[] = [
  ['as it is', secret],
  ['as a part of a URL', encodeURIComponent(secret)],
  ['as a person writes it in a URL', "p@ss%20w(rd)'[1]*~!%C3%A9&%22%0A"],
  ['in a form', 'p%40ss+w%28rd%29%27%5B1%5D*%7E%21%C3%A9%26%22%0A'],
  ['in a form with %20', 'p%40ss%20w%28rd%29%27%5B1%5D*%7E%21%C3%A9%26%22%0A'],
  ['in Basic credentials', base64],
  ['in base64 without its end', base64.replace(/=+$/, '')],
  ['in base64 for URLs', Buffer.from(secret).toString('base64url')],
  ['in JSON', JSON.stringify(secret).slice(1, -1)],
];

describe('a secret', () => {
  it.each(forms)('is crossed out %s', (_what, form) => {
    const shown = masked(`before ${form} after`, [secret]);
    expect(shown.replace(/=+ after$/, ' after')).toBe(`before ${mask} after`);
  });

  it('is crossed out each time it stands there, by dots that tell no length', () => {
    expect(mask).toBe('••••••');
    expect(masked('abc, abc and abcabc', ['abc'])).toBe('••••••, •••••• and ••••••••••••');
    expect(masked('a long one', ['long'], '***')).toBe('a *** one');
  });

  it('is crossed out whole where another one is a part of it', () => {
    expect(masked('token-123456', ['123', 'token-123456'])).toBe(mask);
    expect(masked('token-123456', ['token-123456', '123'])).toBe(mask);
  });

  it('that is empty crosses nothing out, and neither does none', () => {
    expect(masked('text', [''])).toBe('text');
    expect(masked('text', [])).toBe('text');
    expect(masked('text', ['', 'ex'])).toBe(`t${mask}t`);
  });

  it('is crossed out in the base64 of a longer text, wherever it stands there', () => {
    const password = 'p~ss>word?1234';
    for (const user of ['', 'a', 'ad', 'ada']) {
      const text = Buffer.from(`${user}:${password}:more`);
      for (const encoded of [text.toString('base64'), text.toString('base64url')]) {
        const shown = masked(encoded, [password])
          .split(mask)
          .map((piece) => Buffer.from(piece, 'base64'));
        expect(Buffer.concat(shown).toString('latin1')).not.toMatch(/ss>wor/);
        expect(masked(encoded, [password])).toContain(mask);
      }
    }
    expect(masked('YWJj', ['xbc'])).toBe('YWJj');
  });

  it('is told from the rest of a text without losing a character', () => {
    const text = '?a=p%20q&b=p+q&c=12';
    const pieces = splitAtSecrets(text, ['p q', '2']);
    expect(pieces.join('')).toBe(text);
    expect(pieces).toEqual(['?a=', 'p%20q', '&b=', 'p+q', '&c=1', '2', '']);
    expect(splitAtSecrets(text, [])).toEqual([text]);
  });

  it('with half of a character is crossed out, too', () => {
    expect(masked('a\ud83db', ['a\ud83db'])).toBe(mask);
  });
});
