/**
 * Tree to meaning: the requests, variables and problems of a file. What a block means is worked out once from its
 * own text, with its own offsets, and goes from one version of the file to the next; an edit costs the blocks it
 * touches. Whole lists with the document's offsets are made when somebody asks. Fills no variable; `resolve` does.
 */
import type { BlockNode, DocumentNode } from '../../syntax/index.ts';
import { defineBlock, type LocalBlock } from './defineBlock.ts';
import type {
  Dialect,
  Directive,
  FileDefinition,
  FileVariable,
  ImportDefinition,
  Problem,
  RequestDefinition,
  VariableUse,
} from './definition.ts';
import { byRange, fileProblems } from './fileProblems.ts';
import { place, placeRange, type Placed } from './place.ts';

export interface DefineOptions {
  /** What a person chose for all files; only `# @dialect` in the file beats it. Undefined: the file decides. */
  readonly dialect?: Dialect | undefined;
  /** The last version of the file: blocks that it shares are not worked out again. */
  readonly previous?: DefinedFile | undefined;
}

/** What one block means, with offsets and lines of the block. */
export interface BlockMeaning extends LocalBlock {
  /** `# @name` of its request. */
  readonly nameTag: Directive | undefined;
  /** `# @ref` and `# @forceRef` of its request. */
  readonly refs: readonly Directive[];
  /** Problems of severity error. */
  readonly errors: number;
}

/** A definition with its blocks, for readers that look at many of them and need few. */
export interface DefinedFile extends FileDefinition {
  readonly blocks: readonly BlockNode[];
  /** One for each block, in the same order. */
  readonly meanings: readonly BlockMeaning[];
  /** Names that requests can be referred to by. */
  readonly requestNames: ReadonlySet<string>;
  /** Whether two requests have the same `# @name`. */
  readonly repeatsNames: boolean;
}

/** Everything the file says. Never throws. */
export function define(document: DocumentNode, { dialect, previous }: DefineOptions = {}): DefinedFile {
  const { blocks } = document;
  const before = previous === undefined ? undefined : { blocks: previous.blocks, values: previous.meanings };
  const meanings = alignedWith(blocks, before, (block) =>
    previous === undefined ? meaningOf(document, block) : meaningOf(...alone(document, block)),
  );
  // A keystroke needs few of the lists; each is made at the first question.
  const list = <T>(pick: (meaning: BlockMeaning, block: BlockNode) => readonly T[]): (() => readonly T[]) =>
    once(() => gather(blocks, meanings, pick));
  const requests = list<RequestDefinition>(({ request }, { start, line }) =>
    request === undefined ? none : [place(request, start, line)],
  );
  const variables = list<FileVariable>((meaning, block) => moveAll(meaning.variables, block));
  const imports = list<ImportDefinition>((meaning, block) => moveAll(meaning.imports, block));
  const uses = list<VariableUse>((meaning, block) => moveAll(meaning.uses, block));
  const problems = once(() => {
    const own = gather<Problem>(blocks, meanings, (meaning, { start }) =>
      meaning.problems.length === 0
        ? none
        : meaning.problems.map((problem) => ({ ...problem, range: placeRange(problem.range, start) })),
    );
    return [...own, ...fileProblems(file, variables())].sort(byRange);
  });
  const file: DefinedFile = {
    ...dialectOf(meanings, dialect),
    ...namesOf(blocks, meanings, previous),
    blocks,
    meanings,
    get requests() {
      return requests();
    },
    get variables() {
      return variables();
    },
    get imports() {
      return imports();
    },
    get uses() {
      return uses();
    },
    get problems() {
      return problems();
    },
  };
  return file;
}

/** A value for each block; blocks at both ends that the last version has too keep theirs. */
export function alignedWith<T>(
  blocks: readonly BlockNode[],
  previous: { readonly blocks: readonly BlockNode[]; readonly values: readonly T[] } | undefined,
  make: (block: BlockNode) => T,
): readonly T[] {
  if (previous === undefined) return blocks.map(make);
  const before = previous.blocks;
  const { head, tail } = sharedEnds(blocks, before);
  const values = previous.values.slice(0, head);
  for (const block of blocks.slice(head, blocks.length - tail)) values.push(make(block));
  return values.concat(previous.values.slice(before.length - tail));
}

