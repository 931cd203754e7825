/**
 * Bytes as lines of offset, sixteen hex pairs and printable characters, the way `xxd` and `hexdump -C` have taught
 * everyone to read. Text only; the code view shows it.
 */

const perLine = 16;

/** One line for each 16 bytes, joined with `\n`; empty for no bytes. */
export function hexDump(bytes: Uint8Array): string {
  const lines: string[] = [];
  for (let offset = 0; offset < bytes.length; offset += perLine) {
    lines.push(hexLine(offset, bytes.subarray(offset, offset + perLine)));
  }
  return lines.join('\n');
}

function hexLine(offset: number, bytes: Uint8Array): string {
  const pairs = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0'));
  const left = pairs.slice(0, perLine / 2).join(' ');
  const right = pairs.slice(perLine / 2).join(' ');
  const printable = Array.from(bytes, (byte) =>
    byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.',
  ).join('');
  return `${offset.toString(16).padStart(8, '0')}  ${`${left}  ${right}`.padEnd(perLine * 3 + 1)} ${printable}`;
}
