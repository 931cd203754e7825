/**
 * The free headers as one text, for pasting and for changing many at once: a line for each, `# ` before what is off.
 * Every change goes into the draft at once, so that switching back loses nothing.
 */
import type { ViewContext } from '../actions.ts';
import { element } from '../dom.ts';
import { rowsText, setRowsText, type Draft } from './draft.ts';

export interface HeadersAsText {
  readonly element: HTMLTextAreaElement;
  update(draft: Draft): void;
}

export function createHeadersAsText({ texts: { t }, actions }: ViewContext): HeadersAsText {
  const field = element('textarea', {
    class: 'input headers-text',
    'data-testid': 'headers-text',
    'aria-label': t('headersAsText'),
    spellcheck: 'false',
    autocomplete: 'off',
    rows: 6,
  });
  /** The lines that the field's text means, to tell a change by the host from one by the user. */
  let meant: string | undefined;
  field.addEventListener('input', () => {
    actions.change((draft) => {
      const next = setRowsText(draft, field.value);
      meant = rowsText(next);
      return next;
    });
  });
  return {
    element: field,
    update: (draft) => {
      const text = rowsText(draft);
      if (text === meant) return;
      meant = text;
      field.value = text;
    },
  };
}
