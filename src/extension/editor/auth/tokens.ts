/**
 * Tokens for the requests of this window: those of `Security.Auth`, kept in the secret storage, and those of the
 * accounts that VS Code knows (Microsoft, GitHub), after VS Code has asked. Nothing is asked for in a folder that is not trusted.
 */
import * as vscode from 'vscode';
import type { AuthConfiguration } from '../../../language/semantics/index.ts';
import type { TokenSource } from '../../runner/index.ts';
import { loadEngine } from '../sending/loadEngine.ts';
import { isAllowed } from '../trust/trust.ts';
import { accountName, accountToken } from './accounts.ts';
import { createConsent } from './consent.ts';
import type { TokenList } from './tokenList.ts';

export interface Tokens {
  /** For the requests of a file. */
  sourceFor(file: vscode.Uri): TokenSource;
  /** Asks for a new one where this window knows how; false where only the next request does. */
  renew(key: string): Promise<boolean>;
}

export function createTokens(list: TokenList): Tokens {
  const person = createConsent();
  const sources = new Map<string, Promise<TokenSource>>();
  /** How each token of this window came to be, by id and environment. */
  const ways = new Map<string, () => Promise<unknown>>();

  function open(file: vscode.Uri): Promise<TokenSource> {
    const folder = vscode.workspace.getWorkspaceFolder(file)?.uri;
    const key = folder?.toString() ?? '';
    const source =
      sources.get(key) ??
      loadEngine().then(({ createTokenSource, systemClock }) =>
        createTokenSource({ store: list.storeOf(folder), person, clock: systemClock }),
      );
    sources.set(key, source);
    return source;
  }

  return {
    sourceFor: (file) => ({
      async obtain(configuration, use) {
        await refuseUntrusted(configuration.id);
        const source = await open(file);
        ways.set(wayOf(configuration.id, use.environment), again(source, configuration, use));
        return source.obtain(configuration, use);
      },
      async account(wish) {
        await refuseUntrusted(accountName(wish));
        return accountToken(wish);
      },
    }),
    async renew(key) {
      const listed = list.list().find((one) => one.key === key);
      const way = listed && ways.get(wayOf(listed.id, listed.environment));
      if (way === undefined) return false;
      await way();
      return true;
    },
  };
}

function again(
  source: TokenSource,
  configuration: AuthConfiguration,
  use: Parameters<TokenSource['obtain']>[1],
): () => Promise<unknown> {
  return () => source.obtain(configuration, { ...use, isNew: true, signal: undefined });
}

function wayOf(id: string, environment: string | undefined): string {
  return JSON.stringify([id, environment]);
}

async function refuseUntrusted(id: string): Promise<void> {
  if (isAllowed('obtainTokens')) return;
  const { RequestException } = await loadEngine();
  throw new RequestException(
    vscode.l10n.t('The token of {0} was not asked for, because the folder is not trusted.', id),
    'Untrusted',
    { phase: 'queue', hint: vscode.l10n.t('Trust the folder to send tokens from it.') },
  );
}
