/**
 * Values as bytes and back: JSON with dates, maps and bytes, which plain JSON loses. Functions are left out. Reading
 * drops keys that could reach an object's prototype.
 */

export function encodeRecord(value: unknown): Uint8Array {
  return Buffer.from(JSON.stringify(tagged(value)));
}

/** Throws when the bytes are no record. */
export function decodeRecord(bytes: Uint8Array): unknown {
  return untagged(JSON.parse(Buffer.from(bytes).toString()));
}

type Plain = Readonly<Record<string, unknown>>;

const forbidden: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

function tagged(value: unknown): unknown {
  if (value instanceof Date) return { $date: value.getTime() };
  if (value instanceof Uint8Array) return { $bytes: Buffer.from(value).toString('base64') };
  if (value instanceof Map) return { $map: [...value].map(tagged) };
  if (Array.isArray(value)) return value.map(tagged);
  if (typeof value === 'function') return undefined;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, tagged(item)]));
}

function untagged(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(untagged);
  if (typeof value !== 'object' || value === null) return value;
  const { $date, $bytes, $map } = value as Plain;
  if (typeof $date === 'number') return new Date($date);
  if (typeof $bytes === 'string') return new Uint8Array(Buffer.from($bytes, 'base64'));
  if (Array.isArray($map)) return new Map($map.map(untagged) as [unknown, unknown][]);
  const entries = Object.entries(value).filter(([key]) => !forbidden.has(key));
  return Object.fromEntries(entries.map(([key, item]) => [key, untagged(item)]));
}
