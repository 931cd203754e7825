/**
 * Measures a subject and a named baseline by turns in one process, each first in every other round, and compares
 * their medians. Absolute times are shown for orientation only; machines differ, ratios less so.
 */
export interface Comparison {
  readonly name: string;
  readonly baseline: string;
  /** `ratio`: how many times the baseline; `later`: how many milliseconds more; `more`: how many MiB more. */
  readonly unit?: 'ratio' | 'later' | 'more';
  /** What we want to stay under, in that unit. */
  readonly target: number;
  /** Counted rounds, 7 unless they are very long. */
  readonly rounds?: number;
  /** What returns a number has measured itself; of everything else the milliseconds are taken. */
  readonly subject: Run;
  readonly against: Run;
}

export type Run = () => unknown;

export interface Result {
  readonly comparison: Comparison;
  readonly value: number;
  readonly subject: number;
  readonly baseline: number;
}

/** Runs one comparison; the first round warms up and is not counted, unless one is all that is asked for. */
export async function compare(comparison: Comparison): Promise<Result> {
  const { rounds = 7, unit = 'ratio' } = comparison;
  const subjects: number[] = [];
  const baselines: number[] = [];
  for (let round = rounds === 1 ? 1 : 0; round <= rounds; round++) {
    const first = round % 2 === 0;
    const early = await measure(first ? comparison.subject : comparison.against);
    const late = await measure(first ? comparison.against : comparison.subject);
    if (round === 0) continue;
    subjects.push(first ? early : late);
    baselines.push(first ? late : early);
  }
  const [subject, baseline] = [median(subjects), median(baselines)];
  return { comparison, value: unit === 'ratio' ? subject / baseline : subject - baseline, subject, baseline };
}

/** One line of the table. */
export function resultLine({ comparison, value, subject, baseline }: Result): string {
  const { name, unit = 'ratio', target } = comparison;
  const sign = { ratio: 'x', later: 'ms', more: 'MiB' }[unit];
  const cells = [
    `${value.toFixed(2)} ${sign}`.padStart(11),
    `${target} ${sign}`.padStart(8),
    (value <= target ? 'within' : 'OVER').padEnd(7),
    `${subject.toFixed(1)} : ${baseline.toFixed(1)} ${unit === 'more' ? 'MiB' : 'ms'}`.padEnd(24),
    `${name}, against ${comparison.baseline}`,
  ];
  return cells.join('  ');
}

export const tableHead = `${'measured'.padStart(11)}  ${'target'.padStart(8)}  verdict  ours : baseline`;

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

async function measure(run: Run): Promise<number> {
  const started = performance.now();
  const measured = await run();
  return typeof measured === 'number' ? measured : performance.now() - started;
}
