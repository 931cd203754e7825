import { describe, expect, it } from 'vitest';
import { addDefault, defaultKeys, readDefaultsFile } from '../../../src/language/semantics/index.ts';

/** The text after adding, with `$0` where the caret goes. */
function added(text: string, session: string, key?: string): string | undefined {
  const found = addDefault(text, session, key);
  return found && `${found.text.slice(0, found.caret)}$0${found.text.slice(found.caret)}`;
}

describe('adding a default to the file', () => {
  it('makes what is missing, and leaves what is there', () => {
    expect(added('', 'admin', 'cookies')).toBe(
      '{\n  "sessions": {\n    "admin": {\n      "cookies": $0true\n    }\n  }\n}\n',
    );
    const text = '{\n    // ours\n    "sessions": {\n        "admin": { "auth": "Bearer {{t}}" }\n    }\n}\n';
    expect(added(text, 'admin', 'auth')).toBe(text.replace('"Bearer', '"$0Bearer'));
    expect(added(text, 'guest')).toContain('// ours');
    expect(added(text, 'guest')).toContain('"guest": {$0}');
  });

  it.each(Object.keys(defaultKeys))('writes a %s that is valid', (key) => {
    const { text } = addDefault('{}\n', 'admin', key) ?? { text: '' };
    const { problems, sessions } = readDefaultsFile({ origin: '', folder: '', text });
    expect(problems).toEqual([]);
    expect(sessions.get('admin')?.size).toBeGreaterThan(0);
  });

  it('does not touch what it cannot read', () => {
    for (const text of ['{', '[]', '{ "sessions": 1 }', '{ "sessions": { "admin": 1 } }']) {
      expect(added(text, 'admin', 'auth'), text).toBeUndefined();
    }
  });
});
