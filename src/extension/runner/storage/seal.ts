/**
 * Seals bytes for the disk: AES-256-GCM with a nonce of its own for each seal, so that nobody without the key reads
 * or changes them unnoticed. Without a key (the user turned encryption off) bytes are only protected against damage.
 * It touches no disk; `sealedFiles.ts` and `sealedStream.ts` do.
 *
 * A sealed value: `HSS`, version, kind, id of the key (8), length of the content (6), nonce (12), content, tag (16).
 * A plain one has no id and nonce, and a SHA-256 in place of the tag.
 */
import {
  createCipheriv,
  createDecipheriv,
  createHash,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';
import type { StorageFault } from './storageError.ts';

/** Bytes of a key. */
export const keyLength = 32;

/** A new random key. */
export function createStorageKey(): Uint8Array {
  return randomBytes(keyLength);
}

/** Seals and opens with one key. */
export interface Sealer {
  /** False when the content can be read by whoever can read the file. */
  readonly encrypts: boolean;
  /** Tells keys apart and nothing about them (8 bytes); zeros without a key. */
  readonly keyId: Uint8Array;
  /** `purpose` says what the bytes are for; they open under the same purpose only. */
  seal(content: Uint8Array, purpose: string): Uint8Array;
  /** The same for a content in pieces, which are not put together first: much memory less where it is long. */
  sealPieces(content: readonly Uint8Array[], purpose: string): readonly Uint8Array[];
  /** The content, or what is wrong with it. Plain values open with every sealer. */
  open(sealed: Uint8Array, purpose: string): OpenResult;
  /** A key for one file, derived from this one and a salt; undefined without a key. */
  deriveKey(salt: Uint8Array): Uint8Array | undefined;
}

export type OpenResult =
  | { readonly content: Uint8Array; readonly fault?: undefined }
  | { readonly fault: StorageFault; readonly content?: undefined };

const magic = Buffer.from('HSS');
const version = 1;
const kinds = { plain: 0, sealed: 1 } as const;
const headLength = 3 + 1 + 1 + 8 + 6;
const nonceLength = 12;
const tagLength = 16;
const digestLength = 32;

/** `key` has `keyLength` bytes; undefined protects against damage only. */
export function createSealer(key: Uint8Array | undefined): Sealer {
  const id = key === undefined ? Buffer.alloc(8) : keyIdOf(key);
  const sealPieces: Sealer['sealPieces'] = (content, purpose) => {
    const length = content.reduce((sum, { byteLength }) => sum + byteLength, 0);
    const head = headOf(key === undefined ? kinds.plain : kinds.sealed, id, length);
    if (key === undefined) return [head, ...content, digestOf(head, purpose, content)];
    const nonce = randomBytes(nonceLength);
    const cipher = createCipheriv('aes-256-gcm', key, nonce);
    cipher.setAAD(Buffer.concat([head, Buffer.from(purpose)]));
    const pieces = content.map((piece) => cipher.update(piece));
    return [head, nonce, ...pieces, cipher.final(), cipher.getAuthTag()];
  };
  return {
    encrypts: key !== undefined,
    keyId: id,
    seal: (content, purpose) => Buffer.concat(sealPieces([content], purpose)),
    sealPieces,
    open: (sealed, purpose) =>
      open(Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength), purpose, key),
    deriveKey: (salt) =>
      key === undefined ? undefined : new Uint8Array(hkdfSync('sha256', key, salt, 'body', keyLength)),
  };
}

function keyIdOf(key: Uint8Array): Buffer {
  return createHash('sha256').update('http-sessions key id').update(key).digest().subarray(0, 8);
}

function headOf(kind: number, id: Uint8Array, length: number): Buffer {
  const head = Buffer.alloc(headLength);
  magic.copy(head);
  head[3] = version;
  head[4] = kind;
  head.set(id, 5);
  head.writeUIntBE(length, 13, 6);
  return head;
}

function digestOf(head: Uint8Array, purpose: string, content: readonly Uint8Array[]): Buffer {
  const hash = createHash('sha256').update(head).update(purpose);
  for (const piece of content) hash.update(piece);
  return hash.digest();
}

function open(sealed: Buffer, purpose: string, key: Uint8Array | undefined): OpenResult {
  if (sealed.byteLength === 0) return { fault: 'empty' };
  const known = sealed.subarray(0, magic.byteLength);
  if (!magic.subarray(0, known.byteLength).equals(known)) return { fault: 'foreign' };
  if (sealed.byteLength < headLength) return { fault: 'truncated' };
  if ((sealed[3] ?? 0) > version) return { fault: 'version' };
  const kind = sealed[4];
  const head = sealed.subarray(0, headLength);
  const length = sealed.readUIntBE(13, 6);
  const around = kind === kinds.sealed ? nonceLength + tagLength : digestLength;
  if (sealed.byteLength < headLength + length + around) return { fault: 'truncated' };
  if (sealed.byteLength > headLength + length + around) return { fault: 'damaged' };
  if (kind === kinds.plain) {
    const content = sealed.subarray(headLength, headLength + length);
    const isWhole = timingSafeEqual(digestOf(head, purpose, [content]), sealed.subarray(headLength + length));
    return isWhole ? { content } : { fault: 'damaged' };
  }
  if (kind !== kinds.sealed) return { fault: 'foreign' };
  if (key === undefined || !keyIdOf(key).equals(sealed.subarray(5, 13))) return { fault: 'key' };
  return decrypt(sealed, { head, purpose, key });
}

function decrypt(
  sealed: Buffer,
  { head, purpose, key }: { readonly head: Uint8Array; readonly purpose: string; readonly key: Uint8Array },
): OpenResult {
  const nonce = sealed.subarray(headLength, headLength + nonceLength);
  const decipher = createDecipheriv('aes-256-gcm', key, nonce);
  decipher.setAAD(Buffer.concat([head, Buffer.from(purpose)]));
  decipher.setAuthTag(sealed.subarray(sealed.byteLength - tagLength));
  try {
    const content = sealed.subarray(headLength + nonceLength, sealed.byteLength - tagLength);
    return { content: Buffer.concat([decipher.update(content), decipher.final()]) };
  } catch {
    return { fault: 'damaged' };
  }
}
