/** Where a name is defined: in its document, in a file it imports, or in an environment file. */
import type { Location } from 'vscode-languageserver-types';
import { placesIn, type ScopedName } from '../nameScope.ts';
import type { Workspace } from '../workspace.ts';
import { locationsOf } from './references.ts';

export async function definition({ name, scope }: ScopedName, workspace: Workspace): Promise<Location[]> {
  const places = placesIn(scope, name).filter(({ role }) => role === 'definition');
  return await locationsOf(places, workspace);
}
