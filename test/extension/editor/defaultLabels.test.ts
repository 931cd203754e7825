import { describe, expect, it } from 'vitest';
import {
  defaultDescription,
  defaultLabel,
  defaultsSummary,
  defaultSpeech,
} from '../../../src/extension/editor/views/defaultLabels.ts';
import { mergeDefaults, readDefaultsFile } from '../../../src/language/semantics/index.ts';
import { english as t } from './localize.ts';

const defaults = (admin: object) => {
  const text = JSON.stringify({ sessions: { admin } }, undefined, 1);
  const file = readDefaultsFile({ origin: 'http-sessions.json', folder: '/p', text });
  return mergeDefaults([file], 'admin');
};
const rows = (admin: object) =>
  [...defaults(admin).values()].map((one) => `${defaultLabel(one)}: ${defaultDescription(one, t)}`);

describe('the rows of defaults', () => {
  it('are summed up in the order of the file', () => {
    expect(defaultsSummary(defaults({}), t)).toBe('none');
    expect(
      defaultsSummary(
        defaults({ cookies: false, timeout: 3, headers: { A: '1', B: '2' }, auth: 'Bearer {{t}}' }),
        t,
      ),
    ).toBe('headers 2 · auth · timeout · cookies');
  });

  it('show what they say and where, but no secret', () => {
    expect(
      rows({
        headers: { 'X-A': 'acme', 'X-Api-Key': 'k', 'User-Agent': null },
        auth: 'Bearer {{$secret t}}',
      }),
    ).toEqual([
      'X-A: acme · http-sessions.json:5',
      'X-Api-Key: •••••• · http-sessions.json:6',
      'User-Agent: left out · http-sessions.json:7',
      'auth: Bearer {{$secret t}} · http-sessions.json:9',
    ]);
    expect(rows({ cert: { pfx: './me.pfx', passphrase: 'open' }, proxies: { no: ['a', 'b'] } })).toEqual([
      'cert: ./me.pfx · http-sessions.json:4',
      'proxies.no: a, b · http-sessions.json:9',
    ]);
  });

  it('are read aloud with their kind', () => {
    const [header] = defaults({ headers: { 'X-A': 'acme' } }).values();
    expect(header && defaultSpeech(header, t)).toBe('Default header X-A: acme, line 5 of http-sessions.json');
  });
});
