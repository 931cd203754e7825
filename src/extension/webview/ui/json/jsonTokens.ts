/**
 * The tokens of JSON (RFC 8259) as places in its text: nothing is decoded, so that whoever shows or copies them has every
 * digit as it came. For what lays out, walks and looks into received JSON.
 */

/** Deeper than this is hostile or a mistake. */
export const maxDepth = 500;

const numberToken = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const escapeToken = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
const literals = ['true', 'false', 'null'] as const;

const quote = 0x22;
const backslash = 0x5c;
const space = 0x20;

/** Where a string, number or word ends that begins here; undefined when none does. */
export function scalarEnd(text: string, at: number): number | undefined {
  if (text.charCodeAt(at) === quote) return stringEnd(text, at);
  const literal = literals.find((one) => text.startsWith(one, at));
  return literal === undefined ? matchEnd(numberToken, text, at) : at + literal.length;
}

/**
 * Where the string ends that begins here, behind its quote; undefined when none does. Character by character, because a pattern for a string of megabytes overflows the matcher.
 */
export function stringEnd(text: string, start: number): number | undefined {
  if (text.charCodeAt(start) !== quote) return undefined;
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === quote) return at + 1;
    // What stands below the space may not stand in a string.
    if (code < space) return undefined;
    if (code !== backslash) continue;
    const end = matchEnd(escapeToken, text, at);
    if (end === undefined) return undefined;
    at = end - 1;
  }
  return undefined;
}

export function skipSpaces(text: string, start: number): number {
  let at = start;
  for (;;) {
    const code = text.charCodeAt(at);
    if (code !== space && code !== 0x0a && code !== 0x0d && code !== 0x09) return at;
    at++;
  }
}

function matchEnd(pattern: RegExp, text: string, at: number): number | undefined {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}
