/**
 * What a request can carry: nothing, text, bytes, or a stream that is produced while it is sent. These are the
 * forms of `PreparedRequest.body`; how text, forms, JSON and files become one of them is prepareBody.ts's work.
 */

/** A body that is produced while it is sent, so that it never has to be in memory whole. */
export interface BodyStream {
  /** Bytes that `open` will yield; undefined when nobody knows, and then the body is sent chunked. */
  readonly length: number | undefined;
  /** Whether `open` may be called again: true for files, false for generators. */
  readonly replayable: boolean;
  /** For people: `./a.bin (312 bytes)`. Never the content. */
  readonly description: string;
  /** The file's name or path; a multipart part is sent under its last part (rule R41). */
  readonly name?: string | undefined;
  /** Starts producing. Throws when called a second time on a body that is not replayable. */
  open(): AsyncIterable<Uint8Array>;
}

export type Body = null | string | Uint8Array | BodyStream;

export function isBodyStream(value: unknown): value is BodyStream {
  return typeof value === 'object' && value !== null && 'open' in value && typeof value.open === 'function';
}

/** Bytes on the wire (text counts as UTF-8); undefined for a stream of unknown length. */
export function bodyLength(body: Body): number | undefined {
  if (body === null) return 0;
  if (typeof body === 'string') return Buffer.byteLength(body);
  if (body instanceof Uint8Array) return body.byteLength;
  return body.length;
}

/** A body of unknown length from a generator; it can be sent once. */
export function streamOf(source: AsyncIterable<Uint8Array>, description = 'a stream'): BodyStream {
  let opened = false;
  return {
    length: undefined,
    replayable: false,
    description,
    open() {
      if (opened) throw new TypeError(`The body ${description} can be sent only once.`);
      opened = true;
      return source;
    },
  };
}
