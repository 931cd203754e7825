/**
 * Finds the files around an .http file that give variables: environment files, their private companions, `.env`
 * files and VS Code's folder settings, from the project's top folder down to the file's own. Reading goes through
 * a FileReader; which files count and what their texts mean is decided by the language layer.
 */
import path from 'node:path';
import { parse as parseJsonc } from 'jsonc-parser';
import { environmentFilesIn, sourceOf, type EnvironmentSource } from '../../../language/semantics/index.ts';
import type { FileReader } from '../ports.ts';

export interface FindEnvironmentsOptions {
  readonly reader: FileReader;
  /** The highest folder that is looked into; the file's own when absent or not above the file. */
  readonly top?: string | undefined;
  /** Settings in place of those in `.vscode/settings.json`; the editor has its own. */
  readonly settings?: readonly EnvironmentSource[] | undefined;
}

/** Sources for `readEnvironments`, those of far folders first. Never rejects. */
export async function findEnvironmentSources(
  file: string,
  { reader, top, settings }: FindEnvironmentsOptions,
): Promise<readonly EnvironmentSource[]> {
  const home = path.dirname(file);
  const folders = foldersBetween(top ?? home, home);
  const perFolder = await Promise.all(folders.map((folder) => inFolder(folder, home, reader)));
  const ours = settings ?? (await fromFolderSettings(folders, reader));
  return [...ours, ...perFolder.flat()];
}

/**
 * The nearest folder at or above the file that looks like a project's top (`.git` or `.vscode`), else the working
 * folder when the file is inside of it, else the file's own folder.
 */
export async function projectTop(file: string, workingFolder: string, reader: FileReader): Promise<string> {
  const home = path.dirname(file);
  for (let folder = home; ; folder = path.dirname(folder)) {
    const entries = await reader.list(folder);
    if (entries.includes('.git') || entries.includes('.vscode')) return folder;
    if (folder === path.dirname(folder)) break;
  }
  return foldersBetween(workingFolder, home)[0] ?? home;
}

/** From `top` down to `home`; `home` alone when it is not inside of `top`. */
export function foldersBetween(top: string, home: string): readonly string[] {
  const relative = path.relative(top, home);
  if (relative.split(path.sep)[0] === '..' || path.isAbsolute(relative)) return [home];
  const folders = [path.resolve(top)];
  for (const part of relative === '' ? [] : relative.split(path.sep)) {
    folders.push(path.join(folders.at(-1) ?? top, part));
  }
  return folders;
}

async function inFolder(
  folder: string,
  home: string,
  reader: FileReader,
): Promise<readonly EnvironmentSource[]> {
  const names = await reader.list(folder);
  const nested = names.includes('env') ? await reader.list(path.join(folder, 'env')) : [];
  const sources: EnvironmentSource[] = [];
  for (const file of environmentFilesIn(names, nested)) {
    const place = path.join(folder, file.path);
    const text = await reader.readText(place);
    if (text !== undefined) sources.push(sourceOf(file, originOf(place, home), text));
  }
  return sources;
}

const settingIds = [
  'httpyac.environmentVariables',
  'rest-client.environmentVariables',
  'httpSessions.environmentVariables',
];

/** The settings of the nearest folder that has any, weakest first. */
async function fromFolderSettings(
  folders: readonly string[],
  reader: FileReader,
): Promise<readonly EnvironmentSource[]> {
  for (const folder of folders.toReversed()) {
    const text = await reader.readText(path.join(folder, '.vscode', 'settings.json'));
    if (text === undefined) continue;
    const settings: unknown = parseJsonc(text, [], { allowTrailingComma: true });
    return settingIds.flatMap((id): EnvironmentSource[] => {
      const value: unknown =
        typeof settings === 'object' && settings !== null && Object.hasOwn(settings, id)
          ? Reflect.get(settings, id)
          : undefined;
      return value === undefined ? [] : [{ kind: 'settings', origin: id, value }];
    });
  }
  return [];
}

/** As a person beside the .http file would name it. */
export function originOf(file: string, home: string): string {
  return path.relative(home, file).replaceAll(path.sep, '/');
}
