/**
 * Tree to meaning: the requests, variables and problems of a file. What a block means is worked out once from
 * its own text and kept with its content; only its place and what needs the whole file is computed again after
 * an edit. Fills no variable; `resolve` does.
 */
import type { BlockContent, BlockNode, DocumentNode } from '../syntax/index.ts';
import { defineBlock, type LocalBlock } from './defineBlock.ts';
import type { Dialect, FileDefinition, FileVariable, Problem, RequestDefinition } from './definition.ts';
import { place, placeRange } from './place.ts';
import { byRange, fileProblems } from './fileProblems.ts';

const known = new WeakMap<BlockContent, { readonly local: LocalBlock; placed: LocalBlock; at: BlockNode }>();

/** Everything the file says. Never throws. */
export function define(document: DocumentNode): FileDefinition {
  const blocks = document.blocks.map((block) => placedBlock(document, block));
  const requests: RequestDefinition[] = [];
  const variables: FileVariable[] = [];
  const problems: Problem[] = [];
  for (const block of blocks) {
    if (block.request !== undefined) requests.push(block.request);
    if (block.variables.length > 0) variables.push(...block.variables);
    if (block.problems.length > 0) problems.push(...block.problems);
  }
  problems.push(...fileProblems(requests, variables));
  return {
    ...dialectOf(blocks),
    requests,
    variables,
    imports: blocks.flatMap(({ imports }) => imports),
    uses: blocks.flatMap(({ uses }) => uses),
    problems: problems.sort(byRange),
  };
}

function placedBlock(document: DocumentNode, block: BlockNode): LocalBlock {
  const before = known.get(block.content);
  if (before !== undefined) {
    if (before.at.start !== block.start || before.at.line !== block.line) {
      before.placed = placeBlock(before.local, block);
      before.at = block;
    }
    return before.placed;
  }
  const local = defineBlock(document, block);
  const placed = placeBlock(local, block);
  known.set(block.content, { local, placed, at: block });
  return placed;
}

function placeBlock(local: LocalBlock, { start, line }: BlockNode): LocalBlock {
  if (start === 0 && line === 0) return local;
  return {
    ...local,
    request: local.request === undefined ? undefined : place(local.request, start, line),
    variables: local.variables.map((variable) => place(variable, start, line)),
    imports: local.imports.map((item) => place(item, start, line)),
    uses: local.uses.map((use) => place(use, start, line)),
    problems: local.problems.map((problem) => ({ ...problem, range: placeRange(problem.range, start) })),
  };
}

/** The rule of `http-syntax` 1e: `# @dialect` wins, then what only one tool knows, JetBrains first. */
function dialectOf(blocks: readonly LocalBlock[]): { dialect: Dialect; dialectReason: string } {
  let found: LocalBlock['dialect'];
  for (const { dialect } of blocks) {
    if (dialect === undefined) continue;
    if (found === undefined || rank(dialect) < rank(found)) found = dialect;
  }
  return {
    dialect: found?.dialect ?? 'rest-client',
    dialectReason: found?.reason ?? 'nothing in the file belongs to another tool',
  };
}

function rank({ isExplicit, dialect }: NonNullable<LocalBlock['dialect']>): number {
  if (isExplicit) return 0;
  return dialect === 'jetbrains' ? 1 : 2;
}
