/** Writes a body to a file that nobody has yet. `--output` and `>>` put that file in its place once it is whole. */
import { open } from 'node:fs/promises';
import type { BodyReader } from './bodyStore.ts';

const pieceLength = 1024 * 1024;

/**
 * Rejects with the error of the file system when the file exists or cannot be written, and with the signal's reason when
 * it is aborted; what was written stays.
 */
export async function copyBody(body: BodyReader, file: string, signal?: AbortSignal): Promise<void> {
  const handle = await open(file, 'wx', 0o666);
  try {
    for (let at = 0; at < body.length; at += pieceLength) {
      signal?.throwIfAborted();
      await handle.appendFile(await body.read(at, pieceLength));
    }
  } finally {
    await handle.close();
  }
}
