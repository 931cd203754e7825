/**
 * Runs the scripts of one job in a fresh world: bounded in time, memory and depth. Whatever happens in there becomes part
 * of the outcome.
 */
import type { QuickJSContext, QuickJSHandle } from 'quickjs-emscripten-core';
import type { HostWork } from './hostFunction.ts';
import type { Script, ScriptFailure, PackedJob, ScriptOutcome } from './protocol.ts';
import { createRecords, placeIn } from './takenRecords.ts';
import { createTimers } from './timers.ts';
import { memoryOf, type World, type Worlds } from './worlds.ts';

export interface JobResult {
  readonly outcome: ScriptOutcome;
  /** The worlds must not be used again. */
  readonly isSpent: boolean;
}

export async function runJob(worlds: Worlds, job: PackedJob, patience: number): Promise<JobResult> {
  const records = createRecords(job);
  const timers = createTimers();
  const deadline = Date.now() + patience;
  try {
    const work: HostWork = { job, timers, records, deadline, isExiting: false };
    const run: Run = { ...worlds.begin(work), work, patience };
    for (const [index, script] of job.scripts.entries()) {
      const failure =
        job.onlyParses === true ? parse(run, script, index) : await runScript(run, script, index);
      if (failure !== undefined) records.failures.push(failure);
      if (failure !== undefined && (failure.kind !== 'Failed' || job.moment === 'before')) break;
    }
    worlds.end();
    return { outcome: records.outcome, isSpent: records.failures.some(({ kind }) => kind !== 'Failed') };
  } catch (error) {
    // QuickJS itself gave up, which it does when a script exhausts it in a way that it cannot tell.
    records.failures.push({ ...limitFailure(error, job), ...placeIn(job, '') });
    return { outcome: records.outcome, isSpent: true };
  }
}

interface Run extends World {
  readonly work: HostWork;
  readonly patience: number;
}

/** What is wrong with its text. One with `import` is left alone: what it names is not read for this. */
function parse(run: Run, script: Script, index: number): ScriptFailure | undefined {
  if (isModule(script.source)) return undefined;
  const parsed = evaluate(run, script, index, true);
  if (parsed.error !== undefined) return failureOf(run, index, parsed.error);
  parsed.value.dispose();
  return undefined;
}

/** The script, then the tests that it has made. */
async function runScript(run: Run, script: Script, index: number): Promise<ScriptFailure | undefined> {
  const { context, control } = run;
  const failure = await settle(run, index, () =>
    isModule(script.source) ? evaluateModule(run, script, index) : evaluate(run, script, index),
  );
  if (failure !== undefined && failure.kind !== 'Failed') return failure;
  const inTests = await settle(run, index, () => context.callFunction(control.runTests, context.undefined));
  return failure ?? inTests;
}

type Evaluated = ReturnType<QuickJSContext['evalCode']>;

/** Its first line is that of the script; the function lets it `await` and `return`. */
function evaluate({ context }: Run, { source }: Script, index: number, compileOnly = false): Evaluated {
  return context.evalCode(`(async () => {${source}\n})()`, `script:${index}`, {
    type: 'global',
    compileOnly,
  });
}

function evaluateModule({ context }: Run, { source }: Script, index: number): Evaluated {
  return context.evalCode(source, `script:${index}`, { type: 'module' });
}

