/**
 * Where the time of one hop went: each phase as a number and a bar, what did not happen in words, and the connection with
 * its certificates below. The numbers carry the meaning; the bars are decoration.
 */
import type { HopDetail } from '../../hops.ts';
import type { ResponseView, TimingRow } from '../../protocol.ts';
import type { PageStringKey } from '../../strings.ts';
import type { ViewContext } from '../actions.ts';
import { element } from '../dom.ts';
import { certificateList } from './certificatesView.ts';
import { serverTimes } from './serverTiming.ts';

export interface TimingView {
  readonly element: HTMLElement;
  /** Without a detail the response's own times are shown, which are here at once. */
  update(response: ResponseView, detail: HopDetail | undefined): void;
}

const names: Readonly<Record<TimingRow['phase'], PageStringKey>> = {
  queue: 'timeQueue',
  dns: 'timeDns',
  connect: 'timeConnect',
  tls: 'timeTls',
  send: 'timeSend',
  wait: 'timeWait',
  download: 'timeDownload',
};

export function createTimingView(context: ViewContext): TimingView {
  const { texts } = context;
  const { t } = texts;
  const view = element('div', { class: 'panel timing', 'data-testid': 'timing' });
  view.dataset['group'] = 'content';
  let shown: readonly unknown[] = [];

  function bar(start: number, duration: number, total: number): HTMLElement {
    const made = element('span', { class: 'bar' });
    // Through the object model, which the CSP allows, unlike a style attribute.
    made.style.marginInlineStart = `${percent(start, total)}%`;
    made.style.inlineSize = `${percent(duration, total)}%`;
    return made;
  }

  /** What the server says of its own part, longest bar for the longest time. */
  function serverTable(headers: readonly { readonly name: string; readonly value: string }[]): HTMLElement[] {
    const times = serverTimes(headers);
    if (times.length === 0) return [];
    const longest = Math.max(...times.map(({ duration }) => duration ?? 0));
    const rows = times.map(({ name, description, duration }) =>
      element(
        'tr',
        { 'data-phase': 'server' },
        element('th', { scope: 'row', dir: 'auto' }, description === '' ? name : `${name} – ${description}`),
        element('td', { class: 'time' }, duration === undefined ? '' : texts.duration(duration)),
        element(
          'td',
          { class: 'track', 'aria-hidden': 'true' },
          ...(duration === undefined ? [] : [bar(0, duration, longest)]),
        ),
      ),
    );
    return [
      element('h2', { class: 'heading' }, t('serverTiming')),
      element(
        'table',
        { class: 'timing-table', 'aria-label': t('serverTiming'), 'data-testid': 'server-timing' },
        element('tbody', {}, ...rows),
      ),
    ];
  }

  return {
    element: view,
    update: (response, detail) => {
      if (shown[0] === response && shown[1] === detail) return;
      shown = [response, detail];
      const { timings, connection, url } = detail ?? response;
      const total = timings.reduce((sum, row) => sum + (row.duration ?? 0), 0);
      let start = 0;
      const rows = timings.map(({ phase, duration }) => {
        const row = element(
          'tr',
          { 'data-phase': phase, 'data-absent': duration === undefined },
          element('th', { scope: 'row' }, t(names[phase])),
          element(
            'td',
            { class: 'time' },
            duration === undefined ? t('didNotHappen') : texts.duration(duration),
          ),
          element(
            'td',
            { class: 'track', 'aria-hidden': 'true' },
            ...(duration === undefined ? [] : [bar(start, duration, total)]),
          ),
        );
        start += duration ?? 0;
        return row;
      });
      const head = [t('phase'), t('duration'), t('share')].map((text) =>
        element('th', { scope: 'col' }, text),
      );
      view.replaceChildren(
        element(
          'table',
          { class: 'timing-table', 'aria-label': t('timing') },
          element('thead', { class: 'visually-hidden' }, element('tr', {}, ...head)),
          element('tbody', {}, ...rows),
          element(
            'tfoot',
            {},
            element(
              'tr',
              {},
              element('th', { scope: 'row' }, t('total')),
              element('td', { class: 'time' }, texts.duration(total)),
              element('td', {}),
            ),
          ),
        ),
        element(
          'dl',
          { class: 'facts' },
          ...fact(t('connection'), connection),
          ...(detail?.facts ?? []).flatMap(({ name, value }) => fact(name, value)),
          ...fact(t('finalUrl'), url),
        ),
        ...serverTable(detail?.responseHeaders ?? response.headers.map(([name, value]) => ({ name, value }))),
        ...certificateList(context, detail?.certificates ?? []),
      );
    },
  };
}

function fact(name: string, value: string): HTMLElement[] {
  return value === '' ? [] : [element('dt', {}, name), element('dd', { dir: 'auto' }, value)];
}

function percent(part: number, total: number): number {
  return total > 0 ? Math.round((part / total) * 1000) / 10 : 0;
}
