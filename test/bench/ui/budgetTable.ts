/**
 * The table of budgets: what, budget, figure, the empty panel beside it, verdict, method. A row that other programs on the
 * machine can spoil has the empty panel's figure from the same run: it is within its budget when it is under it, or when
 * it is not more times the empty panel than the budget is on a machine with nothing else to do.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

export interface Budget {
  readonly what: string;
  readonly budget: number;
  readonly figure: number;
  readonly unit: string;
  /** A figure that should be large. */
  readonly atLeast?: boolean;
  /** What the empty panel takes for the same, and how many times that is allowed. */
  readonly empty?: { readonly figure: number; readonly times: number };
  readonly method: string;
}

/** Figures of the machine on which they were kept last; for comparison only. */
const keptFile = fileURLToPath(new URL('figures.json', import.meta.url));

/** A figure, or its ratio to the empty panel, that is this much worse than the kept one is named. */
const tolerance = 1.2;

/** Prints the table; answers with how many rows are over. `keep` writes the figures into the project. */
export async function printBudgets(rows: readonly Budget[], keep: boolean): Promise<number> {
  const kept = JSON.parse(await readFile(keptFile, 'utf8').catch(() => '{}')) as Record<string, number>;
  console.log(`\n${tableHead}`);
  for (const row of rows) console.log(budgetLine(row, kept[row.what]));
  const over = rows.filter((row) => !isWithin(row)).length;
  console.log(`\n${String(rows.length)} budgets, ${String(over)} over`);
  if (keep) {
    const figures = Object.fromEntries(rows.map((row) => [row.what, Number(comparable(row).toPrecision(3))]));
    await writeFile(keptFile, `${JSON.stringify(figures, null, 2)}\n`);
  }
  return over;
}

const widths = [46, 12, 12, 12, 8] as const;

const tableHead = [...cells(['what', 'budget', 'figure', 'empty panel', 'verdict']), 'method'].join('  ');

function budgetLine(row: Budget, kept: number | undefined): string {
  const { what, budget, figure, unit, atLeast = false, empty, method } = row;
  const ratio = empty === undefined ? '' : ratioText(figure, empty);
  const shown = [
    what,
    `${atLeast ? '≥' : '≤'} ${format(budget, unit)}`,
    format(figure, unit),
    empty === undefined ? '' : format(empty.figure, unit),
    isWithin(row) ? 'within' : 'OVER',
  ];
  return [...cells(shown), `${ratio}${method}${comparedWith(row, kept)}`].join('  ');
}

function ratioText(figure: number, empty: NonNullable<Budget['empty']>): string {
  return `${(figure / empty.figure).toFixed(1)} x the empty panel, up to ${String(empty.times)} x; `;
}

function comparedWith(row: Budget, kept: number | undefined): string {
  if (kept === undefined || kept <= 0) return '';
  const now = comparable(row);
  const worse = row.atLeast === true ? kept / now : now / kept;
  return worse > tolerance ? `; ${String(Math.round((worse - 1) * 100))} % worse than kept` : '';
}

/** What can be compared between runs: the ratio where there is one. */
function comparable({ figure, empty }: Budget): number {
  return empty === undefined ? figure : figure / empty.figure;
}

function isWithin({ figure, budget, atLeast = false, empty }: Budget): boolean {
  if (atLeast) return figure >= budget;
  return figure <= budget || (empty !== undefined && figure <= empty.figure * empty.times);
}

function format(value: number, unit: string): string {
  const digits = unit === 'x' ? 2 : 0;
  return `${value.toFixed(digits)} ${unit}`.trimEnd();
}

function cells(texts: readonly string[]): readonly string[] {
  return texts.map((text, at) => (at === 0 ? text.padEnd(widths[0]) : text.padStart(widths[at] ?? 0)));
}
