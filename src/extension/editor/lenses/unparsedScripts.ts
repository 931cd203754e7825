/**
 * Marks the scripts of an open file that do not parse, a moment after the last edit; an edit takes the marks away. A file
 * without scripts loads nothing for it, and where scripts are not run, none is looked at.
 */
import * as vscode from 'vscode';
import { loadEngine } from '../sending/loadEngine.ts';
import { scriptAccess } from '../sending/scripts.ts';
import { isAllowed } from '../trust/trust.ts';
import { holdsRequests, type Outlines } from './outlines.ts';

/** Milliseconds without an edit. */
const pause = 500;

export function registerUnparsedScripts(outlines: Outlines): vscode.Disposable {
  const collection = vscode.languages.createDiagnosticCollection('HTTP script syntax');
  const waiting = new Map<string, NodeJS.Timeout>();
  const forget = ({ uri }: vscode.TextDocument): void => {
    clearTimeout(waiting.get(uri.toString()));
    waiting.delete(uri.toString());
    collection.delete(uri);
  };
  const look = async (document: vscode.TextDocument): Promise<void> => {
    const { version } = document;
    const marks = await marksOf(document, outlines).catch(() => []);
    if (!document.isClosed && document.version === version) collection.set(document.uri, marks);
  };
  const lookSoon = (document: vscode.TextDocument): void => {
    if (!holdsRequests(document)) return;
    forget(document);
    if (!isAllowed('runScripts')) return;
    const timer = setTimeout(() => {
      waiting.delete(document.uri.toString());
      void look(document);
    }, pause);
    waiting.set(document.uri.toString(), timer);
  };
  const lookAtAll = (): void => vscode.workspace.textDocuments.forEach(lookSoon);
  lookAtAll();
  return vscode.Disposable.from(
    collection,
    vscode.workspace.onDidOpenTextDocument(lookSoon),
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (contentChanges.length > 0) lookSoon(document);
    }),
    vscode.workspace.onDidCloseTextDocument(forget),
    vscode.workspace.onDidGrantWorkspaceTrust(lookAtAll),
    { dispose: () => waiting.forEach((timer) => clearTimeout(timer)) },
  );
}

async function marksOf(document: vscode.TextDocument, outlines: Outlines): Promise<vscode.Diagnostic[]> {
  const requests = outlines.of(document).requests.map(({ definition }) => definition);
  if (requests.every(({ scripts }) => scripts.length === 0)) return [];
  const access = await scriptAccess();
  if ('refused' in access) return [];
  const { unparsedScripts } = await loadEngine();
  const found = await unparsedScripts(requests, access, new AbortController().signal);
  return found.flatMap(({ line, message }) => {
    if (line < 1 || line > document.lineCount) return [];
    const { range, firstNonWhitespaceCharacterIndex: indent } = document.lineAt(line - 1);
    const diagnostic = new vscode.Diagnostic(range.with(range.start.translate(0, indent)), message);
    diagnostic.source = 'HTTP Sessions';
    return [diagnostic];
  });
}
