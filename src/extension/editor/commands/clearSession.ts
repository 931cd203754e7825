/** Deletes all cookies of a session, after a question. */
import * as vscode from 'vscode';
import { nodesOf, type Command } from './command.ts';

export const clearSession: Command = {
  id: 'httpSessions.clearSession',
  async run(context, ...values) {
    const [node] = [...nodesOf(context, values, 'session'), ...nodesOf(context, values, 'cookies')];
    if (node === undefined) return;
    const { cookies } = node.owner.session;
    const remove = vscode.l10n.t('Delete');
    const answer = await vscode.window.showWarningMessage(
      vscode.l10n.t('Delete all {0} cookies of session {1}?', cookies.list().length, node.owner.name),
      { modal: true },
      remove,
    );
    if (answer === remove) cookies.clear();
  },
};
