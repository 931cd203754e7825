/**
 * A prepared body as the page may know it: text to edit, parts of a form with the files they bring, or a reference.
 * Pure, and it reads no file; the SHA-256 of one is computed when the page asks for it.
 */
import { createHash } from 'node:crypto';
import type { PreparedRequest } from '../../http/index.ts';
import {
  maxEditableBody,
  maxInlineText,
  type PreparedBody,
  type PreparedFile,
  type PreparedPart,
} from '../../webview/preparedBodies.ts';
import { textOf } from '../sending/draft.ts';

/** A body's texts and files in order, as the runner composes them. */
type Piece = string | SentFile;

interface SentFile {
  readonly written: string;
  readonly length: number;
  open(): AsyncIterable<Uint8Array>;
}

/** Longest text of a part that is shown in the list, in UTF-16 units. */
const shownText = 200;

export function preparedBody(prepared: PreparedRequest): PreparedBody {
  const { body } = prepared;
  if (body === null || body === '') return { kind: 'none' };
  const contentType = prepared.headers.get('Content-Type') ?? '';
  if (typeof body !== 'string' && !(body instanceof Uint8Array)) {
    const pieces = piecesOf(body);
    if (pieces === undefined) return { kind: 'opaque', description: body.description, length: body.length };
    return partsBody(pieces, contentType);
  }
  const length = typeof body === 'string' ? Buffer.byteLength(body) : body.byteLength;
  const text = textOf(prepared);
  if (text === undefined) return { kind: 'pages', why: 'binary', length, contentType };
  if (length > maxEditableBody) return { kind: 'pages', why: 'long', length, contentType };
  return {
    kind: 'text',
    text: text.length > maxInlineText ? undefined : text,
    length,
    contentType,
    parts: formParts([text], contentType) ?? [],
  };
}

/** Rejects with a sentence when the body has no such file, or when it cannot be read. */
export async function hashFile({ body }: PreparedRequest, index: number): Promise<{ sha256: string }> {
  const file = (piecesOf(body) ?? []).filter((piece) => typeof piece !== 'string')[index];
  if (file === undefined) throw new Error('The body has no such file.');
  const hash = createHash('sha256');
  for await (const chunk of file.open()) hash.update(chunk);
  return { sha256: hash.digest('hex') };
}

function piecesOf(body: unknown): readonly Piece[] | undefined {
  const isComposed =
    typeof body === 'object' && body !== null && 'parts' in body && Array.isArray(body.parts);
  return isComposed ? (body.parts as readonly Piece[]) : undefined;
}

function partsBody(pieces: readonly Piece[], contentType: string): PreparedBody {
  const length = pieces.reduce((sum, piece) => sum + lengthOf(piece), 0);
  const base = { kind: 'parts', length, contentType } as const;
  const form = formParts(pieces, contentType);
  if (form !== undefined) return { ...base, how: 'multipart', parts: form };
  const isFile = pieces.length === 1;
  return { ...base, how: isFile ? 'file' : 'pieces', parts: numbered(pieces.map((piece) => [piece])) };
}

/** The parts of a multipart body; undefined when it is none. */
function formParts(pieces: readonly Piece[], contentType: string): readonly PreparedPart[] | undefined {
  if (!/^multipart\//i.test(contentType)) return undefined;
  const named = /;\s*boundary=(?:"([^"]+)"|([^\s;"]+))/i.exec(contentType);
  const boundary = named?.[1] ?? named?.[2];
  if (boundary === undefined) return undefined;
  const parts: Piece[][] = [];
  let isFirstText = true;
  for (const piece of pieces) {
    if (typeof piece !== 'string') {
      parts.at(-1)?.push(piece);
      isFirstText = false;
      continue;
    }
    const [before = '', ...rest] = (isFirstText ? `\r\n${piece}` : piece).split(`\r\n--${boundary}`);
    isFirstText = false;
    parts.at(-1)?.push(before);
    for (const one of rest) {
      if (one.startsWith('--')) break;
      parts.push([one.replace(/^[ \t]*\r?\n/, '')]);
    }
  }
  return parts.length === 0 ? undefined : numbered(parts);
}

/** Parts as the page lists them, their files counted through the whole body. */
function numbered(parts: readonly (readonly Piece[])[]): readonly PreparedPart[] {
  let index = 0;
  return parts.map((pieces) => {
    const [first, ...more] = pieces;
    const head = typeof first === 'string' ? headOf(first) : undefined;
    const content = [...(head === undefined ? (first === undefined ? [] : [first]) : [head.rest]), ...more];
    const files = content
      .filter((piece) => typeof piece !== 'string')
      .map(({ written, length }): PreparedFile => ({ index: index++, path: written, length }));
    const text = files.length > 0 ? undefined : content.filter((piece) => typeof piece === 'string').join('');
    return {
      ...head?.facts,
      name: head?.facts.name,
      filename: head?.facts.filename,
      contentType: head?.facts.contentType,
      length: content.reduce((sum, piece) => sum + lengthOf(piece), 0),
      text: text === undefined || text.length <= shownText ? text : `${text.slice(0, shownText)}…`,
      files,
    };
  });
}

interface PartHead {
  readonly facts: Pick<PreparedPart, 'name' | 'filename' | 'contentType'>;
  /** What follows the empty line. */
  readonly rest: string;
}

/** The header lines at the beginning of a part; undefined when there are none. */
function headOf(text: string): PartHead | undefined {
  const end = /\r?\n\r?\n/.exec(text);
  const head = end === null ? '' : text.slice(0, end.index);
  if (end === null || !/^[\w-]+[ \t]*:/.test(head)) return undefined;
  const value = (pattern: RegExp): string | undefined => pattern.exec(head)?.[1];
  return {
    facts: {
      name: value(/^content-disposition:[^\r\n]*;\s*name="([^"]*)"/im),
      filename: value(/^content-disposition:[^\r\n]*;\s*filename="([^"]*)"/im),
      contentType: value(/^content-type:[ \t]*([^\r\n]*)/im),
    },
    rest: text.slice(end.index + end[0].length),
  };
}

function lengthOf(piece: Piece): number {
  return typeof piece === 'string' ? Buffer.byteLength(piece) : piece.length;
}
