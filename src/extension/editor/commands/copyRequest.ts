/**
 * Copies a request for another tool: the one in the panel as it is shown there, or the one under the caret as it would
 * be prepared now. Where secrets are in it, the user says whether they go along; from a folder that is not trusted
 * they never do.
 */
import * as vscode from 'vscode';
import type { CopyFormat, PreparedExchange } from '../../runner/index.ts';
import { loadEngine } from '../sending/loadEngine.ts';
import { hasSecrets, maskedRequest } from '../trust/maskedRequest.ts';
import { isAllowed } from '../trust/trust.ts';
import { entryOf, targetOf, type Command, type CommandContext } from './command.ts';

export const copyRequest: readonly Command[] = [
  { id: 'httpSessions.copyCurl', run: copying('curl') },
  { id: 'httpSessions.copyCurlPowerShell', run: copying('curlPowerShell') },
  { id: 'httpSessions.copyCurlCmd', run: copying('curlCmd') },
  { id: 'httpSessions.copyPython', run: copying('python') },
  { id: 'httpSessions.copyFetch', run: copying('fetch') },
  { id: 'httpSessions.copyHttp', run: copying('http') },
];

interface Copied {
  readonly prepared: PreparedExchange['exchange']['prepared'];
  readonly secrets: readonly string[];
}

function copying(format: CopyFormat): Command['run'] {
  return async (context, ...values) => {
    const { copyAs } = await loadEngine();
    const found = await requestOf(context, values);
    const request = found && (await asTheUserWants(found));
    if (request === undefined) return;
    await vscode.env.clipboard.writeText(copyAs(request, format));
    vscode.window.setStatusBarMessage(vscode.l10n.t('Copied as {0}', formatName(format)), 3000);
  };
}

async function requestOf(context: CommandContext, values: readonly unknown[]): Promise<Copied | undefined> {
  const inPanel = context.panels.active?.panel.active === true || values.length === 1;
  const entry = inPanel ? entryOf(context, values) : undefined;
  if (entry !== undefined) return { prepared: entry.draft.current, secrets: entry.secrets };
  const target = targetOf(context, values);
  return target && context.sender.preview(target.file, target.line);
}

/** Undefined when the question was not answered. */
async function asTheUserWants({ prepared, secrets }: Copied): Promise<Copied['prepared'] | undefined> {
  if (!hasSecrets(prepared, secrets)) return prepared;
  if (!isAllowed('revealSecrets')) return maskedRequest(prepared, secrets);
  const masked = {
    label: vscode.l10n.t('Copy With Secrets Masked'),
    detail: vscode.l10n.t('Credentials, cookies and secret variables become ***. To show it to somebody.'),
  };
  const real = {
    label: vscode.l10n.t('Copy With Secrets'),
    detail: vscode.l10n.t('To run it. Whoever gets the text gets the credentials, too.'),
  };
  const answer = await vscode.window.showQuickPick([masked, real], {
    title: vscode.l10n.t('The request holds credentials or other secrets'),
  });
  if (answer === undefined) return undefined;
  return answer === real ? prepared : maskedRequest(prepared, secrets);
}

function formatName(format: CopyFormat): string {
  switch (format) {
    case 'curl':
      return 'curl';
    case 'curlPowerShell':
      return vscode.l10n.t('curl for PowerShell');
    case 'curlCmd':
      return vscode.l10n.t('curl for cmd');
    case 'python':
      return 'Python requests';
    case 'fetch':
      return 'fetch';
    case 'http':
      return 'HTTP';
  }
}
