/** A tree's blocks as plain objects, so that two trees can be compared. */
import type { BlockNode, DocumentNode } from '../../../src/language/syntax/index.ts';

export function blocksOf({ blocks }: DocumentNode): readonly BlockNode[] {
  return blocks.map(({ start, end, line, content: { nodes, references, bodyMode, boundary } }) => ({
    start,
    end,
    line,
    content: { nodes, references, bodyMode, boundary },
  }));
}
