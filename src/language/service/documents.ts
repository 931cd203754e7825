/**
 * Parsed documents, kept by URI and version, so that the many questions about one keystroke share one parse.
 * A new version of a known document is parsed by its difference from the last one. Holds no position in time:
 * whoever asks brings the text.
 */
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Position, Range } from 'vscode-languageserver-types';
import { parse, reparseTo, type BlockNode, type DocumentNode } from '../syntax/index.ts';
import { alignedWith, define, detached, type DefinedFile } from '../semantics/index.ts';
import { groupNotes, type BlockGroup, type BlockNotes } from './blockMemo.ts';

/** One version of a document with everything the features read from it. */
export interface ParsedDocument {
  readonly uri: string;
  readonly version: number;
  readonly text: string;
  readonly tree: DocumentNode;
  readonly file: DefinedFile;
  /** What was read from each block; see `blockMemo`. */
  readonly notes: readonly BlockNotes[];
  readonly groups: readonly BlockGroup[];
  /** The text of a block, in memory of its own where it matters. */
  blockText(block: BlockNode): string;
  /** The LSP range of two offsets. */
  range(start: number, end: number): Range;
  /** The offset of an LSP position. */
  offsetAt(position: Position): number;
}

export interface DocumentCache {
  /** Parses when this version was not seen before. */
  get(document: TextDocument): ParsedDocument;
  /** The version that was asked for last; undefined when there is none. */
  last(uri: string): ParsedDocument | undefined;
  /** Lets go of a document that was closed. */
  forget(uri: string): void;
}

export function createDocumentCache(): DocumentCache {
  const kept = new Map<string, ParsedDocument>();
  return {
    get(document) {
      const last = kept.get(document.uri);
      if (last?.version === document.version) return last;
      const parsed = parseDocument(document, last);
      kept.set(document.uri, parsed);
      return parsed;
    },
    last: (uri) => kept.get(uri),
    forget(uri) {
      kept.delete(uri);
    },
  };
}

function parseDocument(document: TextDocument, previous: ParsedDocument | undefined): ParsedDocument {
  const text = document.getText();
  const tree = previous === undefined ? parse(text) : reparseTo(previous.tree, text);
  const before =
    previous === undefined ? undefined : { blocks: previous.tree.blocks, values: previous.notes };
  const notes = alignedWith<BlockNotes>(tree.blocks, before, () => []);
  return {
    uri: document.uri,
    version: document.version,
    text,
    tree,
    file: define(tree, { previous: previous?.file }),
    notes,
    groups: groupNotes(notes, previous?.groups ?? []),
    // What is kept of an edited block must not keep the text of that version alive.
    blockText: ({ start, end }) => {
      const own = text.slice(start, end);
      return previous === undefined ? own : detached(own);
    },
    range: (start, end) => ({ start: document.positionAt(start), end: document.positionAt(end) }),
    offsetAt: (position) => document.offsetAt(position),
  };
}
