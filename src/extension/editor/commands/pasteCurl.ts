/** Inserts the curl command of the clipboard as a request: at the caret of an .http file, else into a new one. */
import * as vscode from 'vscode';
import { requestsIn } from '../language/pasteCurl.ts';
import type { Command } from './command.ts';

export const pasteCurl: Command = {
  id: 'httpSessions.pasteCurl',
  async run() {
    const copied = await vscode.env.clipboard.readText();
    const open = vscode.window.activeTextEditor;
    const isHttp = open?.document.languageId === 'http';
    const place = isHttp ? open : undefined;
    const document = place?.document ?? (await vscode.workspace.openTextDocument({ language: 'http' }));
    const range = place?.selection ?? new vscode.Range(0, 0, 0, 0);
    const text = requestsIn(document, range, copied);
    if (text === undefined) {
      void vscode.window.showWarningMessage(
        vscode.l10n.t('The clipboard holds no curl command that can be written as a request.'),
      );
      return;
    }
    const editor = place ?? (await vscode.window.showTextDocument(document));
    await editor.edit((edit) => {
      edit.replace(range, text);
    });
  },
};
