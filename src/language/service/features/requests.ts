/**
 * What lenses, panel titles and the gutter need of a document. The lenses themselves are made by the editor,
 * which knows what runs; this answer depends on the text alone and comes from the parse cache.
 */
import type { RequestOutline } from '../../protocol.ts';
import type { RequestDefinition } from '../../semantics/index.ts';
import type { BlockNode } from '../../syntax/index.ts';
import { createBlockMemo } from '../blockMemo.ts';
import type { ParsedDocument } from '../documents.ts';

export function requestOutlines(document: ParsedDocument): RequestOutline[] {
  const { blocks, meanings } = document.file;
  const outlines: RequestOutline[] = [];
  meanings.forEach(({ request, errors }, index) => {
    const block = blocks[index];
    if (request === undefined || block === undefined) return;
    const kept = keptOutlines.at(document, index);
    // Most edits move no line, and an outline that stands where it stood is still right.
    if (kept.outline?.range.start.line !== block.line) {
      kept.end ??= endOf(document.text.slice(block.start, block.start + request.range.end));
      kept.outline = outlineAt(block, request, { problems: errors, end: kept.end });
    }
    outlines.push(kept.outline);
  });
  return outlines;
}

interface Place {
  readonly line: number;
  readonly character: number;
}

/** The outline where the block stood last, and the end of the request relative to the block. */
interface KeptOutline {
  outline: RequestOutline | undefined;
  end: Place | undefined;
}

const keptOutlines = createBlockMemo((): KeptOutline => ({ outline: undefined, end: undefined }));

function endOf(text: string): Place {
  const lines = text.split(/\r\n|\r|\n/);
  return { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 };
}

function outlineAt(
  block: BlockNode,
  { name, title, method, url, line }: RequestDefinition,
  { problems, end }: { readonly problems: number; readonly end: Place },
): RequestOutline {
  return {
    name,
    title,
    method,
    url,
    line: block.line + line - 1,
    range: {
      start: { line: block.line, character: 0 },
      end: { line: block.line + end.line, character: end.character },
    },
    problems,
  };
}
