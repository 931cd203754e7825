/**
 * The way that a request takes, below its headers: one line each for proxy, certificates and redirects, with who says so.
 * Not there at all while nothing is out of the ordinary.
 */
import type { RouteRow } from '../../protocol.ts';
import type { ViewContext } from '../actions.ts';
import { element, icon, setShown } from '../dom.ts';

export interface RouteList {
  readonly element: HTMLElement;
  update(rows: readonly RouteRow[]): void;
}

export function createRouteList({ texts: { t } }: ViewContext): RouteList {
  const list = element('dl', { class: 'route' });
  const section = element(
    'section',
    { 'aria-label': t('route'), 'data-testid': 'route' },
    element('div', { class: 'heading-row' }, element('h2', { class: 'heading' }, t('route'))),
    list,
  );
  setShown(section, false);
  let drawn = '';
  return {
    element: section,
    update(rows) {
      setShown(section, rows.length > 0);
      const next = JSON.stringify(rows);
      if (next === drawn) return;
      drawn = next;
      list.replaceChildren(
        ...rows.flatMap(({ name, value, origin, warning }) => [
          element('dt', {}, name),
          element(
            'dd',
            { dir: 'auto' },
            warning
              ? element('span', { class: 'warning' }, icon('warning'), value)
              : element('span', { class: 'route-value' }, value),
            ' ',
            element('span', { class: 'route-origin' }, origin),
          ),
        ]),
      );
    },
  };
}
