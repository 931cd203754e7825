/** What a run tells while it goes on, and what it came to. Values only; `runSteps.ts` makes them. */
import type { RunStep } from '../../../language/semantics/index.ts';
import type { RequestException } from '../../http/index.ts';
import type { Exchange } from '../send/exchange.ts';
import type { TestCounts } from '../tests/testResult.ts';

/** `failed`: an assertion did not hold. `error`: there is no whole answer. */
export type StepOutcome = 'passed' | 'failed' | 'error' | 'cancelled';

/** What sending one step came to; without an exchange it could not even be prepared, which `error` explains. */
export interface StepResult {
  readonly exchange?: Exchange | undefined;
  readonly error?: RequestException | undefined;
}

/** One send of a step: a round of its loop, tried for the nth time. */
export interface StepRun {
  readonly step: RunStep;
  /** 0-based. */
  readonly round: number;
  /** 1 for a step without a loop. */
  readonly rounds: number;
  /** 1-based; more than 1 only when retries were asked for. */
  readonly attempt: number;
}

/** Why a step was not sent. */
export type SkipReason =
  | { readonly kind: 'disabled' }
  /** Its loop has no round. */
  | { readonly kind: 'emptyLoop' }
  /** Something it needs has no answer. */
  | { readonly kind: 'need'; readonly need: RunStep }
  /** An earlier one failed, and the run was to stop at that. */
  | { readonly kind: 'bail' }
  | { readonly kind: 'cancelled' };

export interface RunProgress {
  /** Sends that are over, or steps that were skipped. */
  readonly done: number;
  /** Grows when a loop turns out to have several rounds. */
  readonly total: number;
}

export type RunEvent =
  | { readonly kind: 'runStarted'; readonly steps: readonly RunStep[] }
  | ({ readonly kind: 'stepStarted'; readonly progress: RunProgress } & StepRun)
  | ({
      readonly kind: 'stepEnded';
      readonly outcome: StepOutcome;
      readonly result: StepResult;
      /** It is tried once more. */
      readonly willRetry: boolean;
      readonly progress: RunProgress;
    } & StepRun)
  | {
      readonly kind: 'stepSkipped';
      readonly step: RunStep;
      readonly reason: SkipReason;
      readonly progress: RunProgress;
    }
  | { readonly kind: 'runEnded'; readonly summary: RunSummary };

/** How many sends came to what; a retried one counts by its last attempt. */
export interface RunSummary extends Readonly<Record<StepOutcome, number>> {
  /** Disabled, without a round, or without something they need. */
  readonly skipped: number;
  /** Left over when the run was cancelled or stopped at a failure. */
  readonly notRun: number;
  readonly tests: TestCounts;
  /** Milliseconds. */
  readonly duration: number;
}
