/**
 * Pairs of brackets in a body, strings read over as JSON writes them, so that brackets in strings do not count.
 * Works for broken text too: a bracket without its partner pairs with nothing.
 */

/** Offsets of the two brackets in the text. */
export interface BracketPair {
  readonly open: number;
  readonly close: number;
}

/** Text behind this many characters is not looked at. */
const limit = 1024 * 1024;

/** All pairs of the given brackets between two offsets, in the order in which they close. */
export function bracketPairs(
  text: string,
  { start, end }: { readonly start: number; readonly end: number },
  brackets: '{}[]' | '{}[]()',
): readonly BracketPair[] {
  const pairs: BracketPair[] = [];
  const open: number[] = [];
  const token = /"(?:[^"\\\r\n]|\\.)*"|[{}[\]()]/g;
  const part = text.slice(start, Math.min(end, start + limit));
  for (const match of part.matchAll(token)) {
    const place = brackets.indexOf(match[0]);
    if (place === -1) continue;
    if (place % 2 === 0) open.push(match.index);
    else {
      const last = open.at(-1);
      if (last === undefined || part.charAt(last) !== brackets.charAt(place - 1)) continue;
      open.pop();
      pairs.push({ open: start + last, close: start + match.index });
    }
  }
  return pairs;
}
