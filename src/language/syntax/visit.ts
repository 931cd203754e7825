/**
 * Ways through a tree: every node in order, or the one at an offset. All offsets given out here are the
 * document's. Reads only.
 */
import { leavesOf } from './leaves.ts';
import type { BlockNode, DocumentNode, Leaf, ReferenceNode, SyntaxNode } from './nodes.ts';

/** A node with its place in the document. */
export interface PlacedNode {
  readonly block: BlockNode;
  readonly node: SyntaxNode;
  /** Offsets in the document. */
  readonly start: number;
  readonly end: number;
  /** 0-based line in the document. */
  readonly line: number;
}

/** Calls the visitor with every node, in order. */
export function visit(document: DocumentNode, visitor: (placed: PlacedNode) => void): void {
  for (const block of document.blocks) {
    for (const node of block.content.nodes) visitor(place(block, node));
  }
}

/**
 * The node, the leaf and, inside `{{ }}`, the reference at an offset. At a boundary the later one is given,
 * at the text's end the last one; undefined only for an empty document. A caret on the end of a line belongs
 * to that line.
 */
export function nodeAt(
  document: DocumentNode,
  offset: number,
): (PlacedNode & { readonly leaf: Leaf; readonly reference: ReferenceNode | undefined }) | undefined {
  const block = document.blocks[lastStartingAt(document.blocks, offset)];
  if (block === undefined) return undefined;
  const local = offset - block.start;
  const node = block.content.nodes[lastStartingAt(block.content.nodes, local)];
  if (node === undefined) return undefined;
  const placed = place(block, node);
  const all = leavesOf(document, block, node);
  const leaf = all[lastStartingAt(all, offset)];
  if (leaf === undefined) return undefined;
  const reference = block.content.references[lastStartingAt(block.content.references, local)];
  const isInside = reference !== undefined && reference.start <= local && local <= reference.end;
  return { ...placed, leaf, reference: isInside ? reference : undefined };
}

function place(block: BlockNode, node: SyntaxNode): PlacedNode {
  return {
    block,
    node,
    start: block.start + node.start,
    end: block.start + node.end,
    line: block.line + node.line,
  };
}

/** Index of the last item that starts at or before the offset; 0 when all start later. */
function lastStartingAt(items: readonly { readonly start: number }[], offset: number): number {
  let low = 0;
  let high = items.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((items[middle]?.start ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
