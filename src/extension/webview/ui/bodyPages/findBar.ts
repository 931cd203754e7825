/**
 * The find box of the page viewer: what to look for and how, how many there are, next and previous, and only the lines
 * that match. It looks like the editor's own and searches nothing itself.
 */
import type { BodyQuery } from '../../bodyPages.ts';
import type { ViewContext } from '../actions.ts';
import { button, element, setAttribute, setShown, setText } from '../dom.ts';
import type { IconName } from '../icons.ts';

export interface FindBar {
  readonly element: HTMLElement;
  readonly visible: boolean;
  readonly query: BodyQuery;
  /** Shows it, with this in it where something is given, and selects that. */
  open(text?: string): void;
  close(): void;
  /** How many there are, or why there are none. */
  say(count: string, failed: boolean): void;
  setOnly(only: boolean): void;
}

export interface FindBarEvents {
  /** Which of the page's boxes this is: what the ids for tests begin with; `find` by default. */
  readonly name?: string;
  /** What to look for has changed. */
  readonly onQuery: () => void;
  readonly onStep: (backwards: boolean) => void;
  /** Bytes written in hex can be looked for. */
  readonly findsHex?: boolean;
  /** Only the lines that match; absent where there are no lines to leave out. */
  readonly onOnly?: (only: boolean) => void;
  readonly onClose: () => void;
}

export function createFindBar({ texts: { t } }: ViewContext, events: FindBarEvents): FindBar {
  const name = events.name ?? 'find';
  const input = element('input', {
    class: 'input',
    type: 'text',
    'aria-label': t('find'),
    placeholder: t('find'),
    spellcheck: 'false',
    autocomplete: 'off',
    'data-testid': `${name}-input`,
  });
  const count = element('output', { class: 'find-count muted', 'data-testid': `${name}-count` });
  const matchCase = toggle(t('findMatchCase'), 'case-sensitive', `${name}-case`, events.onQuery);
  const regexp = toggle(t('findRegexp'), 'regex', `${name}-regexp`, events.onQuery);
  const only = toggle(t('findOnly'), 'filter', `${name}-only`, () => {
    events.onOnly?.(isOn(only));
  });
  const hex = toggle(t('findHex'), 'file-binary', `${name}-hex`, events.onQuery);
  const step = (label: string, shape: IconName, backwards: boolean): HTMLElement =>
    button({
      label,
      icon: shape,
      iconOnly: true,
      testId: `${name}-${backwards ? 'previous' : 'next'}`,
      onClick: () => events.onStep(backwards),
    });
  const bar = element(
    'div',
    {
      class: 'find-bar',
      role: 'search',
      'aria-label': t('find'),
      'data-testid': `${name}-bar`,
      'data-group': 'find',
    },
    input,
    element('span', { class: 'tools' }, matchCase, regexp, hex, only),
    count,
    element(
      'span',
      { class: 'tools' },
      step(t('findPrevious'), 'arrow-up', true),
      step(t('findNext'), 'arrow-down', false),
      button({
        label: t('close'),
        icon: 'close',
        iconOnly: true,
        testId: `${name}-close`,
        onClick: events.onClose,
      }),
    ),
  );
  bar.hidden = true;
  setShown(only, events.onOnly !== undefined);
  setShown(hex, events.findsHex === true);

  input.addEventListener('input', events.onQuery);
  bar.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') events.onClose();
    else if (event.key === 'Enter' && event.target === input) events.onStep(event.shiftKey);
    else return;
    event.preventDefault();
    event.stopPropagation();
  });

  return {
    element: bar,
    get visible() {
      return !bar.hidden;
    },
    get query() {
      return {
        text: input.value,
        matchCase: isOn(matchCase),
        regexp: isOn(regexp),
        ...(isOn(hex) && { hex: true }),
      };
    },
    open: (text = '') => {
      setShown(bar, true);
      input.focus();
      if (text !== '' && text !== input.value) {
        input.value = text;
        events.onQuery();
      }
      input.select();
    },
    close: () => {
      setShown(bar, false);
      setAttribute(only, 'aria-pressed', 'false');
    },
    say: (text, failed) => {
      setText(count, text);
      setAttribute(bar, 'data-failed', failed);
    },
    setOnly: (on) => {
      setAttribute(only, 'aria-pressed', String(on));
    },
  };
}

function toggle(label: string, name: IconName, testId: string, onChange: () => void): HTMLButtonElement {
  const made = button({
    label,
    icon: name,
    iconOnly: true,
    testId,
    onClick: () => {
      setAttribute(made, 'aria-pressed', String(!isOn(made)));
      onChange();
    },
  });
  made.setAttribute('aria-pressed', 'false');
  return made;
}

function isOn(made: HTMLElement): boolean {
  return made.getAttribute('aria-pressed') === 'true';
}
