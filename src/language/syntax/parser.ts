/**
 * Text to a lossless tree. Every line becomes a part of exactly one node; nothing is refused, and what is
 * broken keeps its place. A block depends on its own text and the first line of the next block only, so an
 * edit reads again just the blocks it touches. Used by semantics, the language service and every test.
 */
import { readBeforeLine } from './beforeLines.ts';
import { BlockBuilder } from './blockBuilder.ts';
import { readBodyLine } from './bodyLines.ts';
import { code } from './characters.ts';
import { readHeaderLine } from './headerLines.ts';
import type { BlockNode, DocumentNode } from './nodes.ts';
import { LineScanner } from './scanner.ts';
import { flag, record } from './records.ts';

/** Reads a whole text. Never throws; takes time in proportion to the text's length. */
export function parse(text: string): DocumentNode {
  const scanner = new LineScanner(text);
  const blocks: BlockNode[] = [];
  const block = new BlockBuilder(scanner);
  while (!scanner.isDone) blocks.push(parseBlock(block));
  return { text, blocks };
}

/** A replacement of the characters between two offsets. */
export interface TextChange {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * The tree after an edit. It equals `parse` of the new text; blocks that the edit does not touch keep their
 * content, the very same object, so what was computed from it stays valid.
 */
export function reparse(document: DocumentNode, change: TextChange): DocumentNode {
  const start = Math.max(0, Math.min(change.start, document.text.length));
  const end = Math.max(start, Math.min(change.end, document.text.length));
  const text = document.text.slice(0, start) + change.text + document.text.slice(end);
  const old = document.blocks;
  const moved = change.text.length - (end - start);

  // The block before the edited one has looked at the edited one's first line.
  const keep = Math.max(0, blockIndexAt(old, start) - 1);
  const first = old[keep];
  if (first === undefined) return parse(text);

  const blocks = old.slice(0, keep);
  const scanner = new LineScanner(text, first.start, first.line);
  const builder = new BlockBuilder(scanner);
  let next = keep + 1;
  while (!scanner.isDone) {
    while (next < old.length && startOf(old[next]) + moved < scanner.start) next += 1;
    const candidate = old[next];
    if (candidate !== undefined && candidate.start >= end && candidate.start + moved === scanner.start) {
      const lines = scanner.line - candidate.line;
      for (let index = next; index < old.length; index += 1) {
        const block = old[index];
        if (block !== undefined) blocks.push(shift(block, moved, lines));
      }
      break;
    }
    blocks.push(parseBlock(builder));
  }
  return { text, blocks };
}

function parseBlock(block: BlockBuilder): BlockNode {
  const { scanner } = block;
  block.begin();
  if (scanner.isSeparator) takeSeparator(block);
  while (!scanner.isDone) {
    if (scanner.isSeparator && separates(block)) break;
    if (block.state === 'before') readBeforeLine(block);
    else if (block.state === 'body') readBodyLine(block);
    else readHeaderLine(block);
  }
  return block.finish();
}

/** A heading of level three in a Markdown body is text; only a bare `###` separates there. */
function separates({ scanner, mode, state }: BlockBuilder): boolean {
  if (mode !== 'markdown' || state !== 'body') return true;
  let at = scanner.first;
  while (at < scanner.end && scanner.text.charCodeAt(at) === code.hash) at += 1;
  return scanner.skipBlanks(at) === scanner.end;
}

function takeSeparator(block: BlockBuilder): void {
  const { scanner } = block;
  let at = scanner.first;
  while (at < scanner.end && scanner.text.charCodeAt(at) === code.hash) at += 1;
  const titleStart = scanner.skipBlanks(at);
  block.take(record.separator, flag.none, titleStart, Math.max(titleStart, scanner.trimmedEnd(titleStart)));
}

function shift(block: BlockNode, offset: number, line: number): BlockNode {
  if (offset === 0 && line === 0) return block;
  return { ...block, start: block.start + offset, end: block.end + offset, line: block.line + line };
}

function startOf(block: BlockNode | undefined): number {
  return block?.start ?? Infinity;
}

/** Index of the block that holds the offset. */
function blockIndexAt(blocks: readonly BlockNode[], offset: number): number {
  let low = 0;
  let high = blocks.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if (startOf(blocks[middle]) <= offset) low = middle;
    else high = middle - 1;
  }
  return Math.max(0, low);
}
