/**
 * Bytes as lines of offset, sixteen hex pairs and printable characters, the way `xxd` and `hexdump -C` have taught
 * everyone to read; eight of them where there is no room for more. Text only; `hexPages.ts` shows it.
 */

/** Bytes of a line. */
export type BytesPerLine = 8 | 16;

/** How many characters a line of sixteen takes, its offset and the spaces around included. */
const wideLine = 77;

/** How many bytes a line has where there is room for so many characters. */
export function bytesPerLine(room: number): BytesPerLine {
  return room < wideLine ? 8 : 16;
}

/** A line's bytes or fewer, without their offset; the columns stand where they stand in a full line. */
export function hexCells(bytes: Uint8Array, perLine: BytesPerLine = 16): string {
  const pairs = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0'));
  const left = pairs.slice(0, perLine / 2).join(' ');
  const right = pairs.slice(perLine / 2).join(' ');
  const printable = Array.from(bytes, (byte) =>
    byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.',
  ).join('');
  return `${`${left}  ${right}`.padEnd(perLine * 3 + 1)} ${printable}`;
}

/** Where bytes of a line stand in what `hexCells` makes: their pairs, then their characters. `from` may be before the line. */
export function hexPlaces(
  from: number,
  length: number,
  perLine: BytesPerLine = 16,
): readonly { readonly from: number; readonly to: number }[] {
  const first = Math.max(0, from);
  const last = Math.min(perLine, from + length) - 1;
  if (last < first) return [];
  const pair = (byte: number): number => byte * 3 + (byte < perLine / 2 ? 0 : 1);
  const character = perLine * 3 + 2;
  return [
    { from: pair(first), to: pair(last) + 2 },
    { from: character + first, to: character + last + 1 },
  ];
}
