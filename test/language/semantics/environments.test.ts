import { describe, expect, it } from 'vitest';
import { readEnvironments, type EnvironmentSource } from '../../../src/language/semantics/index.ts';

const file = (
  text: string,
  visibility: 'public' | 'user' | 'private' = 'public',
  origin = 'http-client.env.json',
): EnvironmentSource => ({ kind: 'json', origin, text, visibility });

/** `name=value (origin:line)` of all variables that count, the strongest of each name. */
function variables(sources: readonly EnvironmentSource[], name?: string): readonly string[] {
  const found = new Map<string, string>();
  for (const layer of readEnvironments(sources).select(name).layers) {
    for (const variable of layer.variables.values()) {
      if (!found.has(variable.name)) {
        found.set(
          variable.name,
          `${variable.name}=${variable.value} (${layer.kind} ${layer.origin}:${variable.line ?? '-'})`,
        );
      }
    }
  }
  return [...found.values()];
}

describe('environments', () => {
  it('have names, $shared is none', () => {
    expect(readEnvironments([file('{"dev": {}, "$shared": {}, "prod": {}}')]).names).toEqual(['dev', 'prod']);
  });

  it('are laid over each other in the order of their names', () => {
    const sources = [
      file('{"$shared": {"a": 0, "d": 0}, "dev": {"a": 1, "b": 1}, "local": {"b": 2, "c": 2}}'),
      file('{"dev": {"c": 3}}', 'private', 'http-client.private.env.json'),
    ];
    expect(variables(sources, 'dev + local')).toEqual([
      'b=2 (public http-client.env.json:1)',
      'c=2 (public http-client.env.json:1)',
      'a=1 (public http-client.env.json:1)',
      'd=0 (shared http-client.env.json:1)',
    ]);
    const catalog = readEnvironments(sources);
    expect(catalog.knows('dev + local')).toBe(true);
    expect(catalog.knows('dev + prod')).toBe(false);
    expect(readEnvironments([file('{"a + b": {}}')]).knows('a + b')).toBe(true);
  });

  it("are read from REST Client's setting", () => {
    const settings: EnvironmentSource = {
      kind: 'settings',
      origin: 'settings',
      value: { $shared: { v: 1 }, dev: { h: 'x' } },
    };
    expect(variables([settings], 'dev')).toEqual(['h=x (public settings:-)', 'v=1 (shared settings:-)']);
    expect(variables([{ ...settings, value: undefined }], 'dev')).toEqual([]);
    expect(variables([{ ...settings, value: ['no'] }], 'dev')).toEqual([]);
  });

  it('let private beat user, user public, and public shared', () => {
    const sources = [
      file('{"dev": {"a": 1, "b": 1, "c": 1}, "$shared": {"a": 0, "d": 0}}'),
      file('{"dev": {"a": 2, "b": 2}}', 'user', 'user'),
      file('{"dev": {"a": 3}}', 'private', 'private'),
    ];
    expect(variables(sources, 'dev')).toEqual([
      'a=3 (private private:1)',
      'b=2 (user user:1)',
      'c=1 (public http-client.env.json:1)',
      'd=0 (shared http-client.env.json:1)',
    ]);
  });

  it('let the nearer folder win for each name', () => {
    const sources = [
      file('{"dev": {"a": "far", "b": "far"}}', 'public', 'far'),
      file('{"dev": {"a": "near"}}', 'public', 'near'),
    ];
    expect(variables(sources, 'dev')).toEqual(['a=near (public near:1)', 'b=far (public far:1)']);
  });

  it('let a private file of a far folder beat a public one that is nearer', () => {
    const sources = [
      file('{"dev": {"a": "far"}}', 'private', 'far'),
      file('{"dev": {"a": "near"}}', 'public', 'near'),
    ];
    expect(variables(sources, 'dev')).toEqual(['a=far (private far:1)']);
  });

  it('keep the digits of numbers and reach nested values by dotted names', () => {
    expect(
      variables([file('{\n"dev": {\n"n": 12345678901234567890,\n"o": {"p": {"q": true}}}}')], 'dev'),
    ).toEqual([
      'n=12345678901234567890 (public http-client.env.json:3)',
      'o={"p": {"q": true}} (public http-client.env.json:4)',
      'o.p={"q": true} (public http-client.env.json:4)',
      'o.p.q=true (public http-client.env.json:4)',
    ]);
  });

  it('are tolerant of comments and trailing commas', () => {
    const catalog = readEnvironments([file('{ // c\n"dev": {"a": "1",}, }')]);
    expect([catalog.names, catalog.problems]).toEqual([['dev'], []]);
  });

  it('tell where JSON is broken and keep what can be read', () => {
    const sources = [
      file('{"dev": {"a": "1"\n  "b": "2"}, "prod": 3'),
      file('{"test": {"c": "3"}}', 'public', 'second'),
    ];
    const { names, problems } = readEnvironments(sources);
    expect(names).toEqual(['dev', 'test']);
    expect(problems).toEqual([
      { origin: 'http-client.env.json', line: 2, column: 3, message: 'Comma expected.' },
      { origin: 'http-client.env.json', line: 2, column: 23, message: 'Close brace expected.' },
      {
        origin: 'http-client.env.json',
        line: 2,
        column: 22,
        message: 'The environment "prod" must be an object.',
      },
    ]);
  });

  it("tell a secret that is kept by Visual Studio's providers", () => {
    const source = file('{"dev": {"a": {"provider": "AzureKeyVault", "secretName": "x"}, "b": 1}}');
    expect(variables([source], 'dev')).toEqual(['b=1 (public http-client.env.json:1)']);
    expect(readEnvironments([source]).problems.map(({ message }) => message)).toEqual([
      '"a" is kept by AzureKeyVault, which is not read yet.',
    ]);
  });

  it('survive hostile names and nesting (K08)', () => {
    expect(variables([file('{"__proto__": {"a": 1}, "dev": {"__proto__": 2}}')], 'dev')).toEqual([
      '__proto__=2 (public http-client.env.json:1)',
    ]);
    const { problems } = readEnvironments([file('{"a":'.repeat(100_000))]);
    expect(problems.map(({ message }) => message)).toEqual(['The JSON is nested too deeply.']);
  });
});

describe('.env files', () => {
  const dotenv = (text: string, environment?: string): EnvironmentSource => ({
    kind: 'dotenv',
    origin: environment === undefined ? '.env' : `.env.${environment}`,
    text,
    ...(environment === undefined ? {} : { environment }),
  });

  it('have names and values, quotes, comments and export', () => {
    expect(
      variables([
        dotenv(
          '# c\nA=1\nexport B = two words # c\r\nC="x\\ny # z"\nD=\'a\\n\'\nE=\nnothing\nF="one\ntwo"\nG="open',
        ),
      ]),
    ).toEqual([
      'A=1 (dotenv .env:2)',
      'B=two words (dotenv .env:3)',
      'C=x\ny # z (dotenv .env:4)',
      'D=a\\n (dotenv .env:5)',
      'E= (dotenv .env:6)',
      'F=one\ntwo (dotenv .env:8)',
      'G=open (dotenv .env:10)',
    ]);
  });

  it('are overlaid by the one of the environment', () => {
    const sources = [dotenv('A=1\nB=1'), dotenv('A=2', 'dev')];
    expect(variables(sources, 'dev')).toEqual(['A=2 (dotenv .env.dev:1)', 'B=1 (dotenv .env:2)']);
    expect(variables(sources)).toEqual(['A=1 (dotenv .env:1)', 'B=1 (dotenv .env:2)']);
  });
});
