/** Links from a path in a document to its file. A path that holds a variable has no link. */
import type { DocumentLink } from 'vscode-languageserver-types';
import type { BlockContent, SyntaxNode } from '../../syntax/index.ts';
import { createBlockMemo } from '../blockMemo.ts';
import type { ParsedDocument } from '../documents.ts';
import { resolvePath } from '../uris.ts';
import { directiveKey } from '../vocabulary/directives.ts';

export function documentLinks(document: ParsedDocument): DocumentLink[] {
  return pathsIn(document).flatMap(({ start, end, path }) => {
    const target = path.includes('{{') ? undefined : resolvePath(document.uri, path);
    return target === undefined ? [] : [{ range: document.range(start, end), target }];
  });
}

/** A path in the text; `isRead` when sending or the editor's help reads the file, so that it has to exist. */
export interface WrittenPath {
  readonly start: number;
  readonly end: number;
  readonly path: string;
  readonly isRead: boolean;
  /** What may use variables of the document: a script, a body that is filled or may be, or nothing. */
  readonly uses: 'script' | 'filled' | 'body' | 'nothing';
}

export function pathsIn(document: ParsedDocument): readonly WrittenPath[] {
  const found: WrittenPath[] = [];
  localPaths.each(document, (paths, base) => {
    for (const path of paths) found.push({ ...path, start: base + path.start, end: base + path.end });
  });
  return found;
}

const none: readonly WrittenPath[] = [];

const localPaths = createBlockMemo((text: string, { nodes }: BlockContent): readonly WrittenPath[] => {
  const paths = nodes.flatMap((node) => {
    const span = pathSpan(text, node);
    if (span === undefined || span.end <= span.start) return [];
    const path = text.slice(span.start, span.end);
    return { ...span, path, isRead: readKinds.has(node.kind), uses: usesOf(node) };
  });
  return paths.length === 0 ? none : paths;
}, none);

function usesOf(node: SyntaxNode): WrittenPath['uses'] {
  if (node.kind === 'scriptFile') return 'script';
  if (node.kind !== 'bodyFile') return 'nothing';
  return node.substitute ? 'filled' : 'body';
}

const readKinds = new Set<SyntaxNode['kind']>(['bodyFile', 'scriptFile', 'import', 'run', 'directive']);
const pathDirectives = new Set(['schema', 'graphqlschema', 'import']);

function pathSpan(
  text: string,
  node: SyntaxNode,
): { readonly start: number; readonly end: number } | undefined {
  switch (node.kind) {
    case 'bodyFile':
    case 'scriptFile':
    case 'output':
    case 'responseReference':
    case 'import':
      return { start: node.pathStart, end: node.pathEnd };
    case 'directive':
      return pathDirectives.has(directiveKey(text.slice(node.nameStart, node.nameEnd)))
        ? { start: node.valueStart, end: node.valueEnd }
        : undefined;
    case 'run':
      return text.charAt(node.targetStart) === '#'
        ? undefined
        : { start: node.targetStart, end: node.targetEnd };
    default:
      return undefined;
  }
}
