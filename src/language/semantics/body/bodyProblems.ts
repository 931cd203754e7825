/** What can be said against a body: JSON that is broken or commented, and parts that are framed badly. */
import type { BlockNode } from '../../syntax/index.ts';
import type { Words } from '../definition/defineBlock.ts';
import type { Problem, RequestDefinition } from '../definition/definition.ts';
import { graphqlBodyOf } from './graphqlBody.ts';
import { jsonBodyOf, jsonFault, sentJsonComments, type JsonBody } from './jsonBody.ts';

/** With offsets of the block. */
export function bodyProblems(
  block: BlockNode,
  words: Words,
  { headers, body }: RequestDefinition,
): readonly Problem[] {
  const type = headers.find(({ name }) => name.toLowerCase() === 'content-type')?.value ?? '';
  if (body.kind === 'text' && /^[\w.+-]+\/(?:[\w.-]+\+)?json\b/i.test(type))
    return jsonProblems(jsonBodyOf(block.content, words), 'the body is no JSON and is sent as it is');
  if (body.kind === 'graphql') {
    const variables = graphqlBodyOf(block.content, words)?.variables;
    return jsonProblems(variables, 'the variables are no JSON and are sent as they are');
  }
  if (/^multipart\//i.test(type)) return partProblems(block, words, type);
  return [];
}

function jsonProblems(body: JsonBody | undefined, consequence: string): readonly Problem[] {
  if (body === undefined) return [];
  const problems: Problem[] = [];
  const fault = jsonFault(body);
  if (fault !== undefined) {
    problems.push({
      severity: 'warning',
      code: 'broken-json',
      message: `${fault.message}: ${consequence}.`,
      range: { start: body.start + fault.range.start, end: body.start + fault.range.end },
    });
  }
  for (const { start, end } of sentJsonComments(body)) {
    problems.push({
      severity: 'information',
      code: 'json-comment',
      message: 'JSON has no comments; this one is sent.',
      range: { start: body.start + start, end: body.start + end },
    });
  }
  return problems;
}

function partProblems({ content }: BlockNode, words: Words, type: string): readonly Problem[] {
  const { nodes, boundary } = content;
  const problems: Problem[] = [];
  const parts = nodes.flatMap((node, index) => (node.kind === 'boundary' && !node.closing ? index : []));
  const text = nodes.find(({ kind }) => kind === 'text');
  if (parts.length === 0 && boundary !== undefined && text !== undefined) {
    const line = words(text.start, text.end).split(/[\r\n]/, 1)[0] ?? '';
    problems.push({
      severity: 'warning',
      code: 'multipart-without-parts',
      message: `No part begins with the boundary \`--${boundary}\`.`,
      range: { start: text.start, end: text.start + line.trimEnd().length },
    });
  }
  if (!/^multipart\/form-data/i.test(type)) return problems;
  for (const index of parts) {
    const head: string[] = [];
    for (let at = index + 1; at < nodes.length; at += 1) {
      const node = nodes[at];
      if (node === undefined) break;
      if (node.kind !== 'partHeader' && node.kind !== 'headerFold' && node.kind !== 'bodyComment') break;
      if (node.kind !== 'bodyComment') head.push(words(node.start, node.end));
    }
    const isNamed = /^\s*content-disposition\s*:[^]*\bname\s*=/im.test(head.join(''));
    const part = nodes[index];
    if (isNamed || part === undefined) continue;
    problems.push({
      severity: 'information',
      code: 'part-without-name',
      message: 'A part of a form has a name: `Content-Disposition: form-data; name="…"`.',
      range: { start: part.start, end: part.start + words(part.start, part.end).trimEnd().length },
    });
  }
  return problems;
}
