/** Copies the body of a response as text; offers to save what is too large for a clipboard. */
import * as vscode from 'vscode';
import { bodyText } from '../panel/bodyNames.ts';
import { entryOf, type Command } from './command.ts';

const maxCopied = 1024 * 1024;

export const copyBody: Command = {
  id: 'httpSessions.copyBody',
  async run(context, ...values) {
    const entry = entryOf(context, values);
    if (entry?.exchange.body === undefined) return;
    if (entry.exchange.body.length <= maxCopied) {
      await vscode.env.clipboard.writeText(await bodyText(entry.exchange));
      return;
    }
    const save = vscode.l10n.t('Save Body…');
    const answer = await vscode.window.showInformationMessage(
      vscode.l10n.t('The body is larger than 1 MiB and was not copied.'),
      save,
    );
    if (answer === save) await vscode.commands.executeCommand('httpSessions.saveBody', entry.exchange.id);
  },
};
