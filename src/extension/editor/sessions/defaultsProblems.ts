/**
 * Shows in the Problems view what is wrong with `http-sessions.json`. What the schema can say is left to VS Code's own
 * JSON support where the file is open, so that nothing is told twice; closed files it does not look at, so here all of it
 * is shown. It changes nothing.
 */
import * as vscode from 'vscode';
import {
  defaultsFileName,
  readDefaultsFile,
  type DefaultsProblem,
} from '../../../language/semantics/index.ts';
import type { Disposable } from '../disposable.ts';
import type { DefaultsFiles } from './defaultsFiles.ts';

export function registerDefaultsProblems(files: DefaultsFiles): Disposable {
  const shown = vscode.languages.createDiagnosticCollection('http-sessions-json');

  const isOurs = (document: vscode.TextDocument): boolean =>
    document.uri.path.endsWith(`/${defaultsFileName}`) && document.uri.scheme !== 'git';
  const look = (document: vscode.TextDocument): void => {
    if (!isOurs(document)) return;
    const { problems } = readDefaultsFile({ origin: '', folder: '', text: document.getText() });
    const checked = /^jsonc?$/.test(document.languageId);
    shown.set(
      document.uri,
      problems
        .filter(({ code }) => !checked || code === 'literalSecret')
        .map((problem) =>
          diagnosticOf(
            problem,
            new vscode.Range(
              document.positionAt(problem.range.start),
              document.positionAt(problem.range.end),
            ),
          ),
        ),
    );
  };
  const lookAtClosed = (): void => {
    const open = new Set(vscode.workspace.textDocuments.map(({ uri }) => uri.toString()));
    const closed = files.all().filter(({ uri }) => !open.has(uri.toString()));
    shown.forEach((uri) => {
      if (!open.has(uri.toString())) shown.delete(uri);
    });
    for (const { uri, problems } of closed) {
      shown.set(
        uri,
        problems.map((problem) => diagnosticOf(problem, rangeOfClosed(problem))),
      );
    }
  };
  const listeners = vscode.Disposable.from(
    shown,
    vscode.workspace.onDidOpenTextDocument(look),
    vscode.workspace.onDidChangeTextDocument(({ document }) => {
      look(document);
    }),
    vscode.workspace.onDidCloseTextDocument((document) => {
      if (isOurs(document)) lookAtClosed();
    }),
    files.onDidChange(lookAtClosed),
  );
  vscode.workspace.textDocuments.forEach(look);
  return {
    dispose() {
      listeners.dispose();
    },
  };
}

/** Keys and values stand on one line nearly always, and a closed file has no positions to ask for. */
function rangeOfClosed({ line, column, range }: DefaultsProblem): vscode.Range {
  return new vscode.Range(line - 1, column - 1, line - 1, column - 1 + range.end - range.start);
}

function diagnosticOf({ code, message }: DefaultsProblem, range: vscode.Range): vscode.Diagnostic {
  const { Error: Wrong, Warning } = vscode.DiagnosticSeverity;
  const diagnostic = new vscode.Diagnostic(range, message, code === 'literalSecret' ? Warning : Wrong);
  diagnostic.source = 'HTTP Sessions';
  diagnostic.code = code;
  return diagnostic;
}
