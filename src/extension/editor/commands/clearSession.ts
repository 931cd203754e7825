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
    const count = cookies.list().length;
    if (count === 0) return;
    const question =
      count === 1
        ? vscode.l10n.t('Delete the only cookie of session {0}?', node.owner.name)
        : vscode.l10n.t('Delete all {0} cookies of session {1}?', count, node.owner.name);
    const answer = await vscode.window.showWarningMessage(question, { modal: true }, remove);
    if (answer === remove) cookies.clear();
  },
};
