/**
 * The headers of one answer as they came, and of the request that it answers as they went: order, case and repeats kept,
 * with what was not sent on and why. A box filters both by name and value. Read only.
 */
import type { HopDetail, SentHeader } from '../hops.ts';
import type { ResponseView } from '../protocol.ts';
import type { ViewContext } from './actions.ts';
import { copyButton } from './copyButton.ts';
import { element, setShown } from './dom.ts';
import { createSecretText } from './secretText.ts';

export interface ResponseHeadersView {
  readonly element: HTMLElement;
  /** Without a detail the response's own headers are shown, which are here at once. */
  update(response: ResponseView, detail: HopDetail | undefined): void;
}

export function createResponseHeaders(context: ViewContext): ResponseHeadersView {
  const { t } = context.texts;
  const filter = element('input', {
    type: 'search',
    class: 'filter',
    placeholder: t('filterHeaders'),
    'aria-label': t('filterHeaders'),
    'data-testid': 'header-filter',
    spellcheck: 'false',
  });
  const none = element('p', { class: 'placeholder', role: 'status' }, t('noMatch'));
  const groups = element('div', { class: 'scroll' });
  groups.dataset['group'] = 'content';
  const view = element(
    'div',
    { class: 'panel', 'data-testid': 'headers' },
    element('div', { class: 'toolbar filter-row' }, filter),
    groups,
    none,
  );
  let shown = '';
  filter.addEventListener('input', applyFilter);

  function applyFilter(): void {
    const wanted = filter.value.trim().toLowerCase();
    let count = 0;
    for (const item of groups.querySelectorAll<HTMLElement>('.headers-item')) {
      const matches = (item.dataset['text'] ?? '').includes(wanted);
      setShown(item, matches);
      if (matches) count += 1;
    }
    setShown(none, count === 0 && wanted !== '');
  }

  function list(label: string, testId: string, headers: readonly SentHeader[]): HTMLElement {
    return element(
      'dl',
      { class: 'headers-list', 'data-testid': `${testId}s`, 'aria-label': label },
      ...headers.map((header) => item(testId, header)),
    );
  }

  function item(testId: string, { name, value, secret }: SentHeader): HTMLElement {
    const made = element(
      'div',
      { class: 'headers-item', 'data-testid': testId },
      element('dt', {}, name),
      element(
        'dd',
        { dir: 'auto' },
        secret ? createSecretText(context, name, value) : value,
        copyButton(context, t('copyValueOf', name), () => value),
      ),
    );
    // What is masked cannot be guessed by typing either.
    made.dataset['text'] = (secret ? name : `${name}: ${value}`).toLowerCase();
    return made;
  }

  return {
    element: view,
    update: (response, detail) => {
      const came =
        detail?.responseHeaders ?? response.headers.map(([name, value]) => ({ name, value, secret: false }));
      const key = JSON.stringify([came, detail?.requestHeaders, detail?.dropped, detail?.url]);
      if (key === shown) return;
      shown = key;
      const sent =
        detail === undefined
          ? []
          : [
              element(
                'h2',
                { class: 'group-title' },
                t('requestHeadersSent', `${detail.method} ${detail.url}`),
              ),
              list(t('requestHeaders'), 'sent-header', detail.requestHeaders),
              ...dropped(detail.dropped),
            ];
      const title = element('h2', { class: 'group-title' }, t('responseHeadersCount', came.length));
      groups.replaceChildren(title, list(t('responseHeaders'), 'response-header', came), ...sent);
      applyFilter();
    },
  };

  function dropped(sentences: readonly string[]): HTMLElement[] {
    if (sentences.length === 0) return [];
    return [
      element('h2', { class: 'group-title' }, t('notSentOn')),
      element(
        'ul',
        { class: 'sentences', 'data-testid': 'dropped' },
        ...sentences.map((sentence) => element('li', { dir: 'auto' }, sentence)),
      ),
    ];
  }
}
