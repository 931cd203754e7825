/** Opens the body of a response as a text document, where all of the editor's features work on it. */
import * as vscode from 'vscode';
import { bodyLanguage, bodyText } from '../panel/bodyNames.ts';
import { entryOf, type Command } from './command.ts';

/** VS Code hides larger documents from extensions and treats them as huge. */
const maxOpened = 50 * 1024 * 1024;

export const openBody: Command = {
  id: 'httpSessions.openBody',
  async run(context, ...values) {
    const entry = entryOf(context, values);
    if (entry?.exchange.body === undefined) return;
    if (entry.exchange.body.length > maxOpened) {
      void vscode.window.showInformationMessage(
        vscode.l10n.t('The body is larger than 50 MiB. Save it and open the file.'),
      );
      return;
    }
    const document = await vscode.workspace.openTextDocument({
      content: await bodyText(entry.exchange),
      language: bodyLanguage(entry.exchange),
    });
    await vscode.window.showTextDocument(document);
  },
};
