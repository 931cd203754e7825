/**
 * Looks at the bytes of a connection before undici's parser does. It refuses a first line that is none, takes out 1xx
 * answers (undici 8 fails an unasked `100 Continue`, which RFC 9110 15.2 allows), remembers the first bytes for error
 * messages, and knows what undici does not tell: the HTTP version, how many bytes came beyond an answer, and how many
 * are neither header nor content. It parses nothing else.
 */
import type { Socket } from 'node:net';
import type { Limits } from './adapter.ts';
import {
  framingTooLarge,
  headTooLarge,
  malformedHead,
  tooManyInformational,
} from '../errors/answerFaults.ts';
import { fieldLinesFault, mayBeStatusLine, statusLineFault } from './statusLine.ts';

const kept = 4096;
const headEnd = Buffer.from('\r\n\r\n');
const lineFeed = 10;
const nothing = Buffer.alloc(0);
/** Bytes of framing that a byte of content may cost: a chunk of its own takes five. */
const framingPerByte = 16;

/** Who waits for an answer. */
export interface HeadListener {
  /** A header block has begun and not ended; called once. */
  onPartialHead(): void;
}

export class ResponseTap {
  readonly #socket: Socket;
  #limits: Limits | undefined;
  #state: 'idle' | 'start' | 'head' | 'body' = 'idle';
  #held: Buffer | undefined;
  #received: Buffer = nothing;
  #informational = 0;
  #version = '1.1';
  /** Bytes of the final answer that the parser has been given, and the last of them. */
  #passed = 0;
  /** Bytes that it gave back, to read them again. */
  #putBack = 0;
  #last: Buffer | undefined;
  /** The end of the piece before, in which the header block's end may begin. */
  #tail: Buffer | undefined;
  #headLength: number | undefined;
  /** Bytes of the body without its framing that the parser has given out. */
  #content = 0;
  #listener: HeadListener | undefined;

  constructor(socket: Socket) {
    this.#socket = socket;
    const read = socket.read.bind(socket);
    // undici pulls with read(); replacing it on this one socket is the only place where bytes can be seen first.
    socket.read = (size?: number): unknown => this.#pass(this.#filter(read(size) as Buffer | null));
    const unshift = socket.unshift.bind(socket);
    socket.unshift = (chunk: Uint8Array): void => {
      this.#passed -= chunk.byteLength;
      this.#putBack += chunk.byteLength;
      unshift(chunk);
    };
  }

  /** A request is being sent: what comes next is the start of its answer. */
  expectHead(limits: Limits, listener?: HeadListener): void {
    this.#limits = limits;
    this.#listener = listener;
    this.#content = 0;
    this.#state = 'start';
    this.#held = undefined;
    this.#received = nothing;
    this.#informational = 0;
    this.#passed = 0;
    this.#putBack = 0;
    this.#last = undefined;
    this.#tail = undefined;
    this.#headLength = undefined;
  }

