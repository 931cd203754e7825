/** What a rewriting is given and what it answers with; all offsets are the document's. */
import type { RequestDefinition } from '../../../semantics/index.ts';
import type { BlockNode, SyntaxNode } from '../../../syntax/index.ts';
import type { ParsedDocument } from '../../documents.ts';

export interface Selection {
  readonly document: ParsedDocument;
  /** Where the selection begins. */
  readonly block: BlockNode;
  readonly node: SyntaxNode;
  /** The request of the block. */
  readonly request: RequestDefinition | undefined;
  readonly start: number;
  readonly end: number;
}

export interface Rewriting {
  readonly title: string;
  readonly kind: 'extract' | 'rewrite';
  readonly edits: readonly { readonly start: number; readonly end: number; readonly text: string }[];
}

/** The line break that the document uses. */
export function lineBreakOf(text: string): string {
  return /\r\n|\r|\n/.exec(text)?.[0] ?? '\n';
}
