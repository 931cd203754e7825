/**
 * A body as a text that shows what differs and not how it was written: JSON, also several values one after the other, is
 * laid out alike. Tokens are copied as they are: no number is read, no key moves, none is dropped. Long texts are done in
 * slices, so that nothing else waits for them.
 */
import { setImmediate } from 'node:timers/promises';

/** Tokens between two moments in which others may run. */
const slice = 50_000;

/** Deeper than this is hostile or a mistake: each level costs its indent on every line. */
const maxDepth = 500;

const quote = 0x22;
const backslash = 0x5c;

/** The text itself when it is not JSON. */
export async function comparableText(text: string, mediaType: string): Promise<string> {
  const looksLikeJson = /[/+](?:x-nd)?json$|jsonl$/.test(mediaType) || /^\s*[[{]/.test(text);
  return (looksLikeJson ? await laidOut(text) : undefined) ?? text;
}

/** Undefined when the brackets do not match. */
async function laidOut(text: string): Promise<string | undefined> {
  const out: string[] = [];
  const open: string[] = [];
  let tokens = 0;
  for (let at = skipSpaces(text, 0); at < text.length; at = skipSpaces(text, at)) {
    tokens += 1;
    if (tokens % slice === 0) await setImmediate();
    const token = text.slice(at, tokenEnd(text, at));
    at += token.length;
    // A value behind another one at the top: the next line of JSON lines.
    if (open.length === 0 && out.length > 0) out.push('\n');
    switch (token) {
      case '{':
      case '[': {
        const close = token === '{' ? '}' : ']';
        const inside = skipSpaces(text, at);
        if (text[inside] === close) {
          out.push(token, close);
          at = inside + 1;
          break;
        }
        if (open.length === maxDepth) return undefined;
        open.push(close);
        out.push(token, lineBreak(open.length));
        break;
      }
      case '}':
      case ']':
        if (open.pop() !== token) return undefined;
        out.push(lineBreak(open.length), token);
        break;
      case ',':
        out.push(',', lineBreak(open.length));
        break;
      case ':':
        out.push(': ');
        break;
      default:
        out.push(token);
    }
  }
  return open.length === 0 ? `${out.join('')}\n` : undefined;
}

function tokenEnd(text: string, start: number): number {
  const first = text.charCodeAt(start);
  if (first === quote) return stringEnd(text, start);
  if (isPunctuation(first)) return start + 1;
  let at = start + 1;
  while (at < text.length && !isBoundary(text.charCodeAt(at))) at++;
  return at;
}

/** Behind the quote that closes; the end of the text when none does. */
function stringEnd(text: string, start: number): number {
  for (let at = text.indexOf('"', start + 1); at !== -1; at = text.indexOf('"', at + 1)) {
    let before = at - 1;
    while (text.charCodeAt(before) === backslash) before--;
    // An even number of backslashes are escaped themselves.
    if ((at - before) % 2 === 1) return at + 1;
  }
  return text.length;
}

function isPunctuation(code: number): boolean {
  return code === 0x7b || code === 0x7d || code === 0x5b || code === 0x5d || code === 0x2c || code === 0x3a;
}

function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
}

function isBoundary(code: number): boolean {
  return isSpace(code) || isPunctuation(code) || code === quote;
}

function skipSpaces(text: string, start: number): number {
  let at = start;
  while (at < text.length && isSpace(text.charCodeAt(at))) at++;
  return at;
}

/** One string for each depth, made once. */
const lineBreaks: string[] = [];

function lineBreak(depth: number): string {
  return (lineBreaks[depth] ??= `\n${'  '.repeat(depth)}`);
}
