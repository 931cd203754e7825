/**
 * The rows of a JSON table in an order and with a filter, and as text for a spreadsheet. Values are compared by what they
 * mean and copied as they came. Pure.
 */
import type { JsonTable } from './jsonTable.ts';

export interface TableOrder {
  readonly column: number;
  readonly descending: boolean;
}

/** What stands in a cell as people read it: a string without its quotes and escapes, everything else as it came. */
export function cellText(text: string, table: JsonTable, row: number, column: number): string | undefined {
  const range = table.cell(row, column);
  if (range === undefined) return undefined;
  const literal = text.slice(range.from, range.to);
  return literal.startsWith('"') ? (JSON.parse(literal) as string) : literal;
}

/** Numbers of rows: those that contain the words, in the order; rows without a value in the column come last. */
export function arrangeRows(
  text: string,
  table: JsonTable,
  { order, filter = '' }: { readonly order?: TableOrder | undefined; readonly filter?: string },
): readonly number[] {
  const wanted = filter.toLowerCase();
  const rows = Array.from({ length: table.rowCount }, (_, row) => row).filter((row) => {
    if (wanted === '') return true;
    const { from, to } = table.row(row);
    return text.slice(from, to).toLowerCase().includes(wanted);
  });
  if (order === undefined) return rows;
  const keys = new Map(rows.map((row) => [row, sortKey(text, table, row, order.column)]));
  const sign = order.descending ? -1 : 1;
  return rows.sort((one, other) => {
    const a = keys.get(one);
    const b = keys.get(other);
    if (a === undefined || b === undefined) return (a === undefined ? 1 : 0) - (b === undefined ? 1 : 0);
    return sign * compareKeys(a, b);
  });
}

/** RFC 4180 with the names of the columns first; `separator` is a comma or a tab. */
export function tableAsText(
  text: string,
  table: JsonTable,
  { rows, separator }: { readonly rows: readonly number[]; readonly separator: ',' | '\t' },
): string {
  const quoted = (value: string): string =>
    /[",\t\r\n]|^\s|\s$/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
  const lines = rows.map((row) =>
    table.columns.map((_, column) => quoted(cellText(text, table, row, column) ?? '')),
  );
  return [table.columns.map(quoted), ...lines].map((cells) => `${cells.join(separator)}\r\n`).join('');
}

interface SortKey {
  /** Numbers before strings before the others. */
  readonly kind: number;
  readonly literal: string;
  readonly number: number;
  readonly string: string;
}

function sortKey(text: string, table: JsonTable, row: number, column: number): SortKey | undefined {
  const range = table.cell(row, column);
  if (range === undefined) return undefined;
  const literal = text.slice(range.from, Math.min(range.to, range.from + 1000));
  const kind = '"tfn{['.indexOf(literal.charAt(0));
  return {
    kind: kind + 1,
    literal,
    number: kind === -1 ? Number(literal) : 0,
    string: kind === 0 ? (cellText(text, table, row, column) ?? '') : literal,
  };
}

const collator = new Intl.Collator(undefined, { numeric: true });

function compareKeys(a: SortKey, b: SortKey): number {
  if (a.kind !== b.kind) return a.kind - b.kind;
  if (a.kind > 0) return collator.compare(a.string, b.string);
  if (a.number !== b.number) return a.number - b.number;
  // Whole numbers that are too long for a double are still not one number.
  if (!/^-?\d+$/.test(a.literal) || !/^-?\d+$/.test(b.literal)) return 0;
  return Number(BigInt(a.literal) - BigInt(b.literal));
}
