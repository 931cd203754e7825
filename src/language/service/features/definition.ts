/** Where the name at a position is defined: in its document, in a file it imports, or in an environment file. */
import type { Location, Position } from 'vscode-languageserver-types';
import type { ParsedDocument } from '../documents.ts';
import { nameAt } from '../names.ts';
import { nameScope, placesIn } from '../nameScope.ts';
import type { Workspace } from '../workspace.ts';
import { locationsOf } from './references.ts';

export async function definition(
  document: ParsedDocument,
  position: Position,
  workspace: Workspace,
): Promise<Location[]> {
  const name = nameAt(document, document.offsetAt(position));
  if (name === undefined) return [];
  const places = placesIn(await nameScope(document, name, workspace), name);
  return await locationsOf(
    places.filter(({ role }) => role === 'definition'),
    workspace,
  );
}
