/**
 * Finds the `.http` and `.rest` files below folders. Folders that hold no sources (hidden ones, packages, built
 * output) are not looked into, and the search ends at a number of files and folders that no project needs.
 */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

const mostFiles = 5000;
const mostFolders = 20_000;
const skipped = new Set(['node_modules', 'dist', 'out', 'build', 'target', 'vendor', 'bower_components']);

/** Paths, folder by folder, in the order of their names. Never rejects. */
export async function findDocuments(folders: readonly string[]): Promise<readonly string[]> {
  const found: string[] = [];
  const waiting = [...folders];
  for (let count = 0; count < mostFolders && found.length < mostFiles; count += 1) {
    const folder = waiting.shift();
    if (folder === undefined) break;
    for (const entry of await entriesOf(folder)) {
      const path = join(folder, entry.name);
      if (entry.isFolder) waiting.push(path);
      else if (/\.(?:http|rest)$/i.test(entry.name)) found.push(path);
    }
  }
  return found.slice(0, mostFiles);
}

async function entriesOf(
  folder: string,
): Promise<readonly { readonly name: string; readonly isFolder: boolean }[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries
      .map((entry) => ({ name: entry.name, isFolder: entry.isDirectory() }))
      .filter(({ name, isFolder }) => !isFolder || !(name.startsWith('.') || skipped.has(name)))
      .sort((one, other) => (one.name < other.name ? -1 : 1));
  } catch {
    return [];
  }
}
