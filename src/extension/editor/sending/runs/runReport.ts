/** A run in words: a line for each step that has ended, the assertions that did not hold, and counts. Pure. */
import { stepName } from '../../../../language/semantics/index.ts';
import type { RunEvent, RunSummary, SkipReason } from '../../../runner/index.ts';
import { resultLabel, testsLabel, type Localize } from '../../labels.ts';

export const emptySummary: RunSummary = {
  passed: 0,
  failed: 0,
  error: 0,
  cancelled: 0,
  skipped: 0,
  notRun: 0,
  tests: { passed: 0, failed: 0, notRun: 0 },
  duration: 0,
};

export function addSummary(one: RunSummary, other: RunSummary): RunSummary {
  return {
    passed: one.passed + other.passed,
    failed: one.failed + other.failed,
    error: one.error + other.error,
    cancelled: one.cancelled + other.cancelled,
    skipped: one.skipped + other.skipped,
    notRun: one.notRun + other.notRun,
    tests: {
      passed: one.tests.passed + other.tests.passed,
      failed: one.tests.failed + other.tests.failed,
      notRun: one.tests.notRun + other.tests.notRun,
    },
    duration: one.duration + other.duration,
  };
}

/** `3 passed, 1 failed, 1 without an answer`; only what there is. */
export function countsLabel(summary: RunSummary, t: Localize): string {
  const parts = [
    [summary.passed, t('{0} passed', summary.passed)],
    [summary.failed, t('{0} failed', summary.failed)],
    [summary.error, t('{0} without an answer', summary.error)],
    [summary.cancelled, t('{0} cancelled', summary.cancelled)],
    [summary.skipped, t('{0} skipped', summary.skipped)],
    [summary.notRun, t('{0} not run', summary.notRun)],
  ] as const;
  const present = parts.filter(([count]) => count > 0).map(([, words]) => words);
  return present.length === 0 ? t('Nothing sent') : present.join(', ');
}

/** What a report says of an event; nothing of most. */
export function eventLines(event: RunEvent, t: Localize): readonly string[] {
  if (event.kind === 'stepSkipped') {
    return [`– ${titleOf(event)} · ${t('not sent: {0}', skipLabel(event.reason, t))}`];
  }
  if (event.kind !== 'stepEnded') return [];
  const { outcome, result, round, rounds, willRetry } = event;
  const { exchange, error } = result;
  const mark = outcome === 'passed' ? '✓' : outcome === 'cancelled' ? '⊘' : '✕';
  const parts = [
    `${mark} ${titleOf(event)}`,
    ...(rounds > 1 ? [t('round {0} of {1}', round + 1, rounds)] : []),
    ...(exchange === undefined ? [] : [resultLabel(exchange, t), testsLabel(exchange, t)]),
    // That it was cancelled is said already.
    outcome === 'cancelled' && exchange !== undefined
      ? undefined
      : (exchange?.error?.message ?? error?.message),
    ...(willRetry ? [t('tried again')] : []),
  ];
  const failed = (exchange?.tests ?? []).filter(({ outcome: one }) => one === 'failed');
  return [
    parts.filter((part) => part !== undefined).join(' · '),
    ...failed.map(({ name, message }) => `    ✕ ${name}${message === undefined ? '' : ` — ${message}`}`),
  ];
}

function titleOf({ step: { request } }: RunEvent & { readonly kind: 'stepEnded' | 'stepSkipped' }): string {
  return request.title ?? request.name ?? `${request.method} ${request.url}`;
}

/** Why a step was not sent. */
export /** Why a step was not sent, to stand behind `not sent:`. */
function skipLabel(reason: SkipReason, t: Localize): string {
  switch (reason.kind) {
    case 'disabled':
      return t('it is disabled');
    case 'emptyLoop':
      return t('its loop has nothing to go over');
    case 'need':
      return t('{0} has no answer', stepName(reason.need));
    case 'bail':
      return t('an earlier one failed');
    case 'cancelled':
      return t('the run was cancelled');
  }
}
