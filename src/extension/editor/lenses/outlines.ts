/**
 * What each open .http document says, parsed in this process and kept for its version: lenses need their answer
 * at once, and a request must be found for a caret without asking another process. Problems and everything else
 * that is shown while typing come from the language server.
 */
import type * as vscode from 'vscode';
import { parse, reparseTo, type DocumentNode } from '../../../language/syntax/index.ts';
import {
  define,
  type DefinedFile,
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
  readonly definition: FileDefinition;
  readonly requests: readonly RequestPlace[];
}

export interface Outlines {
  of(document: vscode.TextDocument): FileOutline;
  /** The request a line belongs to; between requests, the next one or else the last. */
  requestAt(document: vscode.TextDocument, line: number): RequestPlace | undefined;
}

export function createOutlines(): Outlines {
  const known = new WeakMap<vscode.TextDocument, Reading>();
  const of = (document: vscode.TextDocument): FileOutline => {
    const present = known.get(document);
    if (present?.version === document.version) return present.outline;
    const reading = read(document, present);
    known.set(document, reading);
    return reading.outline;
  };
  return {
    of,
    requestAt(document, line) {
      const { requests } = of(document);
      return requests.find((request) => line <= request.lastLine) ?? requests.at(-1);
    },
  };
}

/** One version of a document; the next one is read by its difference from it. */
interface Reading {
  readonly version: number;
  readonly tree: DocumentNode;
  readonly file: DefinedFile;
  readonly outline: FileOutline;
}

function read(document: vscode.TextDocument, previous: Reading | undefined): Reading {
  const text = document.getText();
  const tree = previous === undefined ? parse(text) : reparseTo(previous.tree, text);
  const file = define(tree, { previous: previous?.file });
  return { version: document.version, tree, file, outline: outlineOf(document, file) };
}

function outlineOf(document: vscode.TextDocument, definition: FileDefinition): FileOutline {
  const keys = requestKeys(definition.requests);
  const errors = definition.problems.filter((problem) => problem.severity === 'error');
  const requests = definition.requests.map((request, index): RequestPlace => {
    const { start, end } = request.range;
    return {
      key: keys[index] ?? '',
      definition: request,
      line: request.line - 1,
      firstLine: document.positionAt(start).line,
      lastLine: document.positionAt(Math.max(start, end - 1)).line,
      problems: errors.filter(({ range }) => range.start >= start && range.start < end).length,
      session: request.directives.find(({ key }) => key === 'session')?.value,
    };
  });
  return { definition, requests };
}
