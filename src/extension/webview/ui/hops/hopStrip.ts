/**
 * The way a request took: one button for each answer, `302 → 302 → 200`. Choosing one makes headers, cookies and timing
 * those of that hop; the last one is the response itself. Arrows move inside (WAI-ARIA toolbar).
 */
import type { ViewContext } from '../actions.ts';
import { element, rove, setAttribute, setShown } from '../dom.ts';
import type { PageState } from '../state.ts';
import { toneOf } from '../statusLine.ts';

export interface HopStrip {
  readonly element: HTMLElement;
  update(state: PageState): void;
}

export function createHopStrip({ texts: { t }, actions }: ViewContext): HopStrip {
  const list = element('ol', { class: 'hops', 'aria-label': t('hops'), 'data-testid': 'hops' });
  list.dataset['group'] = 'hops';
  rove(list, 'button');
  let shown = '';

  function hopButton(index: number, hop: HopText, count: number): HTMLElement {
    const made = element(
      'button',
      {
        type: 'button',
        class: 'hop',
        'data-testid': 'hop',
        'data-tone': toneOf(hop.status),
        'aria-label': t('hopOf', index + 1, count, `${hop.status} ${hop.method} ${hop.url}`),
        title: `${hop.method} ${hop.url}`,
      },
      String(hop.status),
    );
    made.addEventListener('click', () => actions.chooseHop(index === count - 1 ? undefined : index));
    return element('li', {}, made);
  }

  return {
    element: list,
    update: ({ snapshot, hop }) => {
      const response = snapshot?.response;
      const before = response?.hops ?? [];
      setShown(list, before.length > 0);
      if (response === undefined) return;
      const { status, url } = response;
      const hops: HopText[] = [...before, { status, url, method: '' }];
      const key = JSON.stringify(hops);
      if (key !== shown) {
        shown = key;
        list.replaceChildren(...hops.map((one, index) => hopButton(index, one, hops.length)));
      }
      const chosen = hop ?? hops.length - 1;
      for (const [index, one] of list.querySelectorAll('button').entries()) {
        setAttribute(one, 'aria-current', index === chosen ? 'true' : undefined);
        one.tabIndex = index === chosen ? 0 : -1;
      }
    },
  };
}

interface HopText {
  readonly status: number;
  readonly method: string;
  readonly url: string;
}
