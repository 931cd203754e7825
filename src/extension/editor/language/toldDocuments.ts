/**
 * Which documents the language server is told of. Those of our own language the client brings by itself; to these
 * come Markdown texts with requests in their blocks, told as a file with the same lines in which all prose is blank,
 * and environment files. The first document of any kind starts the server. Asks nothing and shows nothing.
 */
import * as vscode from 'vscode';
import { fencedRequests, isEnvironmentJson } from '../../../language/semantics/index.ts';
import type { Disposable } from '../disposable.ts';
import type { RunningLanguageClient } from './languageClient.ts';

export interface ToldDocuments extends Disposable {
  /** Whether the server knows a document of another language, and the position is in a part that is ours. */
  holds(document: vscode.TextDocument, position: vscode.Position): boolean;
}

export function createToldDocuments(client: RunningLanguageClient): ToldDocuments {
  const told = new Map<string, Told>();

  const look = (document: vscode.TextDocument): void => {
    if (document.languageId === 'http') client.start();
    const uri = document.uri.toString();
    const before = told.get(uri);
    const now = readingOf(document);
    if (now === undefined) {
      if (before !== undefined) forget(uri);
      return;
    }
    client.start();
    told.set(uri, now);
    if (before === undefined) open(uri, now);
    else if (before.text !== now.text) {
      client.notify('textDocument/didChange', {
        textDocument: { uri, version: now.version },
        contentChanges: [{ text: now.text }],
      });
    }
  };
  const open = (uri: string, { languageId, version, text }: Told): void => {
    client.notify('textDocument/didOpen', { textDocument: { uri, languageId, version, text } });
  };
  const forget = (uri: string): void => {
    if (told.delete(uri)) client.notify('textDocument/didClose', { textDocument: { uri } });
  };

  const listeners = [
    // A server that is new knows nothing.
    client.onDidStart(() => {
      for (const [uri, one] of told) open(uri, one);
    }),
    vscode.workspace.onDidOpenTextDocument(look),
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (contentChanges.length > 0) look(document);
    }),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => {
      forget(uri.toString());
    }),
  ];
  vscode.workspace.textDocuments.forEach(look);
  return {
    holds(document, { line }) {
      const known = told.get(document.uri.toString());
      return known?.version === document.version && known.holds(line);
    },
    dispose() {
      for (const listener of listeners) listener.dispose();
    },
  };
}

/** A document as the server is told of it. */
interface Told {
  readonly languageId: 'http' | 'json';
  readonly version: number;
  readonly text: string;
  holds(line: number): boolean;
}

function readingOf(document: vscode.TextDocument): Told | undefined {
  const { languageId, uri, version } = document;
  // What Git shows of the past is nobody's request.
  if (uri.scheme === 'git') return undefined;
  if (languageId === 'markdown') {
    const fences = fencedRequests(document.getText(), 'kept');
    return fences && { languageId: 'http', version, text: fences.text, holds: (line) => fences.holds(line) };
  }
  if (!isEnvironmentJson(uri.path.slice(uri.path.lastIndexOf('/') + 1))) return undefined;
  return { languageId: 'json', version, text: document.getText(), holds: () => true };
}
