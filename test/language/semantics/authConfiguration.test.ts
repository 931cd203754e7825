import { describe, expect, it } from 'vitest';
import {
  authConfiguration,
  authIds,
  define,
  machine,
  readEnvironments,
  resolve,
  tokensOf,
  type AuthConfiguration,
  type EnvironmentSource,
  type ResolveScope,
} from '../../../src/language/semantics/index.ts';
import { parse } from '../../../src/language/syntax/index.ts';

function scopeOf(text: string, ...files: readonly object[]): ResolveScope {
  const sources = files.map((content, index): EnvironmentSource => ({
    kind: 'json',
    origin: index === 0 ? 'http-client.env.json' : 'http-client.private.env.json',
    visibility: index === 0 ? 'public' : 'private',
    text: JSON.stringify({ dev: content }),
  }));
  return { ...machine, file: define(parse(text)), environment: readEnvironments(sources).select('dev') };
}

const auth = (entries: object, rest: object = {}): object => ({ Security: { Auth: entries }, ...rest });

function configuration(entry: object, rest: object = {}): AuthConfiguration {
  const found = authConfiguration('a', scopeOf('', auth({ a: entry }, rest)));
  if ('reason' in found) throw new Error(found.reason);
  return found;
}

const client = { 'Grant Type': 'Client Credentials', 'Token URL': 'http://h/token', 'Client ID': 'me' };

describe('Security.Auth of an environment', () => {
  it('is read by its names, with the variables in it filled', () => {
    const found = configuration(
      { ...client, Type: 'OAuth2', 'Token URL': 'https://{{host}}/token', 'Client Secret': '{{apiSecret}}' },
      { host: 'id.test', apiSecret: 's3' },
    );
    expect(found).toMatchObject({
      id: 'a',
      grant: 'Client Credentials',
      tokenUrl: 'https://id.test/token',
      clientId: 'me',
      clientSecret: 's3',
      clientCredentials: 'in body',
      scope: '',
      pkce: undefined,
      usesIdToken: false,
      parameters: [],
    });
    expect(found.secrets).toEqual(['s3']);
  });

  it('takes each value from the strongest file that has it', () => {
    const scope = scopeOf(
      '',
      auth({ a: { ...client, Scope: 'read' } }),
      auth({ a: { 'Client Secret': 'p' } }),
    );
    expect(authConfiguration('a', scope)).toMatchObject({ clientSecret: 'p', scope: 'read' });
    expect(authIds(scope.environment)).toEqual(['a']);
  });

  it('asks with a proof key unless that is turned off', () => {
    const code = { ...client, 'Grant Type': 'authorization_code', 'Auth URL': 'http://h/authorize' };
    expect(configuration(code).pkce).toBe('S256');
    expect(configuration({ ...code, PKCE: true }).pkce).toBe('S256');
    expect(configuration({ ...code, PKCE: { 'Code Challenge Method': 'Plain' } }).pkce).toBe('plain');
    expect(configuration({ ...code, PKCE: false }).pkce).toBeUndefined();
  });

  it('sends what a server wants besides, where it is wanted', () => {
    const parameters = {
      audience: 'api',
      resource: ['one', 'two'],
      prompt: { Value: 'login', Use: 'In Auth Request' },
    };
    expect(configuration({ ...client, 'Custom Request Parameters': parameters }).parameters).toEqual([
      { name: 'audience', value: 'api', use: 'everywhere' },
      { name: 'resource', value: 'one', use: 'everywhere' },
      { name: 'resource', value: 'two', use: 'everywhere' },
      { name: 'prompt', value: 'login', use: 'authorization' },
    ]);
  });

  it.each([
    ['b', client, 'no "Security.Auth" is named "b" in the environment dev; there is a'],
    ['a', { ...client, Type: 'Mock' }, '"a" has the type Mock, not OAuth2'],
    [
      'a',
      { ...client, 'Grant Type': 'Implicit' },
      '"a" has the "Grant Type" Implicit; there is Authorization Code, Client Credentials, Device Authorization, Password',
    ],
    [
      'a',
      { ...client, 'Grant Type': 'Device Code' },
      '"a" needs a "Device Auth URL" for Device Authorization',
    ],
    [
      'a',
      { ...client, Scope: '{{nope}}' },
      '"a": nope in "Scope": "nope" is not defined in the file or its environments',
    ],
  ])('says what is missing: %s %j', (id, entry, reason) => {
    expect(authConfiguration(id, scopeOf('', auth({ a: entry })))).toEqual({ reason });
  });

  it('is no variable, and an object with a secret in it is one as a whole', () => {
    const { environment } = scopeOf('', auth({ a: client }, { user: { name: 'ada', password: 'p' } }));
    const variables = [...(environment.layers[0]?.variables.values() ?? [])];
    expect(variables.map(({ name, holdsSecret }) => [name, holdsSecret === true])).toEqual([
      ['user', true],
      ['user.name', false],
      ['user.password', false],
    ]);
  });
});

describe('tokens that a request wants', () => {
  const text = [
    '@bearer = Bearer {{$auth.token("a")}}',
    '### one',
    'GET http://h/',
    'Authorization: {{bearer}}',
    'X-Id: {{$auth.idToken(a)}}',
    'X-Az: {{$aadV2Token new scopes:one,two tenantid:t}}',
    '### two',
    'GET http://h/',
  ].join('\n');

  it('are found also behind variables, and only for the request', () => {
    const scope = scopeOf(text);
    expect(scope.file.requests.map((request) => tokensOf(request, scope))).toEqual([
      [
        {
          kind: 'microsoft',
          key: '$aadV2Token new scopes:one,two tenantid:t',
          audience: undefined,
          scopes: ['one', 'two'],
          tenant: 't',
          clientId: undefined,
          isNew: true,
        },
        { kind: 'configured', key: 'idToken a', id: 'a', part: 'idToken' },
        { kind: 'configured', key: 'token a', id: 'a', part: 'token' },
      ],
      [],
    ]);
  });

  it('are those of a GitHub account with their scopes', () => {
    const scope = scopeOf('GET http://h/\nAuthorization: Bearer {{$githubToken new scopes:repo,read:user}}');
    const key = '$githubToken new scopes:repo,read:user';
    const [request] = scope.file.requests;
    expect(tokensOf(request!, scope)).toEqual([
      { kind: 'github', key, scopes: ['repo', 'read:user'], isNew: true },
    ]);
    const resolved = resolve(request!, { ...scope, tokens: new Map([[key, 'gh0']]) });
    expect(resolved.headers[0]?.value).toBe('Bearer gh0');
    expect(resolved.secrets).toContain('gh0');
  });

  it('are secret values once they are there', () => {
    const scope = { ...scopeOf(text, auth({ a: client })), tokens: new Map([['token a', 't0k']]) };
    const resolved = resolve(scope.file.requests[0]!, scope);
    expect(resolved.headers[0]?.value).toBe('Bearer t0k');
    expect(resolved.secrets).toContain('t0k');
    expect(resolved.unresolved.map(({ reason }) => reason)).toEqual([
      'the token of "a" is asked for when the request is prepared',
      'Microsoft is asked for the token when the request is prepared in VS Code',
    ]);
  });
});
