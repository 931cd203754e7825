/**
 * Carries out a plan: sends its steps in order, or several at a time where that was asked for, and tells each thing
 * that happens. How one step is prepared, sent and shown is the front end's `perform`; what comes before what, what is
 * left out after a failure, retries, bail and cancel are the same for all of them. It keeps no exchange.
 */
import type { RunPlan, RunStep } from '../../../language/semantics/index.ts';
import { RequestException } from '../../http/index.ts';
import type { Clock } from '../ports.ts';
import { systemClock } from '../ports.ts';
import type { PrepareContext } from '../prepare/prepareExchange.ts';
import { countTests } from '../tests/testResult.ts';
import type {
  RunEvent,
  RunProgress,
  RunSummary,
  SkipReason,
  StepOutcome,
  StepResult,
  StepRun,
} from './runEvents.ts';
import { contextsOf, type ContextOf } from './stepRounds.ts';

export interface RunOptions {
  /** Asked once for each step. */
  readonly contextOf: ContextOf;
  /**
   * Prepares and sends one step; resolves when it has ended. What it rejects with ends the run, except for a
   * RequestException, which is the step's error.
   */
  readonly perform: (run: StepRun, context: PrepareContext) => Promise<StepResult>;
  readonly onEvent?: ((event: RunEvent) => void) | undefined;
  /** Ends the run: what has not begun is told as not run. `perform` ends what runs. */
  readonly signal?: AbortSignal | undefined;
  /** Stop after the first step that fails. */
  readonly bail?: boolean | undefined;
  /** How often a step that failed is tried again; never when absent. */
  readonly retries?: number | undefined;
  /** How many steps may run at a time; 1 when absent. */
  readonly concurrency?: number | undefined;
  readonly clock?: Clock | undefined;
}

/** Resolves when the last step is over. The plan must have no problems. */
export function runSteps(plan: Pick<RunPlan, 'steps'>, options: RunOptions): Promise<RunSummary> {
  return new Run(plan.steps, options).carryOut();
}

class Run {
  readonly #options: RunOptions;
  readonly #clock: Clock;
  readonly #steps: readonly RunStep[];
  /** Where several may run at a time: steps that have not begun, in order, from `#next` on. */
  #waiting: RunStep[] = [];
  #next = 0;
  readonly #over = new WeakSet<RunStep>();
  readonly #unanswered = new WeakSet<RunStep>();
  readonly #active = new Set<Promise<void>>();
  #stopped: SkipReason | undefined;
  #done = 0;
  #total: number;
  readonly #counts = { passed: 0, failed: 0, error: 0, cancelled: 0, skipped: 0, notRun: 0 };
  readonly #tests = { passed: 0, failed: 0, notRun: 0 };

  constructor(steps: readonly RunStep[], options: RunOptions) {
    this.#steps = steps;
    this.#total = steps.length;
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
  }

