/** Writes each parameter of an address on a line of its own, or all of them in one line. The address stays the same. */
import type { RequestLineNode, SyntaxNode, UrlContinuationNode } from '../../../syntax/index.ts';
import { lineBreakOf, type Rewriting, type Selection } from './rewriting.ts';

export function splitQuery({ document, block, node }: Selection): Rewriting | undefined {
  if (!isAddress(node)) return undefined;
  const start = block.start + node.urlStart;
  const url = document.text.slice(start, block.start + node.urlEnd);
  // A question mark or an ampersand inside of braces belongs to a reference.
  const places = [...url.matchAll(/\{\{[^{}]*\}\}|[?&]/g)]
    .filter(([mark], index) => mark.length === 1 && (mark === '?' || index > 0))
    .map(({ index }) => index)
    .filter((index) => index > 0 && url.slice(index + 1).trim() !== '');
  const hash = url.indexOf('#');
  const cuts = hash === -1 ? places : places.filter((index) => index < hash);
  if (cuts.length === 0 || (node.kind === 'urlContinuation' && cuts.length === 1 && cuts[0] === 0))
    return undefined;
  const lineBreak = lineBreakOf(document.text);
  return {
    title: 'Put each query parameter on its own line',
    kind: 'rewrite',
    edits: cuts.map((index) => ({ start: start + index, end: start + index, text: `${lineBreak}    ` })),
  };
}

export function joinQuery({ document, block, node }: Selection): Rewriting | undefined {
  if (!isAddress(node)) return undefined;
  const lines = block.content.nodes.filter(isAddress);
  if (lines.length < 2) return undefined;
  const edits = lines.slice(1).flatMap((line, index) => {
    const above = lines[index];
    if (above === undefined) return [];
    return { start: block.start + above.urlEnd, end: block.start + line.urlStart, text: '' };
  });
  // A comment between two of the lines would be lost.
  const isPlain = edits.every(({ start, end }) => document.text.slice(start, end).trim() === '');
  if (!isPlain) return undefined;
  return { title: 'Put the query in one line', kind: 'rewrite', edits };
}

function isAddress(node: SyntaxNode): node is RequestLineNode | UrlContinuationNode {
  return node.kind === 'requestLine' || node.kind === 'urlContinuation';
}
