/**
 * A list of JSON objects as a table: a row for each, a column for each name, sorted by a press on the column's name. Only
 * the cells on screen exist. Arrows go from cell to cell; the rows in view are copied for spreadsheets.
 */
import type { ViewContext } from '../actions.ts';
import { lineNodes } from '../bodyPages/lineText.ts';
import { createVirtualGrid } from '../bodyPages/virtualGrid.ts';
import { copyTextButton } from '../copyButton.ts';
import { element, icon, rove, setAttribute, setText } from '../dom.ts';
import { findTable, type JsonTable } from './jsonTable.ts';
import { arrangeRows, cellText, tableAsText, type TableOrder } from './tableRows.ts';

export interface TableView {
  readonly element: HTMLElement;
  /** False when the text holds no table; the view then keeps what it has. */
  show(text: string): boolean;
  clear(): void;
  /** To the box that filters its rows. */
  find(): void;
}

export interface TableViewOptions {
  /** The user went to a cell; the value is as JSON writes it, undefined for one that the row lacks. */
  readonly onPlace: (path: string, literal: string | undefined) => void;
}

/** More columns are copied, but not drawn: a screen of cells has to be made within a frame. */
const shownColumns = 100;

/** Characters of a cell that are drawn. */
const shownLength = 200;

/** Rows that are looked at for how wide a column has to be. */
const measuredRows = 200;

let tables = 0;

