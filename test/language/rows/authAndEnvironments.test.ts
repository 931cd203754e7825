import { describe, expect, it } from 'vitest';
import { findEnvironmentSources, memoryReader } from '../../../src/extension/runner/index.ts';
import { readEnvironments } from '../../../src/language/semantics/index.ts';
import { takeClientCertificate } from '../../../src/extension/runner/prepare/clientCertificate.ts';
import { resolveLast } from '../semantics/wire.ts';
import { authorizationOf, reading, settings } from './reading.ts';

const get = 'GET https://a.test';
const authorized = (value: string): Promise<string> => authorizationOf(`${get}\nAuthorization: ${value}`);

/** `name=value` of all that an environment gives to a file in `/p/sub`, the strongest of each name. */
async function variables(files: Readonly<Record<string, string>>, environment?: string): Promise<string> {
  const sources = await findEnvironmentSources('/p/sub/a.http', { reader: memoryReader(files), top: '/p' });
  const found = new Map<string, string>();
  for (const layer of readEnvironments(sources).select(environment).layers) {
    for (const { name, value } of layer.variables.values()) if (!found.has(name)) found.set(name, value);
  }
  return [...found]
    .map((pair) => pair.join('='))
    .sort()
    .join(' ');
}

describe('1d Basic', () => {
  const encoded = (text: string): string => `Basic ${Buffer.from(text).toString('base64')}`;

  it.each([
    ['Basic u p', encoded('u:p')],
    ['Basic u:p', encoded('u:p')],
    ['Basic u:p:q', encoded('u:p:q')],
    ['Basic dTpw', 'Basic dTpw'],
  ])('%s becomes %s', async (typed, sent) => {
    expect(await authorized(typed)).toBe(sent);
  });
});

describe('1d Digest', () => {
  it('answers the challenge', async () => {
    expect(await authorized('Digest u p')).toBe('answers Digest');
    expect(await authorized('Digest u:p')).toBe('answers Digest');
    expect(await authorized('Digest username="u"')).toBe('Digest username="u"');
  });
});

describe('1d AWS', () => {
  it('signs', async () => {
    expect(await authorized('AWS key secret token:t region:r service:s')).toBe('answers AWS');
  });
});

describe('1d Cognito', () => {
  it('is said not to be done, and never sent as it is typed', async () => {
    expect(reading(`${get}\nAuthorization: COGNITO u p region pool client`)).toContain(
      '? information not-run-yet "COGNITO u p region pool client"',
    );
    expect(await authorized('COGNITO u p region pool client')).toBe(
      'refused: Amazon Cognito is not supported.',
    );
  });
});

describe('1d OAuth2', () => {
  it('takes a token of the environment, and is said not to be done by a header', async () => {
    expect(reading(`${get}\nAuthorization: oauth2 client_credentials my`)).toContain(
      '? information not-run-yet',
    );
    expect(await authorized('oauth2 client_credentials my')).toBe('refused: OAuth 2 is not supported.');
    expect(reading(`${get}\nAuthorization: Bearer {{$auth.token("id")}}`)).toContain(
      '! UnresolvedVariable header:2 no "Security.Auth" is named "id"',
    );
  });
});

describe('1d NTLM / Negotiate', () => {
  it('is said not to be done, and a token goes as it is', async () => {
    expect(reading(`${get}\nAuthorization: NTLM u p`)).toContain('? information not-run-yet "NTLM u p"');
    expect(await authorized('NTLM u p')).toBe('refused: NTLM is not supported.');
    expect(await authorized('Negotiate u:p')).toBe('refused: Negotiate is not supported.');
    expect(await authorized('Negotiate YII=')).toBe('Negotiate YII=');
  });
});

