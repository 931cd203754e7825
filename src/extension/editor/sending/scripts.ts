/** Runs the scripts of files in trusted folders, in threads that are kept for the whole window. */
import path from 'node:path';
import * as vscode from 'vscode';
import type { ScriptAccess, ScriptRunner } from '../../runner/index.ts';
import { isAllowed } from '../trust/trust.ts';
import { loadEngine } from './loadEngine.ts';

let runner: ScriptRunner | undefined;

/** The runner, or why no script is run. */
export async function scriptAccess(): Promise<ScriptAccess> {
  if (!isAllowed('runScripts')) return { refused: vscode.l10n.t('the folder is not trusted') };
  const { createScriptRunner } = await loadEngine();
  runner ??= createScriptRunner({ worker: path.join(__dirname, 'scripts.cjs') });
  return runner;
}
