import { describe, expect, it } from 'vitest';
import { tokenDescription, tokenSpeech } from '../../../src/extension/editor/auth/tokenLabels.ts';
import { english } from './localize.ts';

const now = Date.UTC(2026, 10, 23, 12);
const token = { id: 'shop', environment: 'dev', expiresAt: now + 58 * 60_000, canRefresh: false };

describe('the row of a token', () => {
  it('says for which environment it is and how long', () => {
    expect(tokenDescription(token, now, english)).toBe('dev · expires in 58 min');
    expect(tokenDescription({ ...token, environment: undefined, expiresAt: undefined }, now, english)).toBe(
      'expiry not known',
    );
  });

  it('says what happens to one that is over', () => {
    expect(tokenDescription(token, now + 3_600_000, english)).toBe('dev · expired');
    expect(tokenDescription({ ...token, canRefresh: true }, now + 3_600_000, english)).toBe(
      'dev · expired, renewed when it is used',
    );
  });

  it('is read out in words', () => {
    expect(tokenSpeech(token, now, english)).toBe('Token shop, environment dev, expires in 58 min');
  });
});