describe('1d RC environments', () => {
  it('are read from the setting, `$shared` below all', async () => {
    const settingsFile = JSON.stringify({
      'rest-client.environmentVariables': { $shared: { a: 'shared', b: 'shared' }, dev: { a: 'dev' } },
    });
    const files = { '/p/.vscode/settings.json': settingsFile };
    expect(await variables(files, 'dev')).toBe('a=dev b=shared');
    expect(await variables(files)).toBe('a=shared b=shared');
  });
});

describe('1d JB env files', () => {
  it('count for each key: private over public, near over far', async () => {
    const files = {
      '/p/http-client.env.json': '{"dev": {"a": "far", "b": "far", "c": "far"}}',
      '/p/sub/http-client.env.json': '{"dev": {"b": "near", "c": "near"}}',
      '/p/http-client.private.env.json': '{"dev": {"c": "private"}}',
      '/p/rest-client.env.json': '{"dev": {"d": "old name"}}',
    };
    expect(await variables(files, 'dev')).toBe('a=far b=near c=private d=old name');
  });
});

describe('1d VS env files', () => {
  it('have `$shared`, a `.user` file, and secrets that are kept elsewhere', async () => {
    const files = {
      '/p/http-client.env.json':
        '{"$shared": {"s": "shared"}, "dev": {"a": "public", "k": {"provider": "AzureKeyVault", "secretName": "x"}}}',
      '/p/http-client.env.json.user': '{"dev": {"a": "user"}}',
    };
    expect(await variables(files, 'dev')).toBe('a=user s=shared');
  });
});

describe('1d hY config', () => {
  it('is its .env files; its JavaScript is never run', async () => {
    const files = {
      '/p/.env': 'a=all\nb=all',
      '/p/.env.dev': 'b=dev',
      '/p/dev.env': 'c=dev',
      '/p/env/.env': 'd=folder',
      '/p/httpyac.config.js': 'throw new Error()',
    };
    expect(await variables(files, 'dev')).toBe('a=all b=dev c=dev d=folder');
  });
});

describe('1d client cert', () => {
  it('comes from the header of httpYac, which is not sent', () => {
    const text = `${get}\nX-ClientCert: cert: ./a.crt key: ./a.key passphrase: p\nA: 1`;
    const { resolved, cert } = takeClientCertificate(resolveLast(text), '/project');
    expect(resolved.headers.map(({ name }) => name)).toEqual(['A']);
    expect(resolved.secrets).toEqual(['p']);
    expect(cert).toEqual({ certificate: '/project/a.crt', key: '/project/a.key', passphrase: 'p' });
  });

  it('may be a PFX file', () => {
    const text = `${get}\nX-ClientCert: pfx: ./a.pfx passphrase: p`;
    expect(takeClientCertificate(resolveLast(text), '/project').cert).toEqual({
      pfx: '/project/a.pfx',
      passphrase: 'p',
    });
    expect(() => takeClientCertificate(resolveLast(`${get}\nX-ClientCert: key: a`), '/project')).toThrow(
      'Line 2: X-ClientCert names no certificate.',
    );
  });

  it('comes from a directive', () => {
    expect(settings(`# @cert ./a.pem ./a.key\n${get}`).options.cert).toEqual([
      '/project/a.pem',
      '/project/a.key',
    ]);
  });
});

describe('1d TLS verify', () => {
  it('is left to the session unless a directive says otherwise', () => {
    expect(settings(get).options).toEqual({});
    expect(settings(`# @verify false\n${get}`).options).toEqual({ verify: false });
    expect(settings(`# @verify ./ca.pem\n${get}`).options).toEqual({ verify: '/project/ca.pem' });
    expect(settings(`# @insecure\n${get}`).options).toEqual({ verify: false });
  });
});

describe('1d proxy', () => {
  it('is the one of the directive, or none', () => {
    expect(settings(`# @proxy http://p:1\n${get}`).options).toEqual({
      proxies: { http: 'http://p:1', https: 'http://p:1' },
    });
    expect(settings(`# @noProxy\n${get}`).options.proxies).toMatchObject({ all: null, no_proxy: '*' });
  });
});
