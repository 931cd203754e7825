/**
 * The scripts around one request: those before it run while it is prepared, so that what is shown is what goes; those
 * after it when its answer is whole. Made by `prepareExchange`, used once more by `sendExchange`; the scripts themselves
 * run behind `src/extension/scripts`.
 */
import type { RequestDefinition, ResolveScope } from '../../../language/semantics/index.ts';
import type { FaultName, Session } from '../../http/index.ts';
import { RequestException } from '../../http/index.ts';
import type {
  Json,
  ScriptFailure,
  ScriptJob,
  ScriptLine,
  ScriptOutcome,
  ScriptResponse,
  ScriptRunner,
  SentRequest,
} from '../../scripts/index.ts';
import type { FileAccess } from '../bodies/bodyFile.ts';
import type { TestResult } from '../tests/testResult.ts';
import { globalsOf, textOf } from './globals.ts';
import { scriptFacts } from './scriptFacts.ts';
import { readScripts } from './scriptSources.ts';

/** Who runs scripts, or in words why none is run: `the folder is not trusted`. */
export type ScriptAccess = ScriptRunner | { readonly refused: string };

export interface ScriptContext {
  /** Absolute path of the .http file. */
  readonly file: string;
  readonly scope: ResolveScope;
  readonly access: FileAccess;
  readonly session: Session;
  readonly scripts: ScriptAccess | undefined;
  readonly signal: AbortSignal | undefined;
}

/** What scripts printed and tested. */
export interface ScriptResults {
  readonly tests: readonly TestResult[];
  readonly logs: readonly ScriptLine[];
}

export interface ScriptedRequest extends ScriptResults {
  /** With the variables that scripts have set, now and for earlier requests of the session. */
  readonly scope: ResolveScope;
  /** Headers that scripts have added to every request. */
  readonly headers: ReadonlyMap<string, string>;
  readonly handlers: Handlers | undefined;
}

/** The scripts after a request. */
export interface Handlers {
  /** They are to run soon: makes ready what they run in, while the answer is waited for. */
  expect(): void;
  /**
   * Runs them on an answer that is whole. Rejects when the signal is aborted; a script that fails is a test that did not
   * pass.
   */
  run(answer: HandledAnswer, signal: AbortSignal): Promise<ScriptResults>;
}

export interface HandledAnswer {
  readonly sent: SentRequest;
  readonly response: ScriptResponse;
}

/**
 * Reads the scripts of a request and runs those before it. Rejects with ScriptTimeout, ScriptLimit, ScriptBlocked or
 * ScriptFailed when one of them does not come to its end, and as `readScripts` does for files.
 */
export async function runScriptsBefore(
  definition: RequestDefinition,
  context: ScriptContext,
): Promise<ScriptedRequest> {
  const globals = globalsOf(context.session);
  const variables = new Map<string, Json>();
  const { scripts: runner, signal } = context;
  if (definition.scripts.length === 0 || runner === undefined || 'refused' in runner) {
    return { tests: [], logs: [], handlers: undefined, headers: globals.headers, scope: scoped() };
  }
  const sources = await readScripts(definition, { ...context, scope: scoped() });
  const run = async (
    moment: ScriptJob['moment'],
    answer: Partial<HandledAnswer>,
    until: AbortSignal,
  ): Promise<ScriptOutcome> => {
    const scripts = sources[moment];
    if (scripts.length === 0) return nothing;
    const { modules } = sources;
    const facts = scriptFacts({ definition, scope: scoped(), globals, variables, scripts, modules });
    const { sent, response } = answer;
    const job: ScriptJob = { moment, scripts, modules, sent, response, ...facts };
    const outcome = await runner.run(job, until).catch((error: unknown) => {
      if (until.aborted || error instanceof RequestException) throw error;
      return notRun(job, error);
    });
    for (const change of outcome.changes) {
      if (change.of !== 'request') continue;
      if (change.kind === 'clearAll') variables.clear();
      else if (change.kind === 'clear') variables.delete(change.name);
      else variables.set(change.name, change.value);
    }
    globals.apply(outcome.changes);
    return outcome;
  };
  const before = await run('before', {}, signal ?? never()).catch((error: unknown) => {
    throw signal?.aborted === true ? cancelled() : error;
  });
  const [failure] = before.failures;
  if (failure !== undefined) throw errorOf(failure);
  return {
    ...resultsOf(before),
    scope: scoped(),
    headers: globals.headers,
    handlers: sources.after.length === 0 ? undefined : handlersOf(runner, run),
  };

  function scoped(): ResolveScope {
    if (globals.values.size + variables.size === 0) return context.scope;
    const entries = [...globals.values, ...variables];
    const scripted = new Map(entries.map(([name, value]) => [name, textOf(value)] as const));
    return { ...context.scope, scripted };
  }
}

function handlersOf(
  runner: ScriptRunner,
  run: (
    moment: ScriptJob['moment'],
    answer: Partial<HandledAnswer>,
    until: AbortSignal,
  ) => Promise<ScriptOutcome>,
): Handlers {
  return {
    expect: () => runner.expect(),
    run: async (answer, until) => resultsOf(await run('after', answer, until)),
  };
}

const nothing: ScriptOutcome = { tests: [], lines: [], changes: [], failures: [] };

function resultsOf({ tests, lines, failures }: ScriptOutcome): ScriptResults {
  const none = { expected: undefined, actual: undefined };
  return {
    logs: lines,
    tests: [
      ...tests.map(({ name, line, message }): TestResult => {
        return { ...none, name, line, outcome: message === undefined ? 'passed' : 'failed', message };
      }),
      ...failures.map((failure): TestResult => {
        const { place, line } = failure;
        return { ...none, name: `script ${place}`, line, outcome: 'failed', message: sentenceOf(failure) };
      }),
    ],
  };
}

/** No thread could be started, or it has died of something that is no fault of the script. */
function notRun({ scripts: [script] }: ScriptJob, error: unknown): ScriptOutcome {
  const message = `The script could not be run: ${error instanceof Error ? error.message : String(error)}`;
  const place = `${script?.file ?? ''}:${script?.firstLine ?? 0}`;
  return { ...nothing, failures: [{ kind: 'Failed', message, place, line: script?.line ?? 0 }] };
}

function errorOf(failure: ScriptFailure): RequestException {
  return new RequestException(`${failure.place}: ${failure.message}`, faultOf(failure), { phase: 'script' });
}

/** A limit has a name that people can look up; what a script throws has words of its own. */
function sentenceOf(failure: ScriptFailure): string {
  return failure.kind === 'Failed' ? failure.message : `${faultOf(failure)}: ${failure.message}`;
}

function faultOf({ kind }: ScriptFailure): FaultName {
  return `Script${kind}`;
}

function cancelled(): RequestException {
  return new RequestException('Not sent: it was cancelled while a script ran.', 'Cancelled', {
    phase: 'script',
  });
}

function never(): AbortSignal {
  return new AbortController().signal;
}
