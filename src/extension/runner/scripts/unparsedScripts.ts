/**
 * Which scripts of a file do not parse. They are read by what would run them, and none is run; those in files of their
 * own are not looked at. Called by the editor while a file is open.
 */
import type { RequestDefinition } from '../../../language/semantics/index.ts';
import type { Script, ScriptJob, ScriptRunner } from '../../scripts/index.ts';

export interface UnparsedScript {
  /** 1-based line in which the parser gave up. */
  readonly line: number;
  /** One sentence, in the parser's words. */
  readonly message: string;
}

/** One for each script that does not parse, at most. Rejects as `ScriptRunner.run` does. */
export async function unparsedScripts(
  requests: readonly Pick<RequestDefinition, 'scripts'>[],
  runner: ScriptRunner,
  signal: AbortSignal,
): Promise<readonly UnparsedScript[]> {
  const scripts = requests.flatMap((request) => request.scripts).flatMap(inline);
  if (scripts.length === 0) return [];
  const { failures } = await runner.run({ ...nothing, scripts }, signal);
  // What a limit has ended is told when it is run.
  return failures.filter(({ kind }) => kind === 'Failed').map(({ line, message }) => ({ line, message }));
}

function inline(script: RequestDefinition['scripts'][number]): readonly Script[] {
  if (script.kind !== 'inline') return [];
  const { line, source } = script;
  return [{ file: '', path: '', firstLine: line, line, source, isFile: false }];
}

/** What is known of a request that there is not. */
const nothing: Omit<ScriptJob, 'scripts'> = {
  moment: 'after',
  onlyParses: true,
  modules: [],
  request: { method: '', url: '', headers: [], body: '', iteration: 0, holes: [] },
  sent: undefined,
  response: undefined,
  variables: { request: [], global: [], environment: [], file: [], machine: [] },
  globalHeaders: [],
};
