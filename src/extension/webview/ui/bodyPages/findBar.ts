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
  /** Shows it and selects what is in it. */
  open(): void;
  close(): void;
  /** How many there are, or why there are none. */
  say(count: string, failed: boolean): void;
  setOnly(only: boolean): void;
}

export interface FindBarEvents {
  /** What to look for has changed. */
  readonly onQuery: () => void;
  readonly onStep: (backwards: boolean) => void;
  readonly onOnly: (only: boolean) => void;
  readonly onClose: () => void;
}

export function createFindBar({ texts: { t } }: ViewContext, events: FindBarEvents): FindBar {
  const input = element('input', {
    class: 'input',
    type: 'text',
    'aria-label': t('find'),
    placeholder: t('find'),
    spellcheck: 'false',
    autocomplete: 'off',
    'data-testid': 'find-input',
  });
  const count = element('output', { class: 'find-count muted', 'data-testid': 'find-count' });
  const matchCase = toggle(t('findMatchCase'), 'case-sensitive', 'find-case', events.onQuery);
  const regexp = toggle(t('findRegexp'), 'regex', 'find-regexp', events.onQuery);
  const only = toggle(t('findOnly'), 'filter', 'find-only', () => {
    events.onOnly(isOn(only));
  });
  const step = (label: string, name: IconName, backwards: boolean): HTMLElement =>
    button({
      label,
      icon: name,
      iconOnly: true,
      testId: backwards ? 'find-previous' : 'find-next',
      onClick: () => events.onStep(backwards),
    });
  const bar = element(
    'div',
    {
      class: 'find-bar',
      role: 'search',
      'aria-label': t('find'),
      'data-testid': 'find-bar',
      'data-group': 'find',
    },
    input,
    element('span', { class: 'tools' }, matchCase, regexp, only),
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
        testId: 'find-close',
        onClick: events.onClose,
      }),
    ),
  );
  bar.hidden = true;

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
      return { text: input.value, matchCase: isOn(matchCase), regexp: isOn(regexp) };
    },
    open: () => {
      setShown(bar, true);
      input.focus();
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
