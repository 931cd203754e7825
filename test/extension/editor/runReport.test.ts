import { describe, expect, it } from 'vitest';
import {
  addSummary,
  countsLabel,
  emptySummary,
  eventLines,
} from '../../../src/extension/editor/sending/runs/runReport.ts';
import type { RunEvent, SkipReason, StepResult } from '../../../src/extension/runner/index.ts';
import { define, type RunStep } from '../../../src/language/semantics/index.ts';
import { parse } from '../../../src/language/syntax/index.ts';
import { bodyOf, exchangeOf, responseOf } from './exchangeExamples.ts';
import { english } from './localize.ts';

const definition = define(parse('### Log in\nPOST http://a.test/login\n\n### me\nGET http://a.test/me\n'));
const steps = definition.requests.map((request): RunStep => ({
  file: { path: '/a.http', definition },
  request,
  cause: { kind: 'chosen' },
  given: [],
  needs: [],
  after: [],
  isDisabled: false,
}));
const progress = { done: 1, total: 2 };

function ended(
  result: StepResult,
  more: Partial<RunEvent & { readonly kind: 'stepEnded' }> = {},
): readonly string[] {
  const run = { step: steps[0]!, round: 0, rounds: 1, attempt: 1, progress, willRetry: false };
  return eventLines({ kind: 'stepEnded', outcome: 'passed', result, ...run, ...more }, english);
}

const done = exchangeOf({
  state: 'done',
  response: responseOf(),
  body: bodyOf('hello'),
  startedAt: 1000,
  endedAt: 1084,
});

describe('a report of a run', () => {
  it('has a line for each answer', () => {
    expect(ended({ exchange: done })).toEqual(['✓ Log in · 200 · 84 ms · 5 B']);
  });

  it('says once that a request was cancelled', () => {
    const cancelled = exchangeOf({ state: 'cancelled', startedAt: 1000, endedAt: 1084 });
    expect(ended({ exchange: cancelled }, { outcome: 'cancelled' })).toEqual([
      '⊘ Log in · Cancelled after 84 ms',
    ]);
  });

  it('has the assertions that did not hold below their request', () => {
    const test = { expected: '== 404', actual: '200', line: 3 };
    const tests = [
      { name: 'status == 404', outcome: 'failed', message: 'Expected == 404, but it was 200.', ...test },
      { name: 'duration < 9', outcome: 'passed', message: undefined, ...test },
    ] as const;
    expect(ended({ exchange: { ...done, tests } }, { outcome: 'failed', round: 1, rounds: 3 })).toEqual([
      '✕ Log in · round 2 of 3 · 200 · 84 ms · 5 B · ✕ 1 of 2 failed',
      '    ✕ status == 404 — Expected == 404, but it was 200.',
    ]);
  });

  it.each<readonly [SkipReason, string]>([
    [{ kind: 'disabled' }, 'it is disabled'],
    [{ kind: 'emptyLoop' }, 'its loop has nothing to go over'],
    [{ kind: 'need', need: steps[1]! }, 'me has no answer'],
    [{ kind: 'bail' }, 'an earlier one failed'],
    [{ kind: 'cancelled' }, 'the run was cancelled'],
  ])('says why a request was not sent: $kind', (reason, words) => {
    expect(eventLines({ kind: 'stepSkipped', step: steps[0]!, reason, progress }, english)).toEqual([
      `– Log in · not sent: ${words}`,
    ]);
  });

  it('counts what there is, over several runs', () => {
    expect(countsLabel(emptySummary, english)).toBe('Nothing sent');
    const one = { ...emptySummary, passed: 2, failed: 1 };
    const sum = addSummary(one, { ...emptySummary, passed: 1, error: 1, notRun: 3 });
    expect(countsLabel(sum, english)).toBe('3 passed, 1 failed, 1 without an answer, 3 not run');
  });
});
