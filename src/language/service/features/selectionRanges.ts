/**
 * What "Expand Selection" takes step by step: the word, the piece of the line, the line, the brackets around it
 * in a body, the headers or the body, the request, the file. Every step holds the one before it.
 */
import type { Position, SelectionRange } from 'vscode-languageserver-types';
import { leavesOf, nodeAt, type BlockNode, type SyntaxNode } from '../../syntax/index.ts';
import { bracketPairs } from '../brackets.ts';
import type { ParsedDocument } from '../documents.ts';

/** One chain for each position, the smallest range first. */
export function selectionRanges(document: ParsedDocument, positions: readonly Position[]): SelectionRange[] {
  return positions.map((position) => chainAt(document, position));
}

interface Span {
  readonly start: number;
  readonly end: number;
}

function chainAt(document: ParsedDocument, position: Position): SelectionRange {
  const offset = document.offsetAt(position);
  const whole: SelectionRange = { range: document.range(0, document.text.length) };
  // From the largest to the smallest, each inside the one before.
  const spans = spansAt(document, offset)
    .filter(({ start, end }) => start <= offset && offset <= end && end > start)
    .sort((one, other) => other.end - other.start - (one.end - one.start));
  let chain = whole;
  let outer: Span = { start: 0, end: document.text.length };
  for (const span of spans) {
    const isInside = span.start >= outer.start && span.end <= outer.end;
    const isSmaller = span.start > outer.start || span.end < outer.end;
    if (!isInside || !isSmaller) continue;
    chain = { range: document.range(span.start, span.end), parent: chain };
    outer = span;
  }
  return chain;
}

function spansAt(document: ParsedDocument, offset: number): Span[] {
  const place = nodeAt(document.tree, offset);
  if (place === undefined) return [];
  const { text } = document;
  const { block, node, leaf, reference } = place;
  const spans: Span[] = [
    wordAt(text, offset),
    { start: leaf.start, end: leaf.end },
    trimmed(text, lineAt(text, offset)),
    trimmed(text, place),
    ...partsOf(document, block, node, offset),
    ...sectionsOf(text, block, node),
    trimmed(text, block),
    { start: block.start, end: block.end },
  ];
  if (reference !== undefined) {
    spans.push(
      { start: block.start + reference.contentStart, end: block.start + reference.contentEnd },
      { start: block.start + reference.start, end: block.start + reference.end },
    );
  }
  return spans;
}

function wordAt(text: string, offset: number): Span {
  const isWord = (at: number): boolean => /[\p{L}\p{N}_]/u.test(text.charAt(at));
  let start = offset;
  let end = offset;
  while (start > 0 && isWord(start - 1)) start -= 1;
  while (end < text.length && isWord(end)) end += 1;
  return { start, end };
}

function lineAt(text: string, offset: number): Span {
  const lineBreak = /[\r\n]/g;
  lineBreak.lastIndex = offset;
  const end = lineBreak.exec(text)?.index ?? text.length;
  const start = Math.max(text.lastIndexOf('\n', offset - 1), text.lastIndexOf('\r', offset - 1)) + 1;
  return { start, end };
}

function trimmed(text: string, { start, end }: Span): Span {
  const content = text.slice(start, end);
  const left = content.length - content.trimStart().length;
  return { start: start + left, end: start + Math.max(left, content.trimEnd().length) };
}

/** Parts of the line that are more than a leaf: an address, one of its parameters, a value, brackets in a body. */
function partsOf(document: ParsedDocument, block: BlockNode, node: SyntaxNode, offset: number): Span[] {
  const { text } = document;
  const span = (start: number, end: number): Span => ({ start: block.start + start, end: block.start + end });
  switch (node.kind) {
    case 'requestLine':
    case 'urlContinuation': {
      const url = span(node.urlStart, node.urlEnd);
      return [url, parameterAt(text, url, offset)];
    }
    case 'header':
    case 'partHeader':
    case 'fileVariable':
    case 'directive':
      return [span(node.nameStart, node.nameEnd), span(node.valueStart, node.valueEnd)];
    case 'text':
      return bracketPairs(text, span(node.start, node.end), bracketsOf(document, block)).flatMap(
        ({ open, close }) => [
          { start: open, end: close + 1 },
          trimmed(text, { start: open + 1, end: close }),
        ],
      );
    default:
      return leavesOf(document.tree, block, node).filter(({ kind }) => kind === 'path');
  }
}

/** Round ones mean nothing in JSON, and in prose they have no partners now and then. */
function bracketsOf({ file, tree }: ParsedDocument, block: BlockNode): '{}[]' | '{}[]()' {
  const request = file.meanings[tree.blocks.indexOf(block)]?.request;
  return request?.body.kind === 'graphql' ? '{}[]()' : '{}[]';
}

/** `b=2` of `?a=1&b=2`. */
function parameterAt(text: string, { start, end }: Span, offset: number): Span {
  let from = offset;
  while (from > start && !'?&'.includes(text.charAt(from - 1))) from -= 1;
  if (from === start && !'?&'.includes(text.charAt(from - 1))) return { start: offset, end: offset };
  let to = offset;
  while (to < end && text.charAt(to) !== '&') to += 1;
  return { start: from, end: to };
}

/** The head of the request, from its line to its last header, or its body. */
function sectionsOf(text: string, block: BlockNode, node: SyntaxNode): Span[] {
  const { nodes } = block.content;
  const isHead = headKinds.has(node.kind);
  if (!isHead && !bodyKinds.has(node.kind)) return [];
  const same = nodes.filter(({ kind }) => (isHead ? headKinds : bodyKinds).has(kind));
  const [first] = same;
  const last = same.at(-1);
  if (first === undefined || last === undefined) return [];
  return [trimmed(text, { start: block.start + first.start, end: block.start + last.end })];
}

const headKinds = new Set<SyntaxNode['kind']>([
  'requestLine',
  'urlContinuation',
  'header',
  'headerFold',
  'headerSpread',
]);
const bodyKinds = new Set<SyntaxNode['kind']>([
  'text',
  'escapedText',
  'bodyComment',
  'bodyFile',
  'boundary',
  'partHeader',
]);
