/**
 * Starts the language server as a process of its own and keeps it alive: completion, hover, symbols, folding and
 * diagnostics come from there. A server that dies is started again, at most five times in three minutes, and is
 * told again what the one before it knew. Sending does not need it.
 */
import * as vscode from 'vscode';
import type { Disposable } from '../disposable.ts';
import { LanguageClient, State, TransportKind, type LanguageClientOptions } from 'vscode-languageclient/node';

const maxRestarts = 5;

export interface RunningLanguageClient extends Disposable {
  /** Sends a notification; the last one of each method is for every server that starts. */
  tell(method: string, message: unknown): void;
  /** Undefined when there is no server to answer. */
  ask<T>(method: string, question: unknown): Promise<T | undefined>;
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
  const told = new Map<string, unknown>();
  const send = (method: string, message: unknown): void => {
    client.sendNotification(method, message).catch(() => undefined);
  };
  const listener = client.onDidChangeState(({ newState }) => {
    if (newState === State.Running) for (const [method, message] of told) send(method, message);
  });
  client.start().catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    void vscode.window.showErrorMessage(
      vscode.l10n.t('The language server of HTTP Sessions did not start: {0}', reason),
    );
  });
  return {
    tell(method, message) {
      told.set(method, message);
      // One that is starting hears it when it runs.
      if (client.state === State.Running) send(method, message);
    },
    ask: <T>(method: string, question: unknown) =>
      client.sendRequest<T>(method, question).catch(() => undefined),
    dispose() {
      listener.dispose();
      // Stopping a client that is still starting rejects; there is nobody left to tell.
      client.dispose().catch(() => undefined);
    },
  };
}
