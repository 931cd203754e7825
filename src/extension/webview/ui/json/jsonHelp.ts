/**
 * What a received JSON body can do that other text cannot: name the value at the caret, and fold level by level. It goes
 * with one text view; the body view tells it when that shows another text.
 */
import type { ViewContext } from '../actions.ts';
import type { CodeHost } from '../codeHost.ts';
import { bracketsAt } from './bracketLevels.ts';
import { jsonPlaceAt } from './jsonPlace.ts';
import { createPathBar, type PathBar } from './pathBar.ts';

export interface JsonHelp {
  readonly element: HTMLElement;
  /** The caret is here. The text is read from its beginning, so this waits until the caret rests. */
  caret(offset: number): void;
  /** A cell of a table is current. */
  readonly place: PathBar['show'];
  /** Folds one level more of the text on screen (-1), or unfolds one (1). */
  fold(by: -1 | 1): void;
  /** Another text is on screen. */
  reset(): void;
}

/** Milliseconds. */
const caretRests = 80;

export function createJsonHelp(context: ViewContext, code: CodeHost): JsonHelp {
  const bar = createPathBar(context);
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** How many levels are open; undefined for all. */
  let opened: number | undefined;

  function name(offset: number): void {
    const text = code.text();
    const place = jsonPlaceAt(text, offset);
    if (place === undefined) bar.hide();
    else bar.show(place.path, text.slice(place.from, place.to));
  }

  return {
    element: bar.element,
    caret: (offset) => {
      clearTimeout(timer);
      timer = setTimeout(name, caretRests, offset);
    },
    place: (path, literal) => bar.show(path, literal),
    fold: (by) => {
      if (opened === undefined && by === 1) return;
      const next = opened === undefined ? 1 : Math.max(1, opened + by);
      const { inside, levels } = bracketsAt(code.text(), next);
      opened = next >= levels ? undefined : next;
      code.fold(opened === undefined ? [] : inside);
    },
    reset: () => {
      clearTimeout(timer);
      opened = undefined;
      bar.hide();
    },
  };
}
