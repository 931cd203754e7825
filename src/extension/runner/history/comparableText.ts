/**
 * A body as a text that shows what differs and not how it was written: JSON is laid out alike. No number is read, no key
 * moves, none is dropped.
 */
import { jsonLayout } from '../../../language/semantics/index.ts';

const layout = { tabSize: 2, insertSpaces: true, lineBreak: '\n' } as const;

/** The text itself when it is not JSON. */
export function comparableText(text: string, mediaType: string): string {
  const looksLikeJson = /[/+]json$/.test(mediaType) || /^\s*[[{]/.test(text);
  if (!looksLikeJson) return text;
  const body = { start: 0, masked: text, commentLines: [], holes: [] };
  const pieces: string[] = [];
  let at = 0;
  for (const { range, text: space } of jsonLayout(body, layout)) {
    pieces.push(text.slice(at, range.start), space);
    at = range.end;
  }
  return `${pieces.join('')}${text.slice(at)}`.trimEnd() + '\n';
}
