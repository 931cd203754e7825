/** The response's headers as they came: order, case and repeats kept. Read only, so it draws only when they change. */
import type { ResponseView } from '../protocol.ts';
import type { ViewContext } from './actions.ts';
import { element } from './dom.ts';

export interface ResponseHeadersView {
  readonly element: HTMLElement;
  update(response: ResponseView): void;
}

export function createResponseHeaders({ texts }: ViewContext): ResponseHeadersView {
  const list = element('dl', {
    class: 'headers-list',
    'data-testid': 'response-headers',
    'aria-label': texts.t('responseHeaders'),
  });
  let shown: string | undefined;
  return {
    element: element('div', { class: 'panel' }, list),
    update: ({ headers }) => {
      const key = JSON.stringify(headers);
      if (key === shown) return;
      shown = key;
      list.replaceChildren(
        ...headers.map(([name, value]) =>
          element(
            'div',
            { class: 'headers-item', 'data-testid': 'response-header' },
            element('dt', {}, name),
            element('dd', { dir: 'auto' }, value),
          ),
        ),
      );
    },
  };
}
