/**
 * Finds where two bodies begin to differ, without holding either whole: for bodies too large for a diff of their text.
 */
import type { BodyReader } from '../bodies/bodyStore.ts';

const piece = 256 * 1024;

/** The offset of the first byte that differs, also where one ends early; undefined when they are equal. */
export async function firstDifference(
  one: BodyReader,
  other: BodyReader,
  signal?: AbortSignal,
): Promise<number | undefined> {
  const shorter = Math.min(one.length, other.length);
  for (let offset = 0; offset < shorter; offset += piece) {
    signal?.throwIfAborted();
    const length = Math.min(piece, shorter - offset);
    const [left, right] = await Promise.all([one.read(offset, length), other.read(offset, length)]);
    if (Buffer.compare(left, right) !== 0) return offset + left.findIndex((byte, at) => byte !== right[at]);
  }
  return one.length === other.length ? undefined : shorter;
}
