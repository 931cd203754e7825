/**
 * JetBrains' `Security.Auth` of an environment: by id, where and how a token is asked for (OAuth 2.0, RFC 6749). It says
 * what is written, variables filled, and what is missing; asking for tokens is the runner's work.
 */
import { Expander } from '../variables/expander.ts';
import type { ResolveScope } from '../variables/scope.ts';
import { authOrigin, unknownId } from './authIds.ts';

export const authGrants = [
  'Authorization Code',
  'Client Credentials',
  'Device Authorization',
  'Password',
] as const;

export type AuthGrant = (typeof authGrants)[number];

/** A parameter that a server wants beside those of the standard. */
export interface AuthParameter {
  readonly name: string;
  readonly value: string;
  readonly use: 'everywhere' | 'authorization' | 'token';
}

export interface AuthConfiguration {
  readonly id: string;
  readonly grant: AuthGrant;
  readonly tokenUrl: string;
  /** Where the person gives the consent; empty where the grant needs none. */
  readonly authUrl: string;
  /** Where a device's code comes from; empty where the grant needs none. */
  readonly deviceAuthUrl: string;
  /** Where the browser is sent back to; undefined leaves it to whoever listens. */
  readonly redirectUrl: string | undefined;
  readonly clientId: string;
  readonly clientSecret: string;
  /** How the client shows who it is. */
  readonly clientCredentials: 'basic' | 'in body' | 'none';
  readonly user: string;
  readonly password: string;
  /** Words with spaces between them; empty asks for what the server gives by itself. */
  readonly scope: string;
  /** Proof key for the code exchange (RFC 7636). */
  readonly pkce: 'S256' | 'plain' | undefined;
  /** `$auth.token` gives the id token. */
  readonly usesIdToken: boolean;
  readonly parameters: readonly AuthParameter[];
  /** What of all this nobody may see. */
  readonly secrets: readonly string[];
}

/** Why no configuration results: in words, without a full stop. */
export interface AuthProblem {
  readonly reason: string;
}

/** What the environment says under that id; values of stronger files come before those of weaker ones, name by name. */
export function authConfiguration(id: string, scope: ResolveScope): AuthConfiguration | AuthProblem {
  const { environment } = scope;
  if (authOrigin(id, environment) === undefined) return { reason: unknownId(id, environment) };
  const reading = new Reading(id, scope);
  const type = reading.text('Type');
  if (type !== '' && plain(type) !== 'oauth2') return { reason: `"${id}" has the type ${type}, not OAuth2` };
  const written = reading.text('Grant Type');
  const grant = authGrants.find((name) => plain(name) === plain(written)) ?? otherGrants.get(plain(written));
  if (grant === undefined) {
    const found = written === '' ? 'no "Grant Type"' : `the "Grant Type" ${written}`;
    return { reason: `"${id}" has ${found}; there is ${authGrants.join(', ')}` };
  }
  for (const name of needed[grant]) {
    if (reading.text(name) === '') return { reason: `"${id}" needs a "${name}" for ${grant}` };
  }
  const configuration = configured(id, grant, reading);
  return reading.problem === undefined ? configuration : { reason: `"${id}": ${reading.problem}` };
}

/** How others write the same. */
const otherGrants: ReadonlyMap<string, AuthGrant> = new Map([
  ['devicecode', 'Device Authorization'],
  ['resourceownerpassword', 'Password'],
  ['passwordcredentials', 'Password'],
]);

const needed: Readonly<Record<AuthGrant, readonly string[]>> = {
  'Authorization Code': ['Auth URL', 'Token URL', 'Client ID'],
  'Client Credentials': ['Token URL', 'Client ID'],
  'Device Authorization': ['Device Auth URL', 'Token URL', 'Client ID'],
  Password: ['Token URL', 'Client ID', 'Username', 'Password'],
};

