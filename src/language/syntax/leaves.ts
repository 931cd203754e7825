/**
 * A tree's leaves: the smallest pieces of text with a meaning, made on demand from the numbers of the nodes.
 * What lies between the named parts of a node becomes white space, line breaks or punctuation, so no
 * character is left out whatever a node says.
 */
import { isBlank, isLineBreak } from './characters.ts';
import type { BlockNode, DocumentNode, Leaf, LeafKind, ReferenceNode, SyntaxNode } from './nodes.ts';

/** Calls the visitor with every leaf of the document, in order; together they are its text. */
export function leaves(document: DocumentNode, visitor: (leaf: Leaf) => void): void {
  for (const block of document.blocks) {
    let reference = 0;
    for (const node of block.content.nodes) {
      reference = emit(document.text, block, node, reference, visitor);
    }
  }
}

/** The leaves of one node, in order. */
export function leavesOf(document: DocumentNode, block: BlockNode, node: SyntaxNode): readonly Leaf[] {
  const found: Leaf[] = [];
  emit(document.text, block, node, firstReferenceIn(block.content.references, node.start), (leaf) =>
    found.push(leaf),
  );
  return found;
}

/** A named part of a node: kind, start, end. */
type Part = readonly [LeafKind, number, number];

function partsOf(node: SyntaxNode): readonly Part[] {
  switch (node.kind) {
    case 'separator':
      return [['title', node.titleStart, node.titleEnd]];
    case 'blank':
      return [];
    case 'comment':
    case 'bodyComment':
      return [['comment', node.contentStart, node.contentEnd]];
    case 'directive':
      return [
        ['directiveName', node.nameStart, node.nameEnd],
        ['directiveValue', node.valueStart, node.valueEnd],
      ];
    case 'fileVariable':
      return [
        ['variableName', node.nameStart, node.nameEnd],
        ['variableValue', node.valueStart, node.valueEnd],
      ];
    case 'requestLine':
      return [
        ['method', node.methodStart, node.methodEnd],
        ['url', node.urlStart, node.urlEnd],
        ['version', node.versionStart, node.versionEnd],
      ];
    case 'urlContinuation':
      return [
        ['url', node.urlStart, node.urlEnd],
        ['version', node.versionStart, node.versionEnd],
      ];
    case 'header':
    case 'partHeader':
      return [
        ['headerName', node.nameStart, node.nameEnd],
        ['headerValue', node.valueStart, node.valueEnd],
      ];
    case 'headerFold':
      return [['headerValue', node.valueStart, node.valueEnd]];
    case 'headerSpread':
      return [['variableName', node.nameStart, node.nameEnd]];
    case 'text':
      return [['text', node.start, node.end]];
    case 'escapedText':
      return [['text', node.contentStart, node.end]];
    case 'bodyFile':
      return [
        ['encoding', node.encodingStart, node.encodingEnd],
        ['path', node.pathStart, node.pathEnd],
      ];
    case 'boundary':
      return [['boundary', node.contentStart, node.contentEnd]];
    case 'script':
    case 'foreignScript':
      return [['script', node.contentStart, node.contentEnd]];
    case 'scriptFile':
    case 'output':
    case 'responseReference':
    case 'import':
      return [['path', node.pathStart, node.pathEnd]];
    case 'assert':
      return [['assertion', node.contentStart, node.contentEnd]];
    case 'run':
      return [
        ['runTarget', node.targetStart, node.targetEnd],
        ['runArguments', node.argumentsStart, node.argumentsEnd],
      ];
    case 'recordedResponse':
      return [['response', node.start, node.end]];
    case 'curl':
      return [['curl', node.contentStart, node.contentEnd]];
  }
}

/** Emits a node's leaves and returns the index of the first reference behind it. */
function emit(
  text: string,
  block: BlockNode,
  node: SyntaxNode,
  firstReference: number,
  visitor: (leaf: Leaf) => void,
): number {
  const { references } = block.content;
  const base = block.start;
  let next = firstReference;
  let at = node.start;

  const put = (kind: LeafKind, end: number): void => {
    if (end > at) visitor({ kind, start: base + at, end: base + end });
    at = Math.max(at, end);
  };
  const gap = (end: number): void => {
    while (at < end) {
      const start = at;
      const kind = gapKind(text.charCodeAt(base + at));
      let stop = start + 1;
      while (stop < end && gapKind(text.charCodeAt(base + stop)) === kind) stop += 1;
      put(kind, stop);
    }
  };

  for (const [kind, start, end] of partsOf(node)) {
    if (end <= at || end <= start) continue;
    gap(start);
    for (
      let reference = references[next];
      reference !== undefined && reference.start < end;
      reference = references[next]
    ) {
      if (reference.start >= at) {
        put(kind, reference.start);
        put('referenceOpen', reference.contentStart);
        put('reference', reference.contentEnd);
        put('referenceClose', reference.end);
      }
      next += 1;
    }
    put(kind, end);
  }
  gap(node.end);
  while ((references[next]?.start ?? Infinity) < node.end) next += 1;
  return next;
}

function gapKind(code: number): LeafKind {
  return isBlank(code) ? 'whitespace' : isLineBreak(code) ? 'lineBreak' : 'punctuation';
}

function firstReferenceIn(references: readonly ReferenceNode[], start: number): number {
  let low = 0;
  let high = references.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((references[middle]?.start ?? 0) < start) low = middle + 1;
    else high = middle;
  }
  return low;
}
