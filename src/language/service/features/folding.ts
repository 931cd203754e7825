/**
 * Folding ranges: whole requests, runs of comment lines, scripts, the parts of a multipart body, and brackets
 * in bodies. Brackets are matched by the ends and beginnings of lines, so that broken JSON folds too.
 */
import { FoldingRangeKind, type FoldingRange } from 'vscode-languageserver-types';
import type { BlockContent, BlockNode, SyntaxNode } from '../../syntax/index.ts';
import { createBlockMemo } from '../blockMemo.ts';
import type { ParsedDocument } from '../documents.ts';

export function foldingRanges(document: ParsedDocument): FoldingRange[] {
  const folds: FoldingRange[] = [];
  localFolds.each(document, (found, _start, index) => {
    const line = document.tree.blocks[index]?.line ?? 0;
    for (const fold of found) {
      folds.push({ ...fold, startLine: fold.startLine + line, endLine: fold.endLine + line });
    }
  });
  return folds;
}

const none: readonly FoldingRange[] = [];

const localFolds = createBlockMemo((text: string, content: BlockContent): readonly FoldingRange[] => {
  const folds = foldsOfBlock(text, { start: 0, end: text.length, line: 0, content });
  return folds.length === 0 ? none : folds;
}, none);

function foldsOfBlock(text: string, block: BlockNode): FoldingRange[] {
  const { nodes } = block.content;
  const lastLine = (node: SyntaxNode): number => {
    const content = text.slice(block.start + node.start, block.start + node.end).trimEnd();
    return block.line + node.line + countLines(content) - 1;
  };
  const folds: FoldingRange[] = [];
  const add = (startLine: number, endLine: number, kind?: FoldingRangeKind): void => {
    if (endLine > startLine) folds.push({ startLine, endLine, ...(kind === undefined ? {} : { kind }) });
  };

  const filled = nodes.filter(
    (node) => text.slice(block.start + node.start, block.start + node.end).trim() !== '',
  );
  const first = filled[0];
  const last = filled.at(-1);
  if (first === undefined || last === undefined) return folds;
  if (filled.some(({ kind }) => requestKinds.has(kind)))
    add(block.line + first.line, lastLine(last), FoldingRangeKind.Region);

  let commentStart: SyntaxNode | undefined;
  let previous: SyntaxNode | undefined;
  let part: SyntaxNode | undefined;
  for (const node of nodes) {
    if (node.kind === 'comment') commentStart ??= node;
    else if (commentStart !== undefined && previous !== undefined) {
      add(block.line + commentStart.line, lastLine(previous), FoldingRangeKind.Comment);
      commentStart = undefined;
    }
    if (node.kind === 'boundary') {
      if (part !== undefined && previous !== undefined) add(block.line + part.line, lastLine(previous));
      part = node.closing ? undefined : node;
    }
    if (scriptKinds.has(node.kind)) add(block.line + node.line, lastLine(node));
    previous = node;
  }
  if (commentStart !== undefined && previous !== undefined) {
    add(block.line + commentStart.line, lastLine(previous), FoldingRangeKind.Comment);
  }
  for (const fold of bracketFolds(text, block)) folds.push(fold);
  return folds;
}

const requestKinds = new Set<SyntaxNode['kind']>(['separator', 'requestLine', 'curl', 'recordedResponse']);
const scriptKinds = new Set<SyntaxNode['kind']>(['script', 'foreignScript', 'curl', 'recordedResponse']);

function bracketFolds(text: string, block: BlockNode): FoldingRange[] {
  const folds: FoldingRange[] = [];
  const open: { readonly bracket: string; readonly line: number }[] = [];
  for (const node of block.content.nodes) {
    if (node.kind !== 'text') continue;
    const lines = text.slice(block.start + node.start, block.start + node.end).split(/\r\n|\r|\n/);
    lines.forEach((content, index) => {
      const line = block.line + node.line + index;
      const closing = /^\s*([}\])])/.exec(content)?.[1];
      if (closing !== undefined && open.at(-1)?.bracket === opening[closing]) {
        const start = open.pop();
        // The closing bracket stays in view, so the fold ends above it.
        if (start !== undefined && line - 1 > start.line)
          folds.push({ startLine: start.line, endLine: line - 1 });
      }
      const opened = /([{[(])\s*$/.exec(content.slice(-40))?.[1];
      if (opened !== undefined) open.push({ bracket: opened, line });
    });
  }
  return folds;
}

const opening: Readonly<Record<string, string>> = { '}': '{', ']': '[', ')': '(' };

function countLines(text: string): number {
  return text.split(/\r\n|\r|\n/).length;
}
