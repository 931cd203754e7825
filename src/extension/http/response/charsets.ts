/**
 * From bytes to text: which character set a response is in, and decoding it whole or piece by piece. Python's names
 * for codecs are understood; UTF-8 is decoded natively, almost everything else by iconv-lite, which is loaded
 * when it is needed first: its tables are larger than all of the core. Never throws for bad bytes, they become U+FFFD.
 * Used by Response.
 */
import { isAscii, isUtf8 } from 'node:buffer';
import { StringDecoder } from 'node:string_decoder';
import { UsageError } from '../errors/errors.ts';
import type { Headers } from '../request/headers.ts';

/** Decodes a stream of pieces; a character cut between two pieces is put together again. */
export interface TextPieces {
  write(piece: Uint8Array): string;
  end(): string;
}

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });

/** The character set that Content-Type names or implies; undefined when it says nothing (rule R108). */
export function encodingFromHeaders(headers: Headers): string | undefined {
  const value = headers.get('content-type');
  if (value === undefined) return undefined;
  const { type, parameters } = parseContentType(value);
  const charset = parameters.get('charset');
  if (charset !== undefined) return charset.replace(/^['"]+|['"]+$/g, '');
  if (type.includes('text')) return 'ISO-8859-1';
  if (type.includes('application/json')) return 'utf-8';
  return undefined;
}

/** Splits a Content-Type value; parameter names are lower-cased, quotes and spaces around values dropped. */
export function parseContentType(value: string): {
  readonly type: string;
  readonly parameters: ReadonlyMap<string, string | undefined>;
} {
  const [type = '', ...rest] = value.split(';');
  const parameters = new Map<string, string | undefined>();
  for (const part of rest) {
    const text = part.trim();
    if (text === '') continue;
    const equals = text.indexOf('=');
    const name = equals === -1 ? text : text.slice(0, equals);
    const content = equals === -1 ? undefined : unquoted(text.slice(equals + 1));
    parameters.set(unquoted(name).toLowerCase(), content);
  }
  return { type: type.trim(), parameters };
}

/** Whether text in this character set can be decoded. */
export async function isKnownCharset(name: string): Promise<boolean> {
  return (await codecOf(name)) !== undefined;
}

/** All the bytes as text, at once, when they are in one of the usual character sets; undefined otherwise. */
export function decodeUsual(content: Uint8Array, charset: string): string | undefined {
  const codec = knownCodec(charset);
  if (codec === 'utf8') return utf8.decode(content);
  if (codec === 'latin1' || (codec === 'ascii' && isAscii(content))) return latin1(content);
  return undefined;
}

/** All the bytes as text. An unknown character set counts as UTF-8 (rule R109). A byte order mark of UTF-8 stays. */
export async function decodeText(content: Uint8Array, charset: string): Promise<string> {
  const codec = (await codecOf(charset)) ?? 'utf8';
  if (codec === 'utf8') return utf8.decode(content);
  if (codec === 'utf8sig') return new TextDecoder('utf-8').decode(content);
  if (codec === 'ascii') return Array.from(content, asciiCharacter).join('');
  if (codec === 'latin1') return latin1(content);
  const { default: iconv } = await import('iconv-lite');
  return iconv.decode(content, codec, { stripBOM: codec === 'utf16' || codec === 'utf32' });
}

/** The bytes as text, or undefined when they are not valid in this character set. */
export async function decodeStrictly(content: Uint8Array, charset: string): Promise<string | undefined> {
  const codec = await codecOf(charset);
  if (codec === 'utf8' || codec === 'utf8sig') {
    try {
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: codec === 'utf8' }).decode(content);
    } catch {
      return undefined;
    }
  }
  const text = await decodeText(content, charset);
  return text.includes('\uFFFD') ? undefined : text;
}

/** A decoder for pieces; rejects a character set nobody knows, as `requests` does when it streams text. */
export async function textDecoderFor(charset: string): Promise<TextPieces> {
  const codec = await codecOf(charset);
  if (codec === undefined)
    throw new UsageError('LookupError', `The character set "${charset}" is not known.`);
  if (codec === 'utf8') return new Utf8Pieces();
  if (codec === 'ascii')
    return { write: (piece) => Array.from(piece, asciiCharacter).join(''), end: () => '' };
  if (codec === 'latin1') {
    const decoder = new StringDecoder('latin1');
    return { write: (piece) => decoder.write(Buffer.from(piece)), end: () => decoder.end() };
  }
  const { default: iconv } = await import('iconv-lite');
  const decoder = iconv.getDecoder(codec === 'utf8sig' ? 'utf8' : codec);
  return { write: (piece) => decoder.write(withKeptBytes(decoder, piece)), end: () => decoder.end() ?? '' };
}

/**
 * The piece behind the bytes that the decoder kept from the last one, which it forgets. iconv-lite makes room for the
 * characters of the new bytes alone: when the kept ones turn out to be no character, the last one would be lost.
 */
