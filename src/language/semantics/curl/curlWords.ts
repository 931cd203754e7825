/** Splits a shell command into words, as a POSIX shell would, without running or substituting anything. */

/** One word of the command, unquoted, with its offset in the command. */
export interface Word {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/**
 * POSIX words, `$'…'` included; a backslash, caret or backtick at a line's end joins the lines. A command for Windows'
 * cmd, which browsers copy with carets before its quotes, is read without them.
 */
export function splitWords(command: string): readonly Word[] {
  if (!command.includes('^"')) return posixWords(command);
  const { text, offsets } = withoutCarets(command);
  const written = (offset: number): number => offsets[offset] ?? command.length;
  return posixWords(text).map((word) => ({ ...word, start: written(word.start), end: written(word.end) }));
}

/** A caret makes the next character a plain one; at a line's end it joins the lines. Offsets are the command's. */
function withoutCarets(command: string): { readonly text: string; readonly offsets: readonly number[] } {
  const kept: string[] = [];
  const offsets: number[] = [];
  for (let at = 0; at < command.length; at += 1) {
    if (command.charAt(at) === '^') {
      const isJoin = /^\r?\n/.test(command.slice(at + 1, at + 3));
      at += isJoin ? (command.charAt(at + 1) === '\r' ? 3 : 2) : 1;
    }
    kept.push(command.charAt(at));
    offsets.push(at);
  }
  return { text: kept.join(''), offsets };
}

function posixWords(command: string): readonly Word[] {
  const words: Word[] = [];
  let pieces: string[] | undefined;
  let start = 0;
  let at = 0;
  const add = (text: string): void => {
    if (pieces === undefined) start = at;
    (pieces ??= []).push(text);
  };
  while (at < command.length) {
    const character = command.charAt(at);
    if (/\s/.test(character)) {
      if (pieces !== undefined) words.push({ text: joined(pieces), start, end: at });
      pieces = undefined;
      at += 1;
    } else if ('\\^`'.includes(character) && /^\r?\n/.test(command.slice(at + 1, at + 3))) {
      at += 2;
    } else if (character === '\\') {
      add(command.charAt(at + 1));
      at += 2;
    } else if (character === "'" || character === '"') {
      const close = closing(command, at + 1, character);
      const inner = command.slice(at + 1, close);
      add(character === "'" ? inner : inner.replaceAll(/\\(["\\$`])/g, '$1').replaceAll(/\\\r?\n/g, ''));
      at = close + 1;
    } else if (character === '$' && command.charAt(at + 1) === "'") {
      const end = ansiEnd(command, at + 2);
      add(unescapeAnsi(command.slice(at + 2, end)));
      at = end + 1;
    } else {
      add(character);
      at += 1;
    }
  }
  if (pieces !== undefined) words.push({ text: joined(pieces), start, end: Math.min(at, command.length) });
  return words;
}

/** A quoted text over several lines is the same whatever ends the lines of the file. */
function joined(pieces: readonly string[]): string {
  return pieces.join('').replaceAll('\r\n', '\n');
}

function closing(command: string, from: number, quote: string): number {
  let at = from;
  while (at < command.length && command.charAt(at) !== quote) {
    at += quote === '"' && command.charAt(at) === '\\' ? 2 : 1;
  }
  return Math.min(at, command.length);
}

function ansiEnd(command: string, from: number): number {
  let at = from;
  while (at < command.length && command.charAt(at) !== "'") {
    at += command.charAt(at) === '\\' ? 2 : 1;
  }
  return Math.min(at, command.length);
}

function unescapeAnsi(text: string): string {
  const names: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };
  return text.replaceAll(/\\(.)/gs, (_, letter: string) => names[letter] ?? letter);
}
