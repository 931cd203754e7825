import { describe, expect, it } from 'vitest';
import { runSummary } from '../../../src/extension/cli/runSummary.ts';

const plain = { styled: (_style: unknown, text: string) => text, columns: 80 };
const counts = { passed: 0, failed: 0, error: 0, skipped: 0, notRun: 0 };
const noTests = { passed: 0, failed: 0, notRun: 0 };

describe('the summary of a run', () => {
  it('says what there was and leaves out what there was not', () => {
    expect(runSummary({ ...counts, passed: 1 }, { ...noTests, duration: 84 }, plain)).toBe(
      '1 request: 1 passed · 84 ms',
    );
    expect(
      runSummary(
        { ...counts, passed: 2, failed: 1 },
        { passed: 1, failed: 1, notRun: 0, duration: 3400 },
        plain,
      ),
    ).toBe('3 requests: 2 passed, 1 failed · 2 assertions: 1 holds, 1 does not · 3.4 s');
  });

  it('has a line for each part where one line would be too long', () => {
    const many = { passed: 100, failed: 20, error: 3, skipped: 4, notRun: 5 };
    expect(runSummary(many, { passed: 9, failed: 8, notRun: 7, duration: 60_000 }, plain)).toBe(
      [
        '132 requests: 100 passed, 20 failed, 3 without an answer, 4 skipped, 5 not run',
        '24 assertions: 9 hold, 8 do not, 7 not checked',
        '60.0 s',
      ].join('\n'),
    );
  });
});
