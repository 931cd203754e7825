/** Where the project is, and where what the tests download and write is kept (ignored by git). */
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

export const projectFolder = resolve(import.meta.dirname, '../..');
export const downloadsFolder = join(projectFolder, '.vscode-test');
export const cacheFolder = join(projectFolder, '.cache');

/** A new folder of one's own under the system's temporary folder. */
export function temporaryFolder(purpose: string): Promise<string> {
  return mkdtemp(join(tmpdir(), `http-sessions-${purpose}-`));
}
