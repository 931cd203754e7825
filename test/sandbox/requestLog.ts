/**
 * Remembers what every client sent, so that a test can say "the second request used the same socket and
 * carried these headers". It keeps names, order and case as they arrived. It does not keep the white space
 * between a header's name and value, which Node's parser drops: use rawServer.ts for exact bytes.
 */

import type { IncomingMessage } from 'node:http';

/** Bytes of one body that are remembered; the rest is only counted. */
const BODY_LIMIT = 1024 * 1024;
/** Bytes of all remembered bodies; older requests are forgotten first. */
const TOTAL_LIMIT = 64 * 1024 * 1024;
const COUNT_LIMIT = 20_000;

/** One request as it arrived. The body fills while it is read. */
export interface RequestRecord {
  /** Number of the socket it came on; the sandbox's first socket is 1. */
  readonly socket: number;
  readonly secure: boolean;
  readonly method: string;
  /** The request target as sent: not decoded, with its query. */
  readonly url: string;
  readonly httpVersion: string;
  /** Order, case and duplicates as sent. */
  readonly headers: readonly (readonly [string, string])[];
  /** Request line and headers as text, ending in an empty line. */
  readonly head: string;
  /** The first MiB of the body. */
  readonly body: Buffer;
  /** Bytes of the body that arrived so far, all of them counted. */
  readonly bodyLength: number;
}

export class RequestLog {
  #records: Entry[] = [];
  #bytes = 0;

  /** Oldest first. */
  get requests(): readonly RequestRecord[] {
    return this.#records;
  }

  /** The requests of one socket, oldest first. */
  onSocket(socket: number): readonly RequestRecord[] {
    return this.#records.filter((record) => record.socket === socket);
  }

  clear(): void {
    this.#records = [];
    this.#bytes = 0;
  }

  /** Called by the server for each request; `keep` on the answer records body bytes. */
  add(request: IncomingMessage, socket: number, secure: boolean): RecordedBody {
    const entry = new Entry(request, socket, secure);
    this.#records.push(entry);
    this.#trim();
    const keep = (chunk: Buffer): void => {
      this.#bytes += entry.keep(chunk);
      this.#trim();
    };
    return { record: entry, keep };
  }

  #trim(): void {
    while (this.#records.length > 1 && (this.#bytes > TOTAL_LIMIT || this.#records.length > COUNT_LIMIT)) {
      this.#bytes -= this.#records.shift()?.kept ?? 0;
    }
  }
}

export interface RecordedBody {
  readonly record: RequestRecord;
  readonly keep: (chunk: Buffer) => void;
}

class Entry implements RequestRecord {
  readonly socket: number;
  readonly secure: boolean;
  readonly method: string;
  readonly url: string;
  readonly httpVersion: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly #chunks: Buffer[] = [];
  kept = 0;
  bodyLength = 0;

  constructor(request: IncomingMessage, socket: number, secure: boolean) {
    this.socket = socket;
    this.secure = secure;
    this.method = request.method ?? '';
    this.url = request.url ?? '';
    this.httpVersion = request.httpVersion;
    this.headers = pairs(request.rawHeaders);
  }

  get head(): string {
    const lines = this.headers.map(([name, value]) => `${name}: ${value}\r\n`);
    return `${this.method} ${this.url} HTTP/${this.httpVersion}\r\n${lines.join('')}\r\n`;
  }

  get body(): Buffer {
    return Buffer.concat(this.#chunks);
  }

  keep(chunk: Buffer): number {
    this.bodyLength += chunk.length;
    const part = chunk.subarray(0, Math.max(0, BODY_LIMIT - this.kept));
    if (part.length > 0) this.#chunks.push(part);
    this.kept += part.length;
    return part.length;
  }
}

/** Node's flat `[name, value, name, value…]` as pairs. */
export function pairs(flat: readonly string[]): (readonly [string, string])[] {
  const result: (readonly [string, string])[] = [];
  for (let at = 0; at + 1 < flat.length; at += 2) result.push([flat[at] ?? '', flat[at + 1] ?? '']);
  return result;
}
