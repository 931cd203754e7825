/**
 * Opens the body of a prepared request that the panel cannot edit in an editor of VS Code's: bytes that are no text,
 * and long texts. It is a copy; saving it and naming it in the request (`< ./file`) sends what it holds.
 */
import { Buffer } from 'node:buffer';
import * as vscode from 'vscode';
import { entryOf, type Command } from './command.ts';

export const editBodyInFile: Command = {
  id: 'httpSessions.editBodyInFile',
  async run(context, ...values) {
    const entry = entryOf(context, values);
    const body = entry?.draft.current.body;
    if (entry === undefined || body === undefined || body === null) return;
    if (typeof body !== 'string' && !(body instanceof Uint8Array)) return;
    const target = await vscode.window.showSaveDialog({
      title: vscode.l10n.t('Save the Body as a File to Edit'),
      saveLabel: vscode.l10n.t('Save and Open'),
      defaultUri: vscode.Uri.joinPath(entry.file, '..', 'body.bin'),
    });
    if (target === undefined) return;
    await vscode.workspace.fs.writeFile(target, typeof body === 'string' ? Buffer.from(body) : body);
    await vscode.commands.executeCommand('vscode.open', target, vscode.ViewColumn.Active);
  },
};
