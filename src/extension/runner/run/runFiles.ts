/**
 * The files that a run may need: those the file imports, those it runs by `run ./other.http`, and theirs. Read before
 * the plan is made, so that planning stays pure. Loaded only for files that name others.
 */
import path from 'node:path';
import type { Dialect, PlanSources, RunFile } from '../../../language/semantics/index.ts';
import { definitionOf } from '../files/imports.ts';
import type { FileReader } from '../ports.ts';

const mostFiles = 200;

/** In `dialect` where they name none. Never rejects; what cannot be read is simply not there. */
export async function readRunFiles(
  file: RunFile,
  reader: FileReader,
  dialect?: Dialect,
): Promise<Pick<PlanSources, 'fileAt' | 'importsOf'>> {
  const files = new Map<string, RunFile>([[file.path, file]]);
  // The list grows while it is walked.
  const waiting = [file];
  for (const from of waiting) {
    for (const { target } of from.definition.imports) {
      const place = placeOf(from, target);
      if (place === undefined || files.has(place) || files.size >= mostFiles) continue;
      const definition = await definitionOf(place, reader, dialect);
      if (definition === undefined) continue;
      const found = { path: place, definition };
      files.set(place, found);
      waiting.push(found);
    }
  }
  const fileAt = (from: RunFile, target: string): RunFile | undefined =>
    files.get(placeOf(from, target) ?? '');
  const imports = new Map<RunFile, readonly RunFile[]>();
  return {
    fileAt,
    importsOf(of) {
      const known = imports.get(of) ?? importsOf(of, fileAt);
      imports.set(of, known);
      return known;
    },
  };
}

/** Undefined for what is no path, or one that only a variable completes. */
function placeOf(from: RunFile, target: string): string | undefined {
  if (target.startsWith('#') || target.includes('{{')) return undefined;
  return path.resolve(path.dirname(from.path), target);
}

/** Nearest first, each once, without the file itself. */
function importsOf(file: RunFile, fileAt: PlanSources['fileAt']): readonly RunFile[] {
  const found = new Set<RunFile>([file]);
  for (const from of found) {
    for (const { kind, target } of from.definition.imports) {
      const other = kind === 'import' ? fileAt(from, target) : undefined;
      if (other !== undefined) found.add(other);
    }
  }
  found.delete(file);
  return [...found];
}
