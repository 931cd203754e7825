/**
 * Renames a variable or a request with all its uses in the document. Only names that the document defines
 * can be renamed: those of an environment have uses nobody here can see.
 */
import type { Position, Range, WorkspaceEdit } from 'vscode-languageserver-types';
import type { ParsedDocument } from '../documents.ts';
import { nameAt, sameName, type NameOccurrence } from '../names.ts';

/** What would be renamed, or undefined where nothing can be. */
export function prepareRename(
  document: ParsedDocument,
  position: Position,
): { readonly range: Range; readonly placeholder: string } | undefined {
  const name = renamableAt(document, position);
  return name === undefined
    ? undefined
    : { range: document.range(name.start, name.end), placeholder: name.name };
}

/** The edit; a text that says why the new name cannot be; or undefined where nothing can be renamed. */
export function rename(
  document: ParsedDocument,
  position: Position,
  newName: string,
): WorkspaceEdit | string | undefined {
  const name = renamableAt(document, position);
  if (name === undefined) return undefined;
  if (!validName.test(newName)) {
    return `"${newName}" cannot be a name: use letters, digits, "_", "-" and ".", beginning with a letter or "_".`;
  }
  return {
    changes: {
      [document.uri]: sameName(document, name).map(({ start, end }) => ({
        range: document.range(start, end),
        newText: newName,
      })),
    },
  };
}

const validName = /^[\p{L}_][\p{L}\p{N}_.-]*$/u;

function renamableAt(document: ParsedDocument, position: Position): NameOccurrence | undefined {
  const name = nameAt(document, document.offsetAt(position));
  if (name === undefined) return undefined;
  return sameName(document, name)[0]?.role === 'definition' ? name : undefined;
}
