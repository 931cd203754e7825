/**
 * Reads the small files around a request while everything waits. A command has nothing else to do meanwhile, and the
 * start of Node's threads for files would take longer than reading them. Used by the CLI alone; an editor must not wait.
 */
import { readFileSync, readdirSync } from 'node:fs';
import type { FileReader } from '../runner/index.ts';

export const blockingReader: FileReader = {
  readText(file) {
    try {
      return Promise.resolve(readTextSync(file));
    } catch {
      return Promise.resolve(undefined);
    }
  },
  list(folder) {
    try {
      return Promise.resolve(readdirSync(folder).sort());
    } catch {
      return Promise.resolve([]);
    }
  },
};

/** The text of a file in UTF-8, a byte order mark removed. Throws Node's error when it cannot be read. */
export function readTextSync(file: string): string {
  return readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
}
