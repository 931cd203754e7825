/**
 * A GraphQL body as it is written: where its query stands, where its variables do, and what holes and comment lines
 * hide in it. What is sent is decided by `graphql`, whose reading is used here; this only tells places. Knows no
 * GraphQL grammar: checking and completing are the language service's.
 */
import type { BlockContent, SyntaxNode } from '../../syntax/index.ts';
import type { Words } from '../definition/defineBlock.ts';
import type { TextRange } from '../definition/definition.ts';
import { variablesStart } from './graphql.ts';
import { jsonTextOf, type JsonBody } from './jsonBody.ts';

export interface GraphqlBody {
  /** Offset of the query's first character in its block. */
  readonly start: number;
  /** As long as the query is written; holes are names, comment lines GraphQL comments. */
  readonly masked: string;
  /** Ranges of `masked` that stand for holes, those in strings too. */
  readonly holes: readonly TextRange[];
  readonly variables: JsonBody | undefined;
}

/** The body of a block whose request is GraphQL; undefined when the query is in a file or partly escaped. */
export function graphqlBodyOf({ nodes }: BlockContent, words: Words): GraphqlBody | undefined {
  const target = nodes.findIndex(({ kind }) => kind === 'requestLine');
  const first = nodes.findIndex(({ kind }, index) => index > target && bodyKinds.has(kind));
  const rest = first === -1 ? [] : nodes.slice(first);
  const after = rest.findIndex(({ kind }) => kind !== 'text' && kind !== 'bodyComment');
  const body = after === -1 ? rest : rest.slice(0, after);
  const start = body[0]?.start;
  const end = body.findLast(({ kind }) => kind === 'text')?.end;
  if (start === undefined || end === undefined || rest[after]?.kind === 'escapedText') return undefined;
  const split = variablesAt(body, words);
  const queryEnd = split ?? end;
  const comments = body.filter(({ kind, end: at }) => kind === 'bodyComment' && at <= end);
  const query = maskQuery(words(start, queryEnd), comments, start);
  const own = comments.filter((comment) => comment.start >= queryEnd);
  return {
    start,
    ...query,
    variables: split === undefined ? undefined : jsonTextOf({ start: split, end }, own, words),
  };
}

const bodyKinds = new Set<SyntaxNode['kind']>(['text', 'escapedText', 'bodyComment', 'bodyFile']);

/** Where the variables begin in the block. Read from the text that is sent, so without comment lines and CR. */
function variablesAt(body: readonly SyntaxNode[], words: Words): number | undefined {
  const lines: { readonly sent: number; readonly written: number }[] = [];
  let text = '';
  for (const node of body) {
    if (node.kind !== 'text') continue;
    const line = /([^\r\n]*)(?:\r\n|\r|\n|$)/gy;
    const written = words(node.start, node.end);
    while (line.lastIndex < written.length) {
      lines.push({ sent: text.length, written: node.start + line.lastIndex });
      text += `${line.exec(written)?.[1] ?? ''}\n`;
    }
  }
  const at = variablesStart(text);
  const line = at === -1 ? undefined : lines.findLast(({ sent }) => sent <= at);
  return line === undefined ? undefined : line.written + at - line.sent;
}

function maskQuery(
  written: string,
  comments: readonly SyntaxNode[],
  start: number,
): { readonly masked: string; readonly holes: readonly TextRange[] } {
  let text = written;
  for (const comment of comments) {
    const from = comment.start - start;
    const line = text.slice(from, comment.end - start).replace('//', '# ');
    if (from < text.length) text = text.slice(0, from) + line + text.slice(from + line.length);
  }
  const holes: TextRange[] = [];
  const masked = text.replaceAll(/\{\{[^{}\r\n]+\}\}/g, (hole, at: number) => {
    holes.push({ start: at, end: at + hole.length });
    return '_'.repeat(hole.length);
  });
  return { masked, holes };
}
