/**
 * Gets the tokens that a request wants before its variables are filled, as `askFor` gets what a person knows. Without a
 * source (a folder that is not trusted) they stay unresolved and stop the send.
 */
import type { RequestDefinition, ResolveScope, TokenWish } from '../../../language/semantics/index.ts';
import { authConfiguration, authOrigin, resolve, tokensOf } from '../../../language/semantics/index.ts';
import type { SendOptions } from '../../http/index.ts';
import { RequestException } from '../../http/index.ts';
import { defaultTexts, type OpenedSession } from '../sessionDefaults/index.ts';
import type { TokenSource, TokenUse } from './tokens.ts';

export interface TokenContext {
  readonly tokens?: TokenSource | undefined;
  /** Carries the requests for tokens; what its defaults refer to is wanted, too. */
  readonly opened: OpenedSession;
  /** For what the session leaves open, for example from a command line. */
  readonly defaults?: SendOptions | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface ScopeWithTokens {
  readonly scope: ResolveScope;
  /** Tokens and what was used to get them. */
  readonly secrets: readonly string[];
}

/** Rejects with a RequestException that says which token was refused, and why. */
export async function obtainTokens(
  definition: RequestDefinition,
  scope: ResolveScope,
  { tokens: source, opened, defaults, signal }: TokenContext,
): Promise<ScopeWithTokens> {
  const wishes = tokensOf(definition, scope, defaultTexts(definition, opened.defaults));
  if (wishes.length === 0 || source === undefined) return { scope, secrets: [] };
  const use: TokenUse = {
    session: opened.session,
    options: { ...opened.options, ...defaults },
    environment: scope.environment.name,
    signal,
  };
  const tokens = new Map(scope.tokens);
  const secrets: string[] = [];
  for (const wish of wishes) {
    if (tokens.has(wish.key)) continue;
    const value = await obtain(wish, { definition, scope, source, use, secrets });
    if (value === undefined) continue;
    tokens.set(wish.key, value);
    secrets.push(value);
  }
  return { scope: { ...scope, tokens }, secrets };
}

interface Obtaining {
  readonly definition: RequestDefinition;
  readonly scope: ResolveScope;
  readonly source: TokenSource;
  readonly use: TokenUse;
  /** Takes what was used on the way. */
  readonly secrets: string[];
}

/** Undefined for what resolving explains better: an id that nothing describes, an account that nobody knows. */
async function obtain(wish: TokenWish, context: Obtaining): Promise<string | undefined> {
  const { definition, scope, source, use, secrets } = context;
  if (wish.kind === 'microsoft') {
    const audience = wish.audience ?? originOf(resolve(definition, scope).url);
    return source.account?.({ ...wish, audience });
  }
  if (wish.kind === 'github') return source.account?.(wish);
  const configuration = authConfiguration(wish.id, scope);
  if ('reason' in configuration) {
    if (authOrigin(wish.id, scope.environment) === undefined) return undefined;
    throw new RequestException(`No token: ${configuration.reason}.`, 'UnresolvedVariable', {
      phase: 'queue',
      hint: `Complete "Security.Auth" of "${wish.id}" in the environment file.`,
    });
  }
  secrets.push(...configuration.secrets);
  const token = await source.obtain(configuration, use);
  if (token.refreshToken !== undefined) secrets.push(token.refreshToken);
  if (wish.part === 'token' && !configuration.usesIdToken) return token.accessToken;
  if (token.idToken !== undefined) return token.idToken;
  throw new RequestException(`The server gave no id token for "${wish.id}".`, 'UnresolvedVariable', {
    phase: 'queue',
    hint: 'Ask for it: the "Scope" of OpenID Connect holds openid.',
  });
}

function originOf(url: string): string | undefined {
  return /^[a-z]+:\/\/[^/?#]+/i.exec(url)?.[0];
}
