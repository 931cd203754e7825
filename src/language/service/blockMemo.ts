/** Remembers what was read from a block's own text, for as long as its content lives: an edit costs one block. */
import type { BlockContent, BlockNode } from '../syntax/index.ts';

/** `read` gets the block's text; what it finds is relative to the block. */
export function createBlockMemo<T>(
  read: (text: string, content: BlockContent) => T,
): (documentText: string, block: BlockNode) => T {
  const kept = new WeakMap<BlockContent, { readonly value: T }>();
  return (documentText, block) => {
    const known = kept.get(block.content);
    if (known !== undefined) return known.value;
    const value = read(documentText.slice(block.start, block.end), block.content);
    kept.set(block.content, { value });
    return value;
  };
}
