/** The tree of a text from the tree of an earlier one, for whoever knows both texts and not the edit between them. */
import type { DocumentNode } from './nodes.ts';
import { reparse, type TextChange } from './parser.ts';

/** The tree of the new text; it equals `parse` of it, and blocks that both texts have keep their content. */
export function reparseTo(document: DocumentNode, text: string): DocumentNode {
  return document.text === text ? document : reparse(document, difference(document.text, text));
}

/** The smallest single change that turns one text into the other. */
function difference(before: string, after: string): TextChange {
  const limit = Math.min(before.length, after.length);
  let start = 0;
  // Whole pieces first: comparing slices is many times faster than comparing characters.
  while (start + piece <= limit && before.slice(start, start + piece) === after.slice(start, start + piece)) {
    start += piece;
  }
  while (start < limit && before.charCodeAt(start) === after.charCodeAt(start)) start += 1;
  let tail = 0;
  while (
    tail + piece <= limit - start &&
    before.slice(before.length - tail - piece, before.length - tail) ===
      after.slice(after.length - tail - piece, after.length - tail)
  ) {
    tail += piece;
  }
  while (
    tail < limit - start &&
    before.charCodeAt(before.length - 1 - tail) === after.charCodeAt(after.length - 1 - tail)
  ) {
    tail += 1;
  }
  return { start, end: before.length - tail, text: after.slice(start, after.length - tail) };
}

const piece = 4096;
