/**
 * The notation of the case file: how values are written in JSON that JSON does not have (`$bytes`, `$file` …), in
 * both directions. Knows nothing of cases.
 */
import { defaultHeaders, isBodyStream, streamOf } from '../../../../src/extension/http/index.ts';
import type { Body, BodyStream, CookieInit } from '../../../../src/extension/http/index.ts';

export const fixedBoundary = '0123456789abcdef0123456789abcdef';

/** What `{"$stream": …}` calls a stream that was made here. */
const streamKinds = new WeakMap<BodyStream, string>();

export type Tagged = Readonly<Record<string, unknown>>;

export function isTagged(value: unknown): value is Tagged {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A JSON value with its tags replaced by what they stand for, at any depth. */
export function decode(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => decode(item));
  if (!isTagged(value)) return value;
  if (typeof value['$bytes'] === 'string') return Buffer.from(value['$bytes']);
  if (typeof value['$base64'] === 'string') return Buffer.from(value['$base64'], 'base64');
  if (Array.isArray(value['$pairs']))
    return value['$pairs'].map((pair) => decodePair(pair as readonly unknown[]));
  if (Array.isArray(value['$jar'])) return value['$jar'].map((cookie) => decodeCookie(cookie as Tagged));
  if ('$nan' in value) return Number.NaN;
  return (
    decodeStream(value) ?? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, decode(item)]))
  );
}

/** Text as text, bytes as the UTF-8 text they hold, anything else as Python would print it. */
export function decodeText(value: unknown): string {
  const decoded = decode(value);
  if (decoded instanceof Uint8Array) return Buffer.from(decoded).toString('utf8');
  return decoded === null ? 'None' : typeof decoded === 'string' ? decoded : JSON.stringify(decoded);
}

/**
 * Headers as Python holds them: a mapping, so that of names that are equal only the last counts. Values that are no
 * text stay what they are, for the library to refuse.
 */
export function decodeHeaders(value: unknown): Record<string, string | null> {
  const pairs = (Array.isArray(value) ? value : Object.entries(isTagged(value) ? value : {})) as [
    unknown,
    unknown,
  ][];
  const entries = pairs.map(([name, item]) => {
    const decoded = decode(item);
    const text = decoded instanceof Uint8Array ? Buffer.from(decoded).toString('latin1') : decoded;
    return [decodeText(name), text as string | null];
  });
  return Object.fromEntries(entries) as Record<string, string | null>;
}

/** A body in the file's notation; `like` is the expected one, which says whether a stream is compared by its bytes. */
export async function encodeBody(body: Body, like: unknown): Promise<unknown> {
  if (!isBodyStream(body)) return body instanceof Uint8Array ? encodeBytes(body) : body;
  if (!isTagged(like) || '$stream' in like) return { $stream: streamKinds.get(body) ?? 'unknown' };
  return encodeBytes(await collect(body));
}

/** `{"$bytes"}` for UTF-8, `{"$base64"}` for anything else. */
export function encodeBytes(bytes: Uint8Array): Tagged {
  const buffer = Buffer.from(bytes);
  const text = buffer.toString('utf8');
  return Buffer.from(text).equals(buffer) ? { $bytes: text } : { $base64: buffer.toString('base64') };
}

/** An expectation with `$UA` and `$AE` replaced by what a fresh session sends. */
export function fillTokens(
  value: unknown,
  tokens: Readonly<Record<string, string>> = defaultTokens(),
): unknown {
  if (typeof value === 'string') return tokens[value] ?? value;
  if (Array.isArray(value)) return value.map((item: unknown) => fillTokens(item, tokens));
  if (!isTagged(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fillTokens(item, tokens)]));
}

export function defaultTokens(): Readonly<Record<string, string>> {
  const headers = defaultHeaders();
  return { $UA: headers.get('User-Agent') ?? '', $AE: headers.get('Accept-Encoding') ?? '' };
}

export async function collect(stream: BodyStream): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream.open()) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** A stream over bytes in memory from a position on, as a file opened and read so far would be. */
export function memoryFile(bytes: Uint8Array, position = 0, name?: string): BodyStream {
  const rest = bytes.subarray(position);
  const stream: BodyStream = {
    length: rest.byteLength,
    replayable: true,
    description: `a file (${rest.byteLength} bytes)`,
    name,
    async *open() {
      if (rest.byteLength > 0) yield await Promise.resolve(rest);
    },
  };
  streamKinds.set(stream, 'file');
  return stream;
}

/** Names are text in TypeScript; Python takes bytes as well. */
function decodePair([name, item]: readonly unknown[]): readonly [string, unknown] {
  return [decodeText(name), decode(item)];
}

function decodeStream(value: Tagged): BodyStream | undefined {
  if ('$file' in value) {
    const position = typeof value['position'] === 'number' ? value['position'] : 0;
    const name = typeof value['name'] === 'string' ? value['name'] : undefined;
    return memoryFile(bytesOf(value['$file']), position, name);
  }
  if (Array.isArray(value['$iter'])) return once(value['$iter'], 'iterator');
  if ('$noseek' in value) return once([value['$noseek']], 'file');
  // Its position cannot be recorded, so it can be neither measured nor rewound.
  return '$tellfails' in value ? once([value['$tellfails']], 'file') : undefined;
}

function once(items: readonly unknown[], kind: string): BodyStream {
  const stream = streamOf(generate(items));
  streamKinds.set(stream, kind);
  return stream;
}

async function* generate(items: readonly unknown[]): AsyncIterable<Uint8Array> {
  for (const item of items) yield await Promise.resolve(bytesOf(item));
}

function bytesOf(value: unknown): Uint8Array {
  const decoded = decode(value);
  return decoded instanceof Uint8Array ? decoded : Buffer.from(String(decoded));
}

function decodeCookie(cookie: Tagged): CookieInit {
  const { name, value, domain, path, secure } = cookie;
  return {
    name: String(name),
    value: String(value),
    ...(typeof domain === 'string' ? { domain } : {}),
    ...(typeof path === 'string' ? { path } : {}),
    ...(typeof secure === 'boolean' ? { secure } : {}),
  };
}
