/**
 * Starts the language server as a process of its own and keeps it alive: completion, hover, symbols, folding and
 * diagnostics come from there. A server that dies is started again, at most five times in three minutes.
 * Sending does not need it.
 */
import * as vscode from 'vscode';
import type { Disposable } from './disposable.ts';
import { LanguageClient, TransportKind, type LanguageClientOptions } from 'vscode-languageclient/node';

const maxRestarts = 5;

export interface RunningLanguageClient extends Disposable {
  /** Sends a notification; one that comes too early or too late is dropped. */
  tell(method: string, message: unknown): void;
}

export function startLanguageClient(extensionUri: vscode.Uri): RunningLanguageClient {
  const module = vscode.Uri.joinPath(extensionUri, 'dist', 'server.cjs').fsPath;
  const clientOptions: LanguageClientOptions = {
    documentSelector: [{ language: 'http' }],
    connectionOptions: { maxRestartCount: maxRestarts },
    diagnosticCollectionName: 'http',
  };
  const client = new LanguageClient(
    'httpSessions',
    vscode.l10n.t('HTTP Sessions Language Server'),
    { module, transport: TransportKind.ipc },
    clientOptions,
  );
  client.start().catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    void vscode.window.showErrorMessage(
      vscode.l10n.t('The language server of HTTP Sessions did not start: {0}', reason),
    );
  });
  return {
    tell(method, message) {
      client.sendNotification(method, message).catch(() => undefined);
    },
    dispose() {
      // Stopping a client that is still starting rejects; there is nobody left to tell.
      client.dispose().catch(() => undefined);
    },
  };
}
