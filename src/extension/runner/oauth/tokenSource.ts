/**
 * Gives tokens: a kept one while it is good, a refreshed one where that is possible, else a new one. Two requests that want
 * the same token at once ask once. Where tokens are kept and who consents are the front end's answers.
 */
import { createHash } from 'node:crypto';
import type { AuthConfiguration } from '../../../language/semantics/index.ts';
import { RequestException } from '../../http/index.ts';
import type { Clock } from '../ports.ts';
import { refreshToken, requestToken } from './grants.ts';
import type { ConsentingPerson, KeptToken, TokenSource, TokenStore, TokenUse } from './tokens.ts';

export interface TokenSourceOptions {
  readonly store: TokenStore;
  readonly person: ConsentingPerson;
  readonly clock: Clock;
}

/** Milliseconds before its end from which a token counts as over: it has to arrive, and clocks differ. */
const margin = 30_000;

export function createTokenSource({ store, person, clock }: TokenSourceOptions): TokenSource {
  const asking = new Map<string, Promise<KeptToken>>();
  const now = (): number => clock.now();

  async function find(configuration: AuthConfiguration, use: TokenUse): Promise<KeptToken> {
    const key = tokenKey(configuration, use.environment);
    const kept = use.isNew === true ? undefined : await store.get(key);
    if (kept !== undefined && isFresh(kept, now())) return kept;
    const context = { carrier: use, person, now };
    const token =
      (kept?.refreshToken === undefined
        ? undefined
        : await refreshed(configuration, kept.refreshToken, context)) ??
      (await requestToken(configuration, context));
    await store.set(key, token, { id: configuration.id, environment: use.environment });
    return token;
  }

  return {
    obtain(configuration, use) {
      const key = tokenKey(configuration, use.environment);
      const present = asking.get(key);
      if (present !== undefined) return present;
      const asked = find(configuration, use).finally(() => asking.delete(key));
      asking.set(key, asked);
      return asked;
    },
  };
}

/** The same for what asks the same server the same thing; holds no secret that could be guessed from it. */
export function tokenKey(configuration: AuthConfiguration, environment: string | undefined): string {
  const { id, grant, tokenUrl, authUrl, clientId, user, scope, parameters } = configuration;
  const identity = [environment ?? '', id, grant, tokenUrl, authUrl, clientId, user, scope, parameters];
  return createHash('sha256').update(JSON.stringify(identity)).digest('hex');
}

export function isFresh({ expiresAt }: KeptToken, now: number): boolean {
  return expiresAt === undefined || expiresAt - margin > now;
}

/** Undefined when the server takes the refresh token no more; then a new token is asked for. */
async function refreshed(
  ...[configuration, token, context]: Parameters<typeof refreshToken>
): Promise<KeptToken | undefined> {
  try {
    return await refreshToken(configuration, token, context);
  } catch (error) {
    if (error instanceof RequestException && error.name === 'UnresolvedVariable') return undefined;
    throw error;
  }
}
