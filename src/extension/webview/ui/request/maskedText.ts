/**
 * A text of which stretches are not shown, while a person edits what is: an edit of the shown text becomes the same edit
 * of the real one, and a hidden stretch that it does not touch keeps every byte. A hidden stretch goes as a whole. Pure.
 */

/** Stands for what is not to be seen; left in a text it means just that. */
export const secretMask = '••••••';

/** The text in pieces: shown, hidden, shown … beginning and ending with a shown one, which may be empty. */
export type MaskedText = readonly string[];

export function realText(text: MaskedText): string {
  return text.join('');
}

export function shownText(text: MaskedText): string {
  return text.map((piece, at) => (isHidden(at) ? secretMask : piece)).join('');
}

/**
 * The text after its shown form became `next`. `caret` is where the caret stands in `next` (UTF-16 units); it tells which
 * of two equal stretches an edit has left.
 */
export function editShownText(text: MaskedText, next: string, caret: number): MaskedText {
  const shown = shownText(text);
  const kept = Math.min(shown.length, next.length);
  let after = 0;
  while (after < Math.min(kept, next.length - caret) && shown.at(-1 - after) === next.at(-1 - after))
    after += 1;
  let before = 0;
  while (before < kept - after && shown[before] === next[before]) before += 1;
  const start = takeStart(text, before);
  const end = takeStart(reversed(text), after);
  const typed = next.slice(before, next.length - after);
  const [first = '', ...rest] = reversed(end);
  return [...start.slice(0, -1), (start.at(-1) ?? '') + typed + first, ...rest];
}

/** The pieces of the first `length` units of the shown form; a hidden one that is not there as a whole is left out. */
function takeStart(text: MaskedText, length: number): string[] {
  const taken = [''];
  let left = length;
  for (const [at, piece] of text.entries()) {
    if (isHidden(at)) {
      if (left < secretMask.length) return taken;
      left -= secretMask.length;
      taken.push(piece, '');
    } else {
      taken[taken.length - 1] = piece.slice(0, left);
      left -= piece.length;
    }
    if (left < 0) return taken;
  }
  return taken;
}

/** Backwards in every unit of the shown pieces; hidden ones are never looked into. */
function reversed(text: MaskedText): string[] {
  return text.map((piece, at) => (isHidden(at) ? piece : piece.split('').reverse().join(''))).reverse();
}

function isHidden(at: number): boolean {
  return at % 2 === 1;
}
