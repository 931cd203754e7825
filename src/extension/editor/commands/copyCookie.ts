/** Copies the values of the selected cookies, one a line. */
import * as vscode from 'vscode';
import { nodesOf, type Command } from './command.ts';

export const copyCookie: Command = {
  id: 'httpSessions.copyCookie',
  async run(context, ...values) {
    const nodes = nodesOf(context, values, 'cookie');
    if (nodes.length === 0) return;
    await vscode.env.clipboard.writeText(nodes.map((node) => node.cookie.value).join('\n'));
  },
};