function configured(id: string, grant: AuthGrant, reading: Reading): AuthConfiguration {
  const clientSecret = reading.secret('Client Secret');
  const how = plain(reading.text('Client Credentials'));
  return {
    id,
    grant,
    tokenUrl: reading.text('Token URL'),
    authUrl: reading.text('Auth URL'),
    deviceAuthUrl: reading.text('Device Auth URL'),
    redirectUrl: reading.text('Redirect URL') || undefined,
    clientId: reading.text('Client ID'),
    clientSecret,
    clientCredentials: how === 'basic' ? 'basic' : how === 'none' || clientSecret === '' ? 'none' : 'in body',
    user: reading.text('Username'),
    password: reading.secret('Password'),
    scope: reading.text('Scope'),
    pkce: pkceOf(grant, reading),
    usesIdToken: plain(reading.text('Use ID Token')) === 'true',
    parameters: parametersOf(reading),
    secrets: [...reading.secrets],
  };
}

/** `false` turns it off; otherwise a code is never asked for without it (RFC 9700 section 2.1.1). */
function pkceOf(grant: AuthGrant, reading: Reading): AuthConfiguration['pkce'] {
  if (grant !== 'Authorization Code' || plain(reading.text('PKCE')) === 'false') return undefined;
  return plain(reading.text('PKCE.Code Challenge Method')) === 'plain' ? 'plain' : 'S256';
}

const custom = 'Custom Request Parameters.';

/** `"audience": "a"`, `"resource": ["a", "b"]` or `"audience": { "Value": "a", "Use": "In Token Request" }`. */
function parametersOf(reading: Reading): readonly AuthParameter[] {
  const names = reading
    .names()
    .flatMap((name) => (name.startsWith(custom) ? [name.slice(custom.length)] : []));
  return names.flatMap((name): AuthParameter[] => {
    if (/\.(?:Value|Use)$/.test(name)) return [];
    const isObject = names.includes(`${name}.Value`);
    const use = plain(reading.text(`${custom}${name}.Use`));
    const written = reading.text(`${custom}${name}${isObject ? '.Value' : ''}`);
    return listOf(written).map((value) => ({
      name,
      value,
      use: use === 'inauthrequest' ? 'authorization' : use === 'intokenrequest' ? 'token' : 'everywhere',
    }));
  });
}

function listOf(written: string): readonly string[] {
  if (!written.startsWith('[')) return [written];
  try {
    const values: unknown = JSON.parse(written);
    return Array.isArray(values) ? values.map(String) : [written];
  } catch {
    return [written];
  }
}

/** `Client Credentials`, `client_credentials` and `clientCredentials` are one word. */
function plain(text: string): string {
  return text.toLowerCase().replace(/[\s_-]/g, '');
}

class Reading {
  /** The first variable in it without a value, in words. */
  problem: string | undefined;
  readonly #own = new Set<string>();
  readonly #layers: readonly (ReadonlyMap<string, { readonly value: string }> | undefined)[];
  readonly #expander: Expander;

  constructor(id: string, scope: ResolveScope) {
    this.#layers = scope.environment.layers.map(({ auth }) => auth?.get(id));
    this.#expander = new Expander(scope);
  }

  get secrets(): ReadonlySet<string> {
    return new Set([...this.#own, ...this.#expander.secrets]);
  }

  names(): readonly string[] {
    return [...new Set(this.#layers.flatMap((settings) => [...(settings?.keys() ?? [])]))];
  }

  /** Empty when nothing is written. */
  text(name: string): string {
    const written = this.#layers.find((settings) => settings?.has(name) === true)?.get(name)?.value ?? '';
    const { text, unresolved } = this.#expander.expand(written, 0);
    const [missing] = unresolved;
    if (missing !== undefined) this.problem ??= `${missing.name} in "${name}": ${missing.reason}`;
    return text;
  }

  secret(name: string): string {
    const text = this.text(name);
    if (text !== '') this.#own.add(text);
    return text;
  }
}
