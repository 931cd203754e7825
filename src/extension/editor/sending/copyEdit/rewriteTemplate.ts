/**
 * Changes the text of a template so that it gives another value, and leaves every `{{variable}}` that the change does
 * not reach. Pure; used to write an edited request back into the text it came from.
 */
import { splitTemplate } from '../../../../language/semantics/index.ts';

/** A stretch of the source and the stretch of the value it became. */
interface Piece {
  readonly source: string;
  /** In the value, end exclusive. */
  readonly start: number;
  readonly end: number;
  /** It is kept or replaced as a whole. */
  readonly whole: boolean;
}

interface Region {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * The source with what differs between `value` and `next` changed. When it is not certain which part of the value a
 * variable gave, the answer is `next` itself.
 */
export function rewriteTemplate(
  source: string,
  { value, next, literals = asTheyAre }: RewriteOptions,
): string {
  if (value === next) return source;
  const pieces = align(source, value, literals);
  if (pieces === undefined) return next;
  const regions = regionsBetween(value, next).map((region) => widen(region, pieces, value));
  const apart = regions.every(
    (region, index) => index === 0 || region.start >= (regions[index - 1]?.end ?? 0),
  );
  const written = new Set<Piece>();
  let result = '';
  let at = 0;
  for (const { start, end, text } of apart ? regions : [widen(difference(value, next, 0), pieces, value)]) {
    result += sourceBetween(pieces, { start: at, end: start, value, written }) + text;
    at = end;
  }
  return result + sourceBetween(pieces, { start: at, end: value.length, value, written });
}

export interface RewriteOptions {
  /** What the source gave. */
  readonly value: string;
  /** What it is to give. */
  readonly next: string;
  readonly literals?: Literals;
}

/** Cuts literal text into stretches with what each of them becomes. */
export type Literals = (text: string) => readonly { readonly source: string; readonly value: string }[];

const asTheyAre: Literals = (text) => [{ source: text, value: text }];

/** In URLs illegal characters are escaped, and a line break with its indentation is nothing. */
export const urlLiterals: Literals = (text) =>
  Array.from(text.matchAll(/\r?\n[ \t]*|[^]/gu), ([one]) => ({
    source: one,
    value: /^\r?\n/.test(one) ? '' : isLegal(one) ? one : encodeURIComponent(Buffer.from(one).toString()),
  }));

function isLegal(character: string): boolean {
  return /^[\x21\x23-\x3b\x3d\x3f-\x5b\x5d\x5f\x61-\x7a\x7e]$/.test(character);
}

/** Finds each literal in the value, from the left and from the right; where the two differ nothing is certain. */
function align(source: string, value: string, literals: Literals): readonly Piece[] | undefined {
  const runs = runsOf(source).map((text, index) => {
    const isVariable = index % 2 === 1;
    return { text, isVariable, pieces: isVariable ? [] : literals(text) };
  });
  const texts = runs.map(({ pieces }) => pieces.map((piece) => piece.value).join(''));
  const places = placesFromLeft(texts, value);
  const fromRight = placesFromRight(texts, value);
  if (places === undefined || fromRight === undefined) return undefined;
  if (places.some((place, index) => place !== fromRight[index])) return undefined;
  const aligned: Piece[] = [];
  let at = 0;
  for (const [index, { text, isVariable, pieces }] of runs.entries()) {
    if (isVariable) {
      const end = places[(index + 1) / 2] ?? value.length;
      aligned.push({ source: text, start: at, end, whole: true });
      at = end;
      continue;
    }
    for (const piece of pieces) {
      const end = at + piece.value.length;
      aligned.push({ source: piece.source, start: at, end, whole: piece.source !== piece.value });
      at = end;
    }
  }
  return aligned;
}

/** Literal texts at even places, between them the variables that follow each other at once. */
function runsOf(source: string): readonly string[] {
  const runs = [''];
  for (const { written, isReference } of splitTemplate(source)) {
    if ((runs.length % 2 === 0) !== isReference) runs.push('');
    runs[runs.length - 1] = `${runs.at(-1) ?? ''}${written}`;
  }
  return runs.length % 2 === 0 ? [...runs, ''] : runs;
}

/** Literals stand at even places of `texts`; the first and the last are at the ends of the value. */
function placesFromLeft(texts: readonly string[], value: string): readonly number[] | undefined {
  const literals = texts.filter((_, index) => index % 2 === 0);
  const places: number[] = [];
  let at = 0;
  for (const [index, literal] of literals.entries()) {
    const isLast = index === literals.length - 1;
    const place = isLast ? value.length - literal.length : value.indexOf(literal, at);
    if (place < at || (index === 0 && place !== 0) || !value.startsWith(literal, place)) return undefined;
    places.push(place);
    at = place + literal.length;
  }
  return places;
}

function placesFromRight(texts: readonly string[], value: string): readonly number[] | undefined {
  const literals = texts.filter((_, index) => index % 2 === 0).reverse();
  const places: number[] = [];
  let end = value.length;
  for (const [index, literal] of literals.entries()) {
    const isFirst = index === literals.length - 1;
    const latest = end - literal.length;
    const place = isFirst ? 0 : latest < 0 ? -1 : value.lastIndexOf(literal, latest);
    if (place < 0 || place > latest || (index === 0 && place !== latest)) return undefined;
    places.push(place);
    end = place;
  }
  return places.reverse();
}

/** What differs: line by line where the lines are as many, else from the first to the last difference. */
function regionsBetween(value: string, next: string): readonly Region[] {
  const lines = value.split('\n');
  const others = next.split('\n');
  if (lines.length !== others.length) return [difference(value, next, 0)];
  let at = 0;
  return lines.flatMap((line, index) => {
    const start = at;
    at += line.length + 1;
    const other = others[index] ?? '';
    return line === other ? [] : [difference(line, other, start)];
  });
}

function difference(value: string, next: string, offset: number): Region {
  const shorter = Math.min(value.length, next.length);
  let before = 0;
  while (before < shorter && value[before] === next[before]) before++;
  let after = 0;
  while (after < shorter - before && value.at(-1 - after) === next.at(-1 - after)) after++;
  return {
    start: offset + before,
    end: offset + value.length - after,
    text: next.slice(before, next.length - after),
  };
}

/** A region that cuts into what is kept as a whole takes in all of it, with the rest of its value as text. */
function widen(region: Region, pieces: readonly Piece[], value: string): Region {
  let { start, end } = region;
  for (const piece of pieces) {
    const cuts = piece.whole && piece.start < end && piece.end > start;
    const isInside = piece.whole && piece.start < start && piece.end > start && start === end;
    if (!cuts && !isInside) continue;
    start = Math.min(start, piece.start);
    end = Math.max(end, piece.end);
  }
  return {
    start,
    end,
    text: value.slice(start, region.start) + region.text + value.slice(region.end, end),
  };
}

interface Stretch {
  readonly start: number;
  readonly end: number;
  readonly value: string;
  /** Pieces that gave nothing and have been written: they stand at two stretches' edges. */
  readonly written: Set<Piece>;
}

/** The source of a stretch of the value that holds whole pieces or parts of literal ones. */
function sourceBetween(pieces: readonly Piece[], { start, end, value, written }: Stretch): string {
  let text = '';
  for (const piece of pieces) {
    if (piece.start === piece.end) {
      if (piece.start < start || piece.start > end || written.has(piece)) continue;
      written.add(piece);
      text += piece.source;
      continue;
    }
    const from = Math.max(start, piece.start);
    const to = Math.min(end, piece.end);
    if (from < to) text += piece.whole ? piece.source : value.slice(from, to);
  }
  return text;
}
