/**
 * References to tokens: `{{$auth.token("id")}}` and its kin, read into what is wanted, and their values once somebody has
 * put them into the scope. No token is asked for here.
 */
import type { Environment } from '../environments/environments.ts';
import type { ResolveScope } from '../variables/scope.ts';
import { authIds, authOrigin, unknownId } from './authIds.ts';

export type TokenWish =
  | {
      readonly kind: 'configured';
      /** Of `ResolveScope.tokens`. */
      readonly key: string;
      readonly id: string;
      readonly part: 'token' | 'idToken';
    }
  | {
      readonly kind: 'microsoft';
      readonly key: string;
      /** What the token is for; undefined: the host of the request. */
      readonly audience: string | undefined;
      /** With the version 2 of Microsoft's platform. */
      readonly scopes: readonly string[];
      readonly tenant: string | undefined;
      readonly clientId: string | undefined;
      /** Whatever is kept does not count. */
      readonly isNew: boolean;
    }
  | {
      readonly kind: 'github';
      readonly key: string;
      readonly scopes: readonly string[];
      /** Whatever is kept does not count. */
      readonly isNew: boolean;
    };

/** A token of an account that the front end is signed in with. */
export type AccountWish = Exclude<TokenWish, { readonly kind: 'configured' }>;

/** The text between the braces, with its dollar; undefined for anything but a token. */
export function readWish(content: string): TokenWish | undefined {
  const [, part, argument = ''] = /^\$auth\.(token|idToken)\s*\(([^)]*)\)$/.exec(content) ?? [];
  if (part === 'token' || part === 'idToken') {
    const id = argument.trim().replace(/^(["'])(.*)\1$/s, '$2');
    return { kind: 'configured', key: `${part} ${id}`, id, part };
  }
  const [, name, rest = ''] = /^\$(aadToken|aadV2Token|githubToken)(?:\s+(.*))?$/s.exec(content) ?? [];
  if (name === undefined) return undefined;
  const words = rest.trim().split(/\s+/);
  return name === 'githubToken'
    ? { kind: 'github', key: content, scopes: scopesIn(words), isNew: isNew(words) }
    : microsoftWish(content, words);
}

export type TokenValue =
  | { readonly value: string; readonly origin: string; readonly isSecret: boolean }
  | { readonly reason: string };

/** The value of a token, or why there is none yet; undefined for the text of anything else. */
export function tokenValue(content: string, { tokens, environment }: ResolveScope): TokenValue | undefined {
  const wish = readWish(content);
  if (wish === undefined) return undefined;
  const value = tokens?.get(wish.key);
  if (wish.kind !== 'configured') {
    const account = accountNames[wish.kind];
    return value === undefined
      ? { reason: `${account} is asked for the token when the request is prepared in VS Code` }
      : { value, origin: `account ${account}`, isSecret: true };
  }
  const { id } = wish;
  if (value !== undefined) return { value, origin: `auth ${id}`, isSecret: true };
  return authOrigin(id, environment) === undefined
    ? { reason: id === '' ? withoutId(environment) : unknownId(id, environment) }
    : { reason: `the token of "${id}" is asked for when the request is prepared` };
}

const accountNames = { microsoft: 'Microsoft', github: 'GitHub' } as const;

function withoutId(environment: Environment): string {
  const ids = authIds(environment);
  return `the id of a "Security.Auth" belongs in the brackets${ids.length === 0 ? '' : `: ${ids.join(', ')}`}`;
}

/** The words of REST Client: `new`, `appOnly`, a cloud, `aud:`, `scopes:`, `tenantid:`, `clientid:`, a tenant by itself. */
function microsoftWish(content: string, words: readonly string[]): TokenWish {
  const bare = words.find(
    (word) =>
      word !== '' && !word.includes(':') && !/^(?:new|appOnly|ppe|public|cn|de|us|Azure\w+)$/i.test(word),
  );
  return {
    kind: 'microsoft',
    key: content,
    audience: named(words, 'aud'),
    scopes: scopesIn(words),
    tenant: named(words, 'tenantid') ?? bare,
    clientId: named(words, 'clientid'),
    isNew: isNew(words),
  };
}

/** What stands behind `name:`. */
function named(words: readonly string[], name: string): string | undefined {
  return words.find((word) => word.toLowerCase().startsWith(`${name}:`))?.slice(name.length + 1);
}

function scopesIn(words: readonly string[]): readonly string[] {
  return named(words, 'scopes')?.split(',') ?? [];
}

function isNew(words: readonly string[]): boolean {
  return words.some((word) => word.toLowerCase() === 'new');
}
