/** Where the caret stands, as the completion lists need it. */
import type { ParsedDocument } from '../../documents.ts';

/** Offsets are the document's. */
export interface CompletionPlace {
  readonly document: ParsedDocument;
  readonly offset: number;
  /** The line up to the caret, and after it. */
  readonly before: string;
  readonly after: string;
}

export function placeAt(document: ParsedDocument, offset: number): CompletionPlace {
  const { text } = document;
  const lineBreak = /[\r\n]/g;
  lineBreak.lastIndex = offset;
  const end = lineBreak.exec(text)?.index ?? text.length;
  const start = Math.max(text.lastIndexOf('\n', offset - 1), text.lastIndexOf('\r', offset - 1)) + 1;
  return { document, offset, before: text.slice(start, offset), after: text.slice(offset, end) };
}
