/**
 * The page viewer: a body of any size as lines, of which only those on screen are here. Lines, their numbers and what a
 * search found come from the host; it shows them, cut where they are long, and says where in the body the reader is.
 * The same view shows only the lines that match a search.
 */
import type { BodyMatch } from '../../bodyPages.ts';
import type { ViewContext } from '../actions.ts';
import { button, element, setAttribute, setShown, setText } from '../dom.ts';
import { createLinePages, type Line } from './linePages.ts';
import { lineNodes, type Mark } from './lineText.ts';
import { createLongLines, shownAtFirst, shownAtMost } from './longLines.ts';
import { createVirtualGrid, type RowCells } from './virtualGrid.ts';

export interface PageViewSource {
  readonly exchangeId: string;
  /** A label of the WHATWG encoding standard. */
  readonly encoding: string;
  /** Bytes that can be read now. */
  readonly received: number;
  /** Bytes there will be, when that is known. */
  readonly expected: number | undefined;
  /** No more will come. */
  readonly complete: boolean;
}

export interface PageView {
  readonly element: HTMLElement;
  update(source: PageViewSource, follow: boolean): void;
  /** Shows a match, and marks it as the current one. */
  goToMatch(match: BodyMatch): void;
  /** Marks what the search has found by now, and shows so many matching lines. */
  marksChanged(matchingLines: number): void;
  /** Shows only the lines that match, or all again. */
  showMatching(only: boolean): void;
  /** Nothing is marked any more, and all lines are shown. */
  endSearch(): void;
  /** `line` is 0-based. */
  goToLine(line: number): void;
  goToOffset(offset: number): Promise<void>;
  /** Where the reader is, in bytes. */
  offset(): number;
  clear(): void;
  focus(): void;
}

export interface PageViewOptions {
  readonly onError: (error: unknown) => void;
  /** The user scrolled away from the end, or back to it. */
  readonly onMove: (atEnd: boolean) => void;
  /** Enter on one of the matching lines: it should be shown among all. */
  readonly onChoose: (line: number) => void;
}

