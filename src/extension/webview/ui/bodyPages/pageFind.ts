/**
 * Find in the page viewer: asks the host to search, shows the first match as soon as there is one, and goes from match to
 * match while the rest is still searched. The find box and the page view know nothing of each other; this does.
 */
import type { BodyMatch, SearchProgress } from '../../bodyPages.ts';
import type { ViewContext } from '../actions.ts';
import { createFindBar } from './findBar.ts';

export interface PageFind {
  readonly element: HTMLElement;
  open(): void;
  step(backwards: boolean): void;
  progress(progress: SearchProgress): void;
  /** The box says that all lines are shown again. */
  showAll(): void;
  close(): void;
}

/** The view that is searched. */
export interface FoundIn {
  /** Where the reader is, in bytes. */
  offset(): number;
  goToMatch(match: BodyMatch): void;
  /** So many lines have matches by now; 0 when another search begins. */
  marksChanged(matchingLines: number): void;
  /** Only the lines that match; absent where there are no lines. Bytes can be looked for there instead. */
  showMatching?(only: boolean): void;
  endSearch(): void;
  focus(): void;
}

/** Milliseconds after the last key before a search begins. */
const typingPause = 150;

export function createPageFind(
  context: ViewContext,
  view: FoundIn,
  exchangeId: () => string | undefined,
): PageFind {
  const { texts, actions } = context;
  const { t } = texts;
  const bar = createFindBar(context, {
    onQuery: () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => void search(), typingPause);
    },
    onStep: (backwards) => void step(backwards),
    ...(view.showMatching === undefined
      ? { findsHex: true, name: 'hex-find' }
      : { onOnly: (only: boolean) => view.showMatching?.(only) }),
    onClose: close,
  });
  let waiting: ReturnType<typeof setTimeout> | undefined;
  let progress: SearchProgress | undefined;
  /** Where the current match is; undefined until the first was shown. */
  let at: number | undefined;
  let index = 0;
  let searched: string | undefined;
  let stepping = false;

  async function search(): Promise<void> {
    waiting = undefined;
    const id = exchangeId();
    const { query } = bar;
    const key = JSON.stringify([id, query]);
    if (id === undefined || key === searched) return;
    searched = key;
    progress = undefined;
    at = undefined;
    view.marksChanged(0);
    bar.say('', false);
    if (query.text === '') {
      actions.stopSearch(id);
      return;
    }
    try {
      await actions.askBody('startSearch', { exchangeId: id, query });
    } catch (error) {
      if (searched === key) bar.say(error instanceof Error ? error.message : String(error), true);
    }
  }

  async function step(backwards: boolean): Promise<void> {
    if (waiting !== undefined || bar.query.text === '') {
      clearTimeout(waiting);
      await search();
    }
    if (progress === undefined || progress.matches === 0) return;
    const from = at === undefined ? view.offset() : backwards ? at : at + 1;
    await show(from, backwards, false);
  }

  /** The first match of a search is that behind the reader, not one before that was found first. */
  async function show(offset: number, backwards: boolean, isFirst: boolean): Promise<void> {
    const id = exchangeId();
    if (id === undefined || stepping) return;
    stepping = true;
    try {
      const { match } = await actions.askBody('findMatch', { exchangeId: id, offset, backwards });
      if (match === undefined || (isFirst && match.offset < offset && progress?.state === 'running')) return;
      at = match.offset;
      index = match.index;
      view.goToMatch(match);
      sayCount();
    } finally {
      stepping = false;
    }
  }

  function sayCount(): void {
    if (progress === undefined) return;
    const { state, matches } = progress;
    const total = texts.number(matches);
    if (state === 'tooSlow' || state === 'failed')
      bar.say(t(state === 'failed' ? 'findFailed' : 'findTooSlow'), true);
    else if (matches === 0) bar.say(state === 'running' ? t('finding') : t('findNone'), state !== 'running');
    else if (at === undefined) bar.say(total, false);
    else bar.say(t(state === 'running' ? 'findSoFar' : 'findCount', texts.number(index + 1), total), false);
  }

  function close(): void {
    if (!bar.visible) return;
    clearTimeout(waiting);
    waiting = undefined;
    searched = undefined;
    progress = undefined;
    at = undefined;
    bar.close();
    bar.say('', false);
    actions.findVisible(false);
    const id = exchangeId();
    if (id !== undefined) actions.stopSearch(id);
    view.endSearch();
    view.focus();
  }

  return {
    element: bar.element,
    open: () => {
      if (!bar.visible) actions.findVisible(true);
      bar.open();
      if (bar.query.text !== '') void search();
    },
    step: (backwards) => void step(backwards),
    progress: (next) => {
      if (next.exchangeId !== exchangeId() || !bar.visible) return;
      progress = next;
      view.marksChanged(next.lines);
      sayCount();
      if (at === undefined && next.matches > 0) void show(view.offset(), false, true);
    },
    showAll: () => bar.setOnly(false),
    close,
  };
}
