/** Puts the last response of a request beside the file that its `<>` line names. */
import * as vscode from 'vscode';
import { bodyUri, keptBodyUri, maxComparedBody } from '../history/exchangeDocuments.ts';
import { requestTitle } from '../labels.ts';
import { targetOf, type Command } from './command.ts';

export const compareWithFile: Command = {
  id: 'httpSessions.compareWithFile',
  async run(context, ...values) {
    const target = targetOf(context, values);
    if (target === undefined) return;
    const { file, line } = target;
    const document = await vscode.workspace.openTextDocument(file);
    const place = context.outlines.requestAt(document, line);
    const kept = place?.definition.keptResponses ?? [];
    const named = kept.find((one) => one.line === line + 1) ?? kept.at(-1);
    if (place === undefined || named === undefined) {
      tell(vscode.l10n.t('The request names no file to compare with: write `<> file` below it.'));
      return;
    }
    const entry = context.exchanges.lastSent(file, place.key);
    const length = entry?.exchange.body?.length;
    if (entry === undefined || length === undefined) {
      tell(vscode.l10n.t('There is no response yet: send the request first.'));
      return;
    }
    const other = vscode.Uri.joinPath(file, '..', named.path);
    const found = await Promise.resolve(vscode.workspace.fs.stat(other)).catch(() => undefined);
    if (found === undefined || Math.max(found.size, length) > maxComparedBody) {
      tell(
        found === undefined
          ? vscode.l10n.t('The file {0} cannot be read.', named.path)
          : vscode.l10n.t('One of them is too large to be compared.'),
      );
      return;
    }
    const title = `${named.path} ↔ ${requestTitle(entry.exchange, entry.secrets)}`;
    await vscode.commands.executeCommand('vscode.diff', keptBodyUri(entry, other), bodyUri(entry), title);
  },
};

function tell(words: string): void {
  void vscode.window.showInformationMessage(words);
}
