/** Opens a file at a place, where a fix has left something to be written. */
import * as vscode from 'vscode';
import type { Command } from './command.ts';

export const showPlace: Command = {
  id: 'httpSessions.showPlace',
  async run(_context, ...values) {
    const [file, line, character] = values;
    if (typeof file !== 'string' || typeof line !== 'number' || typeof character !== 'number') return;
    const place = new vscode.Position(line, character);
    await vscode.window.showTextDocument(vscode.Uri.parse(file), {
      selection: new vscode.Range(place, place),
    });
  },
};
