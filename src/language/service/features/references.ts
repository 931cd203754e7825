/** The places where the name at a position is written, for "Find All References" and for highlighting. */
import {
  DocumentHighlightKind,
  type DocumentHighlight,
  type Location,
  type Position,
} from 'vscode-languageserver-types';
import type { ParsedDocument } from '../documents.ts';
import { nameAt, sameName, type NameOccurrence } from '../names.ts';

export function references(
  document: ParsedDocument,
  position: Position,
  includeDeclaration: boolean,
): Location[] {
  return occurrencesAt(document, position)
    .filter(({ role }) => includeDeclaration || role === 'use')
    .map(({ start, end }) => ({ uri: document.uri, range: document.range(start, end) }));
}

export function documentHighlights(document: ParsedDocument, position: Position): DocumentHighlight[] {
  return occurrencesAt(document, position).map(({ role, start, end }) => ({
    range: document.range(start, end),
    kind: role === 'definition' ? DocumentHighlightKind.Write : DocumentHighlightKind.Read,
  }));
}

function occurrencesAt(document: ParsedDocument, position: Position): readonly NameOccurrence[] {
  const name = nameAt(document, document.offsetAt(position));
  return name === undefined ? [] : sameName(document, name);
}
