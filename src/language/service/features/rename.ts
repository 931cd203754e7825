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
  prefix = '',
}: ScopedName): { readonly range: Range; readonly placeholder: string } | undefined {
  return scope.owner === 'none' ? undefined : { range, placeholder: name.name.slice(prefix.length) };
}

/** The edit; a text that says why the new name cannot be; or undefined where nothing can be renamed. */
export async function rename(
  { name: { name, kind }, scope, prefix: before = '' }: ScopedName,
  written: string,
  workspace: Workspace,
): Promise<WorkspaceEdit | string | undefined> {
  if (scope.owner === 'none') return undefined;
  if (!validName.test(written)) {
    return `"${written}" cannot be a name: use letters, digits, "_", "-" and ".", beginning with a letter or "_".`;
  }
  if (scope.locked.length > 0) {
    return `"${name}" is also defined in ${scope.locked.join(' and ')}, which is not changed from here.`;
  }
  const newName = before + written;
  if (newName === name) return undefined;
  const places = placesIn(scope, { kind, name });
  const outside = places.find((place) => !newName.startsWith(place.prefix ?? ''))?.prefix;
  if (outside !== undefined) {
    return `"${name}" is a member of "${outside.slice(0, -1)}", so its new name begins with "${outside}".`;
  }
  const taken =
    scope.taken.has(newName) ||
    scope.documents.some((one) =>
      namesIn(one).some((other) => other.role === 'definition' && other.name === newName),
    );
  if (taken) return `"${newName}" is defined already.`;
  const changes: Record<string, TextEdit[]> = {};
  for (const prefix of new Set(places.map((place) => place.prefix ?? ''))) {
    const group = places.filter((place) => (place.prefix ?? '') === prefix);
    const newText = newName.slice(prefix.length);
    for (const { uri, range } of await locationsOf(group, workspace)) {
      (changes[uri] ??= []).push({ range, newText });
    }
  }
  return { changes };
}

const validName = /^[\p{L}_][\p{L}\p{N}_.-]*$/u;
