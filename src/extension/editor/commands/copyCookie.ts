/** Copies the values of the selected cookies, one a line; not where they may not be seen. */
import * as vscode from 'vscode';
import { isAllowed } from '../trust/trust.ts';
import { nodesOf, type Command } from './command.ts';

export const copyCookie: Command = {
  id: 'httpSessions.copyCookie',
  async run(context, ...values) {
    const nodes = nodesOf(context, values, 'cookie');
    if (nodes.length === 0) return;
    if (!isAllowed('revealSecrets')) {
      void vscode.window.showWarningMessage(
        vscode.l10n.t('Cookie values stay masked in a folder that is not trusted.'),
      );
      return;
    }
    await vscode.env.clipboard.writeText(nodes.map((node) => node.cookie.value).join('\n'));
  },
};
