/** Lays JSON out for people. Only white space changes: no number is read, no key moves, none is dropped. */
import { jsonLayout } from '../../language/semantics/index.ts';

/** The text itself when it is not JSON. */
export function prettyJson(text: string): string {
  const body = { start: 0, masked: text, commentLines: [], holes: [] };
  const pieces: string[] = [];
  let at = 0;
  for (const { range, text: space } of jsonLayout(body, {
    tabSize: 2,
    insertSpaces: true,
    lineBreak: '\n',
  })) {
    pieces.push(text.slice(at, range.start), space);
    at = range.end;
  }
  return pieces.join('') + text.slice(at);
}
