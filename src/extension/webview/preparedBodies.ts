/**
 * What the page knows of a body that is about to be sent: a text to edit, or by reference what is not loaded (files,
 * bytes that are no text, texts too long to edit). Types and their checks; joined to the protocol by one line each.
 */
import {
  id,
  list,
  literal,
  maxRows,
  object,
  oneOf,
  optional,
  size,
  string,
  text,
  type Check,
} from './checks.ts';

/** A prepared text longer than this (UTF-16 units) is left out of snapshots; the page pulls it with `readBody`. */
export const maxInlineText = 64 * 1024;

/** Longest prepared text that may be edited, in bytes; longer ones are shown in pages. */
export const maxEditableBody = 5 * 1024 * 1024;

/** Files up to this long get their SHA-256 without being asked for it. */
export const maxHashedUnasked = 1024 * 1024;

/** A file that is read while it is sent. */
export interface PreparedFile {
  /** Which one of the body's files, from 0: `hashFile` asks by it. */
  readonly index: number;
  /** As the .http file writes it. */
  readonly path: string;
  readonly length: number;
}

/** One part of a multipart body, or one piece of a body made of texts and files. */
export interface PreparedPart {
  /** From Content-Disposition. */
  readonly name: string | undefined;
  readonly filename: string | undefined;
  readonly contentType: string | undefined;
  /** In bytes, without the part's own headers. */
  readonly length: number;
  /** The beginning of a short text; undefined when the part holds a file. */
  readonly text: string | undefined;
  readonly files: readonly PreparedFile[];
}

export type PreparedBody =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'text';
      /** Undefined when it is longer than `maxInlineText`: then the page reads it as part `request`, in UTF-8. */
      readonly text: string | undefined;
      /** In bytes. */
      readonly length: number;
      readonly contentType: string;
      /** Texts in it that are masked until revealed. */
      readonly hidden?: readonly string[] | undefined;
      /** Of a multipart text. */
      readonly parts: readonly PreparedPart[];
    }
  /** Not editable here, read in pages as part `request`: bytes that are not text, or a text that is too long. */
  | {
      readonly kind: 'pages';
      readonly why: 'binary' | 'long';
      readonly length: number;
      readonly contentType: string;
    }
  /** Read from files while it is sent: one file alone, the parts of a form, or pieces one after the other. */
  | {
      readonly kind: 'parts';
      readonly how: 'file' | 'multipart' | 'pieces';
      readonly length: number;
      readonly contentType: string;
      readonly parts: readonly PreparedPart[];
    }
  /** Produced while it is sent; only its description is known. */
  | { readonly kind: 'opaque'; readonly description: string; readonly length: number | undefined };

const file: Check<PreparedFile> = object({ index: size, path: text, length: size });

const part: Check<PreparedPart> = object({
  name: optional(text),
  filename: optional(text),
  contentType: optional(text),
  length: size,
  text: optional(text),
  files: list(file, maxRows),
});

export const preparedBody: Check<PreparedBody> = oneOf<PreparedBody>(
  object({ kind: literal('none') }),
  object({
    kind: literal('text'),
    text: optional(string(maxInlineText)),
    length: size,
    contentType: text,
    hidden: optional(list(text, maxRows)),
    parts: list(part, maxRows),
  }),
  object({ kind: literal('pages'), why: literal('binary', 'long'), length: size, contentType: text }),
  object({
    kind: literal('parts'),
    how: literal('file', 'multipart', 'pieces'),
    length: size,
    contentType: text,
    parts: list(part, maxRows),
  }),
  object({ kind: literal('opaque'), description: text, length: optional(size) }),
);

export interface PreparedBodyRequests {
  /** SHA-256 in hex of a file of the body, as it is on the disk now. */
  readonly hashFile: [{ readonly exchangeId: string; readonly index: number }, { readonly sha256: string }];
}

export const preparedBodyRequests: {
  readonly [M in keyof PreparedBodyRequests]: {
    readonly params: Check<PreparedBodyRequests[M][0]>;
    readonly result: Check<PreparedBodyRequests[M][1]>;
  };
} = {
  hashFile: { params: object({ exchangeId: id, index: size }), result: object({ sha256: id }) },
};
