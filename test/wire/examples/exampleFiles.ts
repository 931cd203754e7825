/** Where the examples are, and their names in the order of the tour. */

import { readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const examplesFolder = fileURLToPath(new URL('../../../examples/', import.meta.url));

export const exampleFiles: readonly string[] = readdirSync(examplesFolder)
  .filter((name) => name.endsWith('.http'))
  .sort();

export function examplePath(name: string): string {
  return path.join(examplesFolder, name);
}
