/** Opens the body of a response as a text document, where all of the editor's features work on it; a large one as a saved file. */
import * as vscode from 'vscode';
import { bodyLanguage, bodyText } from '../panel/bodyNames.ts';
import { entryOf, type Command } from './command.ts';
import { saveExchangeBody } from './saveBody.ts';

/** VS Code hides larger documents from extensions and treats them as huge. */
const maxOpened = 50 * 1024 * 1024;

export const openBody: Command = {
  id: 'httpSessions.openBody',
  async run(context, ...values) {
    const exchange = entryOf(context, values)?.exchange;
    if (exchange?.body === undefined) return;
    if (exchange.body.length <= maxOpened) {
      const document = await vscode.workspace.openTextDocument({
        content: await bodyText(exchange),
        language: bodyLanguage(exchange),
      });
      await vscode.window.showTextDocument(document);
      return;
    }
    const save = vscode.l10n.t('Save and Open');
    const answer = await vscode.window.showInformationMessage(
      vscode.l10n.t('The body is larger than 50 MiB. It can be opened as a file.'),
      save,
    );
    if (answer !== save) return;
    const file = await saveExchangeBody(exchange);
    if (file !== undefined) await vscode.commands.executeCommand('vscode.open', file);
  },
};
