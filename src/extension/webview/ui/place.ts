/**
 * `‹ 3/12 ›`: which exchange of its request is on the screen, and the way to the one before and the one after it. Not there
 * for the only one.
 */
import type { ExchangePlace } from '../historyMessages.ts';
import type { Actions } from './actions.ts';
import { button, element, setAttribute, setShown, setText } from './dom.ts';
import type { Texts } from './text.ts';

export interface PlaceView {
  readonly element: HTMLElement;
  /** `answered`: there is a response to compare with the one before. */
  update(place: ExchangePlace | undefined, answered: boolean): void;
}

export interface PlaceContext {
  readonly texts: Texts;
  readonly actions: Pick<Actions, 'showNeighbour' | 'compare'>;
}

export function createPlace({ texts, actions }: PlaceContext): PlaceView {
  const { t } = texts;
  const previous = button({
    label: t('previousExchange'),
    icon: 'chevron-left',
    iconOnly: true,
    testId: 'previous-exchange',
    onClick: () => actions.showNeighbour('previous'),
  });
  const next = button({
    label: t('nextExchange'),
    icon: 'chevron-right',
    iconOnly: true,
    testId: 'next-exchange',
    onClick: () => actions.showNeighbour('next'),
  });
  const compare = button({
    label: t('compare'),
    icon: 'diff',
    iconOnly: true,
    testId: 'compare',
    onClick: actions.compare,
  });
  const count = element('span', { class: 'place-count muted', 'data-testid': 'place' });
  const view = element('div', { class: 'place', role: 'group' }, previous, count, next, compare);
  return {
    element: view,
    update: (place, answered) => {
      setShown(view, place !== undefined);
      if (place === undefined) return;
      setShown(compare, answered);
      const { index, count: all } = place;
      setText(count, `${texts.number(index)}/${texts.number(all)}`);
      setAttribute(view, 'aria-label', t('placeAmong', index, all));
      // Not disabled: the one that was just pressed would lose the focus at the end.
      setAttribute(previous, 'aria-disabled', index === 1 ? 'true' : undefined);
      setAttribute(next, 'aria-disabled', index === all ? 'true' : undefined);
    },
  };
}
