/**
 * The header fields of an answer as undici hands them out, made into Headers: text is Latin-1 (rule R106), order, case
 * and repetitions stay. Called by transfer.ts for each answer.
 */
import { Headers } from '../request/headers.ts';
import type { HeaderEntry } from '../request/headers.ts';

/** Name and value by turns, as HTTP/1.1 has them, or by name, as node:http2 gives them. */
export function headersOf(raw: unknown): Headers {
  if (!Array.isArray(raw)) return new Headers(fieldsOf(raw as Http2Fields));
  const parts = raw as readonly (Uint8Array | string)[];
  const entries: HeaderEntry[] = [];
  for (let at = 0; at + 1 < parts.length; at += 2) entries.push([latin1(parts[at]), latin1(parts[at + 1])]);
  return Headers.of(entries);
}

/**
 * Whether the end of the body may be another one for whoever stands in between: a Transfer-Encoding in HTTP/1.0, or one
 * that is not `chunked` alone (RFC 9112 6.1 and 6.3).
 */
export function hasOddFraming(headers: Headers, version: string): boolean {
  const codings = headers.getAll('transfer-encoding');
  if (codings.length === 0) return false;
  return version === '1.0' || codings.length > 1 || codings[0]?.trim().toLowerCase() !== 'chunked';
}

/** Values are Latin-1 text already. */
type Http2Fields = Readonly<Record<string, string | readonly string[]>>;

function fieldsOf(fields: Http2Fields): readonly (readonly [string, string])[] {
  return Object.entries(fields).flatMap(([name, value]) =>
    typeof value === 'string' ? [[name, value] as const] : value.map((one) => [name, one] as const),
  );
}

function latin1(part: Uint8Array | string | undefined): string {
  if (part === undefined || typeof part === 'string') return part ?? '';
  if (part instanceof Buffer) return part.toString('latin1');
  return Buffer.from(part.buffer, part.byteOffset, part.byteLength).toString('latin1');
}
