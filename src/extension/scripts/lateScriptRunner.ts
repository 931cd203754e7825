/** A script runner whose code is loaded with the first script, so that a front end may make one for every file. */
import type { ScriptRunner, ScriptRunnerOptions } from './scriptRunner.ts';

export function createScriptRunner(options: ScriptRunnerOptions): ScriptRunner {
  let loading: Promise<ScriptRunner> | undefined;
  const load = async (): Promise<ScriptRunner> =>
    (await import('./scriptRunner.ts')).startScriptRunner(options);
  return {
    expect: () => void (loading ??= load()).then((runner) => runner.expect()),
    run: async (job, signal) => (await (loading ??= load())).run(job, signal),
    dispose: async () => (await loading)?.dispose(),
  };
}
