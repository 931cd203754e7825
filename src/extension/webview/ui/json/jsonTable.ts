/**
 * Finds the list of objects in a JSON text that reads best as a table: its rows and columns as places in the text, so that
 * a number is shown and copied digit by digit. Pure; `tableView.ts` draws it, `tableRows.ts` sorts it.
 */
import { memberStep } from './jsonPlace.ts';
import { walkJson } from './walkJson.ts';

export interface JsonTable {
  /** The JSONPath of the list: `$` or `$.items`. */
  readonly path: string;
  /** Names of members, in the order of their first occurrence in any row. */
  readonly columns: readonly string[];
  readonly rowCount: number;
  /** The row's object in the text. */
  row(row: number): Range;
  /** A member's value; the last one of those with one name; undefined where the row has none. */
  cell(row: number, column: number): Range | undefined;
  /** The JSONPath of a cell. */
  pathOf(row: number, column: number): string;
}

export interface Range {
  readonly from: number;
  readonly to: number;
}

/** A list that is not inside of another one, as far as it has been read. */
interface Candidate {
  readonly path: string;
  readonly depth: number;
  readonly columns: Map<string, number>;
  /** Where each row begins, where it ends, and which of `cells` is its first. */
  readonly rows: number[];
  /** Column, from, to. */
  readonly cells: number[];
  /** All its values are objects. */
  holds: boolean;
}

const rowLength = 3;
const cellLength = 3;

/** The longest list of objects that only objects are around; undefined when there is none or the text is no JSON. */
export function findTable(text: string): JsonTable | undefined {
  let best: Candidate | undefined;
  let candidate: Candidate | undefined;
  const open: { readonly from: number; readonly step: string }[] = [];
  let name = '';
  let column = 0;

  function value(from: number, to: number): void {
    if (candidate?.depth === open.length - 1) candidate.cells.push(column, from, to);
  }

  const isJson = walkJson(text, {
    key: (from, to) => {
      name = text.slice(from, to);
      if (candidate?.depth !== open.length - 1) return;
      const known = candidate.columns.get(name);
      column = known ?? candidate.columns.size;
      if (known === undefined) candidate.columns.set(name, column);
    },
    open: (at, isObject) => {
      const step = open.length === 0 ? '$' : name;
      if (candidate === undefined && !isObject) {
        const path = [...open.map((one) => one.step), step].map((one) =>
          one === '$' ? one : memberStep(one),
        );
        candidate = {
          path: path.join(''),
          depth: open.length + 1,
          columns: new Map(),
          rows: [],
          cells: [],
          holds: true,
        };
      } else if (candidate?.depth === open.length) {
        if (isObject) candidate.rows.push(at, at, candidate.cells.length);
        else candidate.holds = false;
      }
      open.push({ from: at, step });
    },
    close: (to) => {
      const closed = open.pop();
      if (candidate === undefined || closed === undefined) return;
      value(closed.from, to);
      if (open.length === candidate.depth) candidate.rows[candidate.rows.length - 2] = to;
      if (open.length >= candidate.depth) return;
      if (candidate.holds && candidate.rows.length > (best?.rows.length ?? 0)) best = candidate;
      candidate = undefined;
    },
    scalar: (from, to) => {
      value(from, to);
      if (candidate?.depth === open.length) candidate.holds = false;
    },
  });
  return isJson && best !== undefined ? tableOf(best) : undefined;
}

/** Whether a table is worth offering, from the beginning of the text alone: it has a list that begins with an object. */
export function mayHaveTable(text: string): boolean {
  const start = text.slice(0, 64 * 1024);
  const kinds: boolean[] = [];
  let lists = 0;
  let isFirst = false;
  let found = false;
  walkJson(start, {
    key: () => undefined,
    open: (_at, isObject) => {
      if (isObject) found ||= isFirst && lists === 1;
      else lists++;
      isFirst = !isObject;
      kinds.push(isObject);
    },
    close: () => {
      if (kinds.pop() === false) lists--;
      isFirst = false;
    },
    scalar: () => (isFirst = false),
    enough: () => found,
  });
  return found;
}

function tableOf({ path, columns, rows, cells }: Candidate): JsonTable {
  const literals = [...columns.keys()];
  const rowCount = rows.length / rowLength;
  return {
    path,
    columns: literals.map((literal) => JSON.parse(literal) as string),
    rowCount,
    row: (row) => ({ from: rows[row * rowLength] ?? 0, to: rows[row * rowLength + 1] ?? 0 }),
    cell: (row, column) => {
      const first = rows[row * rowLength + 2] ?? 0;
      const end = row + 1 < rowCount ? (rows[(row + 1) * rowLength + 2] ?? 0) : cells.length;
      for (let at = end - cellLength; at >= first; at -= cellLength) {
        if (cells[at] === column) return { from: cells[at + 1] ?? 0, to: cells[at + 2] ?? 0 };
      }
      return undefined;
    },
    pathOf: (row, column) => `${path}[${String(row)}]${memberStep(literals[column] ?? '""')}`,
  };
}
