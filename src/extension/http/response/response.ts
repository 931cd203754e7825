/**
 * The answer to one request: status and headers at once, the body when it is asked for. The body can be read whole
 * (and is then kept) or iterated once as it arrives. A Response never sends anything; `next` is only the request
 * that a redirect would lead to. Made by adapters, completed by Session with history and cookies.
 */
import {
  apparentCharset,
  decodeStrictly,
  decodeText,
  decodeUsual,
  detectorFor,
  encodingFromHeaders,
  isKnownCharset,
  jsonCharset,
  textDecoderFor,
} from './charsets.ts';
import type { CharsetDetector, TextPieces } from './charsets.ts';
import type { ConnectionFacts } from '../transport/connections.ts';
import type { Cookie, StoredCookies } from '../cookies/cookies.ts';
import { HTTPError, RequestException, StreamConsumedError, UsageError } from '../errors/errors.ts';
import type { FaultFacts } from '../errors/errors.ts';
import type { Headers } from '../request/headers.ts';
import { parseJson } from './parseJson.ts';
import type { Link } from './links.ts';
import { parseLinks } from './links.ts';
import { splitLines } from './lines.ts';
import type { Notice } from './notices.ts';
import { resized, slices } from './pieces.ts';
import type { PreparedRequest } from '../request/preparedRequest.ts';
import type { Timings } from './timings.ts';

/** Where a response's body comes from. */
export interface ResponseBody {
  /** The decoded bytes, in the pieces in which they arrive; called once. What is not encoded has no raw bytes. */
  open(onRaw?: OnRaw): AsyncIterable<Uint8Array>;
  /** All pieces, instead of `open`, when they are at hand without waiting; undefined otherwise. */
  whole?(): readonly Uint8Array[] | undefined;
  /** Bytes received so far, as they came over the wire (before content decoding). */
  readonly rawBytes: number;
  /** What is known about the send, for an error about the body. */
  facts?(): FaultFacts;
  /** Gives up what has not been read: the connection is closed unless the body had already arrived whole. */
  abandon(): void;
}

export interface ResponseInit {
  readonly request: PreparedRequest;
  readonly url: string;
  readonly status: number;
  readonly reason: string;
  readonly headers: Headers;
  readonly body: ResponseBody;
  /** `1.1`, `1.0` or `2`. */
  readonly httpVersion?: string;
  /** Milliseconds from sending to headers parsed. */
  readonly elapsed?: number;
  /** Asked each time, because the download is still running when the response is made. */
  readonly timings?: () => Timings;
  readonly connection?: ConnectionFacts | undefined;
  /** Asked each time, because some show only while the body is read. */
  readonly notices?: () => readonly Notice[];
}

/** Takes the next bytes of an encoded body as they came over the wire; the body waits for it, and ends where it fails. */
export type OnRaw = (bytes: Uint8Array) => Promise<void>;

export interface IterContentOptions {
  /** Called before these bytes are decoded; never for a body that is not encoded, or was read before. */
  readonly onRaw?: OnRaw | undefined;
}

export interface IterLinesOptions {
  /** Splits at exactly this instead of at line ends; a text that ends with it has an empty last item. */
  readonly delimiter?: string | undefined;
  /** Splits at Python's other line ends too (VT, FF, NEL, U+2028 …), which may occur inside a line of JSON. */
  readonly unicodeLineEnds?: boolean | undefined;
}

const redirectStatuses: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
const noTimings: Timings = {
  queue: undefined,
  dns: undefined,
  connect: undefined,
  tls: undefined,
  send: undefined,
  wait: undefined,
  download: undefined,
};

export class Response {
  /** The request that was sent last: after redirects and authentication, not the one that was asked for. */
  readonly request: PreparedRequest;
  /** The URL of `request`, its fragment included. */
  readonly url: string;
  readonly status: number;
  readonly reason: string;
  readonly httpVersion: string;
  readonly headers: Headers;
  /** Milliseconds from sending to the headers' end, of this hop alone (rule R112). */
  readonly elapsed: number;
  readonly connection: ConnectionFacts | undefined;
  readonly #init: ResponseInit;
  #encoding: string | undefined;
  #history: readonly Response[] = [];
  #cookies: readonly Cookie[] = [];
  #refusedCookies: StoredCookies['refused'] = [];
  #next: PreparedRequest | undefined;
  #notices: readonly Notice[] = [];
  #onEnd: (() => void) | undefined;
  #content: Uint8Array | undefined;
  #detect: CharsetDetector | undefined;
  #reading: Promise<Uint8Array> | undefined;
  #consumed = false;
  readonly #received: Uint8Array[] = [];

  constructor(init: ResponseInit) {
    this.#init = init;
    this.request = init.request;
    this.url = init.url;
    this.status = init.status;
    this.reason = init.reason;
    this.httpVersion = init.httpVersion ?? '1.1';
    this.headers = init.headers;
    this.elapsed = init.elapsed ?? 0;
    this.connection = init.connection;
    this.#encoding = encodingFromHeaders(init.headers);
  }

