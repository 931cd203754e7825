/**
 * How a body's end is announced: which of Content-Length and Transfer-Encoding a request carries, as `requests`
 * decides it (rules R35 and R36), and which of them a person set on purpose. What undici makes of that on the wire is wireHead.ts's concern.
 */
import { bodyLength, isBodyStream } from './body.ts';
import type { Body } from './body.ts';
import { Headers } from './headers.ts';
import type { HeaderEntry } from './headers.ts';

/** The same headers announcing this body; the announcement keeps its place, or comes last when there was none. */
export function withFraming(headers: Headers, method: string, body: Body): Headers {
  const framing = framingOf(method, body);
  const entries: HeaderEntry[] = [];
  let placed = framing === undefined;
  for (const entry of headers) {
    if (!isFraming(entry[0])) {
      entries.push(entry);
    } else if (framing !== undefined && !placed) {
      // The spelling stays when the field does.
      const sameField = entry[0].toLowerCase() === framing[0].toLowerCase();
      entries.push([sameField ? entry[0] : framing[0], framing[1]]);
      placed = true;
    }
  }
  if (framing !== undefined && !placed) entries.push(framing);
  return new Headers(entries);
}

/** The header that announces a body; undefined when none is needed. */
export function framingOf(method: string, body: Body): HeaderEntry | undefined {
  if (isBodyStream(body)) {
    // A stream of length 0 is chunked like one of unknown length: requests does not tell them apart (rule R35).
    return body.length === undefined || body.length === 0
      ? ['Transfer-Encoding', 'chunked']
      : ['Content-Length', String(body.length)];
  }
  if (body === null) {
    return method === 'GET' || method === 'HEAD' ? undefined : ['Content-Length', '0'];
  }
  const length = bodyLength(body);
  return length === undefined || length === 0 ? undefined : ['Content-Length', String(length)];
}

/**
 * The framing lines that somebody set on purpose, as they go onto the wire; undefined when the framing follows from
 * the body.
 */
export function ownFraming(request: {
  readonly hasOwnFraming?: boolean;
  readonly headers: Headers;
}): readonly HeaderEntry[] | undefined {
  if (!request.hasOwnFraming) return undefined;
  const lines = request.headers.entries().filter(([name]) => isFraming(name));
  return lines.length === 0 ? undefined : lines.map(([name, value]) => [name.toLowerCase(), value]);
}

export function isFraming(name: string): boolean {
  return /^(?:content-length|transfer-encoding)$/i.test(name);
}
