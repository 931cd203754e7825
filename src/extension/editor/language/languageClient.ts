/**
 * Starts the language server as a process of its own and keeps it alive: completion, hover, symbols, folding and
 * diagnostics come from there. A server that dies is started again, at most five times in three minutes, and is
 * told again what the one before it knew. Sending does not need it, and without a document to ask about it is not
 * started.
 */
import * as vscode from 'vscode';
import type { Disposable } from '../disposable.ts';
import { LanguageClient, State, TransportKind, type LanguageClientOptions } from 'vscode-languageclient/node';

const maxRestarts = 5;

export interface RunningLanguageClient extends Disposable {
  /** A server runs and has heard what was told; fires again for one that took the place of another. */
  readonly onDidStart: vscode.Event<void>;
  readonly isRunning: boolean;
  /** From LSP's shapes to the editor's, and back. */
  readonly fromServer: LanguageClient['protocol2CodeConverter'];
  readonly toServer: LanguageClient['code2ProtocolConverter'];
  /** Starts the server unless that was done already. */
  start(): void;
  /** Sends a notification; the last one of each method is for every server that starts. */
  tell(method: string, message: unknown): void;
  /** Sends a notification to the server that runs, and to none that comes later. */
  notify(method: string, message: unknown): void;
  /** Undefined when there is no server to answer, or when it refuses. */
  ask<T>(method: string, question: unknown, token?: vscode.CancellationToken): Promise<T | undefined>;
  /** Rejects with the server's sentence when it refuses. */
  askOrThrow<T>(method: string, question: unknown, token: vscode.CancellationToken): Promise<T | undefined>;
}

export function createLanguageClient(extensionUri: vscode.Uri): RunningLanguageClient {
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
  const starts = new vscode.EventEmitter<void>();
  let started = false;
  const send = (method: string, message: unknown): void => {
    client.sendNotification(method, message).catch(() => undefined);
  };
  const ask = async <T>(
    method: string,
    question: unknown,
    token?: vscode.CancellationToken,
  ): Promise<T | undefined> => {
    // Asking would start it.
    if (!started) return undefined;
    return await client.sendRequest<T>(method, question, token);
  };
  const listener = client.onDidChangeState(({ newState }) => {
    if (newState !== State.Running) return;
    for (const [method, message] of told) send(method, message);
    starts.fire();
  });
  return {
    onDidStart: starts.event,
    get isRunning() {
      return client.state === State.Running;
    },
    fromServer: client.protocol2CodeConverter,
    toServer: client.code2ProtocolConverter,
    start() {
      if (started) return;
      started = true;
      client.start().catch((error: unknown) => {
        const reason = error instanceof Error ? error.message : String(error);
        void vscode.window.showErrorMessage(
          vscode.l10n.t('The language server of HTTP Sessions did not start: {0}', reason),
        );
      });
    },
    tell(method, message) {
      told.set(method, message);
      // One that is starting hears it when it runs.
      if (client.state === State.Running) send(method, message);
    },
    notify(method, message) {
      if (client.state === State.Running) send(method, message);
    },
    ask: <T>(method: string, question: unknown, token?: vscode.CancellationToken) =>
      ask<T>(method, question, token).catch(() => undefined),
    askOrThrow: ask,
    dispose() {
      listener.dispose();
      starts.dispose();
      // Stopping a client that is still starting rejects; there is nobody left to tell.
      client.dispose().catch(() => undefined);
    },
  };
}
