/** One event whole: its type and id, and its data laid out for reading when it is JSON. Text only. */
import type { EventRowView } from '../../events.ts';
import type { ViewContext } from '../actions.ts';
import { indentJson } from '../json/indentJson.ts';
import { copyButton } from '../copyButton.ts';
import { button, element, setShown, setText } from '../dom.ts';

export interface EventDetails {
  readonly element: HTMLElement;
  show(row: EventRowView, read: () => Promise<string>): void;
  close(): void;
}

export function createEventDetails(context: ViewContext, onClose: () => void): EventDetails {
  const { t, size } = context.texts;
  const title = element('h2', { class: 'event-title', dir: 'auto' });
  const text = element('pre', { class: 'event-text', tabindex: 0, dir: 'auto', 'data-testid': 'event-text' });
  let data = '';
  let shown: number | undefined;
  const view = element(
    'section',
    { class: 'event-details', 'aria-label': t('eventDetails'), 'data-testid': 'event-details' },
    element(
      'div',
      { class: 'event-details-head' },
      title,
      copyButton(context, t('copyEvent'), () => data),
      button({ label: t('close'), icon: 'close', iconOnly: true, testId: 'event-close', onClick: leave }),
    ),
    text,
  );
  view.dataset['group'] = 'details';
  view.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    // Not also the key that cancels the request.
    event.stopPropagation();
    event.preventDefault();
    leave();
  });
  setShown(view, false);

  function close(): void {
    shown = undefined;
    setShown(view, false);
  }

  function leave(): void {
    close();
    onClose();
  }

  function draw(whole: string): void {
    data = whole;
    setText(text, indentJson(whole) ?? whole);
  }

  return {
    element: view,
    close,
    show: (row, read) => {
      shown = row.index;
      const number =
        row.number === undefined ? t(row.kind === 'event' ? 'events' : row.kind) : `#${row.number}`;
      setText(title, [number, row.type, row.id, size(row.length)].filter((part) => part !== '').join(' · '));
      draw(row.data);
      setShown(view, true);
      text.scrollTop = 0;
      text.focus();
      read().then(
        (whole) => {
          if (shown === row.index) draw(whole);
        },
        (error: unknown) => {
          if (shown === row.index) setText(text, error instanceof Error ? error.message : String(error));
        },
      );
    },
  };
}
