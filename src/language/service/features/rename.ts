/**
 * Renames a variable or a request with all its uses: in its document, in the files that import it, and in the keys
 * of environment files. What cannot be changed everywhere is not changed at all.
 */
import type { Range, TextEdit, WorkspaceEdit } from 'vscode-languageserver-types';
import { namesIn } from '../names.ts';
import { placesIn, type ScopedName } from '../nameScope.ts';
import type { Workspace } from '../workspace.ts';
import { locationsOf } from './references.ts';

/** What would be renamed, or undefined where nothing can be. */
export function prepareRename({
  name,
  scope,
  range,
}: ScopedName): { readonly range: Range; readonly placeholder: string } | undefined {
  return scope.owner === 'none' ? undefined : { range, placeholder: name.name };
}

/** The edit; a text that says why the new name cannot be; or undefined where nothing can be renamed. */
export async function rename(
  { name, scope }: ScopedName,
  newName: string,
  workspace: Workspace,
): Promise<WorkspaceEdit | string | undefined> {
  if (scope.owner === 'none') return undefined;
  if (!validName.test(newName)) {
    return `"${newName}" cannot be a name: use letters, digits, "_", "-" and ".", beginning with a letter or "_".`;
  }
  if (scope.locked.length > 0) {
    return `"${name.name}" is also defined in ${scope.locked.join(' and ')}, which is not changed from here.`;
  }
  if (newName === name.name) return undefined;
  const taken =
    scope.taken.has(newName) ||
    scope.documents.some((one) =>
      namesIn(one).some((other) => other.role === 'definition' && other.name === newName),
    );
  if (taken) return `"${newName}" is defined already.`;
  const changes: Record<string, TextEdit[]> = {};
  for (const { uri, range } of await locationsOf(placesIn(scope, name), workspace)) {
    (changes[uri] ??= []).push({ range, newText: newName });
  }
  return { changes };
}

const validName = /^[\p{L}_][\p{L}\p{N}_.-]*$/u;
