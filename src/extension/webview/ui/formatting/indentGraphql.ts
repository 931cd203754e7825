/**
 * Lays a GraphQL document out: one field on a line, arguments where they were. It moves spaces, line breaks and commas
 * between tokens, which mean nothing (GraphQL September 2025, §2.1), and nothing else; that the tokens are the same is
 * looked at before it answers.
 */

interface Token {
  readonly text: string;
  /** A line break was before it. */
  readonly isFirst: boolean;
}

const piece =
  /#[^\r\n]*|"""(?:\\"""|[^])*?"""|"(?:[^"\\\r\n]|\\.)*"|\.\.\.|-?\d[\w.+-]*|\w+|[{}()[\]:=!|&@$,]/y;

/** The same tokens, indented by two spaces; undefined for what is no GraphQL as far as brackets and tokens tell. */
export function indentGraphql(text: string): string | undefined {
  const tokens = tokensOf(text);
  const laidOut = tokens && layOut(tokens);
  const again = laidOut && tokensOf(laidOut);
  return again && meaning(again) === meaning(tokens) ? laidOut : undefined;
}

function tokensOf(text: string): Token[] | undefined {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const space = /[\s\ufeff]*/y;
    space.lastIndex = at;
    const before = space.exec(text)?.[0] ?? '';
    at += before.length;
    if (at === text.length) break;
    piece.lastIndex = at;
    const found = piece.exec(text)?.[0];
    if (found === undefined) return undefined;
    tokens.push({ text: found, isFirst: /[\r\n]/.test(before) });
    at += found.length;
  }
  return tokens;
}

function meaning(tokens: readonly Token[] | undefined): string {
  return JSON.stringify(tokens?.map((one) => one.text).filter((text) => text !== ','));
}

function layOut(tokens: readonly Token[]): string | undefined {
  const lines: string[] = [];
  /** Open brackets; those of a selection or a definition's fields break lines. */
  const open: ('block' | 'inline')[] = [];
  let line = '';
  let before: string | undefined;
  let beforeThat: string | undefined;

  const indent = (): string => '  '.repeat(open.filter((one) => one === 'block').length);
  const breakLine = (): void => {
    if (line.trim() !== '') lines.push(line);
    line = indent();
  };
  const put = (text: string, tight: boolean): void => {
    line += tight || line.trim() === '' ? text : ` ${text}`;
  };

  for (const { text, isFirst } of tokens) {
    const isInline = open.at(-1) === 'inline';
    const isValue = before !== undefined && [':', '=', '@', '&', '|', '...', '$'].includes(before);
    if (text.startsWith('#')) {
      if (isFirst) breakLine();
      put(text, false);
      breakLine();
    } else if (text === '{' && !isInline && !isValue) {
      put(text, false);
      open.push('block');
      breakLine();
    } else if (/^[{([]$/.test(text)) {
      put(text, text === '(' || before === '(' || before === '[' || (text === '[' && before === '['));
      open.push('inline');
    } else if (/^[})\]]$/.test(text)) {
      const closed = open.pop();
      if (closed === undefined || (closed === 'block') !== (text === '}' && closed === 'block'))
        return undefined;
      if (closed === 'block') {
        breakLine();
        put(text, true);
        breakLine();
        if (open.length === 0) lines.push('');
      } else put(text, true);
    } else if (text === ',') {
      if (isInline) put(text, true);
    } else if (/^[:!]$/.test(text)) {
      put(text, true);
    } else {
      const isTight =
        before === '@' || before === '$' || before === '(' || before === '[' || (before === '{' && isInline);
      const goesOn = isValue || (before === 'on' && beforeThat === '...') || /^[@&|=]$/.test(text);
      const starts = open.length === 0 ? isFirst && !goesOn : !isInline && !goesOn;
      if (starts && before !== undefined) breakLine();
      put(text, isTight || (before === '...' && /^\w/.test(text) && text !== 'on'));
    }
    beforeThat = before;
    before = text.startsWith('#') ? before : text;
  }
  if (open.length > 0) return undefined;
  breakLine();
  while (lines.at(-1) === '') lines.pop();
  return lines.join('\n');
}
