/** How the body of a request is laid out: JSON, or a GraphQL query with its variables. Others stay as they are. */
import type { FormattingOptions } from 'vscode-languageserver-types';
import { jsonBodyOf, jsonLayout, type JsonBody, type TextRange } from '../../semantics/index.ts';
import type { ParsedDocument } from '../documents.ts';
import { graphqlBodyAt } from './graphqlBodies.ts';
import { graphqlLayout } from './graphqlLayout.ts';

/** An edit with offsets of the block. */
export interface BodyEdit extends TextRange {
  readonly text: string;
}

/** White space of the body of the block with this number; none when it is broken. */
export async function bodyLayout(
  document: ParsedDocument,
  index: number,
  { tabSize, insertSpaces }: FormattingOptions,
): Promise<readonly BodyEdit[]> {
  const block = document.tree.blocks[index];
  if (block === undefined) return [];
  const text = document.text.slice(block.start, block.end);
  const lineBreak = /\r\n|\r|\n/.exec(document.text)?.[0] ?? '\n';
  const layout = { tabSize, insertSpaces, lineBreak };
  const laidOut = (body: JsonBody): readonly BodyEdit[] =>
    moved(jsonLayout(body, layout), body.start).filter((edit) => !isEdge(text, body, edit));
  const query = graphqlBodyAt(document, index);
  if (query !== undefined) {
    const inQuery = moved(await graphqlLayout(query.masked, layout), query.start - block.start);
    return query.variables === undefined ? inQuery : [...inQuery, ...laidOut(query.variables)];
  }
  const json = jsonBodyOf(block.content, (start, end) => text.slice(start, end));
  return json === undefined ? [] : laidOut(json);
}

function moved(
  edits: readonly { readonly range: TextRange; readonly text: string }[],
  offset: number,
): readonly BodyEdit[] {
  return edits.map(({ range, text }) => ({ start: offset + range.start, end: offset + range.end, text }));
}

/** Blank lines around the body belong to the request's layout, not to the body's. */
function isEdge(text: string, body: JsonBody, { start, end }: TextRange): boolean {
  const isBefore = text.slice(body.start, start).trim() === '';
  return isBefore || text.slice(end, body.start + body.masked.length).trim() === '';
}
