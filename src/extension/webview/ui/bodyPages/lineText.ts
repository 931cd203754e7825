/**
 * The text of one line as people may see it without being misled: characters that reorder, hide or control are named
 * instead of obeyed, and what was found is marked. Pure but for the elements it makes; everything goes in as text.
 */
import { element } from '../dom.ts';

/**
 * Controls but the tab (so ESC of ANSI sequences, too), and what is not seen itself, such as marks of direction. Joiners
 * stay: scripts and pictures need them.
 */
const misleading = /(?![\t\u200c\u200d])[\p{Cc}\p{Cf}\u2028\u2029]/gu;

/** From one place of the text to another, in UTF-16 units. */
export interface Mark {
  readonly from: number;
  readonly to: number;
  readonly current: boolean;
}

/** `marks` rise and do not overlap. */
export function lineNodes(text: string, marks: readonly Mark[]): (Node | string)[] {
  const nodes: (Node | string)[] = [];
  let at = 0;
  for (const { from, to, current } of marks) {
    nodes.push(...named(text.slice(at, from)));
    nodes.push(element('mark', { class: 'match', 'data-current': current }, ...named(text.slice(from, to))));
    at = to;
  }
  nodes.push(...named(text.slice(at)));
  return nodes;
}

/** What such a character is called: `U+202E`, `ESC`. */
export function nameOfCharacter(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code === 0x1b) return 'ESC';
  if (code === 0) return 'NUL';
  return `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
}

function named(text: string): (Node | string)[] {
  const nodes: (Node | string)[] = [];
  let at = 0;
  for (const match of text.matchAll(misleading)) {
    if (match.index > at) nodes.push(text.slice(at, match.index));
    nodes.push(element('span', { class: 'character' }, nameOfCharacter(match[0])));
    at = match.index + match[0].length;
  }
  if (at < text.length) nodes.push(text.slice(at));
  return nodes;
}
