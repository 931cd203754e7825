/**
 * Names what a binary body is by its first bytes, which say it whatever the Content-Type claims. A small list of what
 * servers send; the unknown stays without a name.
 */

type Signature = readonly [name: string, bytes: readonly (number | undefined)[]];

const ascii = (text: string): number[] => Array.from(text, (character) => character.charCodeAt(0));
const any = (count: number): undefined[] => Array.from({ length: count }, () => undefined);

const signatures: readonly Signature[] = [
  ['PDF', ascii('%PDF-')],
  ['PNG', [0x89, ...ascii('PNG')]],
  ['JPEG', [0xff, 0xd8, 0xff]],
  ['GIF', ascii('GIF8')],
  ['WebP', [...ascii('RIFF'), ...any(4), ...ascii('WEBP')]],
  ['WAV', [...ascii('RIFF'), ...any(4), ...ascii('WAVE')]],
  ['ZIP', [...ascii('PK'), 3, 4]],
  ['ZIP', [...ascii('PK'), 5, 6]],
  ['gzip', [0x1f, 0x8b]],
  ['Zstandard', [0x28, 0xb5, 0x2f, 0xfd]],
  ['xz', [0xfd, ...ascii('7zXZ')]],
  ['bzip2', ascii('BZh')],
  ['7z', [...ascii('7z'), 0xbc, 0xaf]],
  ['tar', [...any(257), ...ascii('ustar')]],
  ['ELF', [0x7f, ...ascii('ELF')]],
  ['WebAssembly', [0, ...ascii('asm')]],
  ['SQLite', ascii('SQLite format 3')],
  ['Parquet', ascii('PAR1')],
  ['Avro', [...ascii('Obj'), 1]],
  ['MP4', [...any(4), ...ascii('ftyp')]],
  ['Ogg', ascii('OggS')],
  ['FLAC', ascii('fLaC')],
  ['MP3', ascii('ID3')],
  ['Matroska', [0x1a, 0x45, 0xdf, 0xa3]],
  ['WOFF2', ascii('wOF2')],
  ['WOFF', ascii('wOFF')],
  ['ICO', [0, 0, 1, 0]],
  ['Java class', [0xca, 0xfe, 0xba, 0xbe]],
];

/** `PDF`; undefined when the bytes say nothing that is known here. 300 bytes are enough. */
export function magicOf(start: Uint8Array): string | undefined {
  return signatures.find(([, bytes]) =>
    bytes.every((byte, at) => byte === undefined || start[at] === byte),
  )?.[0];
}
