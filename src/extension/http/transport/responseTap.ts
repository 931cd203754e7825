/**
 * Looks at the bytes of a connection before undici's parser does. It takes out 1xx answers (undici 8 fails an
 * unasked `100 Continue`, which RFC 9110 15.2 allows), remembers the first bytes for error messages, and knows what
 * undici does not tell: the HTTP version, and how many bytes came beyond an answer. It parses nothing else.
 */
import type { Socket } from 'node:net';
import type { Limits } from './adapter.ts';
import { tooManyInformational } from '../errors/transportErrors.ts';

const kept = 4096;
const headEnd = Buffer.from('\r\n\r\n');
const nothing = Buffer.alloc(0);
const statusStart = 'HTTP/1.1 1';

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
  expectHead(limits: Limits): void {
    this.#limits = limits;
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
    if (this.#last === undefined) return;
    const joined = this.#tail === undefined ? this.#last : Buffer.concat([this.#tail, this.#last]);
    const end = joined.indexOf(headEnd);
    if (end !== -1) this.#headLength = this.#passed - joined.byteLength + end + headEnd.byteLength;
    this.#last = undefined;
    this.#tail = undefined;
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
    this.#passed += chunk.byteLength;
    if (this.#putBack > 0) this.#putBack = Math.max(0, this.#putBack - chunk.byteLength);
    if (this.#state === 'head') {
      if (this.#last !== undefined) this.#tail = ending(this.#tail, this.#last);
      this.#last = chunk;
    }
    return chunk;
  }

  #filter(chunk: Buffer | null): Buffer | null {
    if (chunk === null || this.#state === 'body' || this.#state === 'idle') return chunk;
    if (this.#received.byteLength < kept) {
      const left = kept - this.#received.byteLength;
      const room = chunk.byteLength <= left ? chunk : chunk.subarray(0, left);
      this.#received = this.#received.byteLength === 0 ? room : Buffer.concat([this.#received, room]);
    }
    return this.#state === 'start' ? this.#atStart(chunk) : chunk;
  }

  #atStart(chunk: Buffer): Buffer | null {
    let bytes: Buffer = this.#held === undefined ? chunk : Buffer.concat([this.#held, chunk]);
    this.#held = undefined;
    for (;;) {
      const start = bytes.toString('latin1', 0, 12);
      if (!mayBeInformational(start)) {
        if (start.startsWith('HTTP/1.')) this.#version = start.slice(5, 8);
        this.#state = 'head';
        return bytes;
      }
      const end = start.length < 12 ? -1 : bytes.indexOf('\r\n\r\n');
      if (end === -1) return this.#hold(bytes);
      this.#informational++;
      bytes = bytes.subarray(end + 4);
      if (this.#informational > (this.#limits?.informational ?? Infinity)) return this.#refuse();
      if (bytes.byteLength === 0) return null;
    }
  }

  #hold(bytes: Buffer): Buffer | null {
    if (bytes.byteLength > (this.#limits?.headerBytes ?? Infinity)) {
      // The parser has the same limit and says so.
      this.#state = 'head';
      return bytes;
    }
    this.#held = bytes;
    return null;
  }

  #refuse(): null {
    this.#socket.destroy(tooManyInformational(this.#limits?.informational ?? 0));
    return null;
  }
}

/** The last bytes of two pieces, one less than the end of a header block has. */
function ending(before: Buffer | undefined, last: Buffer): Buffer {
  const joined = before === undefined ? last : Buffer.concat([before, last]);
  return joined.subarray(Math.max(0, joined.byteLength - headEnd.byteLength + 1));
}

/** Whether these first bytes are, or may turn out to be, a 1xx status line; 101 is left to the parser to refuse. */
function mayBeInformational(start: string): boolean {
  const prefix = start.slice(0, statusStart.length);
  const alike = statusStart.startsWith(prefix) || 'HTTP/1.0 1'.startsWith(prefix);
  return alike && !start.startsWith('101', 9);
}
