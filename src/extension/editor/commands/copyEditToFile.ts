/**
 * Writes what was edited in the panel into the .http file, as one edit that can be undone. Only what was edited
 * changes; what cannot be written is said. The file is not saved: that stays with the user.
 */
import * as vscode from 'vscode';
import { copyEdit, type CopiedEdit } from '../sending/copyEdit/copyEdit.ts';
import type { ExchangeEntry } from '../sending/exchanges.ts';
import { entryOf, type Command, type CommandContext } from './command.ts';

export const copyEditToFile: Command = {
  id: 'httpSessions.copyEditToFile',
  async run(context, ...values) {
    const entry = entryOf(context, values);
    if (entry === undefined) return;
    const document = await vscode.workspace.openTextDocument(entry.file);
    const copied = editFor(context, entry, document);
    if (typeof copied === 'string') {
      void vscode.window.showWarningMessage(copied);
      return;
    }
    const { changes, problems } = copied;
    const edit = new vscode.WorkspaceEdit();
    for (const { range, text } of changes) {
      const place = new vscode.Range(document.positionAt(range.start), document.positionAt(range.end));
      edit.replace(document.uri, place, text);
    }
    if (changes.length > 0 && (await vscode.workspace.applyEdit(edit))) {
      vscode.window.setStatusBarMessage(vscode.l10n.t('Copied the edit to the file'), 3000);
    }
    if (problems.length > 0) void vscode.window.showWarningMessage(problems.join(' '));
  },
};

/** A sentence when the file is not the one the draft is about any more. */
function editFor(
  { outlines, sender }: CommandContext,
  { exchange, key, draft }: ExchangeEntry,
  document: vscode.TextDocument,
): CopiedEdit | string {
  const source = sender.sourceOf(exchange.id);
  const outline = outlines.of(document);
  const place = outline.requests.find((request) => request.key === key);
  if (source === undefined || place === undefined) {
    return vscode.l10n.t('The request is no longer in the file.');
  }
  const { definition } = place;
  const { text } = outline;
  const isSame = text.slice(definition.range.start, definition.range.end) === source.text;
  if (!isSame) {
    return vscode.l10n.t('The request in the file has changed since it was prepared. Update it first.');
  }
  if (text.length !== document.getText().length) {
    return vscode.l10n.t('Edits can be copied to .http files only.');
  }
  const headerNames = source.headerNames ?? definition.headers.map(({ name }) => name);
  return copyEdit({ text, definition, draft, headerNames, t: vscode.l10n.t });
}
