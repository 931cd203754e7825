/**
 * Asks where to go in a body: a line (`1,234`), or a place in bytes (`@1024`, `@0x400`, `@50%`). A small box over the
 * view; it only reads what is typed.
 */
import type { ViewContext } from '../actions.ts';
import { element, setAttribute, setShown, setText } from '../dom.ts';

export type Place = { readonly line: number } | { readonly offset: number };

export interface GoToBox {
  readonly element: HTMLElement;
  open(lines: boolean): void;
  close(): void;
}

export function createGoToBox(
  { texts: { t }, actions }: ViewContext,
  events: {
    readonly length: () => number;
    readonly onGo: (place: Place) => void;
    readonly onClose: () => void;
  },
): GoToBox {
  const hint = element('span', { class: 'muted', id: 'go-to-hint' });
  const input = element('input', {
    class: 'input',
    type: 'text',
    autocomplete: 'off',
    spellcheck: 'false',
    'aria-describedby': 'go-to-hint',
    'data-testid': 'go-to-input',
  });
  const box = element(
    'div',
    { class: 'find-bar go-to', 'data-testid': 'go-to', 'data-group': 'go-to' },
    input,
    hint,
  );
  box.hidden = true;
  let wantsLines = true;

  function close(): void {
    if (box.hidden) return;
    setShown(box, false);
    actions.findVisible(false);
    events.onClose();
  }

  input.addEventListener('input', () => {
    setAttribute(box, 'data-failed', input.value !== '' && read() === undefined);
  });
  input.addEventListener('blur', close);
  box.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' && event.key !== 'Enter') return;
    event.preventDefault();
    event.stopPropagation();
    const place = event.key === 'Enter' ? read() : undefined;
    if (event.key === 'Enter' && place === undefined) return;
    close();
    if (place !== undefined) events.onGo(place);
  });

  function read(): Place | undefined {
    return readPlace(input.value, { lines: wantsLines, length: events.length() });
  }

  return {
    element: box,
    open: (lines) => {
      wantsLines = lines;
      const label = t(lines ? 'goToPlace' : 'goToOffset');
      setAttribute(input, 'aria-label', label);
      setAttribute(input, 'placeholder', label);
      setText(hint, t(lines ? 'goToPlaceHint' : 'goToOffsetHint'));
      input.value = '';
      setShown(box, true);
      actions.findVisible(true);
      input.focus();
    },
    close,
  };
}

/** What somebody typed; lines are 1-based there and 0-based here. Undefined when it says no place. */
export function readPlace(
  typed: string,
  { lines, length }: { readonly lines: boolean; readonly length: number },
): Place | undefined {
  const text = typed
    .trim()
    .replaceAll(/[\s,._'\u00a0\u202f]/g, '')
    .toLowerCase();
  const isOffset = text.startsWith('@') || !lines;
  const number = text.replace(/^@/, '');
  const percent = /^(\d{1,3})%$/.exec(number)?.[1];
  if (percent !== undefined) return { offset: Math.floor((length * Math.min(100, Number(percent))) / 100) };
  if (!/^(?:\d{1,15}|0x[\da-f]{1,12})$/.test(number)) return undefined;
  const value = Number(number);
  return isOffset ? { offset: value } : value < 1 ? undefined : { line: value - 1 };
}
