/** What became of one check of an answer. Shown by lens, panel, terminal and reports alike, and kept in the history. */
export interface TestResult {
  /** As it is written in the file, without the `??`. */
  readonly name: string;
  /** 1-based. */
  readonly line: number;
  /** `notRun`: nobody could say, and `message` tells why. */
  readonly outcome: 'passed' | 'failed' | 'notRun';
  /** The comparison with its value, `== 200`; undefined where nothing was compared. Secrets are masked. */
  readonly expected: string | undefined;
  /** What was there, shortened, secrets masked; or in words why nothing was. */
  readonly actual: string | undefined;
  /** One sentence, for those that did not pass. */
  readonly message: string | undefined;
}

/** How many there are of each outcome. */
export interface TestCounts {
  readonly passed: number;
  readonly failed: number;
  readonly notRun: number;
}

export function countTests(tests: readonly TestResult[] | undefined): TestCounts {
  const counts = { passed: 0, failed: 0, notRun: 0 };
  for (const { outcome } of tests ?? []) counts[outcome] += 1;
  return counts;
}
