/**
 * What a command sends and in which order: the chosen requests of a file, what they need first, and what `run` lines
 * lead to. Sends nothing. Used by `send.ts` and `suite.ts`.
 */
import path from 'node:path';
import type { RunPlan, RunStep, RunWish } from '../../language/semantics/index.ts';
import { planRun, type PlanOptions } from '../runner/index.ts';
import type { Command } from './args.ts';
import { blockingReader } from './blockingReader.ts';
import { CommandError, exitCodes } from './exitCodes.ts';
import type { RequestFile } from './requestFile.ts';
import { refuseBroken, selectRequests } from './requestFile.ts';

/** With `referencesOf`, steps know whose answers they wait for. Rejects with CommandError for what stops the whole run. */
export async function planFor(
  file: RequestFile,
  { selection, dialect }: Pick<Command, 'selection' | 'dialect'>,
  referencesOf?: PlanOptions['referencesOf'],
): Promise<RunPlan> {
  const chosen = selectRequests(file, selection);
  const areNamed = selection.name !== undefined || selection.line !== undefined;
  const isAll = !areNamed && selection.tags === undefined;
  const wish: RunWish = isAll ? { kind: 'all' } : { kind: 'requests', requests: chosen, areNamed };
  const plan = await planRun(file, wish, { reader: blockingReader, referencesOf, dialect });
  const needed = plan.steps.filter((step) => step.file.path === file.path).map(({ request }) => request);
  refuseBroken(file, [...chosen, ...needed]);
  if (plan.problems.length === 0) return plan;
  const lines = plan.problems.map(({ message, ...place }) => `${placeIn(file, place)}: ${message}`);
  throw new CommandError(lines.join('\n'), exitCodes.parse);
}

/** The place of a request or a line, as it can be clicked in a terminal. */
export function placeIn(
  shown: RequestFile,
  { file, line }: Pick<RunStep, 'file'> & { readonly line: number },
): string {
  const name = file.path === shown.path ? shown.shown : path.relative(process.cwd(), file.path);
  return `${name}:${line}`;
}
