/**
 * Lays XML out for reading where that changes nothing: an element of elements alone gets lines and indents; one with text
 * in it, with `xml:space="preserve"`, or with spaces between words of markup stays to the letter. Tags, comments and
 * references are copied as they are.
 */

/** Deeper than this is hostile or a mistake. */
const maxDepth = 200;

const token =
  /<!--[^]*?-->|<!\[CDATA\[[^]*?\]\]>|<\?[^]*?\?>|<!DOCTYPE(?:[^[>"']|"[^"]*"|'[^']*'|\[[^]*?\]\s*(?=>))*>|<\/[^\s<>/]+\s*>|<[^\s<>/!?](?:[^<>"']|"[^"<]*"|'[^'<]*')*>|[^<]+/gy;

interface Element {
  /** Where its first tag begins. */
  readonly from: number;
  readonly name: string;
  readonly open: string;
  readonly parts: (Element | string)[];
  close: string;
  to: number;
  /** It holds text, or spaces that may be text. */
  isText: boolean;
}

/** The same elements, indented by two spaces; undefined when the text is not one well-formed element. */
export function indentXml(text: string): string | undefined {
  const root = read(text);
  return root === undefined || root.isText ? undefined : write(root, text);
}

function read(text: string): Element | undefined {
  const root = elementOf('', '', 0);
  const open = [root];
  token.lastIndex = 0;
  for (let at = 0; at < text.length; at = token.lastIndex) {
    const piece = token.exec(text)?.[0];
    const around = open.at(-1);
    if (piece === undefined || around === undefined) return undefined;
    const name = /^<\/?([^\s<>/!?]+)/.exec(piece)?.[1];
    if (name === undefined) {
      if (piece.startsWith('<![')) around.isText = true;
      else if (piece.startsWith('<')) around.parts.push(piece);
      else if (piece.trim() !== '' || (around !== root && !/[\r\n]/.test(piece))) around.isText = true;
    } else if (piece.startsWith('</')) {
      open.pop();
      if (around.name !== name || around === root) return undefined;
      around.close = piece;
      around.to = token.lastIndex;
    } else {
      const made = elementOf(name, piece, at);
      made.to = token.lastIndex;
      if (/\sxml:space\s*=\s*["']preserve/.test(piece)) made.isText = true;
      around.parts.push(made);
      if (!piece.endsWith('/>')) open.push(made);
      if (open.length > maxDepth) return undefined;
    }
  }
  const isOne = root.parts.filter((part) => typeof part !== 'string').length === 1;
  return open.length === 1 && isOne ? root : undefined;
}

function elementOf(name: string, open: string, from: number): Element {
  return { from, name, open, parts: [], close: '', to: from, isText: false };
}

function write(root: Element, text: string): string {
  const lines: string[] = [];
  const put = (part: Element | string, indent: string): void => {
    if (typeof part === 'string') lines.push(indent + part);
    // An empty one has nothing to lay out, and what is in between two tags alone may be a value.
    else if (part.isText || part.parts.length === 0) lines.push(indent + text.slice(part.from, part.to));
    else {
      lines.push(indent + part.open);
      for (const inner of part.parts) put(inner, `${indent}  `);
      lines.push(indent + part.close);
    }
  };
  for (const part of root.parts) put(part, '');
  return lines.join('\n');
}
