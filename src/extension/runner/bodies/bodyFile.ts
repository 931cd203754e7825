/**
 * Opens the files that bodies name (`< ./a.bin`) so that only what was meant can be sent: a regular file inside
 * an allowed folder, the same one at send time as at prepare time. The content is read while it is sent. Called
 * by `toRequest.ts`; it asks nobody itself, the consent of a person comes through `FileAccess`.
 */
import { realpath } from 'node:fs/promises';
import path from 'node:path';
import type { BodyStream } from '../../http/index.ts';
import { fileBody, RequestException } from '../../http/index.ts';

/** Which files bodies may come from. */
export interface FileAccess {
  /** Paths in the text are relative to this folder: the one of the .http file. */
  readonly folder: string;
  /** Files in these folders and below may be read without asking. */
  readonly roots: readonly string[];
  /** Asked for a file outside of them, with its real path; without it such files are refused. */
  readonly mayRead?: ((realPath: string) => Promise<boolean>) | undefined;
}

/** A file as it was when the request was prepared. */
export interface BodyFile {
  /** As written in the text. */
  readonly written: string;
  /** Absolute, without symbolic links. */
  readonly path: string;
  readonly length: number;
  /** Yields exactly `length` bytes. Rejects with FileChanged when the file is not the one that was prepared. */
  open(): AsyncIterable<Uint8Array>;
}

/** A stream made of files and texts, which curl.ts can name one by one. */
export interface ComposedStream extends BodyStream {
  readonly parts: readonly (BodyFile | string)[];
}

export interface Place {
  readonly file: string;
  readonly line: number;
}

/**
 * Looks at a file without keeping it open. Rejects with FileNotAllowed for a place outside the allowed folders
 * and for anything that is no regular file, and with InvalidRequest when it cannot be opened.
 */
export async function findBodyFile(written: string, access: FileAccess, place: Place): Promise<BodyFile> {
  const wanted = path.resolve(access.folder, written);
  const real = await realPathOf(wanted, written, place);
  await checkAllowed(real, written, access, place);
  // A link that appeared since is not followed.
  const body = await fileBody(real, { name: written, followLinks: false }).catch((error: unknown) => {
    throw placed(error, place);
  });
  // Between the two looks somebody may have put a link in the place of a folder.
  if ((await realPathOf(wanted, written, place)) !== real) {
    throw fileError('FileChanged', `${at(place)}: ${written} is another file than a moment ago.`);
  }
  return { written, path: real, length: body.length, open: () => body.open() };
}

/** The whole content of a small file. Rejects with FileNotAllowed when it is longer than `limit` bytes. */
export async function readWhole(file: BodyFile, limit: number, place: Place): Promise<Uint8Array> {
  if (file.length > limit) {
    throw fileError(
      'FileNotAllowed',
      `${at(place)}: ${file.written} has ${file.length} bytes; at most ${limit} are read to fill in variables.`,
      'Use `<` without @ to send the file as it is.',
    );
  }
  const chunks: Uint8Array[] = [];
  for await (const chunk of file.open()) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** One body out of texts and files, in order; its length is known before it is sent. */
export function composeStream(parts: readonly (BodyFile | string)[], description: string): ComposedStream {
  const length = parts.reduce(
    (sum, part) => sum + (typeof part === 'string' ? Buffer.byteLength(part) : part.length),
    0,
  );
  return {
    parts,
    length,
    replayable: true,
    description,
    async *open() {
      for (const part of parts) {
        if (typeof part !== 'string') yield* part.open();
        else if (part !== '') yield Buffer.from(part);
      }
    },
  };
}

export function isComposedStream(body: unknown): body is ComposedStream {
  return typeof body === 'object' && body !== null && 'parts' in body && Array.isArray(body.parts);
}

async function checkAllowed(real: string, written: string, access: FileAccess, place: Place): Promise<void> {
  for (const root of access.roots) {
    if (isInside(real, await realpath(root).catch(() => path.resolve(root)))) return;
  }
  if ((await access.mayRead?.(real)) === true) return;
  throw fileError(
    'FileNotAllowed',
    `${at(place)}: ${written} lies outside the folder of the .http file and was not read.`,
    'Allow its folder (--allow-read in a terminal), or move the file beside the .http file.',
  );
}

function isInside(file: string, root: string): boolean {
  const relative = path.relative(root, file);
  return relative !== '' && relative.split(path.sep)[0] !== '..' && !path.isAbsolute(relative);
}

async function realPathOf(wanted: string, written: string, place: Place): Promise<string> {
  try {
    return await realpath(wanted);
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
    const why = code === 'ENOENT' || code === 'ENOTDIR' ? 'does not exist' : 'cannot be reached';
    throw fileError('InvalidRequest', `${at(place)}: the file ${written} ${why}.`, undefined, cause);
  }
}

/** What the core says about a file, with the line that names it. */
function placed(error: unknown, place: Place): unknown {
  if (!(error instanceof RequestException)) return error;
  const { message, name, cause } = error;
  const sentence = message.replace(/^The /, 'the ');
  return new RequestException(`${at(place)}: ${sentence}`, name, { phase: 'queue', cause });
}

function fileError(
  name: 'FileNotAllowed' | 'FileChanged' | 'InvalidRequest',
  message: string,
  hint?: string,
  cause?: unknown,
): RequestException {
  return new RequestException(message, name, { phase: 'queue', hint, cause });
}

function at({ file, line }: Place): string {
  return `${path.basename(file)}:${line}`;
}
