/**
 * The secrets that `{{$secret name}}` names: kept in the system's key store, for one folder each, so that the files of
 * another folder cannot have them sent anywhere. They are read before a request is prepared; nothing shows them.
 */
import type * as vscode from 'vscode';
import { isAllowed } from '../trust/trust.ts';

export interface FolderSecrets {
  /** All of a folder's secrets by name (undefined: of files outside every folder); none where it is not trusted. */
  of(folder: vscode.Uri | undefined): Promise<ReadonlyMap<string, string>>;
  names(folder: vscode.Uri | undefined): Promise<readonly string[]>;
  set(folder: vscode.Uri | undefined, name: string, value: string): Promise<void>;
  delete(folder: vscode.Uri | undefined, name: string): Promise<void>;
}

export function createFolderSecrets(store: vscode.SecretStorage): FolderSecrets {
  const prefixOf = (folder: vscode.Uri | undefined): string => `secret ${folder?.toString() ?? ''} `;

  async function names(folder: vscode.Uri | undefined): Promise<readonly string[]> {
    const prefix = prefixOf(folder);
    const keys = await store.keys();
    return keys
      .filter((key) => key.startsWith(prefix))
      .map((key) => key.slice(prefix.length))
      .sort();
  }
  return {
    names,
    async of(folder) {
      if (!isAllowed('useSecrets')) return new Map();
      const found = await Promise.all(
        (await names(folder)).map(async (name) => [name, await store.get(prefixOf(folder) + name)] as const),
      );
      return new Map(found.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])));
    },
    set: async (folder, name, value) => store.store(prefixOf(folder) + name, value),
    delete: async (folder, name) => store.delete(prefixOf(folder) + name),
  };
}
