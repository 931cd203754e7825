/**
 * The directives that name a schema: `# @schema file` and `# @graphql-schema file`. Read from the tree, so that they
 * count in a block without a request, too.
 */
import type { TextRange } from '../../semantics/index.ts';
import type { ParsedDocument } from '../documents.ts';
import { directiveKey } from '../vocabulary/directives.ts';

export interface SchemaPath {
  /** As written. */
  readonly path: string;
  /** Place of the path in the document. */
  readonly range: TextRange;
}

/** The path that the first such directive of a block names; undefined when there is none. */
export function schemaPathOf(
  document: ParsedDocument,
  index: number,
  key: 'schema' | 'graphqlschema',
): SchemaPath | undefined {
  const block = document.tree.blocks[index];
  for (const node of block?.content.nodes ?? []) {
    if (block === undefined || node.kind !== 'directive' || node.valueEnd <= node.valueStart) continue;
    const at = (offset: number): number => block.start + offset;
    const name = document.text.slice(at(node.nameStart), at(node.nameEnd));
    if (directiveKey(name) !== key) continue;
    const range = { start: at(node.valueStart), end: at(node.valueEnd) };
    return { path: document.text.slice(range.start, range.end), range };
  }
  return undefined;
}
