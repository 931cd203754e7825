/** The places where a name is written, for "Find All References" and for highlighting. */
import {
  DocumentHighlightKind,
  type DocumentHighlight,
  type Location,
  type Position,
  type Range,
} from 'vscode-languageserver-types';
import type { ParsedDocument } from '../documents.ts';
import { nameAt, sameName } from '../names.ts';
import { placesIn, type PlacedName, type ScopedName } from '../nameScope.ts';
import type { Workspace } from '../workspace.ts';

export async function references(
  { name, scope }: ScopedName,
  { includeDeclaration, workspace }: { readonly includeDeclaration: boolean; readonly workspace: Workspace },
): Promise<Location[]> {
  const places = placesIn(scope, name);
  return await locationsOf(
    places.filter(({ role }) => includeDeclaration || role === 'use'),
    workspace,
  );
}

/** Of this document only. */
export function documentHighlights(document: ParsedDocument, position: Position): DocumentHighlight[] {
  const name = nameAt(document, document.offsetAt(position));
  if (name === undefined) return [];
  return sameName(document, name).map(({ role, start, end }) => ({
    range: document.range(start, end),
    kind: role === 'definition' ? DocumentHighlightKind.Write : DocumentHighlightKind.Read,
  }));
}

/** Offsets in documents and environment files to LSP ranges, in the same order. */
export async function locationsOf(places: readonly PlacedName[], workspace: Workspace): Promise<Location[]> {
  const ranges = new Map<string, ((start: number, end: number) => Range) | undefined>();
  const found: Location[] = [];
  for (const { uri, start, end } of places) {
    if (!ranges.has(uri)) ranges.set(uri, await workspace.rangesOf(uri));
    const range = ranges.get(uri)?.(start, end);
    if (range !== undefined) found.push({ uri, range });
  }
  return found;
}
