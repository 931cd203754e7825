/**
 * What the runner asks of the world around it, so that the editor, the CLI and tests can answer differently.
 * Each port states its smallest contract; `systemClock` and `diskReader` are the ones for real use.
 */
import { readFile, readdir } from 'node:fs/promises';
import type { Prompt } from '../../language/semantics/index.ts';

/** Reads small text files that belong to an .http file. Implemented by `diskReader` and by memory in tests. */
export interface FileReader {
  /** The file's text, a byte order mark removed; undefined when there is no such file or it cannot be read. */
  readText(file: string): Promise<string | undefined>;
  /** Names of the entries of a folder, sorted; empty when it cannot be read. */
  list(folder: string): Promise<readonly string[]>;
}

/**
 * The person who sends, asked for what a request cannot know. Implemented by the editor, by the terminal and by
 * fixed answers in tests.
 */
export interface Person {
  /**
   * The answers by the prompts' names; undefined when the person would rather not send. Rejects with a
   * RequestException when nobody is there to answer.
   */
  answer(prompts: readonly Prompt[]): Promise<ReadonlyMap<string, string> | undefined>;
}

/** Tells the time. Implemented by `systemClock` and by fixed clocks in tests. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
}

export const systemClock: Clock = { now: () => Date.now() };

export const diskReader: FileReader = {
  async readText(file) {
    try {
      return (await readFile(file, 'utf8')).replace(/^\uFEFF/, '');
    } catch {
      return undefined;
    }
  },
  async list(folder) {
    try {
      return (await readdir(folder)).sort();
    } catch {
      return [];
    }
  },
};

/** A FileReader over texts by absolute POSIX path, for tests and for documents that are not saved yet. */
export function memoryReader(files: Readonly<Record<string, string>>): FileReader {
  const paths = Object.keys(files);
  return {
    readText: (file) => Promise.resolve(files[file]),
    list: (folder) => {
      const below = folder.endsWith('/') ? folder : `${folder}/`;
      const entries = paths
        .filter((file) => file.startsWith(below))
        .map((file) => file.slice(below.length).split('/', 1)[0] ?? '');
      return Promise.resolve([...new Set(entries)].sort());
    },
  };
}
