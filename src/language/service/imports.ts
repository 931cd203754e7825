/**
 * The files whose names a document may use: those it imports by `import a.http` and `# @import a.http`, and those
 * that these import. Finds cycles. Reads texts through the workspace; decides nothing about single names.
 */
import type { BlockContent, SyntaxNode } from '../syntax/index.ts';
import { createBlockMemo } from './blockMemo.ts';
import type { ParsedDocument } from './documents.ts';
import { fileName, resolvePath } from './uris.ts';
import { directiveKey } from './vocabulary/directives.ts';
import type { Workspace } from './workspace.ts';

/** A path behind `import` or `# @import`, with its offsets in the document. */
export interface ImportPath {
  readonly path: string;
  readonly start: number;
  readonly end: number;
}

export interface ImportedFiles {
  /** Each once, nearest first, without the document itself. */
  readonly documents: readonly ParsedDocument[];
  /** False when one of them cannot be read: its names are unknown then. */
  readonly isComplete: boolean;
  /** Imports of the document that lead back to it, with the names of the files on the way. */
  readonly cycles: readonly { readonly at: ImportPath; readonly files: readonly string[] }[];
}

const mostFiles = 200;
const nothing: ImportedFiles = { documents: [], isComplete: true, cycles: [] };

export async function importsOf(document: ParsedDocument, workspace: Workspace): Promise<ImportedFiles> {
  const paths = importPathsIn(document);
  if (paths.length === 0) return nothing;
  const found = new Map<string, ParsedDocument>();
  /** By which file each file was met first. */
  const importers = new Map<string, string>();
  const cycles: ImportedFiles['cycles'][number][] = [];
  let isComplete = true;
  const waiting: ParsedDocument[] = [document];
  for (let current = waiting.shift(); current !== undefined; current = waiting.shift()) {
    for (const { path } of importPathsIn(current)) {
      const uri = path.includes('{{') ? undefined : resolvePath(current.uri, path);
      if (uri === document.uri) {
        const files = current === document ? [] : wayTo(current.uri, importers);
        const first = paths.find((one) => resolvePath(document.uri, one.path) === (files[0] ?? uri));
        if (first !== undefined) {
          cycles.push({ at: first, files: [document.uri, ...files, document.uri].map(fileName) });
        }
        continue;
      }
      if (uri !== undefined && found.has(uri)) continue;
      const next = uri === undefined || found.size >= mostFiles ? undefined : await workspace.document(uri);
      if (uri === undefined || next === undefined) {
        isComplete = false;
        continue;
      }
      found.set(uri, next);
      if (current !== document) importers.set(uri, current.uri);
      waiting.push(next);
    }
  }
  return { documents: [...found.values()], isComplete, cycles };
}

/** The files from the first one that the document imports to the given one; none for the document itself. */
function wayTo(uri: string, importers: ReadonlyMap<string, string>): readonly string[] {
  const way = [uri];
  for (let above = importers.get(uri); above !== undefined; above = importers.get(above)) way.unshift(above);
  return way;
}

/** In the order of the text. */
export function importPathsIn(document: ParsedDocument): readonly ImportPath[] {
  const found: ImportPath[] = [];
  localPaths.each(document, (paths, base) => {
    for (const { path, start, end } of paths) found.push({ path, start: base + start, end: base + end });
  });
  return found;
}

const none: readonly ImportPath[] = [];

const localPaths = createBlockMemo((text: string, { nodes }: BlockContent): readonly ImportPath[] => {
  const paths = nodes.flatMap((node) => pathOf(text, node) ?? []);
  return paths.length === 0 ? none : paths;
}, none);

function pathOf(text: string, node: SyntaxNode): ImportPath | undefined {
  const span = (start: number, end: number): ImportPath => ({ path: text.slice(start, end), start, end });
  if (node.kind === 'import') return span(node.pathStart, node.pathEnd);
  if (node.kind !== 'directive' || node.valueEnd <= node.valueStart) return undefined;
  return directiveKey(text.slice(node.nameStart, node.nameEnd)) === 'import'
    ? span(node.valueStart, node.valueEnd)
    : undefined;
}