/** How many blocks two versions share at their beginnings and at their ends. */
function sharedEnds(
  blocks: readonly BlockNode[],
  before: readonly BlockNode[],
): { readonly head: number; readonly tail: number } {
  const most = Math.min(blocks.length, before.length);
  let head = 0;
  while (head < most && blocks[head]?.content === before[head]?.content) head += 1;
  let tail = 0;
  while (
    tail < most - head &&
    blocks[blocks.length - 1 - tail]?.content === before[before.length - 1 - tail]?.content
  ) {
    tail += 1;
  }
  return { head, tail };
}

/** The names of the last version, when the edited blocks give the same ones. */
function namesOf(
  blocks: readonly BlockNode[],
  meanings: readonly BlockMeaning[],
  previous: DefinedFile | undefined,
): Pick<DefinedFile, 'requestNames' | 'repeatsNames'> {
  if (previous !== undefined) {
    const { head, tail } = sharedEnds(blocks, previous.blocks);
    const names = (from: readonly BlockMeaning[]): string =>
      JSON.stringify(
        from.slice(head, from.length - tail).map(({ request, nameTag }) => [request?.name, nameTag?.value]),
      );
    if (names(meanings) === names(previous.meanings)) {
      const { requestNames, repeatsNames } = previous;
      return { requestNames, repeatsNames };
    }
  }
  const requestNames = new Set<string>();
  const tags = new Set<string>();
  let repeatsNames = false;
  for (const { request, nameTag } of meanings) {
    if (request?.name !== undefined) requestNames.add(request.name);
    if (nameTag === undefined) continue;
    repeatsNames ||= tags.has(nameTag.value);
    tags.add(nameTag.value);
  }
  return { requestNames, repeatsNames };
}

/** A block as a document of its own: what is kept of it must not keep the text of that version alive. */
function alone({ text }: DocumentNode, block: BlockNode): readonly [DocumentNode, BlockNode] {
  const own = detached(text.slice(block.start, block.end));
  const moved = { ...block, start: 0, end: own.length };
  return [{ text: own, blocks: [moved] }, moved];
}

/** The same text, not a window into the text it was cut from. A long one stays a window. */
export function detached(text: string): string {
  return text.length > 65_536 ? text : text.split('').join('');
}

const none: readonly never[] = [];

function meaningOf(document: DocumentNode, block: BlockNode): BlockMeaning {
  const local = defineBlock(document, block);
  const directives = local.request?.directives ?? none;
  const refs = directives.filter(({ key, value }) => (key === 'ref' || key === 'forceref') && value !== '');
  return {
    ...local,
    nameTag: directives.find(({ key, value }) => key === 'name' && value !== ''),
    refs: refs.length === 0 ? none : refs,
    errors: local.problems.filter(({ severity }) => severity === 'error').length,
  };
}

function gather<T>(
  blocks: readonly BlockNode[],
  meanings: readonly BlockMeaning[],
  pick: (meaning: BlockMeaning, block: BlockNode) => readonly T[],
): readonly T[] {
  const found: T[] = [];
  meanings.forEach((meaning, index) => {
    const block = blocks[index];
    const items = block === undefined ? none : pick(meaning, block);
    if (items.length > 0) for (const item of items) found.push(item);
  });
  return found;
}

function moveAll<T extends Placed>(items: readonly T[], { start, line }: BlockNode): readonly T[] {
  return items.length === 0 ? items : items.map((item) => place(item, start, line));
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

/** The rule of `http-syntax` 1e: `# @dialect` wins, then the choice, then what only one tool knows, JetBrains first. */
function dialectOf(
  blocks: readonly LocalBlock[],
  chosen: Dialect | undefined,
): Pick<FileDefinition, 'dialect' | 'dialectReason' | 'isDialectChosen'> {
  let found: LocalBlock['dialect'];
  for (const { dialect } of blocks) {
    if (dialect === undefined) continue;
    if (found === undefined || rank(dialect) < rank(found)) found = dialect;
  }
  if (chosen !== undefined && found?.isExplicit !== true) {
    return { dialect: chosen, dialectReason: 'the settings say so', isDialectChosen: true };
  }
  return {
    dialect: found?.dialect ?? 'rest-client',
    dialectReason: found?.reason ?? 'nothing in the file belongs to another tool',
    isDialectChosen: found?.isExplicit === true,
  };
}

function rank({ isExplicit, dialect }: NonNullable<LocalBlock['dialect']>): number {
  if (isExplicit) return 0;
  return dialect === 'jetbrains' ? 1 : 2;
}
