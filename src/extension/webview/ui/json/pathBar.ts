/**
 * The line under a JSON body that names the value at the caret by its JSONPath, with buttons that copy the path and the
 * value. It shows what it is told; which value that is, the text view or the table says.
 */
import type { ViewContext } from '../actions.ts';
import { copyTextButton } from '../copyButton.ts';
import { element, setShown, setText } from '../dom.ts';
import { indentJson } from './indentJson.ts';

export interface PathBar {
  readonly element: HTMLElement;
  /** The value as JSON writes it; undefined when there is none to name. */
  show(path: string, literal: string | undefined): void;
  hide(): void;
}

export function createPathBar(context: ViewContext): PathBar {
  const { t } = context.texts;
  let path = '';
  let literal = '';
  const shown = element('code', { class: 'path', dir: 'ltr', 'data-testid': 'json-path' });
  const value = copyTextButton(context, t('copyValue'), () => copiedValue(literal));
  const bar = element(
    'div',
    {
      class: 'path-bar',
      role: 'group',
      'aria-label': t('valueAtCaret'),
      'data-group': 'path',
      'data-testid': 'path-bar',
    },
    shown,
    element(
      'span',
      { class: 'tools' },
      copyTextButton(context, t('copyPath'), () => path),
      value,
    ),
  );
  bar.hidden = true;

  return {
    element: bar,
    show: (at, found) => {
      path = at;
      literal = found ?? '';
      setText(shown, at);
      shown.title = at;
      setShown(value, found !== undefined);
      setShown(bar, true);
    },
    hide: () => setShown(bar, false),
  };
}

/** A string without its quotes and escapes, an object or list laid out from the left, everything else as it came. */
function copiedValue(literal: string): string {
  if (literal.startsWith('"')) return JSON.parse(literal) as string;
  return /^[{[]/.test(literal) ? (indentJson(literal) ?? literal) : literal;
}