export function createTableView(context: ViewContext, options: TableViewOptions): TableView {
  const { texts } = context;
  const { t } = texts;
  const prefix = `table${String(tables++)}-`;
  let text = '';
  let table: JsonTable | undefined;
  let rows: readonly number[] = [];
  let order: TableOrder | undefined;
  let column = 0;

  const says = element('span', { class: 'muted', role: 'status', 'data-testid': 'table-says' });
  const filter = element('input', {
    type: 'text',
    class: 'input',
    'aria-label': t('filterRows'),
    placeholder: t('filterRows'),
    spellcheck: 'false',
    autocomplete: 'off',
    'data-testid': 'table-filter',
  });
  filter.addEventListener('input', arrange);
  const asText = (separator: ',' | '\t') => (): string =>
    table === undefined ? '' : tableAsText(text, table, { rows, separator });
  const bar = element(
    'div',
    { class: 'find-bar table-bar', 'data-group': 'table' },
    filter,
    says,
    element(
      'span',
      { class: 'tools' },
      copyTextButton(context, t('copyCsv'), asText(',')),
      copyTextButton(context, t('copyTsv'), asText('\t')),
    ),
  );
  const names = element('span', { class: 'grid-text table-cells', role: 'presentation' });
  const header = element(
    'div',
    { class: 'grid-row table-head', role: 'row', 'aria-rowindex': 1 },
    element('span', { class: 'grid-number', role: 'columnheader' }, '#'),
    names,
  );
  rove(header, 'button');

  const grid = createVirtualGrid({
    label: t('responseTable'),
    testId: 'body-table',
    draw: (at, { number, text: cells }) => {
      const row = rows[at];
      if (table === undefined || row === undefined) return false;
      setText(number, String(row));
      cells.className = 'grid-text table-cells';
      cells.replaceChildren(...table.columns.slice(0, shownColumns).map((_, one) => cellOf(at, row, one)));
      return true;
    },
    onShow: () => undefined,
    onEnter: () => undefined,
    onMove: () => undefined,
    table: {
      header,
      activeCell: (at) => idOf(at, column),
      onSideways: (by) => chooseColumn(column + by),
      onCurrent: () => chooseColumn(column),
    },
  });
  const view = element(
    'div',
    { class: 'page-view table-view', 'data-testid': 'table-view' },
    bar,
    grid.element,
  );
  grid.element.addEventListener('mousedown', (event) => {
    const cell = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-column]') : null;
    if (cell !== null) chooseColumn(Number(cell.dataset['column']));
  });

  function idOf(at: number, one: number): string {
    return `${prefix}${String(at)}-${String(one)}`;
  }

  function cellOf(at: number, row: number, one: number): HTMLElement {
    const value = table === undefined ? undefined : cellText(text, table, row, one);
    const literal = literalAt(row, one);
    return element(
      'span',
      {
        role: 'gridcell',
        id: idOf(at, one),
        'aria-colindex': one + 2,
        'data-column': one,
        'data-kind': literal === undefined ? 'none' : kindOf(literal),
        dir: 'auto',
      },
      ...lineNodes((value ?? '').slice(0, shownLength), []),
    );
  }

  function literalAt(row: number, one: number): string | undefined {
    const range = table?.cell(row, one);
    return range && text.slice(range.from, range.to);
  }

  function chooseColumn(to: number): void {
    const row = rows[grid.current];
    if (table === undefined || row === undefined) return;
    column = Math.max(0, Math.min(table.columns.length - 1, shownColumns - 1, to));
    grid.goTo(grid.current, 'nearest');
    for (const old of grid.element.querySelectorAll('[data-active]')) setAttribute(old, 'data-active', false);
    const cell = document.getElementById(idOf(grid.current, column));
    if (cell !== null) {
      setAttribute(cell, 'data-active', true);
      cell.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    }
    options.onPlace(table.pathOf(row, column), literalAt(row, column));
  }

  /** Up, down, and as they came. */
  function sortBy(one: number): void {
    if (order?.column !== one) order = { column: one, descending: false };
    else order = order.descending ? undefined : { column: one, descending: true };
    arrange();
  }

  function arrange(): void {
    if (table === undefined) return;
    rows = arrangeRows(text, table, { order, filter: filter.value });
    drawHeader(table);
    const { length } = rows;
    const cut = table.columns.length > shownColumns ? t('tableCut', shownColumns, table.columns.length) : '';
    const counts =
      length === table.rowCount
        ? t('tableRows', texts.number(length))
        : t('tableRowsOf', texts.number(length), texts.number(table.rowCount));
    setText(says, [counts, table.path, cut].filter((part) => part !== '').join(' · '));
    grid.setCount(length, true);
    grid.goTo(0, 'top');
    grid.refresh();
  }

  function drawHeader({ columns }: JsonTable): void {
    const stop = document.activeElement?.closest('[data-sorts]')?.getAttribute('data-sorts') ?? '0';
    names.replaceChildren(
      ...columns.slice(0, shownColumns).map((name, one) => {
        const sorted = order?.column === one ? (order.descending ? 'descending' : 'ascending') : undefined;
        const sort = element(
          'button',
          { type: 'button', class: 'table-sort', 'data-sorts': one, tabindex: String(one) === stop ? 0 : -1 },
          element('span', { dir: 'auto' }, ...lineNodes(name, [])),
        );
        if (sorted !== undefined) sort.append(icon(sorted === 'ascending' ? 'arrow-up' : 'arrow-down'));
        sort.title = t('sortBy', name);
        sort.addEventListener('click', () => {
          sortBy(one);
          names.querySelectorAll<HTMLElement>('.table-sort')[one]?.focus();
        });
        return element('span', { role: 'columnheader', 'aria-sort': sorted, 'aria-colindex': one + 2 }, sort);
      }),
    );
  }

  function measure(found: JsonTable): void {
    const widths = found.columns.slice(0, shownColumns).map((name, one) => {
      let longest = name.length + 3;
      for (let row = 0; row < Math.min(found.rowCount, measuredRows); row++) {
        const range = found.cell(row, one);
        longest = Math.max(longest, range === undefined ? 0 : range.to - range.from);
      }
      return `${String(Math.min(48, Math.max(5, longest)) + 3)}ch`;
    });
    grid.element.style.setProperty('--columns', widths.join(' '));
    grid.element.setAttribute('aria-colcount', String(found.columns.length + 1));
  }

  return {
    element: view,
    show: (next) => {
      if (next === text) return table !== undefined;
      const found = findTable(next);
      if (found === undefined) return false;
      text = next;
      table = found;
      order = undefined;
      column = 0;
      filter.value = '';
      measure(found);
      arrange();
      return true;
    },
    clear: () => {
      text = '';
      table = undefined;
      rows = [];
      names.replaceChildren();
      grid.setCount(0, true);
    },
    find: () => {
      filter.focus();
      filter.select();
    },
  };
}

function kindOf(literal: string): 'string' | 'number' | 'word' | 'nested' {
  const first = literal.charAt(0);
  if (first === '"') return 'string';
  if (first === '{' || first === '[') return 'nested';
  return /[tfn]/.test(first) ? 'word' : 'number';
}
