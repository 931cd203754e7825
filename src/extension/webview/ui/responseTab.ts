/**
 * The Response tab: what came back, or why nothing did. Body, headers and timing are parts of it; while a new answer is
 * on its way the previous one stays, dimmed and named as such. What the body looks like is `bodyView.ts`.
 */
import type { ExchangeSnapshot } from '../protocol.ts';
import type { ViewContext } from './actions.ts';
import { createBodyView } from './bodyView.ts';
import { button, element, setAttribute, setShown, setText } from './dom.ts';
import { createFailureCard } from './failureCard.ts';
import { createResponseHeaders } from './responseHeaders.ts';
import type { PageState, ResponseSection } from './state.ts';
import { emptyKey, phaseText } from './statusLine.ts';
import { createTabs } from './tabs.ts';
import type { Texts } from './text.ts';
import { createTimingView } from './timingView.ts';

export interface ResponseTab {
  readonly element: HTMLElement;
  update(state: PageState): void;
  find(): void;
}

export function createResponseTab(context: ViewContext): ResponseTab {
  const { texts, actions } = context;
  const { t } = texts;
  const failure = createFailureCard(context);
  const body = createBodyView(context);
  const headers = createResponseHeaders(context);
  const timing = createTimingView(context);
  const noBody = element('p', { class: 'placeholder', 'data-testid': 'no-body' });
  const bodyPanel = element('div', { class: 'panel' }, body.element, noBody);

  const sections = createTabs<ResponseSection>(
    t('responseViews'),
    [
      { id: 'body', label: t('body'), testId: 'section-body', panel: bodyPanel },
      { id: 'headers', label: t('headers'), testId: 'section-headers', panel: headers.element },
      { id: 'timing', label: t('timing'), testId: 'section-timing', panel: timing.element },
    ],
    actions.chooseSection,
  );
  sections.list.classList.add('sections');

  const previous = element('p', { class: 'note', 'data-testid': 'previous' }, t('previousResponse'));
  const content = element(
    'div',
    { class: 'response-content' },
    sections.list,
    bodyPanel,
    headers.element,
    timing.element,
  );

  const waiting = element('p');
  const send = button({
    label: t('send'),
    icon: 'play',
    class: 'primary',
    onClick: () => actions.send(false),
  });
  const placeholder = element('div', { class: 'placeholder' }, waiting, send);
  const tab = element(
    'section',
    { class: 'panel response' },
    previous,
    failure.element,
    content,
    placeholder,
  );

  return {
    element: tab,
    find: () => body.find(),
    update: (state) => {
      const { snapshot } = state;
      if (snapshot === undefined) return;
      const shown = state.previous ?? snapshot;
      const { response } = shown;
      const stale = shown !== snapshot;
      setAttribute(content, 'data-stale', stale);
      setAttribute(content, 'aria-busy', snapshot.state === 'streaming' ? 'true' : undefined);
      setShown(previous, stale);
      failure.update(snapshot.state === 'failed' ? snapshot.failure : undefined);
      setShown(content, response !== undefined);
      setShown(placeholder, response === undefined && snapshot.state !== 'failed');
      setShown(send, snapshot.editable);
      send.disabled = snapshot.prepared.unresolved.length > 0;
      setText(waiting, placeholderText(snapshot, texts));
      if (response === undefined) return;
      const empty = shown.state === 'empty' || shown.state === 'evicted';
      setShown(noBody, empty);
      setShown(body.element, !empty);
      if (empty) setText(noBody, emptyText(shown, texts));
      else body.update(shown);
      headers.update(response);
      timing.update(response);
      sections.setBadge('headers', String(response.headers.length));
      sections.choose(state.section);
    },
  };
}

function placeholderText(snapshot: ExchangeSnapshot, texts: Texts): string {
  if (snapshot.state === 'idle') return texts.t('idleHint');
  if (snapshot.state === 'pending') return `${texts.t('sending')}: ${phaseText(snapshot.phase, texts)}`;
  return texts.t(snapshot.state === 'interrupted' ? 'interrupted' : 'noResponse');
}

function emptyText(snapshot: ExchangeSnapshot, { t }: Texts): string {
  if (snapshot.state === 'evicted') return t('evictedBecause');
  switch (emptyKey(snapshot)) {
    case 'withheldBody':
      return t('withheldBecause', snapshot.prepared.method);
    case 'noBody':
      return t('statusWithheldBecause', snapshot.response?.status ?? 0);
    case 'emptyBody':
      return t('emptyBodyBecause');
  }
}
