/**
 * Bytes as lines of offset, sixteen hex pairs and printable characters, the way `xxd` and `hexdump -C` have taught
 * everyone to read. Text only; `hexPages.ts` shows it.
 */

/** Bytes of a line. */
export const perLine = 16;

/** Sixteen bytes or fewer, without their offset; the columns stand where they stand in a full line. */
export function hexCells(bytes: Uint8Array): string {
  const pairs = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0'));
  const left = pairs.slice(0, perLine / 2).join(' ');
  const right = pairs.slice(perLine / 2).join(' ');
  const printable = Array.from(bytes, (byte) =>
    byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.',
  ).join('');
  return `${`${left}  ${right}`.padEnd(perLine * 3 + 1)} ${printable}`;
}
