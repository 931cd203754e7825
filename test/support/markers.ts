/**
 * Test texts with marks. `$0` is the caret; `^^^ label` on a line of its own marks the characters above it;
 * `//- name` on a line of its own begins another file.
 */

export interface MarkedText {
  readonly text: string;
  /** Offset of the caret. */
  readonly caret: number;
}

/** Takes the one caret out of a text. */
export function withCaret(marked: string): MarkedText {
  const caret = marked.indexOf('$0');
  if (caret === -1) throw new Error('The text has no $0.');
  return { text: marked.slice(0, caret) + marked.slice(caret + 2), caret };
}

/** A labelled range on one line; 0-based line, UTF-16 columns. */
export interface Mark {
  readonly line: number;
  readonly start: number;
  readonly end: number;
  readonly label: string;
}

/** Writes marks under the lines of a text, as a test states them. Several under one line keep their order. */
export function underline(text: string, marks: readonly Mark[]): string {
  const out: string[] = [];
  text.split('\n').forEach((content, line) => {
    out.push(content);
    for (const mark of marks.filter((candidate) => candidate.line === line)) {
      const width = Math.max(mark.end - mark.start, 1);
      out.push(`${' '.repeat(mark.start)}${'^'.repeat(width)} ${mark.label}`.trimEnd());
    }
  });
  return out.join('\n');
}

/** Splits at `//- name` lines; what stands before the first belongs to `main.http`. */
export function splitFiles(text: string): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  let name = 'main.http';
  let lines: string[] = [];
  const close = (): void => {
    if (lines.length > 0 || name !== 'main.http') files.set(name, lines.join('\n'));
  };
  for (const line of text.split('\n')) {
    const next = /^\/\/- (\S+)$/.exec(line)?.[1];
    if (next === undefined) lines.push(line);
    else {
      close();
      name = next;
      lines = [];
    }
  }
  close();
  return files;
}
