/**
 * The tokens that this workspace keeps: their values in VS Code's secret storage, one secret each, and beside them a list
 * without secrets, from which the sidebar is drawn. Tokens of another workspace folder are never found.
 */
import { createHash } from 'node:crypto';
import * as vscode from 'vscode';
import type { KeptToken, TokenLabel, TokenStore } from '../../runner/index.ts';
import type { Disposable } from '../disposable.ts';

/** What is known of a token without its value. */
export interface ListedToken extends TokenLabel {
  /** Of its secret. */
  readonly key: string;
  /** Milliseconds since the epoch; undefined when the server has not said. */
  readonly expiresAt: number | undefined;
  /** Whether it can be refreshed without anybody's consent. */
  readonly canRefresh: boolean;
}

export interface TokenList extends Disposable {
  readonly onDidChange: vscode.Event<void>;
  /** By their ids. */
  list(): readonly ListedToken[];
  drop(key: string): Promise<void>;
  /** The store of a workspace folder; undefined: of files outside every one. */
  storeOf(folder: vscode.Uri | undefined): TokenStore;
}

const listKey = 'tokens';

export function createTokenList(secrets: vscode.SecretStorage, state: vscode.Memento): TokenList {
  const changes = new vscode.EventEmitter<void>();
  const list = (): readonly ListedToken[] => state.get<readonly ListedToken[]>(listKey, []);

  async function save(tokens: readonly ListedToken[]): Promise<void> {
    await state.update(
      listKey,
      tokens.toSorted((one, other) => one.id.localeCompare(other.id)),
    );
    changes.fire();
  }
  async function drop(key: string): Promise<void> {
    await secrets.delete(key);
    await save(list().filter((one) => one.key !== key));
  }
  return {
    onDidChange: changes.event,
    list,
    drop,
    storeOf(folder) {
      const prefix = `token:${createHash('sha256')
        .update(folder?.toString() ?? '')
        .digest('hex')}:`;
      return {
        async get(key) {
          return read(await secrets.get(prefix + key));
        },
        async set(key, token, { id, environment }) {
          const secret = prefix + key;
          await secrets.store(secret, JSON.stringify(token));
          const { expiresAt, refreshToken } = token;
          const listed = { key: secret, id, environment, expiresAt, canRefresh: refreshToken !== undefined };
          await save([...list().filter((one) => one.key !== secret), listed]);
        },
        delete: (key) => drop(prefix + key),
      };
    },
    dispose() {
      changes.dispose();
    },
  };
}

/** Undefined for what another version may have written. */
function read(text: string | undefined): KeptToken | undefined {
  if (text === undefined) return undefined;
  try {
    const token: unknown = JSON.parse(text);
    if (typeof token !== 'object' || token === null || !('accessToken' in token)) return undefined;
    const member = (name: string): unknown => Reflect.get(token, name);
    const textOf = (name: string): string | undefined => {
      const value = member(name);
      return typeof value === 'string' ? value : undefined;
    };
    const expiresAt = member('expiresAt');
    const accessToken = textOf('accessToken');
    if (accessToken === undefined) return undefined;
    return {
      accessToken,
      idToken: textOf('idToken'),
      refreshToken: textOf('refreshToken'),
      expiresAt: typeof expiresAt === 'number' ? expiresAt : undefined,
    };
  } catch {
    return undefined;
  }
}
