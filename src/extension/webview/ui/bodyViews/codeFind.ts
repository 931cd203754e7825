/**
 * Find in the text view with the same box as the page viewer's: from the current place on, round at the end, with the
 * number of matches, which are counted in slices so that typing stays quick. CodeMirror seeks and marks; its own box,
 * which can also replace, is for text that may be edited.
 */
import {
  SearchQuery,
  closeSearchPanel,
  findNext,
  findPrevious,
  getSearchQuery,
  openSearchPanel,
  search,
  searchPanelOpen,
  setSearchQuery,
} from '@codemirror/search';
import type { Extension } from '@codemirror/state';
import { EditorView, type Panel } from '@codemirror/view';
import type { FindBar, FindBarEvents } from '../bodyPages/findBar.ts';

export interface CodeFind {
  readonly extension: Extension;
  open(view: EditorView): void;
  /** To the next match or the one before, with the box closed, too. */
  step(view: EditorView, backwards: boolean): void;
}

/** Milliseconds of counting between two looks at what else happens. */
const sliceTime = 8;

/** `makeBar` makes the box; `say` writes how many matches there are, of which the current one has a number. */
export function createCodeFind(
  makeBar: (events: FindBarEvents) => FindBar,
  say: (bar: FindBar, count: FindCount) => void,
): CodeFind {
  let last: SearchQuery | undefined;
  /** Where the search began: while somebody types, it goes on from there. */
  let anchor = 0;

  function createPanel(view: EditorView): Panel {
    const bar = makeBar({
      onQuery: () => look(view, bar),
      onStep: (backwards) => step(view, backwards),
      onClose: () => {
        closeSearchPanel(view);
        view.focus();
      },
    });
    let counting: ReturnType<typeof setTimeout> | undefined;

    function count(): void {
      clearTimeout(counting);
      const query = getSearchQuery(view.state);
      let total = 0;
      let current = 0;
      if (query.search === '' || !query.valid) {
        say(
          bar,
          query.search === '' ? { state: 'none', total, current } : { state: 'broken', total, current },
        );
        return;
      }
      const { from, to } = view.state.selection.main;
      const matches = query.getCursor(view.state);
      const slice = (): void => {
        const end = performance.now() + sliceTime;
        while (performance.now() < end) {
          const match = matches.next();
          if (match.done === true) {
            say(bar, { state: 'counted', total, current });
            return;
          }
          total++;
          if (match.value.from === from && match.value.to === to) current = total;
        }
        say(bar, { state: 'counting', total, current });
        counting = setTimeout(slice);
      };
      slice();
    }

    return {
      dom: bar.element,
      top: true,
      mount: () => bar.open(view.state.sliceDoc(...shortSelection(view)) || last?.search),
      update: (update) => {
        const isNew = update.transactions.some((one) =>
          one.effects.some((effect) => effect.is(setSearchQuery)),
        );
        if (isNew || update.docChanged || update.selectionSet) count();
      },
      destroy: () => clearTimeout(counting),
    };
  }

  function look(view: EditorView, bar: FindBar): void {
    const { text, matchCase, regexp } = bar.query;
    const query = new SearchQuery({ search: text, caseSensitive: matchCase, regexp, literal: true });
    last = query;
    view.dispatch({ effects: setSearchQuery.of(query) });
    if (text === '' || !query.valid) return;
    const behind = query.getCursor(view.state, anchor).next();
    const first = behind.done === true ? query.getCursor(view.state).next() : behind;
    if (first.done === true) return;
    const { from, to } = first.value;
    view.dispatch({
      selection: { anchor: from, head: to },
      effects: EditorView.scrollIntoView(from, { y: 'center' }),
    });
  }

  function step(view: EditorView, backwards: boolean): void {
    if (getSearchQuery(view.state).search === '') {
      if (last === undefined || last.search === '' || !last.valid) {
        open(view);
        return;
      }
      view.dispatch({ effects: setSearchQuery.of(last) });
    }
    (backwards ? findPrevious : findNext)(view);
    anchor = view.state.selection.main.from;
  }

  function open(view: EditorView): void {
    anchor = view.state.selection.main.from;
    if (searchPanelOpen(view.state)) {
      view.dom.querySelector<HTMLInputElement>('.find-bar input')?.select();
      return;
    }
    openSearchPanel(view);
  }

  return { extension: search({ top: true, createPanel }), open, step };
}

/** What there is to say; the number of the current match is 0 while none is. */
export interface FindCount {
  readonly state: 'none' | 'broken' | 'counting' | 'counted';
  readonly total: number;
  readonly current: number;
}

/** A selection within one line is what somebody wants to find. */
function shortSelection({ state }: EditorView): readonly [number, number] {
  const { from, to } = state.selection.main;
  return to - from < 200 && state.doc.lineAt(from).to >= to ? [from, to] : [0, 0];
}
