/**
 * A prepared body in the shapes that a command or a program can say: text, bytes, a file by its path, or several of
 * them in order. Every form of "copy as" starts here, so that they agree about what is text.
 */
import { isBodyStream, type PreparedRequest } from '../../http/index.ts';
import { isComposedStream } from '../bodies/bodyFile.ts';

/** Text stands for its UTF-8 bytes. */
export type CopiedPiece =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  /** Absolute, unless the body is a stream that only says what it is. */
  | { readonly kind: 'file'; readonly path: string };

/** The pieces of a body in their order, none of them empty; none at all when the request has no body. */
export function copiedBody({ body }: Pick<PreparedRequest, 'body'>): readonly CopiedPiece[] {
  if (body === null || body === '') return [];
  if (typeof body === 'string') return [{ kind: 'text', text: Buffer.from(body).toString() }];
  if (body instanceof Uint8Array) return body.length === 0 ? [] : [bytesPiece(body)];
  if (!isBodyStream(body)) return [];
  if (!isComposedStream(body)) return [{ kind: 'file', path: body.description }];
  return body.parts
    .filter((part) => part !== '')
    .map((part) =>
      typeof part === 'string' ? { kind: 'text', text: part } : { kind: 'file', path: part.path },
    );
}

/** The piece's bytes when they are known here; undefined for a file. */
export function bytesOf(piece: CopiedPiece): Uint8Array | undefined {
  if (piece.kind === 'file') return undefined;
  return piece.kind === 'text' ? Buffer.from(piece.text) : piece.bytes;
}

function bytesPiece(bytes: Uint8Array): CopiedPiece {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return text.includes('\0') ? { kind: 'bytes', bytes } : { kind: 'text', text };
  } catch {
    return { kind: 'bytes', bytes };
  }
}
