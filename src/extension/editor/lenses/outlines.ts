/**
 * What each open .http document and each Markdown document with requests in it says, parsed in this process and kept for its version: lenses need their answer
 * at once, and a request must be found for a caret without asking another process. Problems and everything else
 * that is shown while typing come from the language server.
 */
import type * as vscode from 'vscode';
import { parse, reparseTo, type DocumentNode } from '../../../language/syntax/index.ts';
import {
  define,
  fencedRequests,
  type DefinedFile,
  type Dialect,
  type FileDefinition,
  type RequestDefinition,
} from '../../../language/semantics/index.ts';
import { requestKeys } from '../sending/requestKey.ts';

export interface RequestPlace {
  readonly key: string;
  readonly definition: RequestDefinition;
  /** 0-based line of the request line. */
  readonly line: number;
  /** 0-based, the last one included. */
  readonly firstLine: number;
  readonly lastLine: number;
  /** Errors in its text. */
  readonly problems: number;
  /** What `# @session` says. */
  readonly session: string | undefined;
}

export interface FileOutline {
  /** What was read, which offsets are about: the document's text, or the blocks of a Markdown text. */
  readonly text: string;
  readonly definition: FileDefinition;
  readonly requests: readonly RequestPlace[];
}

export interface Outlines {
  of(document: vscode.TextDocument): FileOutline;
  /** The request a line belongs to; between requests of a file, the next one or else the last. */
  requestAt(document: vscode.TextDocument, line: number): RequestPlace | undefined;
}

/** `dialectOf` says what the settings choose for files that do not name their dialect. */
export function createOutlines(
  dialectOf: (file: vscode.Uri) => Dialect | undefined = () => undefined,
): Outlines {
  const known = new WeakMap<vscode.TextDocument, Reading>();
  const of = (document: vscode.TextDocument): FileOutline => {
    const present = known.get(document);
    const dialect = dialectOf(document.uri);
    if (present?.version === document.version && present.dialect === dialect) return present.outline;
    const reading = read(document, dialect, present);
    known.set(document, reading);
    return reading.outline;
  };
  return {
    of,
    requestAt(document, line) {
      const { requests } = of(document);
      // Prose is no request, and a key pressed there must not send one.
      if (document.languageId === markdown)
        return requests.find(({ firstLine, lastLine }) => firstLine <= line && line <= lastLine);
      return requests.find((request) => line <= request.lastLine) ?? requests.at(-1);
    },
  };
}

/** Whether requests can stand in a document. */
export function holdsRequests({ languageId }: vscode.TextDocument): boolean {
  return languageId === 'http' || languageId === markdown;
}

const markdown = 'markdown';

/** One version of a document; the next one is read by its difference from it. */
interface Reading {
  readonly version: number;
  readonly dialect: Dialect | undefined;
  readonly tree: DocumentNode;
  readonly file: DefinedFile;
  readonly outline: FileOutline;
}

function read(
  document: vscode.TextDocument,
  dialect: Dialect | undefined,
  previous: Reading | undefined,
): Reading {
  const written = document.getText();
  const isMarkdown = document.languageId === markdown;
  const text = isMarkdown ? (fencedRequests(written, 'dedented')?.text ?? '') : written;
  const tree = previous === undefined ? parse(text) : reparseTo(previous.tree, text);
  const file = define(tree, { dialect, previous: previous?.file });
  const lineAt = isMarkdown ? lineCounter(text) : (offset: number) => document.positionAt(offset).line;
  return { version: document.version, dialect, tree, file, outline: outlineOf(text, file, lineAt) };
}

/** 0-based lines of offsets. */
function lineCounter(text: string): (offset: number) => number {
  const breaks = [...text.matchAll(/\r\n|\r|\n/g)].map(({ index }) => index);
  return (offset) => {
    const after = breaks.findIndex((index) => index >= offset);
    return after === -1 ? breaks.length : after;
  };
}

function outlineOf(
  text: string,
  definition: FileDefinition,
  lineAt: (offset: number) => number,
): FileOutline {
  const keys = requestKeys(definition.requests);
  const errors = definition.problems.filter((problem) => problem.severity === 'error');
  const requests = definition.requests.map((request, index): RequestPlace => {
    const { start, end } = request.range;
    return {
      key: keys[index] ?? '',
      definition: request,
      line: request.line - 1,
      firstLine: lineAt(start),
      lastLine: lineAt(Math.max(start, end - 1)),
      problems: errors.filter(({ range }) => range.start >= start && range.start < end).length,
      session: request.directives.find(({ key }) => key === 'session')?.value,
    };
  });
  return { text, definition, requests };
}