  /** The responses on the way here, oldest first: redirects and refused authentication (rule R80). */
  get history(): readonly Response[] {
    return this.#history;
  }

  /** The cookies that this response set; the session's jar has them too. */
  get cookies(): readonly Cookie[] {
    return this.#cookies;
  }

  /** The Set-Cookie lines of this response that were not kept, each with a sentence that says why. */
  get refusedCookies(): StoredCookies['refused'] {
    return this.#refusedCookies;
  }

  /** The request a redirect leads to, when redirects were not followed; undefined when there is none. */
  get next(): PreparedRequest | undefined {
    return this.#next;
  }

  /**
   * What went differently from what the exchange promised although there is an answer: see notices.ts. Complete when
   * the body has been read.
   */
  get notices(): readonly Notice[] {
    return [...this.#notices, ...(this.#init.notices?.() ?? [])];
  }

  /** Whether the encoded data ended early: the body is what could be decoded of it. */
  get truncated(): boolean {
    return this.notices.some((notice) => notice.name === 'DecodeFailed' && notice.kept === 'decoded');
  }

  get timings(): Timings {
    return this.#init.timings?.() ?? noTimings;
  }

  /** Body bytes received so far, before decoding. */
  get rawBytes(): number {
    return this.#init.body.rawBytes;
  }

  /** The body's character set: from Content-Type (rule R108), or what was set here; undefined when unknown. */
  get encoding(): string | undefined {
    return this.#encoding;
  }

  set encoding(name: string | undefined) {
    this.#encoding = name;
  }

  /** The character set the content looks like; needs the content to have been read, and is UTF-8 before that. */
  get apparentEncoding(): string {
    return apparentCharset(this.#content ?? new Uint8Array(), this.#detect);
  }

  /** Whether the status is not one of 400 to 599 (rule R107). */
  get ok(): boolean {
    return this.status < 400 || this.status >= 600;
  }

  get isRedirect(): boolean {
    return redirectStatuses.has(this.status) && this.headers.has('location');
  }

  get isPermanentRedirect(): boolean {
    return (this.status === 301 || this.status === 308) && this.headers.has('location');
  }

  /** The Link header's targets by `rel`, or by URL where there is none (rule R112). */
  get links(): Readonly<Record<string, Link>> {
    const links = parseLinks(this.headers.get('link') ?? '');
    return Object.fromEntries(links.map((link) => [link['rel'] ?? link.url, link]));
  }

  /** What has been received and decoded so far; all that there is after a body failed. Never waits. */
  get received(): Uint8Array {
    return this.#content ?? Buffer.concat(this.#received);
  }

  /**
   * The body in pieces. With a size, pieces of that size (the last may be shorter); without, pieces as they arrive.
   * Yields the kept content when it was read before; otherwise it can be done once, and then rejects with
   * StreamConsumedError. Breaking off leaves the rest unread: call `close`.
   */
  async *iterContent(
    chunkSize?: number | null,
    { onRaw }: IterContentOptions = {},
  ): AsyncGenerator<Uint8Array, void, undefined> {
    if (chunkSize !== undefined && chunkSize !== null && !Number.isInteger(chunkSize)) {
      throw new UsageError('TypeError', `The chunk size must be an integer, not ${typeof chunkSize}.`);
    }
    const size = chunkSize === undefined || chunkSize === null || chunkSize <= 0 ? undefined : chunkSize;
    const content = this.#content;
    if (content !== undefined) {
      yield* slices(content, size);
      return;
    }
    if (this.#consumed) throw new StreamConsumedError(undefined, { request: this.request, response: this });
    this.#consumed = true;
    try {
      const pieces = this.#init.body.open(onRaw);
      // Not by way of another generator: each one would make every piece wait.
      for await (const piece of size === undefined ? pieces : resized(pieces, size)) yield piece;
    } catch (error) {
      throw this.#failed(error);
    } finally {
      this.#onEnd?.();
    }
  }

  /** The body as text, piece by piece; a character is never cut. Bytes become U+FFFD where they are no text. */
  async *iterText(chunkSize?: number | null): AsyncGenerator<string, void, undefined> {
    yield* this.#decoded(await textDecoderFor(this.#encoding ?? 'utf-8'), chunkSize);
  }

  /**
   * The body line by line, without the line ends, each as soon as it is complete. Unlike `requests`, the result
   * does not depend on how the bytes were cut on their way (rule R116).
   */
  async *iterLines(options: IterLinesOptions = {}): AsyncGenerator<string, void, undefined> {
    const charset = this.#encoding ?? 'utf-8';
    const decoder = await textDecoderFor((await isKnownCharset(charset)) ? charset : 'utf-8');
    yield* splitLines(this.#decoded(decoder), options);
  }

  /** The whole body, decoded; kept, so that it can be asked for again. Rejects with what went wrong on the way. */
  read(): Promise<Uint8Array> {
    this.#reading ??= this.#readAll();
    return this.#reading;
  }

  /** The whole body as text, in `encoding` or what it looks like (rule R109). Never fails on bad bytes. */
  async text(): Promise<string> {
    const content = await this.read();
    if (content.byteLength === 0) return '';
    const charset = this.#encoding ?? this.apparentEncoding;
    return decodeUsual(content, charset) ?? (await decodeText(content, charset));
  }

  /**
   * The whole body parsed as JSON (rule R110); a byte order mark is ignored. Rejects with JSONDecodeError.
   * Numbers are JavaScript numbers: what must not lose a digit is read with `text`.
   */
  async json(): Promise<unknown> {
    const content = await this.read();
    const guessed = this.#encoding === undefined && content.byteLength > 3 ? jsonCharset(content) : undefined;
    const strict = guessed === undefined ? undefined : await decodeStrictly(content, guessed);
    const text = strict ?? (await this.text());
    return parseJson(text.startsWith('\uFEFF') ? text.slice(1) : text, this);
  }

  /** Throws HTTPError for a status from 400 to 599; does nothing otherwise (rule R107). */
  raiseForStatus(): void {
    if (this.ok) return;
    const side = this.status < 500 ? 'Client' : 'Server';
    throw new HTTPError(
      `${this.status} ${side} Error: ${this.reason} for url: ${withoutUserinfo(this.url)}`,
      {
        request: this.request,
        response: this,
      },
    );
  }

  /** Ends the response: an unread body is dropped together with its connection (rule R93). */
  close(): void {
    this.#init.body.abandon();
    this.#onEnd?.();
  }

  /** Reads at most so many bytes of a body that nobody asked for, and keeps them as the body. For Session. */
  static async readStart(response: Response, bytes: number): Promise<void> {
    await (response.#reading ??= response.#readAll(bytes));
  }

  /** Sets what only a session knows; for Session, which completes each response before anybody else sees it. */
  static complete(
    response: Response,
    facts: {
      readonly history?: readonly Response[];
      readonly cookies?: readonly Cookie[];
      readonly refusedCookies?: StoredCookies['refused'];
      readonly next?: PreparedRequest | undefined;
      readonly notices?: readonly Notice[];
      /** Called when the body has been read, has failed or was closed; at once when it has been read. */
      readonly onEnd?: () => void;
    },
  ): void {
    if (facts.history !== undefined) response.#history = facts.history;
    if (facts.cookies !== undefined) response.#cookies = facts.cookies;
    if (facts.refusedCookies !== undefined) response.#refusedCookies = facts.refusedCookies;
    if ('next' in facts) response.#next = facts.next;
    if (facts.onEnd !== undefined) {
      response.#onEnd = facts.onEnd;
      if (response.#content !== undefined) facts.onEnd();
    }
    if (facts.notices !== undefined) response.#notices = [...response.#notices, ...facts.notices];
  }

  async *#decoded(decoder: TextPieces, chunkSize?: number | null): AsyncGenerator<string, void, undefined> {
    for await (const piece of this.iterContent(chunkSize)) {
      const text = decoder.write(piece);
      if (text !== '') yield text;
    }
    const rest = decoder.end();
    if (rest !== '') yield rest;
  }

  async #readAll(most = Infinity): Promise<Uint8Array> {
    if (this.#content !== undefined) return this.#content;
    if (this.#consumed) {
      throw new UsageError('RuntimeError', 'The content for this response was already consumed', {
        request: this.request,
        response: this,
      });
    }
    this.#consumed = true;
    const whole = this.#init.body.whole?.();
    if (whole === undefined) await this.#receive(most);
    else this.#onEnd?.();
    const pieces = whole ?? this.#received;
    const [only] = pieces;
    const content = only !== undefined && pieces.length === 1 ? only : Buffer.concat(pieces);
    const detecting = detectorFor(content);
    if (detecting !== undefined) this.#detect = await detecting;
    this.#content = content;
    this.#received.length = 0;
    return content;
  }

  async #receive(most: number): Promise<void> {
    let bytes = 0;
    try {
      for await (const piece of this.#init.body.open()) {
        this.#received.push(piece);
        bytes += piece.byteLength;
        if (bytes <= most) continue;
        const message = `Only the first ${bytes} bytes of this answer's body were read; it is not the last answer.`;
        Response.complete(this, { notices: [{ name: 'BodyCut', message, bytes }] });
        break;
      }
    } catch (error) {
      throw this.#failed(error);
    } finally {
      this.#onEnd?.();
    }
  }

  #failed(error: unknown): unknown {
    if (error instanceof RequestException) {
      const { request } = this;
      RequestException.addFacts(error, { ...this.#init.body.facts?.(), request, response: this });
    }
    return error;
  }
}

/** Credentials in a URL never get into a message (rule R122). */
function withoutUserinfo(url: string): string {
  return url.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/?#]*@/i, '$1');
}
