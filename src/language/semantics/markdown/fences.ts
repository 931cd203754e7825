/**
 * The requests in ```http and ```rest blocks of a Markdown text, as a text that is read like a file: every other line
 * is blank, so that lines keep their numbers. Blocks that hold no request (a header or an answer that is shown) are
 * left out. Called by the editor for lenses, and for what it tells the language server.
 */

export interface FencedText {
  /** As many lines as the Markdown text; each block between two `###`. */
  readonly text: string;
  /** Whether a 0-based line is inside one of the blocks. */
  holds(line: number): boolean;
}

/**
 * Undefined when no block holds a request. With `columns: 'kept'` every character stays where it is; with `'dedented'`
 * a block in a list loses the indentation that its fence has, as Markdown says.
 */
export function fencedRequests(text: string, columns: 'kept' | 'dedented'): FencedText | undefined {
  // Most texts have none; this keeps them cheap.
  if (!/^[ \t]*(?:`{3,}|~{3,})[ \t]*(?:http|rest)\b/im.test(text)) return undefined;
  const lines = text.split(/(?<=\r\n|\n|\r(?!\n))/);
  const written = lines.map((line) => blank(line, columns));
  const held = new Set<number>();
  for (const { first, last, indent } of fencesIn(lines)) {
    if (!lines.slice(first + 1, last).some((line) => requestLike.test(line))) continue;
    for (const line of last < lines.length ? [first, last] : [first])
      written[line] = separator(lines[line] ?? '', indent, columns);
    for (let line = first + 1; line < last; line += 1) {
      const whole = lines[line] ?? '';
      written[line] = columns === 'kept' ? whole : dedent(whole, indent);
      held.add(line);
    }
  }
  if (held.size === 0) return undefined;
  return { text: written.join(''), holds: (line) => held.has(line) };
}

interface Fence {
  /** Lines of the two fences; `last` is behind the text when the block is not closed. */
  readonly first: number;
  readonly last: number;
  readonly indent: string;
}

function fencesIn(lines: readonly string[]): readonly Fence[] {
  const found: Fence[] = [];
  let open: (Omit<Fence, 'last'> & { readonly mark: string; readonly isHttp: boolean }) | undefined;
  for (const [number, line] of lines.entries()) {
    const [, indent = '', mark = '', words = ''] = /^([ \t]*)(`{3,}|~{3,})[ \t]*([^\r\n]*)/.exec(line) ?? [];
    if (mark === '') continue;
    if (open === undefined) {
      // Backticks behind backticks are a span of code, no fence.
      if (mark.startsWith('`') && words.includes('`')) continue;
      open = { first: number, indent, mark, isHttp: httpWords.test(words) };
      continue;
    }
    if (words.trim() !== '' || !mark.startsWith(open.mark)) continue;
    if (open.isHttp) found.push({ first: open.first, last: number, indent: open.indent });
    open = undefined;
  }
  if (open?.isHttp === true) found.push({ first: open.first, last: lines.length, indent: open.indent });
  return found;
}

/** The same words as the grammar colours. */
const httpWords = /^(?:http|rest)(?:[\s:,{?][^`]*)?$/i;

/** A line that begins a request or defines a variable. */
const requestLike = /^[ \t]*(?:[A-Z][A-Z-]+[ \t]+\S|https?:\/\/|\{\{|curl[ \t]|@[^\s=]+[ \t]*=)/;

function blank(line: string, columns: 'kept' | 'dedented'): string {
  return columns === 'kept' ? line.replaceAll(/[^\r\n]/g, ' ') : line.replaceAll(/[^\r\n]/g, '');
}

function separator(fence: string, indent: string, columns: 'kept' | 'dedented'): string {
  const [, words = '', end = ''] = /^([^\r\n]*)(.*)$/s.exec(fence) ?? [];
  if (words === '') return fence;
  const kept = `${indent}###`;
  return `${columns === 'kept' ? kept.padEnd(words.length).slice(0, words.length) : '###'}${end}`;
}

function dedent(line: string, indent: string): string {
  let taken = 0;
  while (taken < indent.length && (line[taken] === ' ' || line[taken] === '\t')) taken += 1;
  return line.slice(taken);
}
