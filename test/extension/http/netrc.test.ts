import { describe, expect, it } from 'vitest';
import { parseNetrc } from '../../../src/extension/http/environment/netrc.ts';

const machines = (text: string): unknown => {
  const parsed = parseNetrc(text);
  return (
    parsed && Object.fromEntries([...parsed].map(([name, { login, password }]) => [name, [login, password]]))
  );
};

describe('a netrc file', () => {
  it('names a login and a password for each machine', () => {
    expect(
      machines(
        'machine a.test login me password secret\nmachine b.test\n  user you\n  password "with space"\n',
      ),
    ).toEqual({
      'a.test': ['me', 'secret'],
      'b.test': ['you', 'with space'],
    });
  });

  it('may have comments, macros and a default', () => {
    const text =
      '# comment line\nmachine a.test login me # more\npassword p\nmacdef init\ncd /\nls\n\ndefault login anonymous password x\n';
    expect(machines(text)).toEqual({ 'a.test': ['me', 'p'], default: ['anonymous', 'x'] });
  });

  it('keeps a password that starts with a hash sign or holds a backslash', () => {
    expect(machines('machine a login u password #p\nmachine b login u password a\\\\b')).toEqual({
      a: ['u', '#p'],
      b: ['u', 'a\\b'],
    });
  });

  it.each(['machin a.test login', 'machine a.test login', 'machine a.test pasword x', 'machine'])(
    'has nothing when it is malformed: %s',
    (text) => {
      expect(parseNetrc(text)).toBeUndefined();
    },
  );
});
