/**
 * The Response tab: what came back, or why nothing did. Body, headers and timing are parts of it; while a new answer is
 * on its way the previous one stays, dimmed and named as such. What the body looks like is `bodyView.ts`.
 */
import type { SearchProgress } from '../bodyPages.ts';
import type { ExchangeSnapshot } from '../protocol.ts';
import type { ViewContext } from './actions.ts';
import { createBodyView, type BodyView } from './bodyView.ts';
import { button, element, setAttribute, setShown, setText } from './dom.ts';
import { createFailureCard } from './failureCard.ts';
import { createResponseSections } from './hops/responseSections.ts';
import { hasFailed, type PageState } from './state.ts';
import { emptyKey, phaseText } from './statusLine.ts';
import type { Texts } from './text.ts';

export interface ResponseTab {
  readonly element: HTMLElement;
  update(state: PageState): void;
  /** Tells the body what a search has found. */
  search(progress: SearchProgress): void;
  /** How many events are on show; undefined when it is no list of events. */
  events(): number | undefined;
  /** A command for the body. */
  perform: BodyView['perform'];
}

export function createResponseTab(context: ViewContext): ResponseTab {
  const { texts, actions } = context;
  const { t } = texts;
  const failure = createFailureCard(context);
  const body = createBodyView(context);
  const noBody = element('p', { class: 'placeholder', 'data-testid': 'no-body' });
  const waiting = element('p');
  const send = button({
    label: t('send'),
    icon: 'play',
    class: 'primary',
    onClick: () => actions.send(false),
  });
  const placeholder = element('div', { class: 'placeholder' }, waiting, send);
  const bodyPanel = element('div', { class: 'panel' }, placeholder, body.element, noBody);

  const sections = createResponseSections(context, bodyPanel);
  const previous = element('p', { class: 'note', 'data-testid': 'previous' });
  const content = element('div', { class: 'response-content' }, ...sections.elements);

  const tab = element('section', { class: 'panel response' }, previous, failure.element, content);

  return {
    element: tab,
    search: (progress) => body.search(progress),
    events: () => sections.events(),
    perform: (action) => body.perform(action),
    update: (state) => {
      const { snapshot } = state;
      if (snapshot === undefined) return;
      const shown = state.previous ?? snapshot;
      const { response } = shown;
      const stale = shown !== snapshot;
      setAttribute(content, 'data-stale', stale);
      setAttribute(content, 'aria-busy', snapshot.state === 'streaming' ? 'true' : undefined);
      setShown(previous, stale);
      setText(previous, previousText(shown, texts));
      failure.update(hasFailed(snapshot.state) ? snapshot : undefined);
      setShown(content, response !== undefined || !hasFailed(snapshot.state));
      setShown(placeholder, response === undefined && !hasFailed(snapshot.state));
      setShown(send, snapshot.editable);
      send.disabled = snapshot.prepared.unresolved.length > 0;
      setText(waiting, placeholderText(snapshot, texts));
      if (response === undefined) {
        for (const part of [body.element, noBody]) setShown(part, false);
        sections.prepare(state, snapshot);
        return;
      }
      const empty = shown.state === 'empty' || shown.state === 'evicted';
      setShown(noBody, empty);
      setShown(body.element, !empty);
      if (empty) setText(noBody, emptyText(shown, texts));
      else body.update(shown);
      sections.update(state, shown, response);
    },
  };
}

function placeholderText(snapshot: ExchangeSnapshot, texts: Texts): string {
  if (snapshot.state === 'idle') return texts.t('idleHint');
  if (snapshot.state === 'pending') return `${texts.t('sending')}: ${phaseText(snapshot.phase, texts)}`;
  if (snapshot.state === 'cancelled') return texts.t('cancelledBefore');
  return texts.t(snapshot.state === 'interrupted' ? 'interrupted' : 'noResponse');
}

function previousText({ endedAt }: ExchangeSnapshot, texts: Texts): string {
  if (endedAt === undefined) return texts.t('previousResponse');
  return texts.t('previousResponseAgo', texts.duration(Math.max(1000, Date.now() - endedAt)));
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
