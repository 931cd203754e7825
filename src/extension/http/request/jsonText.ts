/**
 * A value as the JSON text that `requests` sends (rule R38): ASCII only, `", "` and `": "` between items, and no
 * number that JSON does not have. JSON.stringify would turn NaN into null without a word.
 */
import { InvalidJSONError } from '../errors/errors.ts';

/** Throws InvalidJSONError for NaN, Infinity and values that contain themselves. */
export function jsonText(value: unknown): string {
  return write(value, '', []) ?? 'null';
}

/** Undefined where JSON.stringify would leave the member out. */
function write(value: unknown, key: string, parents: readonly object[]): string | undefined {
  if (typeof value === 'number' && !Number.isFinite(value)) {
    throw new InvalidJSONError(`JSON has no number for ${value}.`);
  }
  if (typeof value === 'bigint') return value.toString();
  if (typeof value === 'string') return quoted(value);
  if (typeof value !== 'object' || value === null) {
    return value === undefined || typeof value === 'function' || typeof value === 'symbol'
      ? undefined
      : JSON.stringify(value);
  }
  if (parents.includes(value)) throw new InvalidJSONError('The JSON value contains itself.');
  const inside = [...parents, value];
  if ('toJSON' in value && typeof value.toJSON === 'function') {
    return write((value as { toJSON(key: string): unknown }).toJSON(key), key, inside);
  }
  if (Array.isArray(value)) {
    const items = value.map((item: unknown, index) => write(item, String(index), inside) ?? 'null');
    return `[${items.join(', ')}]`;
  }
  if (value instanceof Number || value instanceof String || value instanceof Boolean) {
    return write(value.valueOf(), key, parents);
  }
  const members: string[] = [];
  for (const [name, member] of Object.entries(value)) {
    const text = write(member, name, inside);
    if (text !== undefined) members.push(`${quoted(name)}: ${text}`);
  }
  return `{${members.join(', ')}}`;
}

function quoted(text: string): string {
  return JSON.stringify(text).replace(
    /[^\x20-\x7e]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
