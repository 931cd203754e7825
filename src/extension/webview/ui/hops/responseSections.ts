/**
 * The parts of a response behind its tabs: body, events, headers, cookies and timing, of the hop that was chosen. It
 * fetches what the host knows about a hop only while a part shows it, and says above the parts what the answer itself
 * does not: notices, a redirect that was not followed, the hop that is on the screen.
 */
import type { ExchangeSnapshot, ResponseView } from '../../protocol.ts';
import type { ViewContext } from '../actions.ts';
import { createCookiesView } from '../cookies/cookiesView.ts';
import { createRequestCookiesLoader } from '../cookies/requestCookiesLoader.ts';
import { button, element, setShown, setText } from '../dom.ts';
import { createEventsView } from '../events/eventsView.ts';
import { createResponseHeaders } from '../responseHeaders.ts';
import type { PageState, ResponseSection } from '../state.ts';
import { createTabs } from '../tabs.ts';
import { createTestsView, testBadge } from '../tests/testsView.ts';
import { createTimingView } from '../timing/timingView.ts';
import { createHopLoader } from './hopLoader.ts';

export interface ResponseSections {
  /** In their order on the page. */
  readonly elements: readonly HTMLElement[];
  /** All events so far, while they are what is on the screen. */
  events(): number | undefined;
  /** `shown` is the exchange whose response is on the screen. */
  update(state: PageState, shown: ExchangeSnapshot, response: ResponseView): void;
  /** Of a request that has no answer: its cookies, and the owner's words in place of a body. */
  prepare(state: PageState, snapshot: ExchangeSnapshot): void;
}

export function createResponseSections(context: ViewContext, body: HTMLElement): ResponseSections {
  const { texts, actions } = context;
  const { t } = texts;
  const events = createEventsView(context);
  const headers = createResponseHeaders(context);
  const cookies = createCookiesView(context, (cookie) => {
    actions.deleteCookie(cookie);
    // The host deletes at once; what it says next is without it.
    loader.refresh();
    prepared.refresh();
  });
  const timing = createTimingView(context);
  const tests = createTestsView(context);
  const loader = createHopLoader(actions, redraw);
  const prepared = createRequestCookiesLoader(actions, redrawPrepared);
  const tabs = createTabs<ResponseSection>(
    t('responseViews'),
    [
      { id: 'body', label: t('body'), testId: 'section-body', panel: body },
      { id: 'events', label: t('events'), testId: 'section-events', panel: events.element },
      { id: 'headers', label: t('headers'), testId: 'section-headers', panel: headers.element },
      { id: 'cookies', label: t('cookies'), testId: 'section-cookies', panel: cookies.element },
      { id: 'timing', label: t('timing'), testId: 'section-timing', panel: timing.element },
      { id: 'tests', label: t('tests'), testId: 'section-tests', panel: tests.element },
    ],
    actions.chooseSection,
  );
  tabs.list.classList.add('sections');
  const asEvents = button({
    label: t('viewAsEvents'),
    icon: 'list-flat',
    class: 'link-button',
    testId: 'view-as-events',
    onClick: actions.viewAsEvents,
  });
  const row = element('div', { class: 'sections-row' }, tabs.list, asEvents);

  const notices = element('ul', {
    class: 'note sentences',
    'data-testid': 'notices',
    'aria-label': t('notices'),
  });
  const leadsTo = element('span', { dir: 'ltr', class: 'location' });
  const location = element(
    'p',
    { class: 'note location-row', 'data-testid': 'location' },
    element('span', {}, t('notFollowed')),
    leadsTo,
    button({
      label: t('followRedirect'),
      icon: 'arrow-right',
      class: 'secondary',
      testId: 'follow-redirect',
      onClick: actions.followRedirect,
    }),
  );
  const hopNote = element('p', { class: 'note', 'data-testid': 'hop-note' });
  const problem = element('p', { class: 'note', role: 'alert' });
  let latest: { readonly response: ResponseView } | undefined;
  let isSent = false;

  function redrawPrepared(): void {
    if (latest !== undefined) return;
    cookies.prepare(prepared.cookies, isSent);
    const count = prepared.cookies?.sent.length ?? 0;
    tabs.setBadge('cookies', count === 0 ? '' : String(count));
  }

  function redraw(): void {
    if (latest === undefined) return;
    const { response } = latest;
    const { detail } = loader;
    headers.update(response, detail);
    cookies.update(detail?.cookies);
    timing.update(response, detail);
    setShown(problem, loader.problem !== undefined);
    setText(problem, loader.problem ?? '');
    const count = detail === undefined ? undefined : cookieCount(detail.cookies);
    tabs.setBadge('cookies', count === undefined || count === 0 ? '' : String(count));
    tabs.setBadge('headers', String((detail?.responseHeaders ?? response.headers).length));
  }

  return {
    elements: [
      row,
      hopNote,
      location,
      notices,
      problem,
      body,
      events.element,
      headers.element,
      cookies.element,
      timing.element,
      tests.element,
    ],
    events: () => events.count(),
    prepare: ({ section }, snapshot) => {
      latest = undefined;
      isSent = !snapshot.editable;
      for (const id of ['events', 'headers', 'timing', 'tests'] as const) tabs.setHidden(id, true);
      for (const one of [asEvents, hopNote, location, notices, problem]) setShown(one, false);
      prepared.show(snapshot);
      redrawPrepared();
      tabs.choose(section === 'cookies' ? section : 'body');
    },
    update: (state, shown, response) => {
      latest = { response };
      const { section, hop } = state;
      const isEvents = response.events !== undefined || state.asEvents;
      const results = shown.tests ?? [];
      const logs = shown.logs ?? [];
      const hasTests = results.length + logs.length > 0;
      const isAbsent = section === 'events' ? !isEvents : section === 'tests' && !hasTests;
      const chosen = isAbsent ? 'body' : section;
      for (const id of ['headers', 'timing'] as const) tabs.setHidden(id, false);
      tabs.setHidden('tests', !hasTests);
      tabs.setBadge('tests', testBadge(results));
      tests.update(results, logs);
      tabs.setHidden('events', !isEvents);
      setShown(asEvents, !isEvents && shown.received > 0);
      const last = response.hops.length;
      setShown(hopNote, hop !== undefined);
      if (hop !== undefined)
        setText(hopNote, t('hopShown', hop + 1, last + 1, response.hops[hop]?.url ?? ''));
      drawLocation(response, hop);
      drawNotices(response.notices ?? []);
      loader.show(shown, hop ?? last);
      events.update(shown, chosen === 'events');
      redraw();
      tabs.choose(chosen);
    },
  };

  function drawLocation({ location: to }: ResponseView, hop: number | undefined): void {
    setShown(location, to !== undefined && hop === undefined);
    setText(leadsTo, to ?? '');
  }

  function drawNotices(sentences: readonly string[]): void {
    setShown(notices, sentences.length > 0);
    const key = sentences.join('\n');
    if (notices.dataset['key'] === key) return;
    notices.dataset['key'] = key;
    notices.replaceChildren(...sentences.map((sentence) => element('li', { dir: 'auto' }, sentence)));
  }
}

function cookieCount({
  sent,
  received,
}: {
  readonly sent: readonly unknown[];
  readonly received: readonly unknown[];
}): number {
  return sent.length + received.length;
}
