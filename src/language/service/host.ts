/**
 * The one port of the language service: what it knows of the world outside the document it is asked about.
 * Implemented by the server over open documents and the disk, and by the memory host of the tests.
 */
import type { Knowledge } from '../protocol.ts';

/** Answers from what is known now and never asks a person; never throws, never rejects. */
export interface LanguageServiceHost {
  /** Text of a file, an open document's unsaved text first; undefined when there is none or it is too large. */
  readFile(uri: string): Promise<string | undefined>;
  /** Names in a folder, those of folders with a slash at their end; empty when it cannot be read. */
  listFiles(folderUri: string): Promise<readonly string[]>;
  /** Size of a file in bytes; undefined when there is none. */
  fileSize(uri: string): Promise<number | undefined>;
  /** URIs of the `.http` and `.rest` files of the workspace, in the order of their names. */
  findDocuments(): Promise<readonly string[]>;
  /** The settings in force for a document. */
  settings(uri: string): Promise<ServiceSettings>;
  /** What the editor last said about environments and sent requests. */
  knowledge(): Knowledge;
  /** Folders that are open, without a slash at their end; a search for a file stops there. */
  workspaceFolders(): readonly string[];
}

export interface ServiceSettings {
  /**
   * Settings that define environments, weakest first, for example `rest-client.environmentVariables`. A value is
   * what a person wrote: variables by name, by environment, `$shared` under all.
   */
  readonly environments: readonly { readonly origin: string; readonly value: unknown }[];
  /** The dialect of files that do not name theirs, as it is written in the settings; `auto` leaves it to each file. */
  readonly dialect: string;
  /** Formatting a whole file lays out JSON bodies too. */
  readonly formatsBodies: boolean;
  /** Addresses with their variables filled, and sizes of files, are shown at the ends of lines. */
  readonly inlayHints: boolean;
}
