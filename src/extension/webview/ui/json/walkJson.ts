/**
 * Goes once through JSON text and tells what it meets, as places in the text. It decodes nothing and keeps nothing but
 * which brackets are open; what somebody wants to know of the text is for the visitor to gather.
 */
import { maxDepth, scalarEnd, skipSpaces, stringEnd } from './jsonTokens.ts';

/** All places are offsets in UTF-16 units; a range is `from` its first and `to` behind its last. */
export interface JsonVisitor {
  /** The name of a member, with its quotes; its value comes next. */
  readonly key: (from: number, to: number) => void;
  /** An object or a list begins. */
  readonly open: (at: number, isObject: boolean) => void;
  readonly close: (to: number) => void;
  readonly scalar: (from: number, to: number) => void;
  /** Asked behind each value; true ends the walk. */
  readonly enough?: () => boolean;
}

/** True when the text is one JSON value to its end; false when it is not, or when the visitor had enough before. */
export function walkJson(text: string, visitor: JsonVisitor): boolean {
  /** For each open bracket, whether it is an object's. */
  const open: boolean[] = [];
  let at = skipSpaces(text, 0);

  function key(): boolean {
    const end = stringEnd(text, at);
    if (end === undefined) return false;
    const colon = skipSpaces(text, end);
    if (text[colon] !== ':') return false;
    visitor.key(at, end);
    at = skipSpaces(text, colon + 1);
    return true;
  }

  for (;;) {
    const first = text[at];
    if (first === '{' || first === '[') {
      const isObject = first === '{';
      visitor.open(at, isObject);
      const inside = skipSpaces(text, at + 1);
      if (text[inside] !== (isObject ? '}' : ']')) {
        if (open.length === maxDepth) return false;
        open.push(isObject);
        at = inside;
        if (isObject && !key()) return false;
        continue;
      }
      at = inside + 1;
      visitor.close(at);
    } else {
      const end = scalarEnd(text, at);
      if (end === undefined) return false;
      visitor.scalar(at, end);
      at = end;
    }

    for (;;) {
      if (visitor.enough?.() === true) return false;
      at = skipSpaces(text, at);
      const isObject = open.at(-1);
      if (isObject === undefined) return at === text.length;
      if (text[at] === (isObject ? '}' : ']')) {
        open.pop();
        at++;
        visitor.close(at);
        continue;
      }
      if (text[at] !== ',') return false;
      at = skipSpaces(text, at + 1);
      if (isObject && !key()) return false;
      break;
    }
  }
}
