/**
 * Remembers what was read from a block's own text. The notes of a block go from one version of a document to the
 * next together with the block, so an edit costs the blocks that it touches. Blocks are bundled in groups, so that a
 * question about a large document passes over the groups that have nothing to say.
 */
import type { BlockContent } from '../syntax/index.ts';
import type { ParsedDocument } from './documents.ts';

/** What was read from one block, by the number of the reader. */
export type BlockNotes = unknown[];

/** Neighbouring blocks; the same object for as long as none of them changes. */
export interface BlockGroup {
  readonly notes: readonly BlockNotes[];
  /** What was made of the notes together, by the number of the reader. */
  readonly made: unknown[];
}

/** A reader's answers, for the block of a number and for all blocks in order. */
export interface BlockMemo<T> {
  at(document: ParsedDocument, index: number): T;
  /** Calls back for every block whose answer is not the reader's `none`. */
  each(document: ParsedDocument, visit: (value: T, start: number, index: number) => void): void;
}

const groupSize = 64;
let readers = 0;

/** Bundles the notes of all blocks; groups that did not change stay the ones of the last version. */
export function groupNotes(
  notes: readonly BlockNotes[],
  previous: readonly BlockGroup[],
): readonly BlockGroup[] {
  const groups: BlockGroup[] = [];
  for (let start = 0; start < notes.length; start += groupSize) {
    const members = notes.slice(start, start + groupSize);
    const before = previous[groups.length];
    const isSame =
      before?.notes.length === members.length && members.every((one, index) => before.notes[index] === one);
    groups.push(isSame ? before : { notes: members, made: [] });
  }
  return groups;
}

/** `read` gets the block's text; what it finds is relative to the block. `none` is its answer for nothing. */
export function createBlockMemo<T>(read: (text: string, content: BlockContent) => T, none?: T): BlockMemo<T> {
  const reader = readers;
  readers += 1;
  const at = (document: ParsedDocument, index: number): T => {
    const notes = document.notes[index];
    const block = document.tree.blocks[index];
    if (notes === undefined || block === undefined) throw new RangeError(`There is no block ${index}.`);
    const known = notes[reader] as { readonly value: T } | undefined;
    if (known !== undefined) return known.value;
    const made = { value: read(document.blockText(block), block.content) };
    notes[reader] = made;
    return made.value;
  };
  /** The blocks of a group that have something to say, by their place in the group. */
  const places = createGroupMemo((document: ParsedDocument, first: number, count: number) =>
    Array.from({ length: count }, (_, place) => place).filter(
      (place) => at(document, first + place) !== none,
    ),
  );
  return {
    at,
    each(document, visit) {
      places(document).forEach((found, group) => {
        for (const place of found) {
          const index = group * groupSize + place;
          visit(at(document, index), document.tree.blocks[index]?.start ?? 0, index);
        }
      });
    },
  };
}

/** Something made of each group, in order; `make` is asked again for groups that changed. */
export function createGroupMemo<G>(
  make: (document: ParsedDocument, first: number, count: number) => G,
): (document: ParsedDocument) => readonly G[] {
  const reader = readers;
  readers += 1;
  return (document) =>
    document.groups.map((group, index) => {
      const known = group.made[reader] as { readonly value: G } | undefined;
      if (known !== undefined) return known.value;
      const made = { value: make(document, index * groupSize, group.notes.length) };
      group.made[reader] = made;
      return made.value;
    });
}