function withKeptBytes(decoder: object, piece: Uint8Array): Buffer {
  if (!('prevBytes' in decoder) || !('nodeIdx' in decoder) || !Array.isArray(decoder.prevBytes)) {
    return Buffer.from(piece);
  }
  const kept = decoder.prevBytes as readonly number[];
  decoder.prevBytes = [];
  decoder.nodeIdx = 0;
  return Buffer.concat([Uint8Array.from(kept), piece]);
}

/** Guesses the character set of bytes that are not UTF-8; undefined when it has no guess. */
export type CharsetDetector = (content: Uint8Array) => string | undefined;

/** The detection library, loaded if these bytes need it: neither ASCII nor UTF-8 does. */
export function detectorFor(content: Uint8Array): Promise<CharsetDetector> | undefined {
  return isUtf8(content) ? undefined : loadDetector();
}

async function loadDetector(): Promise<CharsetDetector> {
  const { default: chardet } = await import('chardet');
  // Detection looks at byte frequencies; more than this changes nothing but the time it takes.
  return (bytes) => chardet.detect(bytes.subarray(0, 64 * 1024))?.toLowerCase();
}

/** What the bytes look like: `ascii`, `utf-8`, or what the detector makes of them. */
export function apparentCharset(content: Uint8Array, detect?: CharsetDetector): string {
  if (isAscii(content)) return 'ascii';
  return isUtf8(content) ? 'utf-8' : (detect?.(content) ?? 'utf-8');
}

/** The Unicode encoding that JSON text is in, by its byte order mark or its NUL bytes; undefined when unclear (R110). */
export function jsonCharset(content: Uint8Array): string | undefined {
  const [a, b, c, d] = content;
  if (a === 0xff && b === 0xfe && c === 0 && d === 0) return 'utf-32';
  if (a === 0 && b === 0 && c === 0xfe && d === 0xff) return 'utf-32';
  if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf-8-sig';
  if ((a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff)) return 'utf-16';
  const nuls = [a, b, c, d].map((byte) => (byte === 0 ? '0' : 'x')).join('');
  const byNuls: Readonly<Record<string, string>> = {
    xxxx: 'utf-8',
    '0x0x': 'utf-16-be',
    x0x0: 'utf-16-le',
    '000x': 'utf-32-be',
    x000: 'utf-32-le',
  };
  return byNuls[nuls];
}

class Utf8Pieces implements TextPieces {
  readonly #decoder = new TextDecoder('utf-8', { ignoreBOM: true });

  write(piece: Uint8Array): string {
    return this.#decoder.decode(piece, { stream: true });
  }

  end(): string {
    return this.#decoder.decode();
  }
}

const pythonNames: ReadonlyMap<string, string> = new Map([
  ['utf8', 'utf8'],
  ['u8', 'utf8'],
  ['utf', 'utf8'],
  ['cp65001', 'utf8'],
  ['utf8sig', 'utf8sig'],
  ['latin1', 'latin1'],
  ['iso88591', 'latin1'],
  ['l1', 'latin1'],
  ['latin', 'latin1'],
  ['cp819', 'latin1'],
  ['iso8859', 'latin1'],
  ['8859', 'latin1'],
  ['ascii', 'ascii'],
  ['usascii', 'ascii'],
  ['646', 'ascii'],
  ['u16', 'utf16'],
  ['utf16', 'utf16'],
  ['utf16be', 'utf16be'],
  ['utf16le', 'utf16le'],
  ['u32', 'utf32'],
  ['utf32', 'utf32'],
  ['utf32be', 'utf32be'],
  ['utf32le', 'utf32le'],
  ['ucs2', 'utf16le'],
]);

/** iconv-lite's own encodings that are not character sets. */
const notCharsets: ReadonlySet<string> = new Set(['base64', 'hex', 'binary', 'utf7imap', 'cesu8']);

function knownCodec(name: string): string | undefined {
  return pythonNames.get(name) ?? pythonNames.get(plainName(name));
}

/** Codec names differ in case and punctuation only for people. */
function plainName(name: string): string {
  return name.toLowerCase().replace(/[^0-9a-z]/g, '');
}

async function codecOf(name: string): Promise<string | undefined> {
  const known = knownCodec(name);
  if (known !== undefined) return known;
  const key = plainName(name);
  if (key === '' || notCharsets.has(key)) return undefined;
  const { default: iconv } = await import('iconv-lite');
  return iconv.encodingExists(name) ? name : undefined;
}

function latin1(content: Uint8Array): string {
  return Buffer.from(content.buffer, content.byteOffset, content.byteLength).toString('latin1');
}

function asciiCharacter(byte: number): string {
  return byte < 0x80 ? String.fromCharCode(byte) : '\uFFFD';
}

function unquoted(text: string): string {
  return text.replace(/^[ '"]+|[ '"]+$/g, '');
}
