/**
 * Keeps the RunRecord of a run from what the runner tells: before anything is sent it holds every request of every
 * iteration as not run, then each takes its place as it ends. Secrets are crossed out here, so that no writer can forget
 * it. It writes nothing; `suite.ts` feeds it.
 */
import { stepName, type RunStep } from '../../../language/semantics/index.ts';
import { masked, type RunEvent, type SkipReason, type StepRun, type TestResult } from '../../runner/index.ts';
import { withoutUserinfo } from '../transcript.ts';
import type { IterationRecord, RequestOutcome, RequestRecord, RunRecord } from './runRecord.ts';

export interface PlannedIteration extends Omit<IterationRecord, 'requests'> {
  readonly steps: readonly RunStep[];
}

export interface RunRecorderOptions extends Pick<RunRecord, 'version' | 'environment'> {
  readonly iterations: readonly PlannedIteration[];
  /** How a file is named in reports, by its absolute path. */
  readonly nameOf: (path: string) => string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

export interface RunRecorder {
  /** The whole run as it stands now. */
  record(): RunRecord;
  /** Takes in what happened in an iteration; gives the request that is over by that. */
  observe(iteration: number, event: RunEvent): RequestRecord | undefined;
  /** Values that are crossed out from now on. */
  addSecrets(secrets: readonly string[]): void;
  /** `reason`: why what has not begun will not. */
  end(state: Exclude<RunRecord['state'], 'running'>, reason?: string): void;
}

type Ended = Extract<RunEvent, { readonly kind: 'stepEnded' }>;

export function createRunRecorder(options: RunRecorderOptions): RunRecorder {
  return new Recorder(options);
}

const notYet = 'the run did not come to it';

class Recorder implements RunRecorder {
  readonly #options: RunRecorderOptions;
  readonly #startedAt: number;
  readonly #secrets = new Set<string>();
  /** Of iterations that have begun: the rounds of each step. */
  readonly #begun = new Map<number, Map<RunStep, readonly RequestRecord[]>>();
  /** Iterations of one file share what did not run. */
  readonly #untouched = new WeakMap<readonly RunStep[], readonly RequestRecord[]>();
  #state: RunRecord['state'] = 'running';
  #reason = notYet;

  constructor(options: RunRecorderOptions) {
    this.#options = options;
    this.#startedAt = options.now();
  }

  record(): RunRecord {
    const { version, environment, iterations, now } = this.#options;
    return {
      state: this.#state,
      version,
      startedAt: this.#startedAt,
      duration: now() - this.#startedAt,
      environment,
      iterations: iterations.map(({ steps, file, repeat, row }, index) => {
        const begun = this.#begun.get(index);
        const requests = begun === undefined ? this.#notRun(steps) : [...begun.values()].flat();
        return { file, repeat, row, requests };
      }),
    };
  }

  observe(iteration: number, event: RunEvent): RequestRecord | undefined {
    switch (event.kind) {
      case 'stepStarted':
        this.#placesOf(iteration, event);
        return undefined;
      case 'stepEnded':
        return event.willRetry ? undefined : this.#put(iteration, event, this.#ended(event));
      case 'stepSkipped':
        return this.#skipped(iteration, event.step, event.reason);
      default:
        return undefined;
    }
  }

  addSecrets(secrets: readonly string[]): void {
    for (const secret of secrets) this.#secrets.add(secret);
  }

  end(state: Exclude<RunRecord['state'], 'running'>, reason = notYet): void {
    this.#state = state;
    this.#reason = reason;
  }

  #notRun(steps: readonly RunStep[]): readonly RequestRecord[] {
    const known = this.#untouched.get(steps);
    if (known?.[0]?.reason === this.#reason) return known;
    const records = steps.map((step) => this.#left(step, 'notRun', this.#reason));
    this.#untouched.set(steps, records);
    return records;
  }

  /** The rounds of all steps of an iteration, this one's with as many as it turns out to have. */
  #placesOf(
    iteration: number,
    { step, rounds = 1 }: Partial<StepRun> & Pick<StepRun, 'step'>,
  ): Map<RunStep, readonly RequestRecord[]> {
    const steps = this.#options.iterations[iteration]?.steps ?? [];
    const places =
      this.#begun.get(iteration) ?? new Map(steps.map((one) => [one, [this.#left(one, 'notRun', notYet)]]));
    this.#begun.set(iteration, places);
    if ((places.get(step)?.length ?? 0) < rounds) {
      const left = this.#left(step, 'notRun', notYet);
      places.set(
        step,
        Array.from({ length: rounds }, (_, round) => (rounds === 1 ? left : { ...left, round: round + 1 })),
      );
    }
    return places;
  }

