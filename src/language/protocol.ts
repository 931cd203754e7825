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

/** Client → server request: the environments that a person can choose for a document, in the order of their files. */
export const environmentsOfDocument = 'httpSessions/environmentsOfDocument';

export interface EnvironmentsOfDocumentParams {
  readonly uri: string;
}

export interface EnvironmentChoice {
  readonly name: string;
  /** The files and settings that give it variables, for people; strongest first. */
  readonly origins: readonly string[];
}

/** Client → server notification: the environment and exchanges that diagnostics, completion and hover go by. */
export const knowledgeChanged = 'httpSessions/knowledgeChanged';

export interface Knowledge {
  /** The chosen environment; left out when none is. The server finds its variables itself. */
  readonly environmentName?: string | undefined;
  /** Of files for which another one is chosen; null for none. */
  readonly environmentsByFile?: Readonly<Record<string, string | null>>;
  /** Names of requests that have been sent in each document. */
  readonly sent: Readonly<Record<string, readonly string[]>>;
  /** What the last answers hold, by document and by the request's name; completion walks into them. */
  readonly answers?: Readonly<Record<string, Readonly<Record<string, AnswerShape>>>>;
}

/** The names in an answer, and none of its values. */
export interface AnswerShape {
  /** Of header fields, in order, each once. */
  readonly headers: readonly string[];
  /** Of cookies that it set. */
  readonly cookies: readonly string[];
  /** Undefined when the body is not JSON or is too large to be looked into. */
  readonly body?: JsonShape;
}

/** A JSON value without its values; large ones are cut. */
export interface JsonShape {
  readonly type: 'object' | 'array' | 'string' | 'number' | 'boolean' | 'null';
  /** Of an object, in order. */
  readonly members?: readonly (readonly [name: string, shape: JsonShape])[];
  /** Of an array: how many items it has, and what its first items have in common or apart. */
  readonly length?: number;
  readonly item?: JsonShape;
}
