/**
 * Runs the scripts of files in trusted folders, in threads that are kept for the whole window. A script before a request
 * has no place in the panel yet, so one that takes its time is shown by a notification, which can end it.
 */
import path from 'node:path';
import * as vscode from 'vscode';
import type { ScriptAccess, ScriptRunner } from '../../runner/index.ts';
import { isAllowed } from '../trust/trust.ts';
import { loadEngine } from './loadEngine.ts';

let runner: ScriptRunner | undefined;
/** Each ends a script that runs before a request. */
const running = new Set<() => void>();

/** Milliseconds after which a script before a request is shown. */
const noticeable = 700;

/** The runner, or why no script is run. */
export async function scriptAccess(): Promise<ScriptAccess> {
  if (!isAllowed('runScripts')) return { refused: vscode.l10n.t('the folder is not trusted') };
  const { createScriptRunner } = await loadEngine();
  const shared = (runner ??= createScriptRunner({ worker: path.join(__dirname, 'scripts.cjs') }));
  return {
    expect: () => shared.expect(),
    run: (job, signal) => (job.moment === 'before' ? runShown(shared, job) : shared.run(job, signal)),
    dispose: () => shared.dispose(),
  };
}

/** Ends every script that runs before a request; those after one end with their send. */
export function cancelScripts(): void {
  for (const cancel of running) cancel();
}

async function runShown(
  shared: ScriptRunner,
  job: Parameters<ScriptRunner['run']>[0],
): ReturnType<ScriptRunner['run']> {
  const { RequestException } = await loadEngine();
  const ending = new AbortController();
  const cancel = (): void => {
    const message = vscode.l10n.t('Not sent: it was cancelled while a script ran.');
    ending.abort(new RequestException(message, 'Cancelled', { phase: 'script' }));
  };
  const ended = shared.run(job, ending.signal);
  running.add(cancel);
  const timer = setTimeout(() => {
    const title = vscode.l10n.t('Running the script before {0}', job.request.url);
    void vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title, cancellable: true },
      (_progress, token) => {
        token.onCancellationRequested(cancel);
        return ended.catch(() => undefined);
      },
    );
  }, noticeable);
  try {
    return await ended;
  } finally {
    clearTimeout(timer);
    running.delete(cancel);
  }
}
