/**
 * Says at each script of an open file that it is not run, as long as the folder is not trusted. A file that is sent in
 * there looks as if its scripts had done nothing, and this is where one looks for the reason.
 */
import * as vscode from 'vscode';
import { isAllowed } from '../trust/trust.ts';
import { holdsRequests, type Outlines } from './outlines.ts';

export function registerUntrustedScripts(outlines: Outlines): vscode.Disposable {
  const collection = vscode.languages.createDiagnosticCollection('HTTP scripts');
  const show = (document: vscode.TextDocument): void => {
    if (isAllowed('runScripts') || !holdsRequests(document)) return;
    collection.set(document.uri, diagnosticsOf(document, outlines));
  };
  for (const document of vscode.workspace.textDocuments) show(document);
  return vscode.Disposable.from(
    collection,
    vscode.workspace.onDidOpenTextDocument(show),
    vscode.workspace.onDidChangeTextDocument(({ document }) => {
      show(document);
    }),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => {
      collection.delete(uri);
    }),
    vscode.workspace.onDidGrantWorkspaceTrust(() => {
      collection.clear();
    }),
  );
}

function diagnosticsOf(document: vscode.TextDocument, outlines: Outlines): readonly vscode.Diagnostic[] {
  const lines = outlines
    .of(document)
    .requests.flatMap(({ definition }) => definition.scripts.map(({ line }) => line - 1));
  return lines
    .filter((line) => line < document.lineCount)
    .map((line) => {
      const message = vscode.l10n.t('The script is not run, because the folder is not trusted.');
      const { range } = document.lineAt(line);
      const diagnostic = new vscode.Diagnostic(range, message, vscode.DiagnosticSeverity.Information);
      diagnostic.source = 'HTTP Sessions';
      return diagnostic;
    });
}
