/**
 * What other layers may import of the syntax of `.http` files: text to a lossless tree and back.
 * Parsing never throws and needs one pass; `print(parse(text)) === text` for every text.
 */
export type * from './nodes.ts';
export { parse, reparse, type TextChange } from './parser.ts';
export { reparseTo } from './difference.ts';
export { leavesOf, leaves } from './leaves.ts';
export { print } from './print.ts';
export { nodeAt, visit, type PlacedNode } from './visit.ts';
export { createLineIndex, type LineIndex, type TextPosition } from './text.ts';
