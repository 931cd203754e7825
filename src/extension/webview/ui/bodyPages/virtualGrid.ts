/**
 * A grid of as many rows as a body has, of which only those on screen exist. All rows have one height. Wheel, arrows and
 * pages move by exact pixels; only dragging the bar of a very long list is scaled. What is in a row is drawn by its owner.
 * One stop for the keyboard, with one current row (WAI-ARIA grid, `aria-activedescendant`).
 */
import { element, setAttribute } from '../dom.ts';
import { createScrollMapping, type ScrollMapping } from './scrollMapping.ts';

export interface GridOptions {
  /** The name that screen readers say. */
  readonly label: string;
  readonly testId: string;
  /** Fills a row; called again when `refresh` asks for it. False when its content is not here yet. */
  readonly draw: (row: number, cells: RowCells) => boolean;
  /** These rows are on screen; `forwards` says where the reader is going. */
  readonly onShow: (first: number, last: number, forwards: boolean) => void;
  /** Enter on the current row. */
  readonly onEnter: (row: number) => void;
  /** The user moved; not called for moves from outside. */
  readonly onMove: (atEnd: boolean) => void;
  /** Of a grid whose rows have several cells, which their owner draws. */
  readonly table?: GridTable;
}

export interface GridTable {
  /** Stays above the rows and moves sideways with them. */
  readonly header: HTMLElement;
  /** The id of the cell that is current in the current row. */
  readonly activeCell: (row: number) => string;
  /** To the cell on the left or on the right. */
  readonly onSideways: (by: -1 | 1) => void;
  /** The user made another row current. */
  readonly onCurrent: () => void;
}

export interface RowCells {
  readonly row: HTMLElement;
  readonly number: HTMLElement;
  readonly text: HTMLElement;
}

export interface VirtualGrid {
  readonly element: HTMLElement;
  /** The row at the top. */
  readonly top: number;
  readonly current: number;
  /** `exact` is false while more may come. */
  setCount(count: number, exact: boolean): void;
  /** Makes a row current and shows it: at the top, in the middle, or wherever it is if it is on screen. */
  goTo(row: number, place: 'top' | 'middle' | 'nearest'): void;
  /** Brings something in the current row's text into view sideways. */
  reveal(part: Element): void;
  goToEnd(): void;
  /** Draws the rows on screen again. */
  refresh(): void;
  /** Draws those whose content was not here yet. */
  fill(): void;
  focus(): void;
}

interface DrawnRow extends RowCells {
  drawn: boolean;
}

/** So many rows above and below the screen are drawn, too. */
const spare = 4;

let grids = 0;