function isModule(source: string): boolean {
  return /^[ \t]*(?:import[\s{*'"]|export\s)/m.test(source);
}

/** Runs something until nothing of it is left to do. */
async function settle(run: Run, index: number, begin: () => Evaluated): Promise<ScriptFailure | undefined> {
  const { runtime, work } = run;
  const begun = begin();
  if (begun.error !== undefined) return failureOf(run, index, begun.error);
  const { value } = begun;
  try {
    for (;;) {
      // To find out that there are none costs a tenth of it.
      if (runtime.hasPendingJob()) {
        const jobs = runtime.executePendingJobs();
        if (jobs.error !== undefined) return failureOf(run, index, jobs.error);
      }
      if (work.isExiting) break;
      const id = await work.timers.next(work.deadline);
      if (id === 'late') return timeout(run, index, '');
      if (id === undefined) break;
      const error = fire(run, id);
      if (error !== undefined) return failureOf(run, index, error);
    }
    return outcomeOf(run, index, value);
  } finally {
    work.isExiting = false;
    if (value.alive) value.dispose();
  }
}

function fire({ context, control }: Run, id: number): QuickJSHandle | undefined {
  const number = context.newNumber(id);
  const result = context.callFunction(control.fire, context.undefined, number);
  number.dispose();
  if (result.error !== undefined) return result.error;
  result.value.dispose();
  return undefined;
}

/** What became of the promise; the value of a module without `await` is none. */
function outcomeOf(run: Run, index: number, value: QuickJSHandle): ScriptFailure | undefined {
  const { context, work } = run;
  const promise = context.getPromiseState(value);
  if (promise.type === 'rejected') return failureOf(run, index, promise.error);
  if (promise.type === 'fulfilled') {
    promise.value.dispose();
    return undefined;
  }
  if (work.isExiting) return undefined;
  if (Date.now() > work.deadline) return timeout(run, index, '');
  const place = placeIn(work.job, '', index);
  if (run.isFull()) return { ...limitFailure('', work.job), ...place };
  const message = 'The script waits for something that never comes.';
  return { kind: 'Failed', message, ...place };
}

/** Undefined when the script has ended itself, or has told what was wrong. Takes the error over. */
function failureOf(run: Run, index: number, error: QuickJSHandle): ScriptFailure | undefined {
  const { context, control, work } = run;
  const { job } = work;
  if (work.isExiting) {
    work.isExiting = false;
    error.dispose();
    return undefined;
  }
  const stack = textOf(context, error, 'stack');
  const name = textOf(context, error, 'name');
  const said = textOf(context, error, 'message');
  // Past it, whatever is thrown comes of the interruption.
  if (said === 'interrupted' || Date.now() > work.deadline) return timeout(run, index, stack);
  const place = placeIn(job, stack, index);
  if (isExhausted(name, said)) return { ...limitFailure(said, job), ...place };
  const result = context.callFunction(control.failureOf, context.undefined, error);
  error.dispose();
  if (result.error !== undefined) {
    result.error.dispose();
    return { kind: 'Failed', message: 'The script threw something that has no message.', ...place };
  }
  const message = context.getString(result.value);
  result.value.dispose();
  return message === '' ? undefined : { kind: 'Failed', message, ...place };
}

function timeout({ patience, work: { job } }: Run, index: number, stack: string): ScriptFailure {
  const message = `The script ran longer than ${patience / 1000} s and was ended.`;
  return { kind: 'Timeout', message, ...placeIn(job, stack, index) };
}

function isExhausted(name: string, message: string): boolean {
  return (
    /^(?:out of memory|string too long|stack overflow|Maximum call stack size exceeded)$/.test(message) &&
    /^(?:InternalError|RangeError|SyntaxError)$/.test(name)
  );
}

function limitFailure(cause: unknown, job: PackedJob): Pick<ScriptFailure, 'kind' | 'message'> {
  const isDeep = /stack/i.test(cause instanceof Error ? cause.message : String(cause));
  const message = isDeep
    ? 'The script called itself more deeply than it may.'
    : `The script used more memory than the ${Math.round(memoryOf(job) / 1024 / 1024)} MiB it may.`;
  return { kind: 'Limit', message };
}

/** Empty for what is no text. */
function textOf(context: QuickJSContext, handle: QuickJSHandle, name: string): string {
  if (context.typeof(handle) !== 'object') return '';
  const property = context.getProp(handle, name);
  const text = context.typeof(property) === 'string' ? context.getString(property) : '';
  property.dispose();
  return text;
}
