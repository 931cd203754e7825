/** Finds the tests of the workspace and shows them in the Test Explorer. */
import * as vscode from 'vscode';
import type { Command } from './command.ts';

export const showTests: Command = {
  id: 'httpSessions.showTests',
  async run({ tests }) {
    await tests.show();
    await vscode.commands.executeCommand('workbench.view.testing.focus');
  },
};