export function createVirtualGrid(options: GridOptions): VirtualGrid {
  const prefix = `grid${String(grids++)}-`;
  const rows = element('div', { class: 'grid-rows', role: 'presentation' });
  const layer = element('div', { class: 'grid-layer', role: 'presentation' }, rows);
  const spacer = element('div', { class: 'grid-spacer', role: 'presentation' }, layer);
  const grid = element(
    'div',
    {
      class: 'grid',
      role: 'grid',
      tabindex: 0,
      'aria-label': options.label,
      'aria-readonly': 'true',
      'data-testid': options.testId,
      'data-group': 'grid',
    },
    spacer,
  );
  const { table } = options;
  if (table !== undefined) grid.prepend(table.header);
  const drawn = new Map<number, DrawnRow>();
  let count = 0;
  let current = 0;
  let rowHeight = 0;
  let viewport = 0;
  /** The place at the top, in pixels of the whole list. */
  let top = 0;
  /** Where we put the bar ourselves: an event that says the same moves nothing. */
  let barAt = 0;
  let mapping: ScrollMapping = createScrollMapping(0, 0);

  new ResizeObserver(measure).observe(grid);
  grid.addEventListener('scroll', () => {
    if (Math.abs(grid.scrollTop - barAt) < 1) return;
    barAt = grid.scrollTop;
    moveTo(mapping.toTop(barAt), false);
    options.onMove(isAtEnd());
  });
  grid.addEventListener(
    'wheel',
    (event) => {
      const { deltaX, deltaY } = event;
      if (event.ctrlKey || event.shiftKey || Math.abs(deltaX) > Math.abs(deltaY) || !mapping.isScaled) return;
      event.preventDefault();
      const unit = event.deltaMode === 1 ? rowHeight : event.deltaMode === 2 ? viewport : 1;
      moveByUser(top + deltaY * unit);
    },
    { passive: false },
  );
  grid.addEventListener('keydown', onKey);
  grid.addEventListener('mousedown', (event) => {
    const target = event.target instanceof Element ? event.target.closest<HTMLElement>('[role=row]') : null;
    const row = Number(target?.dataset['row'] ?? Number.NaN);
    if (Number.isInteger(row)) {
      setCurrent(row);
      table?.onCurrent();
    }
  });

  function measure(): void {
    const probe = element('div', { class: 'grid-row' }, '0');
    rows.append(probe);
    const before = rowHeight;
    rowHeight = probe.getBoundingClientRect().height || 18;
    probe.remove();
    const head = table?.header.offsetHeight ?? 0;
    layer.style.top = `${String(head)}px`;
    viewport = grid.clientHeight - head;
    // A place that was asked for before there was a height is where the current row is.
    const first = before === 0 ? current : top / before;
    layout();
    moveTo(first * rowHeight, true);
  }

  function layout(): void {
    mapping = createScrollMapping(count * rowHeight, viewport);
    spacer.style.height = `${String(mapping.height)}px`;
    layer.style.height = `${String(Math.min(viewport, mapping.height))}px`;
  }

  function moveByUser(to: number): void {
    moveTo(to, true);
    options.onMove(isAtEnd());
  }

  /** `moveBar` is false when the bar is what moved. */
  function moveTo(to: number, moveBar: boolean): void {
    const forwards = to >= top;
    top = Math.max(0, Math.min(mapping.lastTop, to));
    draw(forwards);
    if (!moveBar) return;
    // After the rows, because the bar's place is laid out at once, and then with them.
    grid.scrollTop = mapping.toScroll(top);
    barAt = grid.scrollTop;
  }

  function isAtEnd(): boolean {
    return top >= mapping.lastTop - 1;
  }

  function range(): { readonly first: number; readonly last: number } {
    if (rowHeight === 0) return { first: 0, last: -1 };
    const first = Math.max(0, Math.floor(top / rowHeight) - spare);
    const last = Math.min(count - 1, Math.ceil((top + viewport) / rowHeight) + spare);
    return { first, last };
  }

  function draw(forwards = true): void {
    const { first, last } = range();
    options.onShow(first, last, forwards);
    for (const [row, cells] of drawn) {
      if (row >= first && row <= last) continue;
      cells.row.remove();
      drawn.delete(row);
    }
    let before: HTMLElement | undefined;
    for (let row = first; row <= last; row++) {
      const cells = drawn.get(row) ?? makeRow(row);
      if (!cells.drawn) cells.drawn = options.draw(row, cells);
      setAttribute(cells.row, 'data-current', row === current);
      const place = before === undefined ? rows.firstChild : before.nextSibling;
      if (place !== cells.row) rows.insertBefore(cells.row, place);
      before = cells.row;
    }
    rows.style.transform = `translateY(${String(first * rowHeight - top)}px)`;
    const shown = Math.floor(top / (rowHeight || 1));
    setAttribute(grid, 'data-first-row', drawn.get(shown)?.drawn === true ? shown : undefined);
    const active = table?.activeCell(current) ?? prefix + String(current);
    setAttribute(grid, 'aria-activedescendant', drawn.has(current) ? active : undefined);
  }

  /** The header is a row, too. */
  const firstIndex = table === undefined ? 1 : 2;

  function makeRow(row: number): DrawnRow {
    const number = element('span', { class: 'grid-number', role: 'rowheader' });
    const text = element('span', {
      class: 'grid-text',
      role: table === undefined ? 'gridcell' : 'presentation',
    });
    const made = element(
      'div',
      {
        class: 'grid-row',
        role: 'row',
        id: prefix + String(row),
        'aria-rowindex': row + firstIndex,
        'data-row': row,
      },
      number,
      text,
    );
    const cells = { row: made, number, text, drawn: false };
    drawn.set(row, cells);
    return cells;
  }

  function setCurrent(row: number): void {
    current = Math.max(0, Math.min(count - 1, row));
    draw();
  }

  function show(row: number, place: 'top' | 'middle' | 'nearest'): void {
    const at = row * rowHeight;
    const isSeen = at >= top && at + rowHeight <= top + viewport;
    if (place === 'nearest' && isSeen) draw();
    else if (place === 'middle') moveTo(isSeen ? top : at - (viewport - rowHeight) / 2, true);
    else if (place === 'top' || at < top) moveTo(at, true);
    else moveTo(at + rowHeight - viewport, true);
  }

  function onKey(event: KeyboardEvent): void {
    if (
      event.altKey ||
      event.defaultPrevented ||
      (event.target !== grid && !(event.target instanceof HTMLButtonElement))
    )
      return;
    const page = Math.max(1, Math.floor(viewport / rowHeight) - 1);
    const moves: Readonly<Record<string, number>> = {
      ArrowDown: current + 1,
      ArrowUp: current - 1,
      Home: 0,
      End: count - 1,
    };
    const sideways: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1 };
    const pages: Readonly<Record<string, number>> = { PageDown: page, PageUp: -page };
    if (event.key in pages) {
      const by = pages[event.key] ?? 0;
      current = Math.max(0, Math.min(count - 1, current + by));
      moveByUser(top + by * rowHeight);
      if (!drawn.has(current)) show(current, 'nearest');
      table?.onCurrent();
    } else if (event.key in moves) {
      current = Math.max(0, Math.min(count - 1, moves[event.key] ?? 0));
      show(current, 'nearest');
      options.onMove(isAtEnd());
      table?.onCurrent();
    } else if (event.key in sideways && table !== undefined) {
      table.onSideways(event.key === 'ArrowLeft' ? -1 : 1);
    } else if (event.key in sideways) {
      grid.scrollLeft += (sideways[event.key] ?? 0) * rowHeight * 2;
    } else if (event.key === 'Enter' && event.target === grid) {
      options.onEnter(current);
    } else {
      return;
    }
    event.preventDefault();
  }

  return {
    element: grid,
    get top() {
      return rowHeight === 0 ? 0 : Math.floor(top / rowHeight);
    },
    get current() {
      return current;
    },
    setCount: (next, exact) => {
      setAttribute(grid, 'aria-rowcount', exact ? next + firstIndex - 1 : -1);
      // Numbers of all rows get the room of the longest, so that texts begin at one place.
      grid.style.setProperty('--digits', String(Math.max(4, next.toLocaleString('en').length)));
      if (next === count) return;
      for (const [row, cells] of drawn) {
        if (row < next && row < count - 1) continue;
        cells.drawn = false;
      }
      count = next;
      current = Math.max(0, Math.min(current, count - 1));
      layout();
      moveTo(top, true);
    },
    goTo: (row, place) => {
      current = Math.max(0, Math.min(count - 1, row));
      show(current, place);
    },
    reveal: (part) => {
      const box = part.getBoundingClientRect();
      const frame = grid.getBoundingClientRect();
      const margin = frame.width / 4;
      if (box.left < frame.left + margin) grid.scrollLeft -= frame.left + margin - box.left;
      else if (box.right > frame.right - margin) grid.scrollLeft += box.right - frame.right + margin;
    },
    goToEnd: () => moveTo(mapping.lastTop, true),
    refresh: () => {
      for (const cells of drawn.values()) cells.drawn = false;
      draw();
    },
    fill: () => draw(),
    focus: () => grid.focus(),
  };
}
