/**
 * A response as events while they arrive: how many and how fast, Stop, pause, follow, filter, the rows and one of them
 * whole. The host counts and keeps the events; a page that was hidden asks for the rows it shows and has missed none.
 */
import type { ExchangeSnapshot } from '../../protocol.ts';
import type { ViewContext } from '../actions.ts';
import { button, element, setAttribute, setShown, setText } from '../dom.ts';
import { isRunning } from '../state.ts';
import { createEventDetails } from './eventDetails.ts';
import { createEventFeed, type EventFeed } from './eventFeed.ts';
import { createEventList } from './eventList.ts';

export interface EventsView {
  readonly element: HTMLElement;
  /** `visible`: the view is the one on the screen; else it asks for nothing. */
  update(snapshot: ExchangeSnapshot, visible: boolean): void;
  /** All events so far; undefined while the view is not the one on the screen. */
  count(): number | undefined;
}

/** The speed is measured over about so long, in milliseconds. */
const speedWindow = 2000;

/** How often "idle" and the speed are drawn, in milliseconds. */
const tickEvery = 250;

export function createEventsView(context: ViewContext): EventsView {
  const { texts, actions } = context;
  const { t } = texts;
  let latest: ExchangeSnapshot | undefined;
  let feed: EventFeed | undefined;
  let ticking: ReturnType<typeof setInterval> | undefined;
  let counts: { readonly events: number; readonly at: number }[] = [];
  let changedAt = 0;
  let isOnScreen = false;
  /** The place at the top when the page was hidden, until it is there again. */
  let returning: number | undefined;

  const light = element('span', { class: 'event-light', 'aria-hidden': 'true' });
  const counter = element('span', { 'data-testid': 'event-count' });
  const pace = element('span', { class: 'muted' });
  const stop = button({
    label: t('stop'),
    icon: 'debug-stop',
    class: 'secondary',
    testId: 'stop',
    onClick: actions.cancel,
  });
  const pause = button({
    label: t('pauseView'),
    icon: 'debug-pause',
    iconOnly: true,
    testId: 'pause-view',
    onClick: () => feed?.setPaused(!feed.paused),
  });
  const followBox = element('input', { type: 'checkbox', class: 'check', 'data-testid': 'follow-events' });
  followBox.addEventListener('change', () => setFollow(followBox.checked));
  const follow = element('label', { class: 'labelled' }, followBox, t('follow'));
  const filter = element('input', {
    type: 'search',
    class: 'filter',
    placeholder: t('filterEventsHint'),
    'aria-label': t('filterEvents'),
    title: t('filterEventsTitle'),
    'data-testid': 'event-filter',
    maxlength: 1000,
    spellcheck: 'false',
  });
  filter.addEventListener('input', () => {
    details.close();
    returning = undefined;
    feed?.setFilter(filter.value);
    if (latest !== undefined) actions.remember(latest.exchangeId, { filter: filter.value });
  });
  const toolbar = element(
    'div',
    { class: 'toolbar events-bar', role: 'group', 'aria-label': t('events'), 'data-group': 'toolbar' },
    element('span', { class: 'event-counts' }, light, counter, pace),
    element('span', { class: 'tools' }, stop, pause, follow),
    filter,
  );
  const list = createEventList(context, {
    onView: (first, count) => {
      feed?.setView(first, count);
      if (latest !== undefined && feed?.follow === false && returning === undefined)
        actions.remember(latest.exchangeId, { line: first });
    },
    onLeave: () => setFollow(false),
    onOpen: (row) => {
      const id = latest?.exchangeId;
      if (id !== undefined) details.show(row, () => actions.readEventData(id, row.index));
    },
  });
  const details = createEventDetails(context, () => list.focus());
  const older = element('p', { class: 'note', 'data-testid': 'older-events' });
  const problem = element('p', { class: 'note', role: 'alert' });
  const unseen = button({
    label: '',
    icon: 'arrow-down',
    class: 'secondary unseen',
    testId: 'new-events',
    onClick: () => setFollow(true),
  });
  const unseenText = unseen.lastElementChild ?? unseen;
  const none = element('p', { class: 'placeholder', 'data-testid': 'no-events' });
  const view = element(
    'div',
    { class: 'panel events', 'data-testid': 'events' },
    toolbar,
    older,
    problem,
    element('div', { class: 'event-area' }, list.element, none, unseen),
    details.element,
  );
  new ResizeObserver(() => list.layout()).observe(list.element);

  function setFollow(next: boolean): void {
    returning = undefined;
    if (next) feed?.setPaused(false);
    feed?.setFollow(next);
    if (latest !== undefined) actions.remember(latest.exchangeId, { follow: next });
  }

  function start({ exchangeId }: ExchangeSnapshot): EventFeed {
    counts = [];
    details.close();
    setShown(problem, false);
    const remembered = actions.remembered(exchangeId);
    filter.value = remembered.filter ?? '';
    returning = remembered.follow === false ? remembered.line : undefined;
    return createEventFeed({
      filter: filter.value,
      follow: remembered.follow ?? true,
      ask: (question) => actions.readEvents(exchangeId, question),
      onRows: draw,
      onError: (message) => {
        setText(problem, message);
        setShown(problem, true);
      },
      later: (step, milliseconds) => {
        const timer = setTimeout(step, milliseconds);
        return () => clearTimeout(timer);
      },
      now: () => performance.now(),
    });
  }

  function draw(): void {
    const rows = feed?.rows;
    const running = isRunning(latest?.state);
    if (feed === undefined || rows === undefined) return;
    const now = performance.now();
    if (counts.at(-1)?.events !== rows.events) changedAt = now;
    counts = [...counts.filter(({ at }) => now - at < speedWindow), { events: rows.events, at: now }];
    list.update({ ...rows, end: feed.end, follow: feed.follow && !feed.paused, busy: running });
    if (returning !== undefined && (rows.end > returning || !(running || rows.behind))) {
      const place = returning;
      returning = undefined;
      list.showAt(place);
    }
    followBox.checked = feed.follow && !feed.paused;
    setAttribute(pause, 'aria-pressed', String(feed.paused));
    const hidden = feed.follow && !feed.paused ? 0 : feed.unseen;
    setShown(unseen, hidden > 0);
    setText(unseenText, t('newEvents', texts.number(hidden)));
    setShown(older, rows.older > 0);
    setText(older, t('olderEvents', texts.number(rows.older), texts.number(rows.events - rows.older)));
    setShown(none, rows.end === rows.first);
    setText(none, t(rows.events > 0 ? 'noMatch' : running ? 'noEventYet' : 'noEvents'));
    drawPace();
  }

  function drawPace(): void {
    const running = latest?.state === 'streaming';
    const events = feed?.rows?.events ?? 0;
    setText(counter, t(running ? 'eventsLive' : 'eventsEnded', texts.number(events)));
    setAttribute(light, 'data-live', running);
    const now = performance.now();
    const first = counts.find(({ at }) => now - at < speedWindow);
    const last = counts.at(-1);
    const time = first === undefined || last === undefined ? 0 : now - first.at;
    const speed = time < 500 ? undefined : ((events - (first?.events ?? events)) * 1000) / time;
    const idle = now - changedAt;
    const parts = [
      ...(speed === undefined || speed === 0
        ? []
        : [t('perSecond', texts.number(Math.round(speed * 10) / 10))]),
      ...(idle < 1000 ? [] : [t('idleFor', texts.duration(Math.floor(idle / 1000) * 1000))]),
    ];
    setText(pace, running ? parts.join(' · ') : '');
    setShown(pace, running && parts.length > 0);
  }

  return {
    element: view,
    count: () => (isOnScreen ? feed?.rows?.events : undefined),
    update: (snapshot, visible) => {
      isOnScreen = visible;
      const isOther = latest?.exchangeId !== snapshot.exchangeId;
      latest = snapshot;
      if (isOther) {
        feed?.close();
        feed = undefined;
      }
      const running = snapshot.state === 'streaming';
      setShown(stop, running);
      setShown(pause, running);
      setShown(follow, running);
      if (visible) {
        feed ??= start(snapshot);
        feed.wake();
        draw();
      }
      tickWhile(visible && running);
    },
  };

  function tickWhile(running: boolean): void {
    if (running === (ticking !== undefined)) return;
    if (running) ticking = setInterval(drawPace, tickEvery);
    else {
      clearInterval(ticking);
      ticking = undefined;
    }
  }
}
