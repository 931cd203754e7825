/**
 * Writes a decoded body to the file that `>>` names: piece by piece under a name of its own beside it, then put in its
 * place whole. `>>` never replaces a file, `>>!` does. Loaded by `sendExchange` when the first body is to be written.
 */
import { randomBytes } from 'node:crypto';
import { copyFile, constants, link, mkdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { RequestCancelled, RequestException } from '../../http/index.ts';
import type { BodyReader } from '../bodies/bodyStore.ts';
import { copyBody } from '../bodies/copyBody.ts';
import { checkOutput, type Output, type SavedOutput } from './outputs.ts';

/** Names that are tried: `a.json`, `a-1.json` … */
const mostNames = 10_000;

/**
 * Rejects with FileNotAllowed or, in phase `save`, when it cannot be written or the signal is aborted; nothing is left
 * behind then.
 */
export async function saveOutput(
  output: Output,
  body: BodyReader,
  signal?: AbortSignal,
): Promise<SavedOutput> {
  const temporary = path.join(path.dirname(output.path), `${randomBytes(8).toString('hex')}.tmp`);
  try {
    await checkOutput(output);
    await mkdir(path.dirname(output.path), { recursive: true });
    // A folder may have become a link meanwhile.
    await checkOutput(output);
    await copyBody(body, temporary, signal);
    if (!output.overwrite) return { path: await placeBeside(temporary, output.path) };
    await rename(temporary, output.path);
    return { path: output.path };
  } catch (error) {
    if (signal?.aborted === true) throw new RequestCancelled('The request was cancelled.', { phase: 'save' });
    throw savingError(output, error);
  } finally {
    await rm(temporary, { force: true }).catch(() => undefined);
  }
}

/** The first free name, taken in one step, so that nobody's file is replaced. */
async function placeBeside(temporary: string, wanted: string): Promise<string> {
  const { dir, name, ext } = path.parse(wanted);
  for (let number = 0; number < mostNames; number++) {
    const free = number === 0 ? wanted : path.join(dir, `${name}-${number}${ext}`);
    if (await isPlaced(temporary, free)) return free;
  }
  throw new Error('there are too many files of that name');
}

async function isPlaced(temporary: string, target: string): Promise<boolean> {
  try {
    await link(temporary, target);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
  }
  // Some file systems know no links.
  try {
    await copyFile(temporary, target, constants.COPYFILE_EXCL);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

function savingError({ place, written }: Output, cause: unknown): RequestException {
  if (cause instanceof RequestException) return cause;
  const code = codeOf(cause);
  const isFull = code === 'ENOSPC' || code === 'EDQUOT';
  const why = isFull ? ': the disk is full' : code === undefined ? '' : ` (${code})`;
  const message = `${place}: the response could not be written to ${written}${why}.`;
  return new RequestException(message, isFull ? 'DiskFull' : 'FileNotAllowed', { phase: 'save', cause });
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}
