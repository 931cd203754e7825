/**
 * JSONPaths that no body could be read by, in references to answers (`{{login.response.body.$.token}}`) and in
 * assertions, found while they are written. What is at a path only the answer knows; a send says that.
 */
import {
  classifyReference,
  jsonPathFault,
  loadPathFinder,
  readAssertion,
  type Problem,
} from '../../semantics/index.ts';
import type { BlockContent } from '../../syntax/index.ts';
import { createBlockMemo, createGroupMemo } from '../blockMemo.ts';
import type { ParsedDocument } from '../documents.ts';

export async function pathProblems(document: ParsedDocument): Promise<readonly Problem[]> {
  const written = new Set(distinct(document).flat());
  if (written.size === 0) return [];
  // The library is loaded with the first path.
  const find = await loadPathFinder('json');
  const faults = new Map<string, string>();
  for (const path of written) {
    const fault = jsonPathFault(path, find);
    if (fault !== undefined) faults.set(path, fault);
  }
  if (faults.size === 0) return [];
  const problems: Problem[] = [];
  paths.each(document, (found, base) => {
    for (const { path, start } of found) {
      const fault = faults.get(path);
      if (fault === undefined) continue;
      const range = { start: base + start, end: base + start + path.length };
      problems.push({ severity: 'warning', code: 'bad-json-path', message: `${fault}.`, range });
    }
  });
  return problems;
}

interface WrittenPath {
  readonly path: string;
  readonly start: number;
}

const none: readonly WrittenPath[] = [];

const paths = createBlockMemo((text: string, { nodes, references }: BlockContent): readonly WrittenPath[] => {
  const found: WrittenPath[] = [];
  const add = (path: string, end: number): void => {
    if (path !== '' && path !== '*') found.push({ path, start: end - path.length });
  };
  for (const { contentStart, contentEnd } of references) {
    const content = text.slice(contentStart, contentEnd);
    const reference = content.includes('.body') ? classifyReference(content) : undefined;
    if (reference?.kind === 'exchange' && reference.path.part === 'body')
      add(reference.path.rest, contentEnd);
  }
  for (const node of nodes) {
    if (node.kind !== 'assert') continue;
    const source = text.slice(node.contentStart, node.contentEnd);
    const read = readAssertion(source);
    if (read.kind !== 'assertion' || read.assertion.subject.kind !== 'body') continue;
    const { path } = read.assertion.subject;
    add(path, node.contentStart + source.indexOf(path) + path.length);
  }
  return found.length === 0 ? none : found;
}, none);

const distinct = createGroupMemo((document, first, count): readonly string[] => {
  const found = new Set<string>();
  for (let index = first; index < first + count; index += 1) {
    for (const { path } of paths.at(document, index)) found.add(path);
  }
  return [...found];
});
