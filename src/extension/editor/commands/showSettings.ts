/** Shows which settings count for the file in front, and where each comes from. */
import * as vscode from 'vscode';
import { targetOf, type Command } from './command.ts';

export const showSettings: Command = {
  id: 'httpSessions.showSettings',
  async run(context, ...values) {
    const editor = vscode.window.activeTextEditor?.document;
    const file = targetOf(context, values)?.file ?? (editor?.uri.scheme === 'file' ? editor.uri : undefined);
    await context.settings.show(file);
  },
};
