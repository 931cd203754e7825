/**
 * Folders on the command line stand for the `.http` and `.rest` files below them, in the order of their names. Folders
 * that begin with a dot and those of packages are left out, and no link is followed. Used by `main.ts` before a command.
 */
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { CommandError, exitCodes } from './exitCodes.ts';

/** The same list where there is no folder in it. Throws CommandError (usage) for a folder without such files. */
export function withoutFolders(shown: readonly string[]): readonly string[] {
  return shown.some(isFolder) ? shown.flatMap((one) => (isFolder(one) ? filesIn(one) : [one])) : shown;
}

function filesIn(folder: string): readonly string[] {
  const found = walk(folder);
  if (found.length > 0) return found;
  throw new CommandError(`There is no .http or .rest file in ${folder}.`, exitCodes.usage);
}

function walk(folder: string): readonly string[] {
  const entries = readdirSync(folder, { withFileTypes: true });
  return entries
    .toSorted((one, other) => (one.name < other.name ? -1 : 1))
    .flatMap((entry) => {
      const place = path.join(folder, entry.name);
      if (entry.isDirectory()) return isLeftOut(entry.name) ? [] : walk(place);
      return entry.isFile() && /\.(?:http|rest)$/i.test(entry.name) ? [place] : [];
    });
}

function isLeftOut(name: string): boolean {
  return name.startsWith('.') || name === 'node_modules';
}

function isFolder(place: string): boolean {
  return statSync(place, { throwIfNoEntry: false })?.isDirectory() === true;
}
