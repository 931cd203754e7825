/** Reads a body to its end and keeps nothing of it; resolves with its length. */
export async function drain(chunks: AsyncIterable<Uint8Array>): Promise<{ readonly length: number }> {
  let length = 0;
  for await (const chunk of chunks) length += chunk.length;
  return { length };
}
