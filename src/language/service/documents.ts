/**
 * Parsed documents, kept by URI and version, so that the many questions about one keystroke share one parse.
 * A new version of a known document is parsed by its difference from the last one. Holds no position in time:
 * whoever asks brings the text.
 */
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Position, Range } from 'vscode-languageserver-types';
import { parse, reparseTo, type BlockNode, type DocumentNode } from '../syntax/index.ts';
import { alignedWith, define, detached, type DefinedFile, type Dialect } from '../semantics/index.ts';
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

/** What the settings say about files that do not name their dialect. */
export interface DialectSetting {
  readonly dialect: Dialect | undefined;
}

export interface DocumentCache {
  /**
   * Parses when this version was not seen before. Without a setting the one that was given last counts; only the
   * dialect depends on it.
   */
  get(document: TextDocument, setting?: DialectSetting): ParsedDocument;
  /** The version that was asked for last; undefined when there is none. */
  last(uri: string): ParsedDocument | undefined;
  /** Lets go of a document that was closed. */
  forget(uri: string): void;
}

export function createDocumentCache(): DocumentCache {
  const kept = new Map<string, Kept>();
  return {
    get(document, setting) {
      const last = kept.get(document.uri);
      const dialect = setting === undefined ? last?.setting : setting.dialect;
      if (last?.version === document.version && last.setting === dialect) return last.parsed;
      const parsed =
        last?.version === document.version
          ? { ...last.parsed, file: define(last.parsed.tree, { dialect, previous: last.parsed.file }) }
          : parseDocument(document, dialect, last?.parsed);
      kept.set(document.uri, { version: document.version, setting: dialect, parsed });
      return parsed;
    },
    last: (uri) => kept.get(uri)?.parsed,
    forget(uri) {
      kept.delete(uri);
    },
  };
}

interface Kept {
  readonly version: number;
  /** The dialect that the settings gave. */
  readonly setting: Dialect | undefined;
  readonly parsed: ParsedDocument;
}

function parseDocument(
  document: TextDocument,
  dialect: Dialect | undefined,
  previous: ParsedDocument | undefined,
): ParsedDocument {
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
    file: define(tree, { dialect, previous: previous?.file }),
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
