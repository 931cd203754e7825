/** Writes a `curl` command as a request that sends the same bytes; not offered where that cannot be written. */
import { requestText } from '../../../semantics/index.ts';
import { lineBreakOf, type Rewriting, type Selection } from './rewriting.ts';

export function convertCurl({ document, block, request }: Selection): Rewriting | undefined {
  const node = block.content.nodes.find(({ kind }) => kind === 'curl');
  if (node === undefined || request === undefined) return undefined;
  const text = requestText(request);
  if (text === undefined) return undefined;
  const written = document.text.slice(block.start + node.start, block.start + node.end);
  const lineBreak = lineBreakOf(document.text);
  const end = block.start + node.end - (written.length - written.trimEnd().length);
  return {
    title: 'Convert the curl command to a request',
    kind: 'rewrite',
    edits: [{ start: block.start + node.start, end, text: text.replaceAll('\n', lineBreak) }],
  };
}