  async carryOut(): Promise<RunSummary> {
    const startedAt = this.#clock.now();
    this.#tell({ kind: 'runStarted', steps: this.#steps });
    const { concurrency = 1 } = this.#options;
    if (concurrency <= 1) {
      for (const step of this.#steps) await this.#runStep(step);
    } else await this.#runTogether(concurrency);
    const summary = {
      ...this.#counts,
      tests: { ...this.#tests },
      duration: this.#clock.now() - startedAt,
    };
    this.#tell({ kind: 'runEnded', summary });
    return summary;
  }

  async #runTogether(most: number): Promise<void> {
    this.#waiting = [...this.#steps];
    for (;;) {
      const step = this.#active.size < most ? this.#takeReady() : undefined;
      if (step === undefined) {
        if (this.#active.size === 0) return;
        await Promise.race(this.#active);
        continue;
      }
      const running = this.#runStep(step).finally(() => this.#active.delete(running));
      this.#active.add(running);
    }
  }

  /** The first step that waits for nothing any more. */
  #takeReady(): RunStep | undefined {
    for (let at = this.#next; at < this.#waiting.length; at += 1) {
      const step = this.#waiting[at];
      const isReady = (earlier: RunStep): boolean => this.#over.has(earlier);
      if (step === undefined || !step.needs.every(isReady) || !step.after.every(isReady)) continue;
      if (at === this.#next) this.#next += 1;
      else this.#waiting.splice(at, 1);
      return step;
    }
    return undefined;
  }

  async #runStep(step: RunStep): Promise<void> {
    const reason = this.#reasonToSkip(step);
    if (reason === undefined) await this.#runRounds(step);
    else this.#skip(step, reason);
    this.#over.add(step);
  }

  #reasonToSkip(step: RunStep): SkipReason | undefined {
    if (this.#options.signal?.aborted === true) this.#stopped = { kind: 'cancelled' };
    if (step.isDisabled) return { kind: 'disabled' };
    if (this.#stopped !== undefined) return this.#stopped;
    const need = step.needs.find((one) => this.#unanswered.has(one));
    return need && { kind: 'need', need };
  }

  #skip(step: RunStep, reason: SkipReason): void {
    const isLeftOver = reason.kind === 'bail' || reason.kind === 'cancelled';
    this.#counts[isLeftOver ? 'notRun' : 'skipped'] += 1;
    this.#done += 1;
    this.#unanswered.add(step);
    this.#tell({ kind: 'stepSkipped', step, reason, progress: this.#progress });
  }

  async #runRounds(step: RunStep): Promise<void> {
    const contexts = await asResult(() => contextsOf(step, this.#options.contextOf));
    if (contexts instanceof RequestException) {
      const run = { step, round: 0, rounds: 1, attempt: 1 };
      this.#tell({ kind: 'stepStarted', ...run, progress: this.#progress });
      this.#end(run, { error: contexts });
      return;
    }
    if (contexts.length === 0) {
      this.#skip(step, { kind: 'emptyLoop' });
      return;
    }
    this.#total += contexts.length - 1;
    for (const [round, context] of contexts.entries()) {
      if (round > 0 && this.#options.signal?.aborted === true) this.#stopped = { kind: 'cancelled' };
      if (round > 0 && this.#stopped !== undefined) {
        this.#skip(step, this.#stopped);
        continue;
      }
      await this.#runRound({ step, round, rounds: contexts.length }, context);
    }
  }

  async #runRound(place: Omit<StepRun, 'attempt'>, context: PrepareContext): Promise<void> {
    const { retries = 0, signal, perform } = this.#options;
    for (let attempt = 1; ; attempt += 1) {
      const run: StepRun = { ...place, attempt };
      this.#tell({ kind: 'stepStarted', ...run, progress: this.#progress });
      const ended = await asResult(() => perform(run, context));
      const result: StepResult = ended instanceof RequestException ? { error: ended } : ended;
      const outcome = outcomeOf(result);
      const isFailure = outcome === 'failed' || outcome === 'error';
      if (!isFailure || attempt > retries || signal?.aborted === true) {
        this.#end(run, result);
        return;
      }
      const progress = this.#progress;
      this.#tell({ kind: 'stepEnded', ...run, outcome, result, willRetry: true, progress });
    }
  }

  #end(run: StepRun, result: StepResult): void {
    const outcome = outcomeOf(result);
    const tests = countTests(result.exchange?.tests);
    this.#counts[outcome] += 1;
    this.#tests.passed += tests.passed;
    this.#tests.failed += tests.failed;
    this.#tests.notRun += tests.notRun;
    this.#done += 1;
    if (outcome === 'error' || outcome === 'cancelled') this.#unanswered.add(run.step);
    if (outcome === 'cancelled') this.#stopped ??= { kind: 'cancelled' };
    else if (outcome !== 'passed' && this.#options.bail === true) this.#stopped ??= { kind: 'bail' };
    const progress = this.#progress;
    this.#tell({ kind: 'stepEnded', ...run, outcome, result, willRetry: false, progress });
  }

  get #progress(): RunProgress {
    return { done: this.#done, total: this.#total };
  }

  #tell(event: RunEvent): void {
    this.#options.onEvent?.(event);
  }
}

/** What a step came to. An answer of 4xx or 5xx is an answer. */
export function outcomeOf({ exchange, error }: StepResult): StepOutcome {
  if (exchange === undefined)
    return error?.name === 'Cancelled' || error === undefined ? 'cancelled' : 'error';
  if (exchange.state === 'cancelled') return 'cancelled';
  if (exchange.state !== 'done') return 'error';
  return countTests(exchange.tests).failed > 0 ? 'failed' : 'passed';
}

async function asResult<T>(work: () => Promise<T>): Promise<T | RequestException> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof RequestException) return error;
    throw error;
  }
}
