/**
 * Edits texts at random and checks after each edit what must hold for every text: the tree prints as it is written,
 * equals a full parse, and its meaning and its requests come without an exception, inside the text. The same seed
 * gives the same edits.
 */
import {
  define,
  noEnvironment,
  promptsOf,
  resolve,
  type FileDefinition,
  type ResolveScope,
} from '../../src/language/semantics/index.ts';
import {
  parse,
  print,
  reparse,
  type DocumentNode,
  type TextChange,
} from '../../src/language/syntax/index.ts';
import { blocksOf } from '../language/support/blocks.ts';
import { httpLines } from '../language/support/httpTexts.ts';
import { createRandom, type Random } from '../support/random.ts';

export interface FuzzOptions {
  readonly seed: number;
  readonly edits: number;
  /** What is mutated. */
  readonly texts: readonly string[];
  /** In milliseconds of `performance.now()`; ends early there. */
  readonly deadline?: number | undefined;
}

/** How many edits were checked. Throws with the text and the edit that broke a rule. */
export function fuzz({ seed, edits, texts, deadline = Infinity }: FuzzOptions): number {
  const random = createRandom(seed);
  let tree = parse('');
  let edited = 0;
  for (; edited < edits && performance.now() < deadline; edited += 1) {
    // A text is edited some twenty times, so that odd states meet odd edits.
    if (edited % 20 === 0) tree = parse(cut(texts[random(texts.length)] ?? '', random));
    const change = randomChange(tree.text, random);
    const before = tree.text;
    try {
      tree = reparse(tree, change);
      checkTree(tree);
      checkMeaning(tree);
    } catch (error) {
      const what = error instanceof Error ? error.message : String(error);
      throw new Error(
        `seed ${seed}, edit ${edited}: ${what}\nbefore: ${JSON.stringify(before)}\nedit: ${JSON.stringify(change)}`,
        { cause: error },
      );
    }
  }
  return edited;
}

/** Throws when the tree loses text or differs from a full parse. */
export function checkTree(tree: DocumentNode): void {
  if (print(tree) !== tree.text) throw new Error('The tree does not print as it is written.');
  if (JSON.stringify(blocksOf(tree)) !== JSON.stringify(blocksOf(parse(tree.text)))) {
    throw new Error('The tree is not the one of a full parse.');
  }
}

/** Throws when the meaning has a place outside the text, or a request cannot be resolved. */
export function checkMeaning(tree: DocumentNode): FileDefinition {
  const file = define(tree);
  const places = [...file.problems, ...file.variables, ...file.uses, ...file.requests, ...file.imports];
  for (const { range } of places) {
    if (range.start < 0 || range.end < range.start || range.end > tree.text.length) {
      throw new Error(`The range ${range.start}–${range.end} is outside the text.`);
    }
  }
  const scope: ResolveScope = {
    file,
    environment: noEnvironment,
    clock: { now: () => 0, offset: () => 0 },
    random: () => 0.5,
  };
  for (const request of file.requests) {
    resolve(request, scope);
    promptsOf(request, file);
  }
  return file;
}

const longest = 4000;

/** Long files are cut to a piece: most of an edit's work is in the full parse it is compared with. */
function cut(text: string, random: Random): string {
  if (text.length <= longest) return text;
  const start = random(text.length - longest);
  return text.slice(start, start + longest);
}

function randomChange(text: string, random: Random): TextChange {
  const start = random(text.length + 1);
  const end = Math.min(text.length, start + [0, 0, 1, random(10), random(200)][random(5)]!);
  switch (random(6)) {
    case 0:
      return { start, end, text: '' };
    case 1:
      return { start, end, text: marks[random(marks.length)] ?? '' };
    case 2:
      return { start, end, text: `\n${httpLines[random(httpLines.length)] ?? ''}\n` };
    case 3:
      return { start, end, text: httpLines[random(httpLines.length)] ?? '' };
    case 4: {
      // A piece of the text itself, in another place.
      const from = random(text.length + 1);
      return { start, end, text: text.slice(from, from + random(100)) };
    }
    default:
      return { start, end, text: String.fromCodePoint(random(0x11_0000)) };
  }
}

const marks = [
  '\n',
  '\r',
  '\r\n',
  ' ',
  '\t',
  '#',
  '/',
  '*',
  '@',
  '=',
  ':',
  '<',
  '>',
  '?',
  '&',
  '-',
  '\\',
].concat([
  '{',
  '}',
  '{{',
  '}}',
  '{%',
  '%}',
  '"',
  "'",
  '(',
  ')',
  '$',
  '.',
  '0',
  'a',
  '\uFEFF',
  '\uD83D',
  '\u2028',
]);
