/** Keeps a body in a file (`--output`): written beside it first, then put in its place whole; never executable. */
import { randomBytes } from 'node:crypto';
import { rename, rm } from 'node:fs/promises';
import { copyBody, type BodyReader } from '../runner/index.ts';
import { CommandError, exitCodes } from './exitCodes.ts';

/** Rejects with CommandError (failed) when the file cannot be written; nothing is left behind then. */
export async function saveBody(body: BodyReader, file: string): Promise<void> {
  const temporary = `${file}.${randomBytes(8).toString('hex')}.tmp`;
  try {
    await copyBody(body, temporary);
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
    throw new CommandError(`Cannot write the body to ${file}${code}.`, exitCodes.failed);
  }
}
