/** Lays out a JSON body, or takes the comments out that JSON does not have and that would be sent. */
import { jsonBodyOf, jsonLayout, sentJsonComments, type JsonBody } from '../../../semantics/index.ts';
import { lineBreakOf, type Rewriting, type Selection } from './rewriting.ts';

export function layOutJson(selection: Selection): Rewriting | undefined {
  const found = bodyAt(selection);
  if (found === undefined) return undefined;
  const { body, base } = found;
  const { text } = selection.document;
  const edits = jsonLayout(body, { tabSize: 2, insertSpaces: true, lineBreak: lineBreakOf(text) })
    .map((edit) => ({ start: base + edit.range.start, end: base + edit.range.end, text: edit.text }))
    .filter(({ start, end }) => {
      const isBefore = text.slice(base, start).trim() === '';
      const isBehind = text.slice(end, base + body.masked.length).trim() === '';
      return !isBefore && !isBehind;
    });
  return edits.length === 0 ? undefined : { title: 'Lay out the JSON body', kind: 'rewrite', edits };
}

export function stripJsonComments(selection: Selection): Rewriting | undefined {
  const found = bodyAt(selection);
  if (found === undefined) return undefined;
  const { body, base } = found;
  const { text } = selection.document;
  const edits = sentJsonComments(body).map(({ start, end }) => {
    const before = /[ \t]*$/.exec(text.slice(0, base + start))?.[0].length ?? 0;
    return { start: base + start - before, end: base + end, text: '' };
  });
  return edits.length === 0
    ? undefined
    : { title: 'Remove the comments from the JSON body', kind: 'rewrite', edits };
}

function bodyAt({
  document,
  block,
}: Selection): { readonly body: JsonBody; readonly base: number } | undefined {
  const { text } = document;
  const body = jsonBodyOf(block.content, (start, end) => text.slice(block.start + start, block.start + end));
  return body === undefined ? undefined : { body, base: block.start + body.start };
}
