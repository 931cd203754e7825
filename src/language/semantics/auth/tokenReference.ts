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
    };

/** The text between the braces, with its dollar; undefined for anything but a token. */
export function readWish(content: string): TokenWish | undefined {
  const [, part, argument = ''] = /^\$auth\.(token|idToken)\s*\(([^)]*)\)$/.exec(content) ?? [];
  if (part === 'token' || part === 'idToken') {
    const id = argument.trim().replace(/^(["'])(.*)\1$/s, '$2');
    return { kind: 'configured', key: `${part} ${id}`, id, part };
  }
  const [, name, words = ''] = /^\$(aadToken|aadV2Token)(?:\s+(.*))?$/s.exec(content) ?? [];
  return name === undefined ? undefined : microsoftWish(content, words.trim().split(/\s+/));
}

export type TokenValue =
  | { readonly value: string; readonly origin: string; readonly isSecret: boolean }
  | { readonly reason: string };

/** The value of a token, or why there is none yet; undefined for the text of anything else. */
export function tokenValue(content: string, { tokens, environment }: ResolveScope): TokenValue | undefined {
  const wish = readWish(content);
  if (wish === undefined) return undefined;
  const value = tokens?.get(wish.key);
  if (wish.kind === 'microsoft') {
    return value === undefined
      ? { reason: 'Microsoft is asked for the token when the request is prepared in VS Code' }
      : { value, origin: 'account Microsoft', isSecret: true };
  }
  const { id } = wish;
  if (value !== undefined) return { value, origin: `auth ${id}`, isSecret: true };
  return authOrigin(id, environment) === undefined
    ? { reason: id === '' ? withoutId(environment) : unknownId(id, environment) }
    : { reason: `the token of "${id}" is asked for when the request is prepared` };
}

function withoutId(environment: Environment): string {
  const ids = authIds(environment);
  return `the id of a "Security.Auth" belongs in the brackets${ids.length === 0 ? '' : `: ${ids.join(', ')}`}`;
}

/** The words of REST Client: `new`, `appOnly`, a cloud, `aud:`, `scopes:`, `tenantid:`, `clientid:`, a tenant by itself. */
function microsoftWish(content: string, words: readonly string[]): TokenWish {
  const named = (name: string): string | undefined =>
    words.find((word) => word.toLowerCase().startsWith(`${name}:`))?.slice(name.length + 1);
  const bare = words.find(
    (word) =>
      word !== '' && !word.includes(':') && !/^(?:new|appOnly|ppe|public|cn|de|us|Azure\w+)$/i.test(word),
  );
  return {
    kind: 'microsoft',
    key: content,
    audience: named('aud'),
    scopes: named('scopes')?.split(',') ?? [],
    tenant: named('tenantid') ?? bare,
    clientId: named('clientid'),
    isNew: words.some((word) => word.toLowerCase() === 'new'),
  };
}
