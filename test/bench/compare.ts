/**
 * Measures a subject and a named baseline by turns in one process (ABAB…), and prints the ratio of their medians.
 * Absolute times are shown for orientation only; machines differ, ratios less so.
 */
export interface Comparison {
  readonly name: string;
  readonly baseline: string;
  /** The ratio we want to stay under. */
  readonly target: number;
  readonly rounds: number;
  readonly subject: () => unknown;
  readonly against: () => unknown;
}

export interface Result {
  readonly name: string;
  readonly baseline: string;
  readonly target: number;
  readonly ratio: number;
  readonly subjectMs: number;
  readonly baselineMs: number;
}

/** Runs one comparison; the first round warms up and is not counted. */
export async function compare(comparison: Comparison): Promise<Result> {
  const subject: number[] = [];
  const baseline: number[] = [];
  for (let round = 0; round <= comparison.rounds; round++) {
    const times = [await time(comparison.subject), await time(comparison.against)] as const;
    if (round === 0) continue;
    subject.push(times[0]);
    baseline.push(times[1]);
  }
  const [subjectMs, baselineMs] = [median(subject), median(baseline)];
  const { name, baseline: label, target } = comparison;
  return { name, baseline: label, target, ratio: subjectMs / baselineMs, subjectMs, baselineMs };
}

async function time(run: () => unknown): Promise<number> {
  const started = performance.now();
  await run();
  return performance.now() - started;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
