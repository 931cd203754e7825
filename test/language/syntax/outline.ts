/** Shows a tree as text for tests: a line for each node, with its leaves but for white space and marks. */
import { leavesOf, parse } from '../../../src/language/syntax/index.ts';

const silent = new Set(['whitespace', 'lineBreak', 'punctuation', 'referenceOpen', 'referenceClose']);

/** `requestLine method‹GET› url‹https://example.com›`, indented below `block` lines. */
export function outline(text: string): string {
  const document = parse(text);
  return document.blocks
    .map((block) => {
      const lines = block.content.nodes.map((node) => {
        const leaves = leavesOf(document, block, node)
          .filter(({ kind }) => !silent.has(kind))
          .map(({ kind, start, end }) => `${kind}‹${visible(text.slice(start, end))}›`);
        return ['  ' + node.kind, ...leaves].join(' ');
      });
      return [`block ${block.line + 1}`, ...lines].join('\n');
    })
    .join('\n');
}

function visible(text: string): string {
  return text.replaceAll('\r', '␍').replaceAll('\n', '⏎');
}
