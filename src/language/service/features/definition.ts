/** Where the name at a position is defined in its document; environments are answered by hover. */
import type { Location, Position } from 'vscode-languageserver-types';
import type { ParsedDocument } from '../documents.ts';
import { nameAt, sameName } from '../names.ts';

export function definition(document: ParsedDocument, position: Position): Location[] {
  const name = nameAt(document, document.offsetAt(position));
  if (name === undefined) return [];
  return sameName(document, name)
    .filter(({ role }) => role === 'definition')
    .map(({ start, end }) => ({ uri: document.uri, range: document.range(start, end) }));
}
