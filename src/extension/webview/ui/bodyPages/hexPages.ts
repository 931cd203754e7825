/**
 * A body of any size as lines of offset, hex pairs and printable characters, sixteen or in a narrow panel eight a line.
 * Only the bytes on screen are here, pulled in pages; nothing is decoded.
 */
import type { BodyMatch } from '../../bodyPages.ts';
import type { ViewContext } from '../actions.ts';
import { bytesPerLine, hexCells, hexPlaces, type BytesPerLine } from '../bodyViews/hexDump.ts';
import { pageLength } from '../bodyLoader.ts';
import { element, setAttribute, setText } from '../dom.ts';
import type { PageViewSource } from './pageView.ts';
import { lineNodes } from './lineText.ts';
import type { FoundIn } from './pageFind.ts';
import { createVirtualGrid } from './virtualGrid.ts';

export interface HexPages extends FoundIn {
  readonly element: HTMLElement;
  update(source: Pick<PageViewSource, 'exchangeId' | 'received' | 'complete'>, follow: boolean): void;
  goToOffset(offset: number): void;
  clear(): void;
}

/** Pages that are kept: 4 MiB. */
const keptPages = 64;

const ahead = 2;

export interface HexPagesOptions {
  /** Which body; that of the response when absent. */
  readonly part?: 'request' | 'response';
  /** The name that screen readers say; that of the response's body when absent. */
  readonly label?: string;
  readonly onError: (error: unknown) => void;
  readonly onMove: (atEnd: boolean) => void;
}

export function createHexPages({ texts, actions }: ViewContext, options: HexPagesOptions): HexPages {
  const place = element('p', { class: 'page-place muted', 'data-testid': 'hex-place' });
  const pages = new Map<number, Uint8Array>();
  const reading = new Set<number>();
  let exchangeId = '';
  let received = 0;
  let isComplete = false;
  let match: BodyMatch | undefined;
  let perLine: BytesPerLine = 16;

  const grid = createVirtualGrid({
    label: options.label ?? texts.t('responseBodyHex'),
    testId: 'body-hex',
    draw: (row, { number, text }) => {
      const offset = row * perLine;
      setText(number, offset.toString(16).padStart(8, '0'));
      const bytes = pages.get(Math.floor(offset / pageLength));
      const at = offset % pageLength;
      const wanted = Math.min(perLine, received - offset);
      const cells = bytes === undefined ? '' : hexCells(bytes.subarray(at, at + wanted), perLine);
      const marks = match === undefined ? [] : hexPlaces(match.offset - offset, match.length, perLine);
      text.replaceChildren(
        ...lineNodes(
          cells,
          marks.map((one) => ({ ...one, current: true })),
        ),
      );
      return bytes !== undefined && bytes.length >= at + wanted;
    },
    onShow: (first, last, forwards) => {
      const from = Math.floor((first * perLine) / pageLength);
      const to = Math.floor((last * perLine) / pageLength);
      for (let page = from; page <= to; page++) void read(page);
      for (let step = 1; step <= ahead; step++) void read(forwards ? to + step : from - step);
      setTimeout(drawPlace);
    },
    onEnter: () => undefined,
    onMove: options.onMove,
  });
  const view = element(
    'div',
    { class: 'page-view hex-view', 'data-testid': 'hex-view' },
    grid.element,
    place,
  );
  new ResizeObserver(fit).observe(view);

  /** The first byte on the screen stays the first. */
  function fit(): void {
    const size = Number.parseFloat(getComputedStyle(grid.element).fontSize);
    // A letter of a fixed width is about three fifths of its height wide.
    const fitting = bytesPerLine(view.clientWidth / (0.6 * size));
    if (view.clientWidth === 0 || fitting === perLine) return;
    const offset = grid.top * perLine;
    perLine = fitting;
    grid.setCount(Math.ceil(received / perLine), isComplete);
    grid.goTo(Math.floor(offset / perLine), 'top');
    grid.refresh();
  }

  async function read(page: number): Promise<void> {
    const length = Math.min(pageLength, received - page * pageLength);
    if (page < 0 || length <= 0 || reading.has(page) || (pages.get(page)?.length ?? 0) >= length) return;
    const mine = exchangeId;
    reading.add(page);
    try {
      const bytes = await actions.readBody(mine, options.part ?? 'response', page * pageLength, length);
      if (mine !== exchangeId) return;
      pages.delete(page);
      pages.set(page, new Uint8Array(bytes));
      for (const old of [...pages.keys()].slice(0, -keptPages)) pages.delete(old);
      grid.refresh();
    } catch (error) {
      if (mine === exchangeId) options.onError(error);
    } finally {
      reading.delete(page);
    }
  }

  function drawPlace(): void {
    const offset = grid.top * perLine;
    setAttribute(grid.element, 'data-first-offset', offset);
    setText(place, texts.t('placeBytes', texts.size(offset), texts.size(received)));
  }

  function clear(): void {
    pages.clear();
    reading.clear();
    exchangeId = '';
    received = 0;
    match = undefined;
    grid.setCount(0, true);
    grid.goTo(0, 'top');
  }

  return {
    element: view,
    update: (source, follow) => {
      if (source.exchangeId !== exchangeId) clear();
      ({ exchangeId, received, complete: isComplete } = source);
      grid.setCount(Math.ceil(received / perLine), isComplete);
      grid.refresh();
      if (follow) grid.goToEnd();
    },
    goToOffset: (offset) => {
      grid.goTo(Math.floor(offset / perLine), 'middle');
      grid.refresh();
    },
    offset: () => grid.current * perLine,
    goToMatch: (found) => {
      match = found;
      grid.goTo(Math.floor(found.offset / perLine), 'middle');
      grid.refresh();
    },
    marksChanged: (matchingLines) => {
      if (matchingLines === 0) match = undefined;
      grid.refresh();
    },
    endSearch: () => {
      match = undefined;
      grid.refresh();
    },
    clear,
    focus: () => grid.focus(),
  };
}
