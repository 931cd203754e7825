/** A body in pieces of one size, out of what was read whole or still arrives. Used by Response for `iterContent`. */

/** Content that is at hand, in pieces of that size (the last may be shorter); without a size, in one. */
export function* slices(
  content: Uint8Array,
  size: number | undefined,
): Generator<Uint8Array, void, undefined> {
  if (size === undefined) {
    if (content.byteLength > 0) yield content;
    return;
  }
  for (let at = 0; at < content.byteLength; at += size) yield content.subarray(at, at + size);
}

/** The same bytes in pieces of that size; the last may be shorter. */
export async function* resized(
  pieces: AsyncIterable<Uint8Array>,
  size: number,
): AsyncGenerator<Uint8Array, void, undefined> {
  let pending: Uint8Array = new Uint8Array();
  for await (const piece of pieces) {
    const joined = pending.byteLength === 0 ? piece : Buffer.concat([pending, piece]);
    const whole = joined.byteLength - (joined.byteLength % size);
    for (let at = 0; at < whole; at += size) yield joined.subarray(at, at + size);
    pending = joined.subarray(whole);
  }
  if (pending.byteLength > 0) yield pending;
}
