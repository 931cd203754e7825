/**
 * Custom messages between the editor and the language server, written once and imported by both sides.
 * Positions and ranges are LSP's: 0-based lines, UTF-16 columns.
 */
import type { Range } from 'vscode-languageserver-types';

/** Client → server request: what the lenses, the panel title and the gutter need of a document. */
export const requestsInDocument = 'httpSessions/requestsInDocument';

export interface RequestsInDocumentParams {
  readonly uri: string;
}

/** One request of a document, in order. */
export interface RequestOutline {
  readonly name: string | undefined;
  readonly title: string | undefined;
  readonly method: string;
  /** As written. */
  readonly url: string;
  /** 0-based line of the request line. */
  readonly line: number;
  /** The whole block. */
  readonly range: Range;
  readonly problems: number;
}

/** Client → server notification: the environments and exchanges that completion and hover may speak about. */
export const knowledgeChanged = 'httpSessions/knowledgeChanged';

export interface Knowledge {
  /** The chosen environment; left out when none is. */
  readonly environmentName?: string | undefined;
  /** Chosen environment's variables by name, secrets already masked. */
  readonly environment: Readonly<Record<string, string>>;
  /** Names of requests that have been sent in each document. */
  readonly sent: Readonly<Record<string, readonly string[]>>;
}
