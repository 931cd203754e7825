/**
 * JSON in bodies that may hold `{{holes}}`, comment lines and faults: where it is broken, where it has comments
 * that would be sent, and how it is laid out. Holes count as whatever fits. Changes white space only; tells edits
 * and applies none.
 */
import { format, parseTree, printParseErrorCode, visit, type ParseError } from 'jsonc-parser';
import type { BlockContent } from '../../syntax/index.ts';
import type { Words } from '../definition/defineBlock.ts';
import type { TextRange } from '../definition/definition.ts';
import { inWords, isTooDeep } from './jsonText.ts';

/** A body that reads as JSON, with its place in its block. */
export interface JsonBody {
  /** Offset of its first character in the block. */
  readonly start: number;
  /** As long as what is written; holes are strings, comment lines JSON comments. */
  readonly masked: string;
  /** Ranges of `masked` that are comment lines, which are not sent. */
  readonly commentLines: readonly TextRange[];
  /** Ranges of `masked` that stand for holes outside of strings. */
  readonly holes: readonly TextRange[];
}

/** The body of a block if it is one text that begins as JSON does; undefined for files, parts and other texts. */
export function jsonBodyOf({ nodes, bodyMode }: BlockContent, words: Words): JsonBody | undefined {
  if (bodyMode !== 'text') return undefined;
  const first = nodes.findIndex(({ kind }) => kind === 'text' || kind === 'escapedText');
  const target = nodes.findIndex(({ kind }) => kind === 'requestLine');
  if (first === -1 || target === -1 || first < target) return undefined;
  const body = nodes.slice(first).filter(({ kind }) => bodyKinds.has(kind));
  const start = nodes[first]?.start ?? 0;
  const end = body.findLast(({ kind }) => kind === 'text')?.end ?? start;
  if (body.some(({ kind }) => kind === 'bodyFile' || kind === 'escapedText')) return undefined;
  if (nodes.slice(first).some(({ kind, start: at }) => at < end && !bodyKinds.has(kind))) return undefined;
  if (!/^\s*(?:[{[]|"|-?\d|true|false|null)/.test(words(start, end))) return undefined;
  const comments = body.filter((node) => node.kind === 'bodyComment' && node.end <= end);
  return jsonTextOf({ start, end }, comments, words);
}

/** JSON between two offsets of a block, with the comment lines in it; also the variables of a GraphQL body. */
export function jsonTextOf(
  { start, end }: TextRange,
  comments: readonly TextRange[],
  words: Words,
): JsonBody {
  const commentLines = comments.map((line) => ({ start: line.start - start, end: line.end - start }));
  const { text, holes } = maskHoles(maskComments(words(start, end), commentLines));
  return { start, masked: text, commentLines, holes };
}

const bodyKinds = new Set(['text', 'escapedText', 'bodyComment', 'bodyFile']);

/** `# words` to `//words`, of the same length. */
function maskComments(text: string, comments: readonly TextRange[]): string {
  let out = text;
  for (const { start, end } of comments) {
    const line = out.slice(start, end).replace(/^(\s*)(?:#.|##)(?=.|$)/, '$1//');
    // A lone `#` has no room for two slashes.
    out = `${out.slice(0, start)}${line.replace('#', ' ')}${out.slice(end)}`;
  }
  return out;
}

/** Replaces each `{{hole}}` by characters that keep the text JSON: letters in a string, a string elsewhere. */
export function maskHoles(text: string): { readonly text: string; readonly holes: readonly TextRange[] } {
  if (!text.includes('{{')) return { text, holes: [] };
  const out: string[] = [];
  const holes: TextRange[] = [];
  const token = /\{\{+[^{}\r\n]+\}\}|\\.|"|\r\n?|\n/gs;
  let at = 0;
  let isString = false;
  for (const match of text.matchAll(token)) {
    const [found] = match;
    if (match.index < at) continue;
    if (found === '"') isString = !isString;
    else if (/[\r\n]/.test(found)) isString = false;
    else if (found.startsWith('{{')) {
      // Of `{{{a}}` the last two braces open the hole.
      const extra = found.lastIndexOf('{') - 1;
      let start = match.index + extra;
      let end = match.index + found.length;
      if (isString) {
        out.push(text.slice(at, start), '_'.repeat(end - start));
      } else {
        while (start > at && isWord(text, start - 1)) start -= 1;
        for (let next = end; next !== -1; next = runEnd(text, end)) end = next;
        out.push(text.slice(at, start), `"${'_'.repeat(end - start - 2)}"`);
        holes.push({ start, end });
      }
      at = end;
    }
  }
  out.push(text.slice(at));
  return { text: out.join(''), holes };
}

function isWord(text: string, at: number): boolean {
  return /[\w.+-]/.test(text.charAt(at));
}

/** Where the next word or hole ends that follows without a gap; -1 when none does. */
function runEnd(text: string, at: number): number {
  const next = /(?:[\w.+-]+|\{\{[^{}\r\n]+\}\})/y;
  next.lastIndex = at;
  return next.test(text) ? next.lastIndex : -1;
}

/** The first fault, in words; offsets are those of `masked`. Undefined when holes may explain it. */
export function jsonFault({
  masked,
  holes,
}: JsonBody): { readonly range: TextRange; readonly message: string } | undefined {
  if (isTooDeep(masked)) return undefined;
  const errors: ParseError[] = [];
  parseTree(masked, errors, { disallowComments: false, allowTrailingComma: false });
  const [error] = errors;
  if (error === undefined) return undefined;
  const { offset, length } = error;
  const isExplained = holes.some(
    ({ start, end }) =>
      (offset >= start && offset <= end) ||
      (offset > end && masked.slice(end, offset).trim() === '') ||
      (offset < start && masked.slice(offset + length, start).trim() === ''),
  );
  if (isExplained) return undefined;
  return {
    // What is missing at the end is pointed out at the last character.
    range: {
      start: Math.min(offset, masked.length - 1),
      end: Math.min(offset + Math.max(1, length), masked.length),
    },
    message: inWords(printParseErrorCode(error.error)),
  };
}

/** Comments that JSON does not have and that are sent with it: not the comment lines, which are left out. */
export function sentJsonComments({ masked, commentLines }: JsonBody): readonly TextRange[] {
  if (isTooDeep(masked) || (!masked.includes('//') && !masked.includes('/*'))) return [];
  const found: TextRange[] = [];
  visit(masked, {
    onComment: (start, length) => {
      if (commentLines.some((line) => line.start <= start && start < line.end)) return;
      found.push({ start, end: start + length });
    },
  });
  return found;
}

export interface JsonLayout {
  readonly tabSize: number;
  readonly insertSpaces: boolean;
  readonly lineBreak: string;
}

/** White space to replace, offsets those of `masked`. None for a body that is broken. */
export function jsonLayout(
  body: JsonBody,
  { tabSize, insertSpaces, lineBreak }: JsonLayout,
): readonly { readonly range: TextRange; readonly text: string }[] {
  const { masked } = body;
  const errors: ParseError[] = [];
  if (isTooDeep(masked)) return [];
  parseTree(masked, errors, { disallowComments: false, allowTrailingComma: true });
  if (errors.length > 0) return [];
  return format(masked, undefined, { tabSize, insertSpaces, eol: lineBreak }).map(
    ({ offset, length, content }) => ({ range: { start: offset, end: offset + length }, text: content }),
  );
}
