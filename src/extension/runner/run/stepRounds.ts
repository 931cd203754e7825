/**
 * With which variables a step is prepared, once for each round of its loop: those of `run` lines, filled as seen from
 * the line, and those of `# @loop`. Done when the step begins, because a list may come from the answer of an earlier
 * one. Called by `runSteps.ts`.
 */
import type { Loop, LoopRound, ResolveScope, RunFile, RunStep } from '../../../language/semantics/index.ts';
import { countedRounds, fillAt, lookup, loopOf, roundsOf } from '../../../language/semantics/index.ts';
import { RequestException } from '../../http/index.ts';
import type { PrepareContext } from '../prepare/prepareExchange.ts';
import { scopeWithImports } from '../prepare/prepareExchange.ts';

/** What a file's requests are prepared with. */
export type ContextOf = (file: RunFile) => PrepareContext | Promise<PrepareContext>;

/** Where the requests of a step come from with nothing of the run in it: most steps have no round of their own. */
export async function contextsOf(step: RunStep, contextOf: ContextOf): Promise<readonly PrepareContext[]> {
  const context = await contextOf(step.file);
  const loop = loopOf(step.request);
  if (step.given.length === 0 && loop === undefined) return [context];
  const { passed, secrets } = await passedTo(step, contextOf);
  const scope: ResolveScope = { ...context.scope, passed };
  const given: PrepareContext = { ...context, scope, secrets: [...(context.secrets ?? []), ...secrets] };
  if (loop === undefined) return [given];
  const rounds = await roundsFor(step, loop, given);
  return rounds.map((round) => ({ ...given, scope: { ...scope, passed: new Map([...passed, ...round]) } }));
}

interface Passed {
  readonly passed: ReadonlyMap<string, string>;
  readonly secrets: readonly string[];
}

/** Each `run` line sees what the lines around it have given. */
async function passedTo({ given }: RunStep, contextOf: ContextOf): Promise<Passed> {
  const passed = new Map<string, string>();
  const secrets: string[] = [];
  for (const { file, offset, values } of given) {
    const { scope } = await scopeWithImports(await contextOf(file));
    const seen = { ...scope, passed: new Map(passed) };
    for (const [name, value] of values) {
      const filled = fillAt(value, seen, offset);
      if (filled.missing !== undefined)
        throw unresolved(`@${name} of \`run\` has no value: ${filled.missing}.`);
      passed.set(name, filled.text);
      secrets.push(...filled.secrets);
    }
  }
  return { passed, secrets };
}

async function roundsFor(
  { request }: RunStep,
  loop: Loop,
  context: PrepareContext,
): Promise<readonly LoopRound[]> {
  if (loop.kind === 'count') return countedRounds(loop.count);
  if (loop.kind === 'unclear') {
    throw new RequestException(`The loop of this request cannot be run: ${loop.reason}.`, 'InvalidRequest', {
      phase: 'queue',
      hint: 'Write `# @loop for 3` or `# @loop for item of items`.',
    });
  }
  const { scope } = await scopeWithImports(context);
  const at = request.urlRange.start;
  const text = listText(loop.source, scope, at);
  const rounds = roundsOf(loop.variable, text);
  if (rounds !== undefined) return rounds;
  throw unresolved(`The loop goes over {{${loop.source}}}, which is no list.`);
}

function listText(source: string, scope: ResolveScope, at: number): string {
  if (source.startsWith('[')) {
    const { text, missing } = fillAt(source, scope, at);
    if (missing !== undefined) throw unresolved(`The list of the loop has no value: ${missing}.`);
    return text;
  }
  const { result } = lookup(source, scope, at);
  if ('value' in result) return result.value;
  throw unresolved(`The loop goes over {{${source}}}: ${result.reason.replace(/\.$/, '')}.`);
}

function unresolved(message: string): RequestException {
  return new RequestException(message, 'UnresolvedVariable', { phase: 'queue' });
}
