/** Writes a `curl` command as a request that sends the same bytes; not offered where that cannot be written. */
import { requestText } from '../../../semantics/index.ts';
import { lineBreakOf, type Rewriting, type Selection } from './rewriting.ts';

export function convertCurl({ document, block, request }: Selection): Rewriting | undefined {
  const node = block.content.nodes.find(({ kind }) => kind === 'curl');
  if (node === undefined || request === undefined) return undefined;
  // Directives that stand above the command already stay there.
  const start = block.start + node.start;
  const own = request.directives.filter(
    ({ range }) => start <= range.start && range.end <= block.start + node.end,
  );
  const text = requestText(request, own);
  if (text === undefined) return undefined;
  const written = document.text.slice(block.start + node.start, block.start + node.end);
  const lineBreak = lineBreakOf(document.text);
  const end = block.start + node.end - (written.length - written.trimEnd().length);
  return {
    title: 'Convert the curl command to a request',
    kind: 'rewrite',
    edits: [{ start, end, text: text.replaceAll('\n', lineBreak) }],
  };
}