export function createPageView(context: ViewContext, options: PageViewOptions): PageView {
  const { texts, actions } = context;
  const { t } = texts;
  const place = element('p', { class: 'page-place muted', 'data-testid': 'page-place' });
  const grid = createVirtualGrid({
    label: t('responseBody'),
    testId: 'body-pages',
    draw: drawRow,
    onShow: (first, last, forwards) => {
      pages.show(first, last, forwards);
      askForMarks(first, last);
      setTimeout(drawPlace);
    },
    onEnter: (row) => {
      const line = pages.line(row);
      if (matching && line !== undefined) options.onChoose(line.number);
      else if (line !== undefined && canShowMore(line)) void showMore(line);
    },
    onMove: options.onMove,
  });
  const view = element('div', { class: 'page-view', 'data-testid': 'page-view' }, grid.element, place);

  let source: PageViewSource | undefined;
  /** Rows on show. */
  let lines = 0;
  let allLines = 0;
  let matching = false;
  let decoder = new TextDecoder();
  let match: BodyMatch | undefined;
  /** Offset and length in turns, of the rows that were asked for last. */
  let places: readonly number[] = [];
  let asked = '';
  let isSearching = false;
  /** A row that somebody went to is shown sideways, too, as soon as it is here. */
  let revealing: number | undefined;
  /** The row at the top when the page was hidden, until it is there again. */
  let returning: number | undefined;

  const pages = createLinePages({
    read: (first, count) =>
      actions.askBody('readLines', { exchangeId: source?.exchangeId ?? '', first, count, matching }),
    onRows: (known) => {
      setCount(known);
      asked = '';
      grid.fill();
    },
    onError: options.onError,
  });
  const long = createLongLines({
    read: async (offset, length) =>
      new Uint8Array(await actions.readBody(source?.exchangeId ?? '', 'response', offset, length)),
    unit: () => (decoder.encoding.startsWith('utf-16') ? 2 : 1),
  });

  function setCount(known: number): void {
    lines = known;
    if (!matching) allLines = Math.max(allLines, known);
    pages.setCount(known);
    grid.setCount(known, source?.complete === true);
  }

  function drawRow(row: number, { number, text, row: made }: RowCells): boolean {
    const line = pages.line(row);
    if (line === undefined) {
      setText(number, matching ? '' : texts.number(row + 1));
      setText(text, '');
      return false;
    }
    setText(number, texts.number(line.number + 1));
    const part = long.part(line);
    const from = part?.from ?? line.start;
    const bytes = part?.bytes ?? line.bytes;
    const whole = decoder.decode(bytes);
    const shown = cutAt(whole, part?.characters ?? shownAtFirst);
    const isCut = shown.length < whole.length || from + bytes.length < line.end;
    setAttribute(made, 'data-cut', isCut);
    const before =
      from > line.start
        ? [action(t('showStart', texts.size(from - line.start)), 'show-start', () => showStart(line)), ' ']
        : [];
    const after = isCut ? [' ', ...rest(line, shown.length)] : [];
    const content = element(
      'bdi',
      { class: 'line-text' },
      ...lineNodes(shown, marksOf(from, bytes, shown.length)),
    );
    text.replaceChildren(...before, content, ...after);
    const current = content.querySelector('mark[data-current]');
    // The marks of a match come a moment after its line.
    if (revealing === row && (match === undefined || current !== null)) {
      revealing = undefined;
      setTimeout(() => grid.reveal(current ?? content));
    }
    return true;
  }

  function rest(line: Line, characters: number): Node[] {
    const says = t('lineCut', texts.size(line.end - line.start), texts.number(characters));
    const note = element('span', { class: 'muted' }, `… ${says}`);
    return canShowMore(line) ? [note, action(t('showMore'), 'show-more', () => void showMore(line))] : [note];
  }

  function action(label: string, testId: string, onClick: () => void): HTMLButtonElement {
    const made = button({ label, class: 'quiet', testId, onClick });
    // The row is one stop; Enter on it does the same.
    made.tabIndex = -1;
    return made;
  }

  function canShowMore(line: Line): boolean {
    return (long.part(line)?.bytes.length ?? 0) < shownAtMost && line.end - line.start > shownAtFirst;
  }

  async function showMore(line: Line): Promise<void> {
    await long.more(line).catch(options.onError);
    grid.refresh();
  }

  function showStart(line: Line): void {
    long.start(line);
    grid.refresh();
  }

  /** Where in the shown text matches are; bytes become characters by decoding what is before them. */
  function marksOf(from: number, bytes: Uint8Array, shown: number): Mark[] {
    const marks: Mark[] = [];
    const end = from + bytes.length;
    for (let at = 0; at + 1 < places.length; at += 2) {
      const offset = places[at] ?? 0;
      const length = places[at + 1] ?? 0;
      if (offset < from || offset >= end) continue;
      const start = decoder.decode(bytes.subarray(0, offset - from)).length;
      const to = start + decoder.decode(bytes.subarray(offset - from, offset - from + length)).length;
      if (start >= shown || start < (marks.at(-1)?.to ?? 0)) continue;
      marks.push({ from: start, to: Math.min(to, shown), current: offset === match?.offset });
    }
    return marks;
  }

  function askForMarks(first: number, last: number): void {
    if (!isSearching) return;
    const exchangeId = source?.exchangeId;
    const from = pages.line(first)?.start;
    const to = pages.line(last)?.end;
    const key = `${String(from)}-${String(to)}`;
    if (exchangeId === undefined || from === undefined || to === undefined || key === asked) return;
    asked = key;
    actions.askBody('matchesIn', { exchangeId, from, to: to + 1 }).then((answer) => {
      if (key !== asked) return;
      places = answer.places;
      grid.refresh();
    }, options.onError);
  }

  function drawPlace(): void {
    const row = grid.top;
    const line = pages.line(row);
    setAttribute(grid.element, 'data-first-line', line === undefined ? undefined : line.number + 1);
    if (source === undefined || line === undefined) return;
    if (!matching && returning === undefined) actions.remember(source.exchangeId, { line: row });
    const { complete, received, expected } = source;
    const about = complete ? '' : '~';
    const total =
      complete || expected === undefined ? lines : Math.round((lines * expected) / (received || 1));
    const parts = [
      t(matching ? 'placeMatching' : 'placeLine', texts.number(line.number + 1), about + texts.number(total)),
      t('placeBytes', about + texts.size(line.start), texts.size(expected ?? received)),
    ];
    if (!complete && expected !== undefined) {
      parts.push(t('placeIndexing', texts.number(Math.floor((received * 100) / (expected || 1)))));
    }
    setText(place, parts.join(' · '));
  }

  function goTo(row: number, where: 'top' | 'middle'): void {
    if (row >= lines) setCount(row + 1);
    revealing = row;
    grid.goTo(row, where);
    grid.refresh();
  }

  async function goToOffset(offset: number, length = 0): Promise<void> {
    const { exchangeId } = source ?? {};
    if (exchangeId === undefined) return;
    const found = await actions.askBody('lineAt', { exchangeId, offset });
    const rows = await actions.askBody('readLines', { exchangeId, first: found.line, count: 1 });
    const end = rows.ends[0];
    if (end !== undefined) {
      const bytes = new Uint8Array(rows.bytes);
      await long.around({ number: found.line, start: found.offset, end, bytes }, offset, length);
    }
    goTo(found.line, 'middle');
  }

  function showMatching(only: boolean): void {
    if (only === matching) return;
    matching = only;
    setAttribute(view, 'data-matching', only);
    pages.clear();
    lines = 0;
    grid.setCount(0, true);
    // One row, so that the first answer comes and tells how many there are.
    setCount(1);
    if (!only && source !== undefined) void count(source, false);
    grid.refresh();
  }

  return {
    element: view,
    update: (next, follow) => {
      const isNew = source?.exchangeId !== next.exchangeId;
      if (isNew) {
        clear();
        returning = actions.remembered(next.exchangeId).line;
      }
      source = next;
      if (isNew || decoder.encoding !== next.encoding) decoder = new TextDecoder(next.encoding);
      setShown(place, next.received > 0);
      setAttribute(grid.element, 'aria-busy', next.complete ? undefined : 'true');
      if (lines === 0 && next.received > 0) setCount(1);
      if (!matching) void count(next, follow);
    },
    goToMatch: (found) => {
      match = found;
      asked = '';
      if (matching) {
        grid.refresh();
        return;
      }
      goToOffset(found.offset, found.length).catch(options.onError);
    },
    marksChanged: (matchingLines) => {
      asked = '';
      isSearching = true;
      if (matchingLines === 0) match = undefined;
      if (matching) setCount(matchingLines);
      else grid.refresh();
    },
    showMatching,
    endSearch: () => {
      isSearching = false;
      // An answer that is still on its way marks nothing any more.
      asked = '';
      match = undefined;
      places = [];
      showMatching(false);
      grid.refresh();
    },
    goToLine: (line) => {
      goTo(Math.max(0, Math.min(allLines - 1, line)), 'middle');
    },
    goToOffset: (offset) => goToOffset(offset),
    offset: () => pages.line(grid.current)?.start ?? 0,
    clear,
    focus: () => grid.focus(),
  };

  /** How many lines there are by now; only then can the end be followed. */
  async function count(next: PageViewSource, follow: boolean): Promise<void> {
    const { exchangeId, received } = next;
    try {
      const { line } = await actions.askBody('lineAt', { exchangeId, offset: received });
      if (source?.exchangeId !== exchangeId || matching) return;
      if (line + 1 !== lines || next.complete) setCount(Math.max(line + 1, next.complete ? 0 : lines));
      if (follow) grid.goToEnd();
      else goBack(next.complete);
      drawPlace();
    } catch (error) {
      options.onError(error);
    }
  }

  /** To where the reader was before the page was hidden, as soon as there is such a row. */
  function goBack(complete: boolean): void {
    if (returning === undefined || (returning >= lines && !complete)) return;
    const row = Math.min(returning, Math.max(0, lines - 1));
    returning = undefined;
    if (row > 0) grid.goTo(row, 'top');
  }

  function clear(): void {
    source = undefined;
    returning = undefined;
    match = undefined;
    places = [];
    asked = '';
    isSearching = false;
    revealing = undefined;
    matching = false;
    pages.clear();
    long.clear();
    lines = 0;
    allLines = 0;
    grid.setCount(0, true);
    grid.goTo(0, 'top');
    setText(place, '');
  }
}

/** No half of a pair. */
function cutAt(text: string, length: number): string {
  if (text.length <= length) return text;
  const isPair = /[\ud800-\udbff]/.test(text[length - 1] ?? '');
  return text.slice(0, isPair ? length - 1 : length);
}
