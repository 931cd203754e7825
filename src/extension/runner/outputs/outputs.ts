/**
 * Where `>> file` and `>>! file` may write: inside the folders that the front end allows, never through a link that leads
 * out of them, and to no name that begins with a dot (`.git`, `.vscode`, `.env`), which other programs obey. Looked at
 * before anything is sent; `saveOutput.ts` looks once more and writes.
 */
import { realpath } from 'node:fs/promises';
import path from 'node:path';
import type { RequestDefinition, ResolveScope } from '../../../language/semantics/index.ts';
import { fillText } from '../../../language/semantics/index.ts';
import { RequestException } from '../../http/index.ts';

export interface Output {
  /** Absolute. */
  readonly path: string;
  /** As written, filled. */
  readonly written: string;
  readonly overwrite: boolean;
  readonly roots: readonly string[];
  /** `a.http:4`, for messages. */
  readonly place: string;
}

export interface SavedOutput {
  /** Absolute; another name than was written where that file was there already. */
  readonly path: string;
}

export interface OutputContext {
  /** Absolute path of the .http file. */
  readonly file: string;
  readonly scope: ResolveScope;
  readonly roots: readonly string[];
}

/** Rejects with FileNotAllowed for a place that may not be written, InvalidRequest for a variable without a value. */
export async function prepareOutputs(
  definition: RequestDefinition,
  { file, scope, roots }: OutputContext,
): Promise<readonly Output[]> {
  if (roots.length === 0) return [];
  const outputs: Output[] = [];
  for (const { path: template, overwrite, line } of definition.outputs) {
    const place = `${path.basename(file)}:${line}`;
    const { text: written, unresolved } = fillText(template, definition, scope);
    const [missing] = unresolved;
    if (missing !== undefined) {
      throw refusal('InvalidRequest', `${place}: {{${missing.name}}} in the name of the file has no value.`);
    }
    const wanted = path.resolve(path.dirname(file), written);
    const output = { path: wanted, written, overwrite, roots, place };
    if (wanted === path.resolve(file)) throw notAllowed(output, 'is the .http file itself');
    await checkOutput(output);
    outputs.push(output);
  }
  return outputs;
}

/** Rejects with FileNotAllowed when the real folder lies outside of the roots. */
export async function checkOutput(output: Output): Promise<void> {
  if (/[\0-\x1f]/.test(output.path) || /[/\\]$/.test(output.written))
    throw notAllowed(output, 'is no name of a file');
  const real = path.join(await realFolder(path.dirname(output.path)), path.basename(output.path));
  for (const root of output.roots) {
    const below = path.relative(await realpath(root).catch(() => path.resolve(root)), real);
    const names = below.split(path.sep);
    if (below === '' || names[0] === '..' || path.isAbsolute(below)) continue;
    if (names.some((name) => name.startsWith('.')))
      throw notAllowed(output, 'has a name that begins with a dot');
    return;
  }
  throw notAllowed(output, 'lies outside the folder of the .http file');
}

/** The folder without links; of one that does not exist yet, the nearest that does, and the rest as written. */
async function realFolder(folder: string): Promise<string> {
  try {
    return await realpath(folder);
  } catch {
    const above = path.dirname(folder);
    return above === folder ? folder : path.join(await realFolder(above), path.basename(folder));
  }
}

function notAllowed({ place, written }: Output, why: string): RequestException {
  return refusal('FileNotAllowed', `${place}: ${written} ${why}; the response may not be written there.`);
}

function refusal(name: 'FileNotAllowed' | 'InvalidRequest', message: string): RequestException {
  return new RequestException(message, name, { phase: 'queue' });
}
