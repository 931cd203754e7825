/** Whether the scripts of a file run: only with `--allow-scripts`, in the thread that lies beside the program. */
import { existsSync } from 'node:fs';
import type { RunPlan } from '../../language/semantics/index.ts';
import { allow, createScriptRunner, type ScriptAccess, type ScriptRunner } from '../runner/index.ts';
import type { Command } from './args.ts';

/** One for the whole command, or why there is none. */
export function scriptAccess({
  allowScripts,
}: Pick<Command, 'allowScripts'>): ScriptRunner | { readonly refused: string } {
  const verdict = allow('runScripts', {
    trusted: true,
    untrustedPolicy: 'ask',
    endangers: false,
    allowScripts,
  });
  if (verdict !== 'yes') return { refused: 'scripts run with --allow-scripts only' };
  return createScriptRunner({ worker: threadFile() });
}

/** Starts their thread while the first request is prepared, where there will be something to run in it. */
export function expectScripts({ steps }: RunPlan, access: ScriptAccess | undefined): void {
  if (access === undefined || 'refused' in access) return;
  if (steps.some(({ request }) => request.scripts.length > 0)) access.expect();
}

/** This code may lie in the program or in one of its chunks. */
function threadFile(): URL {
  const beside = new URL('./scripts.cjs', import.meta.url);
  return existsSync(beside) ? beside : new URL('../scripts.cjs', import.meta.url);
}
