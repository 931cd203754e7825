/** Reads a place of a file: what the spool of bodies and the sealed files have in common. */
import type { FileHandle } from 'node:fs/promises';

/** The bytes from `position` on; fewer than `length` only where the file ends before that. */
export async function readAt(
  handle: FileHandle,
  position: number,
  length: number,
): Promise<Buffer<ArrayBuffer>> {
  const bytes = Buffer.alloc(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await handle.read(bytes, filled, length - filled, position + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return bytes.subarray(0, filled);
}
