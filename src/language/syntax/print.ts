/** Tree to text, from the leaves alone, so that a test can prove that no character is lost. */
import { leaves } from './leaves.ts';
import type { DocumentNode } from './nodes.ts';

/** The text the tree was made from. */
export function print(document: DocumentNode): string {
  const pieces: string[] = [];
  leaves(document, (leaf) => pieces.push(document.text.slice(leaf.start, leaf.end)));
  return pieces.join('');
}
