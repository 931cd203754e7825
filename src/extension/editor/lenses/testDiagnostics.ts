/**
 * Marks the assertions that did not hold where they are written. They are about a text that was sent, so an edit of the
 * document takes all of them away; what the language server says about the text stays.
 */
import * as vscode from 'vscode';
import type { ExchangeEntry, Exchanges } from '../sending/exchanges.ts';
import { isRunning } from '../labels.ts';

export function registerTestDiagnostics(exchanges: Exchanges): vscode.Disposable {
  const collection = vscode.languages.createDiagnosticCollection('HTTP assertions');
  /** By file and request, so that a new result replaces the one before. */
  const files = new Map<string, Map<string, readonly vscode.Diagnostic[]>>();

  const show = (file: vscode.Uri, byRequest: ReadonlyMap<string, readonly vscode.Diagnostic[]>): void => {
    collection.set(file, [...byRequest.values()].flat());
  };

  return vscode.Disposable.from(
    collection,
    exchanges.onDidChange((entry) => {
      const { file, key, exchange } = entry;
      const known = files.get(file.toString());
      if (entry.isPast === true || exchange.state === 'idle') return;
      const diagnostics = isRunning(exchange) ? [] : diagnosticsOf(entry);
      if (diagnostics.length === 0 && known?.has(key) !== true) return;
      const byRequest = known ?? new Map<string, readonly vscode.Diagnostic[]>();
      if (diagnostics.length === 0) byRequest.delete(key);
      else byRequest.set(key, diagnostics);
      files.set(file.toString(), byRequest);
      show(file, byRequest);
    }),
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (contentChanges.length > 0 && files.delete(document.uri.toString())) collection.delete(document.uri);
    }),
  );
}

/** What a script threw has no words of its own in the file. */
function isOfScript(name: string): boolean {
  return name.startsWith('script ');
}

function diagnosticsOf({ file, exchange, draft }: ExchangeEntry): readonly vscode.Diagnostic[] {
  const document = vscode.workspace.textDocuments.find(({ uri }) => uri.toString() === file.toString());
  if (document === undefined || draft.current !== exchange.prepared) return [];
  return (exchange.tests ?? []).flatMap(({ outcome, name, line, expected, actual, message }) => {
    // The document may have changed while it was sent.
    const text = line <= document.lineCount ? document.lineAt(line - 1) : undefined;
    if (outcome !== 'failed' || text === undefined) return [];
    if (!text.text.includes(name) && !isOfScript(name)) return [];
    const words =
      expected === undefined || actual === undefined
        ? (message ?? '')
        : vscode.l10n.t('Expected {0}, but it was {1}.', expected, actual);
    const range = new vscode.Range(
      text.range.start.translate(0, text.firstNonWhitespaceCharacterIndex),
      text.range.end,
    );
    const diagnostic = new vscode.Diagnostic(range, words, vscode.DiagnosticSeverity.Error);
    diagnostic.source = vscode.l10n.t('HTTP Sessions: last response');
    return [diagnostic];
  });
}
