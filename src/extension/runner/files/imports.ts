/**
 * Reads the files that an .http file imports (`import ./a.http`, `# @import ./a.http`), and those that they import.
 * A file counts once; what leads in a cycle or cannot be read is told and changes nothing else. Only files named
 * `.http` or `.rest` are read.
 */
import path from 'node:path';
import type { Dialect, FileDefinition, ImportedFile } from '../../../language/semantics/index.ts';
import { define } from '../../../language/semantics/index.ts';
import { parse } from '../../../language/syntax/index.ts';
import type { FileReader } from '../ports.ts';

export interface Imports {
  /** Nearest first, with their absolute paths. */
  readonly files: readonly (ImportedFile & { readonly path: string })[];
  /** Sentences about imports that do nothing. */
  readonly problems: readonly string[];
}

const mostFiles = 200;

/** Never rejects. */
export async function readImports(
  file: { readonly path: string; readonly definition: FileDefinition },
  reader: FileReader,
): Promise<Imports> {
  const found = new Map<string, ImportedFile>();
  const problems: string[] = [];

  const visit = async (from: typeof file, way: readonly string[]): Promise<void> => {
    const next: { readonly path: string; readonly definition: FileDefinition }[] = [];
    for (const { kind, target } of from.definition.imports) {
      if (kind !== 'import') continue;
      const imported = path.resolve(path.dirname(from.path), target);
      const start = way.indexOf(imported);
      if (start !== -1) {
        const cycle = [...way.slice(start), imported].map((one) => path.basename(one)).join(' → ');
        problems.push(`The imports lead in a cycle: ${cycle}.`);
      } else if (!found.has(imported)) {
        const definition = await definitionOf(imported, reader);
        if (definition === undefined || found.size >= mostFiles) {
          problems.push(`${path.basename(from.path)} imports ${target}, which cannot be read.`);
        } else {
          const origin = path.relative(path.dirname(file.path), imported).replaceAll(path.sep, '/');
          found.set(imported, { origin, definition });
          next.push({ path: imported, definition });
        }
      }
    }
    for (const one of next) await visit(one, [...way, one.path]);
  };
  await visit(file, [file.path]);
  return { files: [...found].map(([place, imported]) => ({ ...imported, path: place })), problems };
}

/**
 * What an `.http` file says, in `dialect` where it names none; undefined for any other file and for what cannot be read.
 */
export async function definitionOf(
  file: string,
  reader: FileReader,
  dialect?: Dialect,
): Promise<FileDefinition | undefined> {
  const text = /\.(?:http|rest)$/i.test(file) ? await reader.readText(file) : undefined;
  return text === undefined ? undefined : define(parse(text), { dialect });
}
