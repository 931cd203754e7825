/**
 * The body of a request as it goes on the wire, but for its variables: lines end with LF, comment lines are
 * gone, blank lines around are cut, form lines are joined, GraphQL is split in query and variables.
 * Files stay files. Multipart framing is made by `multipart`.
 */
import type { BlockContent, SyntaxNode } from '../../syntax/index.ts';
import type { BodyDefinition, BodySegment, HeaderDefinition } from '../definition/definition.ts';
import type { Words } from '../definition/defineBlock.ts';
import { joinForm } from './form.ts';
import { splitGraphql } from './graphql.ts';
import { defineMultipart } from './multipart.ts';
import { fileSegment, linesOf, trimSegments, withCrlf } from '../variables/segments.ts';

export function defineBody(
  content: BlockContent,
  words: Words,
  request: { readonly method: string; readonly headers: readonly HeaderDefinition[] },
): BodyDefinition {
  const nodes = bodyNodes(content.nodes);
  if (content.bodyMode === 'multipart' && content.boundary !== undefined) {
    const segments = defineMultipart(nodes, words);
    if (segments.length > 0) return { kind: 'multipart', segments, boundary: content.boundary };
  }
  const keepsIndent = content.bodyMode === 'raw' || content.bodyMode === 'markdown';
  const segments = trimSegments(plainSegments(nodes, words), keepsIndent);
  const [first] = segments;
  if (first === undefined) return { kind: 'none' };
  if (isGraphql(request)) return { kind: 'graphql', ...splitGraphql(segments) };
  if (content.bodyMode === 'form') return { kind: 'form', segments: joinForm(segments) };
  const kind = segments.length === 1 && first.kind === 'file' ? 'file' : 'text';
  return { kind, segments: isHttpMessage(request.headers) ? segments.map(withCrlf) : segments };
}

function isGraphql({ method, headers }: { method: string; headers: readonly HeaderDefinition[] }): boolean {
  if (method === 'GRAPHQL') return true;
  return headers.some(
    ({ name, value }) => name.toLowerCase() === 'x-request-type' && value.toLowerCase() === 'graphql',
  );
}

/** `application/http`: a message whose own lines end with CRLF. */
function isHttpMessage(headers: readonly HeaderDefinition[]): boolean {
  return headers.some(
    ({ name, value }) =>
      name.toLowerCase() === 'content-type' && value.toLowerCase().startsWith('application/http'),
  );
}

/** Everything behind the headers. */
function bodyNodes(nodes: readonly SyntaxNode[]): readonly SyntaxNode[] {
  const target = nodes.findIndex(({ kind }) => kind === 'requestLine');
  const start = nodes.findIndex(
    ({ kind }, index) => index > target && (kind === 'blank' || kind === 'bodyFile' || kind === 'text'),
  );
  return start === -1 ? [] : nodes.slice(start);
}

/** Text and files in order, joined by LF. */
function plainSegments(nodes: readonly SyntaxNode[], words: Words): readonly BodySegment[] {
  const segments: BodySegment[] = [];
  for (const node of nodes) {
    const last = segments.at(-1);
    if (node.kind === 'bodyFile') {
      if (last?.kind === 'text') segments[segments.length - 1] = { ...last, text: `${last.text}\n` };
      else if (last !== undefined) segments.push(lineFeed(node.start));
      segments.push(fileSegment(node, words));
    } else if (node.kind === 'text' || node.kind === 'escapedText') {
      const text = linesOf(node, words);
      const range = { start: node.start, end: node.end };
      if (last?.kind === 'text') {
        const joined = { start: last.range.start, end: node.end };
        segments[segments.length - 1] = { kind: 'text', text: `${last.text}\n${text}`, range: joined };
      } else segments.push({ kind: 'text', text: last === undefined ? text : `\n${text}`, range });
    }
  }
  return segments;
}

function lineFeed(at: number): BodySegment {
  return { kind: 'text', text: '\n', range: { start: at, end: at } };
}
