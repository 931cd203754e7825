/**
 * Copies a request as a curl command that puts the same bytes on the wire: the one in the panel as it is shown
 * there, or the one under the caret as it would be prepared now.
 */
import * as vscode from 'vscode';
import { loadEngine } from '../sending/loadEngine.ts';
import { entryOf, targetOf, type Command, type CommandContext } from './command.ts';

export const copyCurl: Command = {
  id: 'httpSessions.copyCurl',
  async run(context, ...values) {
    const { curlCommand } = await loadEngine();
    const prepared = await preparedOf(context, values);
    if (prepared === undefined) return;
    await vscode.env.clipboard.writeText(curlCommand(prepared));
    vscode.window.setStatusBarMessage(vscode.l10n.t('Copied as curl'), 3000);
  },
};

async function preparedOf(context: CommandContext, values: readonly unknown[]) {
  const inPanel = context.panels.active?.panel.active === true || values.length === 1;
  const entry = inPanel ? entryOf(context, values) : undefined;
  if (entry !== undefined) return entry.draft.current;
  const target = targetOf(context, values);
  return target && context.sender.preview(target.file, target.line);
}
