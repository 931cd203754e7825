/**
 * What lenses, panel titles and the gutter need of a document. The lenses themselves are made by the editor,
 * which knows what runs; this answer depends on the text alone and comes from the parse cache.
 */
import type { RequestOutline } from '../../protocol.ts';
import type { ParsedDocument } from '../documents.ts';

export function requestOutlines(document: ParsedDocument): RequestOutline[] {
  // Both lists are in the order of the text, so one walk counts the errors of every request.
  const errors = document.file.problems.filter(({ severity }) => severity === 'error');
  let next = 0;
  return document.file.requests.map(({ name, title, method, url, line, range }) => {
    while ((errors[next]?.range.start ?? Infinity) < range.start) next += 1;
    const first = next;
    while ((errors[next]?.range.start ?? Infinity) < range.end) next += 1;
    return {
      name,
      title,
      method,
      url,
      line: line - 1,
      range: document.range(range.start, range.end),
      problems: next - first,
    };
  });
}
