/**
 * Bodies of type multipart/form-data, framed byte for byte by us (rules R40 to R44). Fields come first, then files
 * in their order. No content type is guessed from a file's name.
 */
import type { BodyStream } from './body.ts';

export type FileContent = string | Uint8Array | BodyStream;

/** One file of a form; a bare content is sent under its field's name. */
export type FileInit =
  | FileContent
  | {
      /** Left out: the field's name. `null`: a plain field without a file name. */
      readonly filename?: string | null | undefined;
      readonly content: FileContent | null;
      readonly contentType?: string | undefined;
      /** Further headers of the part. */
      readonly headers?: Readonly<Record<string, string>> | undefined;
    };

export type FilesInit = Readonly<Record<string, FileInit>> | Iterable<readonly [string, FileInit]>;
