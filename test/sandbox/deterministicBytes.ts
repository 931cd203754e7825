/**
 * An endless sequence of bytes that depends on a seed only, so that the server can send 10 GiB without
 * storing them and a test can compute any part of them again. Blocks of 64 KiB share one noise and differ in
 * their first eight bytes, the block's number: making them costs no more than copying.
 */

const BLOCK = 64 * 1024;

/** The bytes from `start` to `end` (exclusive) in pieces of at most 64 KiB. */
export function* deterministicBytes(
  seed: number,
  start: number,
  end: number,
): Generator<Buffer, void, undefined> {
  const noise = noiseBlock(seed);
  for (let at = start; at < end;) {
    const block = Math.floor(at / BLOCK);
    // A copy each time: the socket may still hold the one before.
    const bytes = Buffer.from(noise);
    bytes.writeBigUInt64LE(BigInt(block), 0);
    const from = at - block * BLOCK;
    const piece = bytes.subarray(from, Math.min(BLOCK, from + (end - at)));
    yield piece;
    at += piece.length;
  }
}

/** A seed as people write it: a number, or any word. */
export function seedFrom(text: string | null): number {
  let hash = 2166136261;
  for (const letter of text ?? '0') hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 16777619);
  return hash >>> 0;
}

/** Xorshift: fast, the same everywhere, and does not compress. */
function noiseBlock(seed: number): Buffer {
  const bytes = Buffer.alloc(BLOCK);
  let state = (seed ^ 0x9e3779b9) | 1;
  for (let at = 0; at < BLOCK; at += 4) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    bytes.writeInt32LE(state | 0, at);
  }
  return bytes;
}
