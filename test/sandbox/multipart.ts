/**
 * Reads a multipart/form-data body piece by piece (RFC 7578, RFC 2046 §5.1.1). It holds no more than one
 * chunk and one boundary in memory, so that uploads may be of any size. It is strict: a body that is not
 * well formed is refused with what is wrong, since that is what a tester of clients wants to know.
 */

import { Refusal } from './call.ts';

export interface PartHeaders {
  readonly name: string | undefined;
  readonly filename: string | undefined;
  readonly contentType: string | undefined;
}

export type MultipartEvent =
  | { readonly kind: 'part'; readonly headers: PartHeaders }
  | { readonly kind: 'bytes'; readonly bytes: Buffer };

const HEADER_LIMIT = 16 * 1024;
const PART_LIMIT = 1000;
const LINE = Buffer.from('\r\n');
const BLANK = Buffer.from('\r\n\r\n');

/** The boundary of a multipart content type; undefined when the type is another one. */
export function multipartBoundary(contentType: string | undefined): string | undefined {
  if (contentType === undefined || !/^multipart\//i.test(contentType)) return undefined;
  const match = /;\s*boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(contentType);
  const boundary = match?.[1] ?? match?.[2];
  if (boundary === undefined) throw new Refusal(400, 'The multipart Content-Type names no boundary.');
  return boundary;
}

/** Yields each part's headers, then its bytes in as many events as they arrive in. */
export async function* readMultipart(
  chunks: AsyncIterable<Buffer>,
  boundary: string,
): AsyncGenerator<MultipartEvent, void, undefined> {
  const source = new Source(chunks);
  const delimiter = Buffer.from(`\r\n--${boundary}`);
  // The first delimiter has no line before it when there is no preamble.
  source.prepend(LINE);
  await drain(source.until(delimiter, 'The body has no opening boundary.'));
  for (let parts = 1; ; parts += 1) {
    const rest = await source.line('A boundary line does not end.');
    if (rest.startsWith('--')) return;
    if (rest.trim() !== '') throw new Refusal(400, `Unexpected "${rest}" after a boundary.`);
    if (parts > PART_LIMIT) throw new Refusal(413, `More than ${PART_LIMIT} parts.`);
    yield { kind: 'part', headers: partHeaders(await source.headers()) };
    for await (const bytes of source.until(delimiter, `Part ${parts} has no closing boundary.`)) {
      yield { kind: 'bytes', bytes };
    }
  }
}

/** Reads to the end and forgets. */
export async function drain(chunks: AsyncIterator<unknown>): Promise<void> {
  while ((await chunks.next()).done !== true) continue;
}

/** Buffered reading over chunks. */
class Source {
  readonly #chunks: AsyncIterator<Buffer>;
  #held: Buffer = Buffer.alloc(0);
  #ended = false;

  constructor(chunks: AsyncIterable<Buffer>) {
    this.#chunks = chunks[Symbol.asyncIterator]();
  }

  prepend(bytes: Buffer): void {
    this.#held = Buffer.concat([bytes, this.#held]);
  }

  /** Everything before `mark`, which is consumed too. */
  async *until(mark: Buffer, complaint: string): AsyncGenerator<Buffer, void, undefined> {
    for (;;) {
      const at = this.#held.indexOf(mark);
      if (at >= 0) {
        if (at > 0) yield this.#held.subarray(0, at);
        this.#held = this.#held.subarray(at + mark.length);
        return;
      }
      const safe = this.#held.length - mark.length + 1;
      if (safe > 0) {
        yield this.#held.subarray(0, safe);
        this.#held = this.#held.subarray(safe);
      }
      await this.#more(complaint);
    }
  }

  /** The rest of this line; the last line may end with the body. */
  async line(complaint: string): Promise<string> {
    while (!this.#held.includes(LINE)) {
      if (this.#held.length > HEADER_LIMIT) throw new Refusal(400, complaint);
      if (this.#ended || !(await this.#pull())) return this.#take(this.#held.length, 0);
    }
    return this.#take(this.#held.indexOf(LINE), LINE.length);
  }

  async headers(): Promise<string> {
    // A part without headers begins with the empty line itself.
    while (!this.#held.subarray(0, 2).equals(LINE) && !this.#held.includes(BLANK)) {
      if (this.#held.length > HEADER_LIMIT) throw new Refusal(413, 'The headers of a part are too long.');
      await this.#more('The headers of a part do not end in an empty line.');
    }
    if (this.#held.subarray(0, 2).equals(LINE)) return this.#take(0, LINE.length);
    return this.#take(this.#held.indexOf(BLANK), BLANK.length);
  }

  #take(length: number, skip: number): string {
    const text = this.#held.toString('utf8', 0, length);
    this.#held = this.#held.subarray(length + skip);
    return text;
  }

  async #more(complaint: string): Promise<void> {
    if (this.#ended || !(await this.#pull())) throw new Refusal(400, complaint);
  }

  async #pull(): Promise<boolean> {
    const next = await this.#chunks.next();
    if (next.done === true) {
      this.#ended = true;
      return false;
    }
    this.#held = this.#held.length === 0 ? next.value : Buffer.concat([this.#held, next.value]);
    return true;
  }
}

function partHeaders(block: string): PartHeaders {
  const values = new Map<string, string>();
  for (const line of block.split('\r\n')) {
    const colon = line.indexOf(':');
    if (colon > 0) values.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
  }
  const disposition = values.get('content-disposition') ?? '';
  return {
    name: parameter(disposition, 'name'),
    filename: extended(disposition) ?? parameter(disposition, 'filename'),
    contentType: values.get('content-type'),
  };
}

function parameter(disposition: string, name: string): string | undefined {
  const match = new RegExp(`;\\s*${name}=(?:"((?:[^"\\\\]|\\\\.)*)"|([^;\\s]+))`, 'i').exec(disposition);
  if (match === null) return undefined;
  return match[1]?.replace(/\\(["\\])/g, '$1') ?? match[2];
}

/** `filename*=UTF-8''…` (RFC 8187). */
function extended(disposition: string): string | undefined {
  const encoded = /;\s*filename\*=utf-8''([^;\s]+)/i.exec(disposition)?.[1];
  if (encoded === undefined) return undefined;
  try {
    return decodeURIComponent(encoded);
  } catch {
    return undefined;
  }
}
