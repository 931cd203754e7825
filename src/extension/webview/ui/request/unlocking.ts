/**
 * Asks once for each page before a header that follows from the rest may have a value of its own, because a server may
 * then read something else than was meant. A native dialog: focus stays inside, Escape says no.
 */
import type { ViewContext } from '../actions.ts';
import { button, element, setText } from '../dom.ts';

export interface Unlocking {
  readonly element: HTMLElement;
  /** Calls `unlock` at once when it was asked before, else after a yes. */
  ask(name: string, unlock: () => void): void;
}

export function createUnlocking({ texts: { t } }: ViewContext): Unlocking {
  let wasAsked = false;
  let then = (): void => undefined;
  const sentence = element('p');
  const dialog = element(
    'dialog',
    { class: 'question', 'aria-label': t('unlock'), 'data-testid': 'unlock-question' },
    sentence,
    element(
      'div',
      { class: 'notice-actions' },
      button({
        label: t('unlockYes'),
        class: 'primary',
        testId: 'unlock-yes',
        onClick: () => {
          wasAsked = true;
          dialog.close();
          then();
        },
      }),
      button({ label: t('unlockNo'), class: 'secondary', onClick: () => dialog.close() }),
    ),
  );
  // Escape closes the dialog; it must not also leave the page.
  dialog.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') event.stopPropagation();
  });
  return {
    element: dialog,
    ask: (name, unlock) => {
      if (wasAsked) {
        unlock();
        return;
      }
      then = unlock;
      setText(sentence, t('unlockAsk', name));
      dialog.showModal();
    },
  };
}
