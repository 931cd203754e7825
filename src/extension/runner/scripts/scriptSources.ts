/**
 * The scripts of a request as text: those in the file as they stand there, those in files of their own read through the
 * same guard as bodies, with what they `import`. All of them are read when the request is prepared, so that a file that is
 * missing or may not be read is known before anything is sent.
 */
import path from 'node:path';
import type { RequestDefinition, ResolveScope, ScriptDefinition } from '../../../language/semantics/index.ts';
import { fillText } from '../../../language/semantics/index.ts';
import { RequestException } from '../../http/index.ts';
import type { Entry, Script } from '../../scripts/index.ts';
import type { FileAccess, Place } from '../bodies/bodyFile.ts';
import { findBodyFile, readWhole } from '../bodies/bodyFile.ts';

export interface ScriptSources {
  readonly before: readonly Script[];
  readonly after: readonly Script[];
  /** What their `import` statements name, by absolute path. */
  readonly modules: readonly Entry<string>[];
}

export interface SourceContext {
  /** Absolute path of the .http file. */
  readonly file: string;
  readonly scope: ResolveScope;
  readonly access: FileAccess;
}

/** Longer ones are no scripts. */
const sourceLimit = 1024 * 1024;

/** Files that the scripts of one request may import. */
const mostModules = 100;

/** Rejects with FileNotAllowed or InvalidRequest, with the line that names the file. */
export async function readScripts(
  definition: RequestDefinition,
  context: SourceContext,
): Promise<ScriptSources> {
  const scripts: { readonly moment: ScriptDefinition['moment']; readonly script: Script }[] = [];
  const modules = new Map<string, string>();
  for (const one of definition.scripts) {
    if (!isRun(one)) continue;
    const { script, folder } = await readScript(one, definition, context);
    scripts.push({ moment: one.moment, script });
    await readImports(script.source, folder, { modules, context, line: one.line });
  }
  const of = (moment: ScriptDefinition['moment']): readonly Script[] =>
    scripts.filter((one) => one.moment === moment).map(({ script }) => script);
  return { before: of('before'), after: of('after'), modules: [...modules] };
}

/** Other tools have scripts in Lua, which nothing here understands. */
export function isRun(script: ScriptDefinition): boolean {
  return script.kind === 'inline' || !/\.lua$/i.test(script.path);
}

async function readScript(
  one: ScriptDefinition,
  definition: RequestDefinition,
  { file, scope, access }: SourceContext,
): Promise<{ readonly script: Script; readonly folder: string }> {
  const { line } = one;
  if (one.kind === 'inline') {
    const script = {
      file: path.basename(file),
      path: file,
      firstLine: line,
      line,
      source: one.source,
      isFile: false,
    };
    return { script, folder: path.dirname(file) };
  }
  const { text: written, unresolved } = fillText(one.path, definition, scope);
  const [missing] = unresolved;
  if (missing !== undefined) {
    const message = `${path.basename(file)}:${line}: {{${missing.name}}} in the name of the script has no value.`;
    throw new RequestException(message, 'InvalidRequest', { phase: 'queue' });
  }
  const { source, real } = await readSource(written, access, { file, line });
  return {
    script: { file: written, path: real, firstLine: 1, line, source, isFile: true },
    folder: path.dirname(real),
  };
}

interface ImportWork {
  readonly modules: Map<string, string>;
  readonly context: SourceContext;
  readonly line: number;
}

async function readImports(source: string, folder: string, work: ImportWork): Promise<void> {
  const { modules, context, line } = work;
  for (const written of importedFiles(source)) {
    const wanted = path.resolve(folder, written);
    if (modules.has(wanted)) continue;
    const place = { file: context.file, line };
    if (modules.size >= mostModules) {
      const message = `${path.basename(place.file)}:${line}: the scripts import more than ${mostModules} files.`;
      throw new RequestException(message, 'InvalidRequest', { phase: 'queue' });
    }
    const { source: text } = await readSource(written, { ...context.access, folder }, place);
    modules.set(wanted, text);
    await readImports(text, path.dirname(wanted), work);
  }
}

async function readSource(
  written: string,
  access: FileAccess,
  place: Place,
): Promise<{ readonly source: string; readonly real: string }> {
  const found = await findBodyFile(written, access, place);
  const bytes = await readWhole(found, sourceLimit, place);
  return { source: new TextDecoder().decode(bytes), real: found.path };
}

/** The files that `import` and `export … from` statements name; packages cannot be imported. */
function importedFiles(source: string): readonly string[] {
  const statement = /^[ \t]*(?:import|export)\b[^'"`;()]*?['"](\.{1,2}\/[^'"\n]+)['"]/gm;
  return Array.from(source.matchAll(statement), ([, file]) => file ?? '');
}