  #put(iteration: number, run: StepRun, record: RequestRecord): RequestRecord {
    const places = this.#placesOf(iteration, run);
    const placed = run.rounds === 1 ? record : { ...record, round: run.round + 1 };
    places.set(run.step, places.get(run.step)?.with(run.round, placed) ?? [placed]);
    return placed;
  }

  /** Of a loop it is the first round that nothing is known of yet. */
  #skipped(iteration: number, step: RunStep, reason: SkipReason): RequestRecord {
    const { outcome, words } = skipWords(reason);
    const places = this.#placesOf(iteration, { step });
    const rounds = places.get(step) ?? [];
    const at = Math.max(
      0,
      rounds.findIndex((one) => one.outcome === 'notRun' && one.reason === notYet),
    );
    const record = { ...this.#left(step, outcome, words), round: rounds[at]?.round };
    places.set(step, rounds.with(at, record));
    return record;
  }

  /** A request that was not sent, with its assertions as they stand in the file. */
  #left({ request, file }: RunStep, outcome: RequestOutcome, reason: string): RequestRecord {
    const { method, url, line, asserts } = request;
    const shownUrl = this.#masked(withoutUserinfo(url));
    return {
      name: this.#masked(request.name ?? request.title ?? `${method} ${shownUrl}`),
      file: this.#options.nameOf(file.path),
      line,
      round: undefined,
      outcome,
      reason,
      method,
      url: shownUrl,
      attempts: 0,
      duration: undefined,
      status: undefined,
      statusText: undefined,
      bodyLength: undefined,
      error: undefined,
      tests: asserts.map((assert) => this.#unchecked(assert.source, assert.line, reason)),
      logs: [],
    };
  }

  #unchecked(name: string, line: number, reason: string): TestResult {
    const message = `Not checked: ${reason}.`;
    return {
      name: this.#masked(name),
      line,
      outcome: 'notRun',
      expected: undefined,
      actual: undefined,
      message,
    };
  }

  #ended({ step, outcome, result, attempt }: Ended): RequestRecord {
    const { exchange } = result;
    const error = result.error ?? exchange?.error;
    if (outcome === 'cancelled') {
      const left = this.#left(step, 'notRun', 'it was interrupted while it ran');
      return { ...left, attempts: attempt };
    }
    const base = this.#left(step, outcome, 'there was no whole answer');
    const fault = error?.toJSON();
    const shown = {
      ...base,
      reason: undefined,
      attempts: attempt,
      error:
        fault === undefined
          ? undefined
          : { ...fault, message: this.#masked(fault.message), hint: this.#masked(fault.hint) },
    };
    if (exchange === undefined) return shown;
    const { prepared, response, body, tests, logs = [], startedAt = 0, endedAt = startedAt } = exchange;
    return {
      ...shown,
      method: prepared.method,
      url: this.#masked(withoutUserinfo(prepared.url)),
      duration: endedAt - startedAt,
      status: response?.status,
      statusText: response?.reason,
      bodyLength: body?.length,
      logs: logs.map((line) => ({ ...line, text: this.#masked(line.text) })),
      tests: tests?.map((test) => this.#maskedTest(test)) ?? (outcome === 'error' ? base.tests : []),
    };
  }

  #maskedTest(test: TestResult): TestResult {
    const hidden = (text: string | undefined): string | undefined =>
      text === undefined ? undefined : this.#masked(text);
    return {
      ...test,
      name: this.#masked(test.name),
      expected: hidden(test.expected),
      actual: hidden(test.actual),
      message: hidden(test.message),
    };
  }

  #masked(text: string): string {
    return masked(text, [...this.#secrets]);
  }
}

function skipWords(reason: SkipReason): { readonly outcome: RequestOutcome; readonly words: string } {
  switch (reason.kind) {
    case 'disabled':
      return { outcome: 'skipped', words: 'it is disabled' };
    case 'emptyLoop':
      return { outcome: 'skipped', words: 'its loop has nothing to go over' };
    case 'need':
      return { outcome: 'skipped', words: `"${stepName(reason.need)}" has no answer` };
    case 'bail':
      return { outcome: 'notRun', words: bailWords };
    case 'cancelled':
      return { outcome: 'notRun', words: 'the run was interrupted' };
  }
}

/** Why the rest does not run after a failure. */
export const bailWords = 'an earlier request failed (--bail)';
