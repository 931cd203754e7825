/** `/upload`: takes a body of any size and says how long each part was and what its SHA-256 is. Keeps nothing. */

import { createHash, type Hash } from 'node:crypto';
import type { Call } from '../call.ts';
import { drain, multipartBoundary, readMultipart, type PartHeaders } from '../multipart.ts';
import { on, type Route } from '../router.ts';

export function uploadRoutes(): readonly Route[] {
  return [{ ...on(['POST', 'PUT', 'PATCH'], '/upload', upload), streamsBody: true }];
}

interface PartReport {
  readonly name: string | null;
  readonly filename: string | null;
  readonly contentType: string | null;
  readonly size: number;
  readonly sha256: string;
}

class PartCounter {
  readonly #headers: PartHeaders;
  readonly #hash: Hash = createHash('sha256');
  #size = 0;

  constructor(headers: PartHeaders) {
    this.#headers = headers;
  }

  add(bytes: Buffer): void {
    this.#hash.update(bytes);
    this.#size += bytes.length;
  }

  report(): PartReport {
    const { name, filename, contentType } = this.#headers;
    return {
      name: name ?? null,
      filename: filename ?? null,
      contentType: contentType ?? null,
      size: this.#size,
      sha256: this.#hash.digest('hex'),
    };
  }
}

/** A body that is not multipart is one part without a name. */
async function upload(call: Call): Promise<void> {
  const contentType = call.request.headers['content-type'];
  const boundary = multipartBoundary(contentType);
  const reports: PartReport[] = [];
  let current: PartCounter | undefined;
  let received = 0;
  const chunks = async function* (): AsyncGenerator<Buffer, void, undefined> {
    for await (const chunk of call.chunks()) {
      received += chunk.length;
      yield chunk;
    }
  };

  if (boundary === undefined) {
    current = new PartCounter({ name: undefined, filename: undefined, contentType });
    for await (const chunk of chunks()) current.add(chunk);
  } else {
    const source = chunks();
    for await (const event of readMultipart(source, boundary)) {
      if (event.kind === 'bytes') current?.add(event.bytes);
      else {
        if (current !== undefined) reports.push(current.report());
        current = new PartCounter(event.headers);
      }
    }
    // What follows the last boundary has no meaning, but it was sent and is counted.
    await drain(source);
  }
  if (current !== undefined) reports.push(current.report());
  call.json({ parts: reports, size: received });
}
