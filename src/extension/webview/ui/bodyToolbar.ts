/**
 * The tools above a received body: how to look at it, wrap, follow, find, copy, save. One stop for the keyboard, arrows
 * inside (WAI-ARIA toolbar). It says what was pressed and draws what it is told; the body view decides.
 */
import type { ViewContext } from './actions.ts';
import type { BodyPane } from './bodyLook.ts';
import type { BodyMode } from './bodyViews/bodyKind.ts';
import { button, element, icon, rove, setAttribute, setShown, setText } from './dom.ts';

export interface BodyToolbar {
  readonly element: HTMLElement;
  update(state: BodyToolbarState): void;
  setWrap(wrap: boolean): void;
}

export interface BodyToolbarState {
  readonly modes: readonly BodyMode[];
  readonly mode: BodyMode;
  readonly streaming: boolean;
  readonly follow: boolean;
  /** A path can select parts of it. */
  readonly filters: boolean;
  /** It is text whose levels can be folded. */
  readonly folds: boolean;
  /** What is on screen, because not every tool means something everywhere. */
  readonly pane: BodyPane;
  /** The charset of text, the kind of a binary body. */
  readonly about: string | undefined;
  readonly aboutTitle: string;
}

export interface BodyToolbarEvents {
  readonly onMode: (mode: BodyMode) => void;
  readonly onWrap: (wrap: boolean) => void;
  readonly onFollow: (follow: boolean) => void;
  readonly onFind: () => void;
  readonly onFilter: () => void;
  /** One level of JSON more or less. */
  readonly onFold: (by: -1 | 1) => void;
  /** What Copy puts on the clipboard; undefined when not all of it is here, and the host has to. */
  readonly text: () => string | undefined;
}

/** How long the Copy button says that it copied, in milliseconds. */
const copiedFor = 1500;

const allModes: readonly BodyMode[] = ['pretty', 'table', 'preview', 'raw', 'hex'];

export function createBodyToolbar(
  { texts: { t }, actions }: ViewContext,
  events: BodyToolbarEvents,
): BodyToolbar {
  let wrap = true;
  const modes = allModes.map((mode) => {
    const one = element(
      'button',
      { type: 'button', class: 'segment', 'data-testid': `mode-${mode}` },
      t(mode),
    );
    one.addEventListener('click', () => events.onMode(mode));
    return { mode, one };
  });
  const segments = element(
    'div',
    { class: 'segments', role: 'group', 'aria-label': t('viewAs') },
    ...modes.map(({ one }) => one),
  );

  const wrapping = button({
    label: t('wrap'),
    icon: 'word-wrap',
    iconOnly: true,
    testId: 'wrap',
    onClick: () => {
      setWrap(!wrap);
      events.onWrap(wrap);
    },
  });
  wrapping.setAttribute('aria-pressed', 'true');
  const follow = button({
    label: t('follow'),
    icon: 'fold-down',
    iconOnly: true,
    testId: 'follow',
    onClick: () => {
      const on = follow.getAttribute('aria-pressed') !== 'true';
      setAttribute(follow, 'aria-pressed', String(on));
      events.onFollow(on);
    },
  });
  const find = button({
    label: t('find'),
    icon: 'search',
    iconOnly: true,
    testId: 'find',
    onClick: events.onFind,
  });
  const filter = button({
    label: t('filterBody'),
    icon: 'filter',
    iconOnly: true,
    testId: 'filter-body',
    onClick: events.onFilter,
  });
  const fold = button({
    label: t('foldLevel'),
    icon: 'collapse-all',
    iconOnly: true,
    testId: 'fold-level',
    onClick: () => events.onFold(-1),
  });
  const unfold = button({
    label: t('unfoldLevel'),
    icon: 'expand-all',
    iconOnly: true,
    testId: 'unfold-level',
    onClick: () => events.onFold(1),
  });
  const copy = button({
    label: t('copy'),
    icon: 'copy',
    iconOnly: true,
    testId: 'copy-body',
    onClick: () => {
      const text = events.text();
      if (text === undefined) actions.copyBody();
      else void copyText(text);
    },
  });
  const save = button({
    label: t('save'),
    icon: 'save',
    iconOnly: true,
    testId: 'save-body',
    onClick: actions.saveBody,
  });
  const open = button({
    label: t('openBody'),
    icon: 'go-to-file',
    iconOnly: true,
    testId: 'open-body',
    onClick: actions.openBody,
  });
  const about = element('span', { class: 'muted charset', 'data-testid': 'charset' });

  function setWrap(on: boolean): void {
    wrap = on;
    setAttribute(wrapping, 'aria-pressed', String(on));
  }

  async function copyText(text: string): Promise<void> {
    const done = await navigator.clipboard.writeText(text).then(
      () => true,
      () => false,
    );
    copy.title = t(done ? 'copied' : 'copyFailed');
    copy.setAttribute('aria-label', copy.title);
    copy.replaceChildren(icon(done ? 'check' : 'error'));
    setTimeout(() => {
      copy.title = t('copy');
      copy.setAttribute('aria-label', t('copy'));
      copy.replaceChildren(icon('copy'));
    }, copiedFor);
  }

  const toolbar = element(
    'div',
    { class: 'toolbar', role: 'toolbar', 'aria-label': t('body'), 'data-group': 'toolbar' },
    segments,
    element('span', { class: 'tools' }, wrapping, fold, unfold, follow, find, filter, copy, save, open),
    about,
  );
  rove(toolbar, 'button');

  return {
    element: toolbar,
    setWrap,
    update: (state) => {
      for (const { mode, one } of modes) {
        setShown(one, state.modes.includes(mode));
        setAttribute(one, 'aria-pressed', String(state.mode === mode));
      }
      setShown(segments, state.modes.length > 1);
      const isCode = state.pane === 'code';
      const isText = isCode || state.pane === 'pages' || state.pane === 'table';
      setShown(wrapping, isCode);
      setShown(find, isText);
      setShown(filter, state.filters);
      for (const one of [fold, unfold]) setShown(one, state.folds);
      setShown(copy, isText && !state.streaming);
      setShown(open, !state.streaming);
      setShown(follow, state.streaming && (isText || state.pane === 'hex'));
      setAttribute(follow, 'aria-pressed', String(state.follow));
      setShown(about, state.about !== undefined);
      setText(about, state.about ?? '');
      // A narrow panel has no room for charsets; what a binary body is has to be said.
      about.classList.toggle('charset', state.pane !== 'hex');
      about.title = state.aboutTitle;
      keepOneStop(toolbar);
    },
  };
}

/** Exactly one shown button is in the tab order: the one that was, or the first. */
function keepOneStop(toolbar: HTMLElement): void {
  const shown = [...toolbar.querySelectorAll('button')].filter((one) => one.closest('[hidden]') === null);
  const stop = shown.find((one) => one === document.activeElement) ?? shown.find((one) => one.tabIndex === 0);
  for (const one of shown) one.tabIndex = one === (stop ?? shown[0]) ? 0 : -1;
}