  /** The final header block has been parsed: it ends in the bytes passed last. From here on bytes pass untouched. */
  headComplete(): void {
    this.#state = 'body';
    this.#listener = undefined;
    if (this.#last === undefined) return;
    const joined = this.#tail === undefined ? this.#last : Buffer.concat([this.#tail, this.#last]);
    const end = joined.indexOf(headEnd);
    if (end !== -1) this.#headLength = this.#passed - joined.byteLength + end + headEnd.byteLength;
    this.#last = undefined;
    this.#tail = undefined;
  }

  /** So many bytes of the body have been given out. */
  addContent(bytes: number): void {
    this.#content += bytes;
  }

  /** Bytes that have come beyond the header block and a body of that length. */
  extraBytes(bodyLength: number): number {
    if (this.#headLength === undefined) return 0;
    return Math.max(0, this.#passed + this.#putBack - this.#headLength - bodyLength);
  }

  /** `1.1` or `1.0`, of the last answer. */
  get httpVersion(): string {
    return this.#version;
  }

  /** How many 1xx answers came before the final one. */
  get informational(): number {
    return this.#informational;
  }

  /** The first bytes of the answer, at most 4 KiB; empty when nothing came. */
  get received(): Uint8Array {
    return this.#received;
  }

  #pass(chunk: Buffer | null): Buffer | null {
    if (chunk === null || this.#state === 'idle') return chunk;
    if (this.#isTooMuch()) return null;
    this.#passed += chunk.byteLength;
    if (this.#putBack > 0) this.#putBack = Math.max(0, this.#putBack - chunk.byteLength);
    if (this.#state === 'head') {
      if (this.#last !== undefined) this.#tail = ending(this.#tail, this.#last);
      this.#last = chunk;
    }
    return chunk;
  }

  /** The parser has worked off everything before this piece, so what it has not given out is header or framing. */
  #isTooMuch(): boolean {
    const { headerBytes } = this.#limits ?? { headerBytes: Infinity };
    if (this.#state === 'head') {
      if (this.#passed <= headerBytes) return false;
      this.#refuse(headTooLarge());
      return true;
    }
    const framing = this.#passed - (this.#headLength ?? this.#passed) - this.#content * (1 + framingPerByte);
    if (framing <= headerBytes) return false;
    this.#refuse(framingTooLarge(headerBytes));
    return true;
  }

  #filter(chunk: Buffer | null): Buffer | null {
    if (chunk === null || this.#state === 'body' || this.#state === 'idle') return chunk;
    if (this.#received.byteLength < kept) {
      const left = kept - this.#received.byteLength;
      const room = chunk.byteLength <= left ? chunk : chunk.subarray(0, left);
      this.#received = this.#received.byteLength === 0 ? room : Buffer.concat([this.#received, room]);
    }
    if (this.#listener !== undefined && !chunk.includes(headEnd)) {
      this.#listener.onPartialHead();
      this.#listener = undefined;
    }
    return this.#state === 'start' ? this.#atStart(chunk) : chunk;
  }

  #atStart(chunk: Buffer): Buffer | null {
    let bytes: Buffer = this.#held === undefined ? chunk : Buffer.concat([this.#held, chunk]);
    this.#held = undefined;
    for (;;) {
      const lineEnd = bytes.indexOf(lineFeed) + 1;
      if (lineEnd === 0) {
        if (!mayBeStatusLine(bytes.toString('latin1', 0, 5)))
          return this.#refuse(malformedHead('no status line'));
        return this.#hold(bytes);
      }
      if (lineEnd > (this.#limits?.headerBytes ?? Infinity)) return this.#refuse(headTooLarge());
      const line = bytes.toString('latin1', 0, lineEnd);
      const fault = statusLineFault(line);
      if (fault !== undefined) return this.#refuse(malformedHead(fault));
      // 101 is left to the parser to refuse.
      if (line[9] !== '1' || line.startsWith('101', 9)) {
        this.#version = line.slice(5, 8);
        this.#state = 'head';
        return bytes;
      }
      const end = bytes.indexOf(headEnd, lineEnd - 2);
      if (end === -1) return this.#hold(bytes);
      const fieldsFault = fieldLinesFault(bytes.toString('latin1', lineEnd, end + 2));
      if (fieldsFault !== undefined) return this.#refuse(malformedHead(fieldsFault));
      this.#informational++;
      bytes = bytes.subarray(end + headEnd.byteLength);
      const limit = this.#limits?.informational ?? Infinity;
      if (this.#informational > limit) return this.#refuse(tooManyInformational(limit));
      if (bytes.byteLength === 0) return null;
    }
  }

  #hold(bytes: Buffer): null {
    if (bytes.byteLength > (this.#limits?.headerBytes ?? Infinity)) return this.#refuse(headTooLarge());
    this.#held = bytes;
    return null;
  }

  #refuse(error: Error): null {
    this.#state = 'idle';
    this.#socket.destroy(error);
    return null;
  }
}

/** The last bytes of two pieces, one less than the end of a header block has. */
function ending(before: Buffer | undefined, last: Buffer): Buffer {
  const joined = before === undefined ? last : Buffer.concat([before, last]);
  return joined.subarray(Math.max(0, joined.byteLength - headEnd.byteLength + 1));
}
