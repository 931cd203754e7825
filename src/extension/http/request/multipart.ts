/**
 * Bodies of type multipart/form-data, framed byte for byte by us (rules R40 to R44). Fields come first, then files
 * in their order. No content type is guessed from a file's name. Files given as streams are not read here: the body
 * is then a stream of the same bytes.
 */
import { randomBytes } from 'node:crypto';
import { basename } from 'node:path';
import { isBodyStream } from './body.ts';
import type { BodyStream } from './body.ts';
import { formItems } from './form.ts';
import type { FormInit } from './form.ts';

export type FileContent = string | Uint8Array | BodyStream;

export interface FilePart {
  /** Left out: the base name of the stream, or the field's name. `null`: a plain field without a file name. */
  readonly filename?: string | null | undefined;
  /** `null`: the part is left out. */
  readonly content: FileContent | null;
  /** Left out: the Content-Type of `headers`, or none. */
  readonly contentType?: string | undefined;
  /** Further headers of the part. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** One file of a form; a bare content is sent under its own name or its field's. */
export type FileInit = FileContent | FilePart;

export type FilesInit = Readonly<Record<string, FileInit>> | Iterable<readonly [string, FileInit]>;

export interface MultipartBody {
  readonly body: Uint8Array | BodyStream;
  readonly contentType: string;
}

/** The body for fields and files; `boundary` is random unless the caller has one. */
export function multipartBody(
  fields: FormInit,
  files: readonly (readonly [string, FileInit])[],
  boundary: string = randomBytes(16).toString('hex'),
): MultipartBody {
  const pieces: (Uint8Array | BodyStream)[] = [];
  const add = (head: string, content: FileContent): void => {
    pieces.push(Buffer.from(`--${boundary}\r\n${head}\r\n`));
    pieces.push(typeof content === 'string' ? Buffer.from(content) : content);
    pieces.push(Buffer.from('\r\n'));
  };
  for (const [name, value] of formItems(fields)) {
    add(`Content-Disposition: form-data; name="${escapeQuoted(name)}"\r\n`, value);
  }
  for (const [field, file] of files) {
    const part = filePart(file);
    if (part.content !== null) add(partHead(field, part), part.content);
  }
  pieces.push(Buffer.from(`--${boundary}--\r\n`));
  return { body: joined(pieces), contentType: `multipart/form-data; boundary=${boundary}` };
}

/** The boundary a Content-Type names, if it names one. */
export function boundaryOf(contentType: string | undefined): string | undefined {
  const match = /;\s*boundary=(?:"([^"]+)"|([^\s;"]+))/i.exec(contentType ?? '');
  return match?.[1] ?? match?.[2];
}

/** The name a file is sent under: the last part of its path, unless it is no name but `<stdin>` or the like. */
export function guessFileName(name: string | undefined): string | undefined {
  return name === undefined || name === '' || /^<|>$/.test(name) ? undefined : basename(name);
}

function filePart(file: FileInit): FilePart {
  return typeof file === 'string' || file instanceof Uint8Array || isBodyStream(file)
    ? { content: file }
    : file;
}

function partHead(field: string, part: FilePart): string {
  const { content, headers = {} } = part;
  const guessed = isBodyStream(content) ? guessFileName(content.name) : undefined;
  const filename = part.filename === undefined ? (guessed ?? field) : part.filename;
  const named = filename === null ? '' : `; filename="${escapeQuoted(filename)}"`;
  const entries = Object.entries(headers).filter(([, value]) => value !== '');
  const given = entries.find(([name]) => name.toLowerCase() === 'content-type')?.[1];
  const lines = [`Content-Disposition: form-data; name="${escapeQuoted(field)}"${named}`];
  const contentType = part.contentType ?? given;
  if (contentType !== undefined) lines.push(`Content-Type: ${contentType}`);
  for (const [name, value] of entries) {
    if (!/^content-(?:type|disposition)$/i.test(name)) lines.push(`${name}: ${value}`);
  }
  return lines.map((line) => `${line.replace(/[\r\n]+/g, ' ')}\r\n`).join('');
}

/** As browsers and urllib3 do (rule R42); a backslash stays. */
function escapeQuoted(text: string): string {
  return text.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function joined(pieces: readonly (Uint8Array | BodyStream)[]): Uint8Array | BodyStream {
  const streams = pieces.filter((piece) => isBodyStream(piece));
  if (streams.length === 0) return Buffer.concat(pieces as readonly Uint8Array[]);
  let length: number | undefined = 0;
  for (const piece of pieces) {
    const size: number | undefined = isBodyStream(piece) ? piece.length : piece.byteLength;
    length = length === undefined || size === undefined ? undefined : length + size;
  }
  return {
    length,
    replayable: streams.every((stream) => stream.replayable),
    description: `a form with ${streams.map((stream) => stream.description).join(', ')}`,
    async *open() {
      for (const piece of pieces) {
        if (isBodyStream(piece)) yield* piece.open();
        else yield piece;
      }
    },
  };
}
