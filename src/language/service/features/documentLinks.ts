/** Links from a path in a document to its file. A path that holds a variable has no link. */
import type { DocumentLink } from 'vscode-languageserver-types';
import type { SyntaxNode } from '../../syntax/index.ts';
import type { ParsedDocument } from '../documents.ts';
import { resolvePath } from '../uris.ts';

export function documentLinks(document: ParsedDocument): DocumentLink[] {
  return pathsIn(document).flatMap(({ start, end, path }) => {
    const target = path.includes('{{') ? undefined : resolvePath(document.uri, path);
    return target === undefined ? [] : [{ range: document.range(start, end), target }];
  });
}

/** A path in the text; `isRead` when sending reads the file, so that it has to exist. */
export interface WrittenPath {
  readonly start: number;
  readonly end: number;
  readonly path: string;
  readonly isRead: boolean;
}

export function pathsIn(document: ParsedDocument): readonly WrittenPath[] {
  const paths: WrittenPath[] = [];
  for (const block of document.tree.blocks) {
    for (const node of block.content.nodes) {
      const span = pathSpan(document.text, block.start, node);
      if (span === undefined || span.end <= span.start) continue;
      paths.push({
        ...span,
        path: document.text.slice(span.start, span.end),
        isRead: readKinds.has(node.kind),
      });
    }
  }
  return paths;
}

const readKinds = new Set<SyntaxNode['kind']>(['bodyFile', 'scriptFile', 'import', 'run']);

function pathSpan(
  text: string,
  base: number,
  node: SyntaxNode,
): { readonly start: number; readonly end: number } | undefined {
  switch (node.kind) {
    case 'bodyFile':
    case 'scriptFile':
    case 'output':
    case 'responseReference':
    case 'import':
      return { start: base + node.pathStart, end: base + node.pathEnd };
    case 'run':
      return text.charAt(base + node.targetStart) === '#'
        ? undefined
        : { start: base + node.targetStart, end: base + node.targetEnd };
    default:
      return undefined;
  }
}
