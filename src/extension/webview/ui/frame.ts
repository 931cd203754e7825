/**
 * What surrounds the two tabs: the target and its actions, the status line, the redirects, and the hidden region a screen
 * reader listens to. It follows the width of the panel: both tabs beside each other when there is room.
 */
import type { ExchangeSnapshot, PageTab } from '../protocol.ts';
import type { ViewContext } from './actions.ts';
import { button, element, icon, setAttribute, setShown, setText } from './dom.ts';
import { createHopStrip } from './hops/hopStrip.ts';
import { secretMask, shownText } from './request/maskedText.ts';
import { isRunning, panelStateOf, type PageState } from './state.ts';
import { statusLine } from './statusLine.ts';
import { createPlace } from './place.ts';
import { createTabs } from './tabs.ts';

export interface Frame {
  readonly element: HTMLElement;
  update(state: PageState, now: number): void;
  /** The line with the running time alone, once every tenth of a second. */
  tick(state: PageState, now: number): void;
  say(sentence: string): void;
  focusStatus(): void;
  /** Both tabs are on screen. */
  isWide(): boolean;
}

/** In CSS pixels, so the editor's zoom moves them, too. */
const wideFrom = 900;
const narrowBelow = 480;

export function createFrame(
  context: ViewContext,
  panels: { readonly request: HTMLElement; readonly response: HTMLElement },
): Frame {
  const { texts, actions } = context;
  const { t } = texts;
  const method = element('span', { class: 'target-method' });
  const address = element('span', { class: 'target-address', dir: 'ltr' });
  const title = element('span', { class: 'target-title muted', dir: 'auto' });
  const target = element('h1', { class: 'target', 'data-testid': 'target' }, method, address, title);
  const cancel = button({
    label: t('cancel'),
    icon: 'debug-stop',
    class: 'secondary',
    testId: 'cancel',
    onClick: actions.cancel,
  });
  const extend = button({
    label: t('extend'),
    icon: 'watch',
    class: 'secondary',
    testId: 'extend',
    onClick: actions.extend,
  });
  extend.title = t('extendTitle');
  const again = button({
    label: t('sendAgain'),
    icon: 'refresh',
    class: 'secondary',
    testId: 'send-again',
    onClick: actions.sendAgain,
  });
  const place = createPlace({ texts, actions });
  const buttons = element(
    'div',
    { class: 'actions', role: 'group', 'aria-label': t('actions'), 'data-group': 'actions' },
    extend,
    cancel,
    again,
  );

  const statusIcon = element('span', { class: 'status-icon' });
  const headline = element('span', { class: 'status-headline' });
  const details = element('span', { class: 'status-details' });
  const origin = element('span', { class: 'status-origin muted' });
  const status = element(
    'div',
    { class: 'status', 'data-testid': 'status', role: 'group', 'aria-label': t('response'), tabindex: 0 },
    statusIcon,
    element('span', {}, headline, details),
    origin,
  );
  status.dataset['group'] = 'status';
  const hops = createHopStrip(context);
  const notice = element('p', { class: 'note', 'data-testid': 'notice' });
  const speech = element('div', { class: 'visually-hidden', role: 'status', 'data-testid': 'speech' });

  const tabs = createTabs<PageTab>(
    t('views'),
    [
      { id: 'request', label: t('request'), testId: 'tab-request', panel: panels.request },
      { id: 'response', label: t('response'), testId: 'tab-response', panel: panels.response },
    ],
    actions.chooseTab,
  );
  tabs.list.dataset['group'] = 'tabs';

  const nothing = element('p', { class: 'placeholder' }, t('nothing'));
  const head = element(
    'header',
    { class: 'head' },
    element('div', { class: 'target-row' }, target, place.element, buttons),
    element('div', { class: 'status-row' }, status, hops.element),
  );
  const split = element('div', { class: 'split' }, panels.request, panels.response);
  const main = element(
    'main',
    { id: 'exchange', 'data-testid': 'exchange', 'aria-label': t('panel') },
    head,
    notice,
    tabs.list,
    split,
    nothing,
    speech,
  );

  let wide = false;
  let latest: PageState | undefined;
  new ResizeObserver(([entry]) => {
    const width = entry?.contentRect.width ?? 0;
    wide = width >= wideFrom;
    main.dataset['layout'] = wide ? 'wide' : width < narrowBelow ? 'narrow' : 'medium';
    if (latest?.snapshot !== undefined) tabs.choose(latest.tab, wide);
  }).observe(main);

  function drawStatus(state: PageState, now: number): void {
    const line = statusLine(state, now, texts);
    if (status.dataset['tone'] !== line.tone) status.dataset['tone'] = line.tone;
    if (statusIcon.dataset['icon'] !== line.icon) {
      statusIcon.dataset['icon'] = line.icon;
      statusIcon.replaceChildren(icon(line.icon));
    }
    setText(headline, line.headline);
    drawParts(details, line.parts);
  }

  return {
    element: main,
    isWide: () => wide,
    focusStatus: () => status.focus(),
    say: (sentence) => {
      speech.textContent = sentence;
    },
    tick: drawStatus,
    update: (state, now) => {
      latest = state;
      const { snapshot } = state;
      for (const part of [head, split]) setShown(part, snapshot !== undefined);
      setShown(nothing, snapshot === undefined);
      setAttribute(main, 'data-state', panelStateOf(state));
      if (snapshot === undefined) {
        for (const part of [tabs.list, notice]) setShown(part, false);
        return;
      }
      drawStatus(state, now);
      drawTarget(snapshot);
      place.update(snapshot.place, snapshot.response !== undefined && !isRunning(snapshot.state));
      const from = snapshot.sentFrom && t('sentFrom', snapshot.sentFrom);
      setText(
        origin,
        [snapshot.environment, snapshot.session, from].filter((part) => part !== undefined).join(' · '),
      );
      origin.title = [
        ...(snapshot.environment === undefined ? [] : [t('environment', snapshot.environment)]),
        t('session', snapshot.session),
        ...(from === undefined ? [] : [from]),
      ].join('\n');
      // A draft's notice stands in its tab, with what can be done about it.
      setShown(notice, snapshot.notice !== undefined && !snapshot.editable);
      setText(notice, snapshot.notice ?? '');
      hops.update(state);
      const running = isRunning(snapshot.state);
      const focused = document.activeElement;
      setShown(cancel, running);
      setShown(extend, snapshot.state === 'pending' && snapshot.limit !== undefined);
      // What ends a request that waits keeps, once there is something, what came.
      if (cancel.lastElementChild !== null)
        setText(cancel.lastElementChild, t(snapshot.state === 'streaming' ? 'stopKeep' : 'cancel'));
      setShown(again, !running && !snapshot.editable);
      // The button that had the focus gave way to the other one in its place.
      if (focused === cancel && !running) again.focus();
      if (focused === again && running) cancel.focus();
      tabs.choose(state.tab, wide);
    },
  };

  function drawTarget({ prepared, title: name }: ExchangeSnapshot): void {
    setText(method, prepared.method);
    const { maskedUrl } = prepared;
    const url = maskedUrl === undefined ? prepared.url : shownText(maskedUrl);
    setText(address, shortAddress(url));
    const says = `${prepared.method} ${pathOf(url)}`;
    setText(title, name === says || name.startsWith(`${prepared.method} `) ? '' : name);
    target.title = `${prepared.method} ${url}`;
  }
}

/** Without scheme, query and credentials: what tells one target from another in a narrow row. */
function shortAddress(url: string): string {
  try {
    const { host, pathname } = new URL(url);
    return host + readable(pathname);
  } catch {
    return url;
  }
}

function pathOf(url: string): string {
  try {
    return readable(new URL(url).pathname);
  } catch {
    return url;
  }
}

/** A mask is escaped like everything that is no ASCII. */
function readable(path: string): string {
  return path.replaceAll(encodeURIComponent(secretMask), secretMask);
}

/** Each part goes to the next line as a whole. */
function drawParts(details: HTMLElement, parts: readonly string[]): void {
  if (details.children.length !== parts.length)
    details.replaceChildren(...parts.flatMap(() => [' ', element('span', { class: 'status-part' })]));
  for (const [at, one] of [...details.children].entries())
    setText(one, `${parts[at] ?? ''}${at < parts.length - 1 ? ' ·' : ''}`);
}
