/**
 * Tree to meaning: the requests, variables and problems of a file. What a block means is worked out once from
 * its own text and kept with its content; only its place and what needs the whole file is computed again after
 * an edit. Fills no variable; `resolve` does.
 */
import type { BlockContent, BlockNode, DocumentNode } from '../syntax/index.ts';
import { defineBlock, type LocalBlock } from './defineBlock.ts';
import type {
  Dialect,
  FileDefinition,
  FileVariable,
  Problem,
  RequestDefinition,
  VariableUse,
} from './definition.ts';
import { place, placeRange, type Placed } from './place.ts';
import { byRange, fileProblems } from './fileProblems.ts';

/** What each block means, and where it stood when that was last asked. */
const known = new WeakMap<BlockContent, { meaning: LocalBlock; at: BlockNode }>();

export interface DefineOptions {
  /** What a person chose for all files; only `# @dialect` in the file beats it. Undefined: the file decides. */
  readonly dialect?: Dialect | undefined;
}

/** Everything the file says. Never throws. */
export function define(document: DocumentNode, { dialect }: DefineOptions = {}): FileDefinition {
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
  let uses: readonly VariableUse[] | undefined;
  return {
    ...dialectOf(blocks, dialect),
    requests,
    variables,
    imports: blocks.flatMap(({ imports }) => imports),
    // A keystroke asks for requests and problems; uses are many and are needed when something is sent.
    get uses() {
      uses ??= document.blocks.flatMap((block, index) => placedUses(block, blocks[index]));
      return uses;
    },
    problems: problems.sort(byRange),
  };
}

function placedBlock(document: DocumentNode, block: BlockNode): LocalBlock {
  const before = known.get(block.content);
  if (before === undefined) {
    const meaning = moveBlock(defineBlock(document, block), block.start, block.line);
    known.set(block.content, { meaning, at: block });
    return meaning;
  }
  const { at } = before;
  if (at.start !== block.start || at.line !== block.line) {
    before.meaning = moveBlock(before.meaning, block.start - at.start, block.line - at.line);
    before.at = block;
  }
  return before.meaning;
}

/** All but the uses, which keep the block's own offsets until they are asked for. */
function moveBlock(block: LocalBlock, start: number, line: number): LocalBlock {
  if (start === 0 && line === 0) return block;
  return {
    ...block,
    request: block.request === undefined ? undefined : place(block.request, start, line),
    variables: moveAll(block.variables, start, line),
    imports: moveAll(block.imports, start, line),
    problems: block.problems.map((problem) => ({ ...problem, range: placeRange(problem.range, start) })),
  };
}

function moveAll<T extends Placed>(items: readonly T[], start: number, line: number): readonly T[] {
  return items.length === 0 ? items : items.map((item) => place(item, start, line));
}

function placedUses({ start, line }: BlockNode, block: LocalBlock | undefined): readonly VariableUse[] {
  return moveAll(block?.uses ?? [], start, line);
}

/** The rule of `http-syntax` 1e: `# @dialect` wins, then the choice, then what only one tool knows, JetBrains first. */
function dialectOf(
  blocks: readonly LocalBlock[],
  chosen: Dialect | undefined,
): { dialect: Dialect; dialectReason: string } {
  let found: LocalBlock['dialect'];
  for (const { dialect } of blocks) {
    if (dialect === undefined) continue;
    if (found === undefined || rank(dialect) < rank(found)) found = dialect;
  }
  if (chosen !== undefined && found?.isExplicit !== true) {
    return { dialect: chosen, dialectReason: 'the settings say so' };
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
