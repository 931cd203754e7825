/**
 * Why there is no answer, or not all of one: the fact, where it happened, what to do, and one action. The name is the one
 * of the error, so that it can be searched for.
 */
import type { FailureView } from '../protocol.ts';
import type { ViewContext } from './actions.ts';
import { button, element, icon, setShown, setText } from './dom.ts';
import { phaseText } from './statusLine.ts';

export interface FailureCard {
  readonly element: HTMLElement;
  update(failure: FailureView | undefined): void;
}

export function createFailureCard({ texts, actions }: ViewContext): FailureCard {
  const message = element('p', { class: 'failure-message', dir: 'auto' });
  const during = element('p', { class: 'muted' });
  const hint = element('p', { dir: 'auto' });
  const card = element(
    'div',
    { class: 'notice failure', role: 'group', 'aria-label': texts.t('failed'), 'data-testid': 'failure' },
    icon('error'),
    element(
      'div',
      { class: 'notice-text' },
      message,
      during,
      hint,
      button({ label: texts.t('sendAgain'), class: 'secondary', onClick: actions.sendAgain }),
    ),
  );
  card.hidden = true;
  return {
    element: card,
    update: (failure) => {
      setShown(card, failure !== undefined);
      if (failure === undefined) return;
      setText(message, failure.message);
      setText(during, texts.t('failureDuring', failure.name, phaseText(failure.phase, texts)));
      setShown(hint, failure.hint !== undefined);
      setText(hint, failure.hint ?? '');
    },
  };
}
