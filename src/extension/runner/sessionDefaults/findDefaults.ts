/**
 * Finds the `http-sessions.json` files that count for a request: those of its folder and of the folders above it, up to
 * the project's top, as environment files are found. Reading goes through a FileReader; what the texts mean is decided
 * by the language layer.
 */
import path from 'node:path';
import { defaultsFileName, readDefaultsFile, type DefaultsFile } from '../../../language/semantics/index.ts';
import { foldersBetween, originOf } from '../files/environmentFiles.ts';
import type { FileReader } from '../ports.ts';

/** Those of far folders first. Never rejects. */
export async function findDefaults(
  file: string,
  { reader, top }: { readonly reader: FileReader; readonly top?: string | undefined },
): Promise<readonly DefaultsFile[]> {
  const home = path.dirname(file);
  const found = await Promise.all(
    foldersBetween(top ?? home, home).map(async (folder) => {
      const place = path.join(folder, defaultsFileName);
      const text = await reader.readText(place);
      return text === undefined ? [] : [readDefaultsFile({ origin: originOf(place, home), folder, text })];
    }),
  );
  return found.flat();
}

/** `http-sessions.json:3:5: …`, a line for each problem. */
export function defaultsProblemLines(files: readonly DefaultsFile[]): readonly string[] {
  return files.flatMap(({ origin, problems }) =>
    problems.map(({ line, column, message }) => `${origin}:${line}:${column}: ${message}`),
  );
}
