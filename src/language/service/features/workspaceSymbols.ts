/** Requests and variables of all files, found by the letters of their names in order. */
import type { WorkspaceSymbol } from 'vscode-languageserver-types';
import { fileName } from '../uris.ts';
import type { Workspace } from '../workspace.ts';
import { documentSymbols } from './documentSymbols.ts';

const mostFiles = 2000;
const mostSymbols = 1000;

export async function workspaceSymbols(query: string, workspace: Workspace): Promise<WorkspaceSymbol[]> {
  const letters = query.toLowerCase().replaceAll(/\s/g, '');
  const found: WorkspaceSymbol[] = [];
  for (const document of await workspace.documents(mostFiles)) {
    for (const { name, kind, selectionRange, detail } of documentSymbols(document)) {
      if (!matches(`${name} ${detail ?? ''}`.toLowerCase(), letters)) continue;
      found.push({
        name,
        kind,
        containerName: fileName(document.uri),
        location: { uri: document.uri, range: selectionRange },
      });
      if (found.length === mostSymbols) return found;
    }
  }
  return found;
}

function matches(text: string, letters: string): boolean {
  let at = 0;
  for (const letter of letters) {
    at = text.indexOf(letter, at) + 1;
    if (at === 0) return false;
  }
  return true;
}
