/**
 * Starts the language server as a process of its own and keeps it alive: completion, hover, symbols, folding and
 * diagnostics come from there. A server that dies is started again, at most five times in three minutes, and is
 * told again what the one before it knew. Sending does not need it, and without a document to ask about neither the
 * server is started nor the library loaded that speaks with it.
 */
import * as vscode from 'vscode';
import type { Disposable } from '../disposable.ts';
import type * as libraryModule from './languageClientLibrary.ts';

type Client = libraryModule.LanguageClient;

const maxRestarts = 5;

export interface RunningLanguageClient extends Disposable {
  /** A server runs and has heard what was told; fires again for one that took the place of another. */
  readonly onDidStart: vscode.Event<void>;
  /** The client while a server runs: it turns LSP's shapes into the editor's, and back. */
  readonly running: Pick<Client, 'protocol2CodeConverter' | 'code2ProtocolConverter'> | undefined;
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
  const told = new Map<string, unknown>();
  const starts = new vscode.EventEmitter<void>();
  let starting: Promise<Client> | undefined;
  let running: Client | undefined;
  let isDisposed = false;

  const send = (method: string, message: unknown): void => {
    running?.sendNotification(method, message).catch(() => undefined);
  };
  const open = async (): Promise<Client> => {
    const { LanguageClient, State, TransportKind } = await loadLibrary();
    const client = new LanguageClient(
      'httpSessions',
      vscode.l10n.t('HTTP Sessions Language Server'),
      {
        module: vscode.Uri.joinPath(extensionUri, 'dist', 'server.cjs').fsPath,
        transport: TransportKind.ipc,
      },
      {
        documentSelector: [{ language: 'http' }],
        connectionOptions: { maxRestartCount: maxRestarts },
        diagnosticCollectionName: 'http',
      },
    );
    client.onDidChangeState(({ newState }) => {
      running = newState === State.Running ? client : undefined;
      if (running === undefined) return;
      for (const [method, message] of told) send(method, message);
      starts.fire();
    });
    if (!isDisposed) await client.start();
    return client;
  };
  const ask = async <T>(
    method: string,
    question: unknown,
    token?: vscode.CancellationToken,
  ): Promise<T | undefined> => {
    const client = await starting;
    // A token that is not there would be sent as a second parameter, which no question has.
    return token === undefined
      ? client?.sendRequest<T>(method, question)
      : client?.sendRequest<T>(method, question, token);
  };

  return {
    onDidStart: starts.event,
    get running() {
      return running;
    },
    start() {
      if (starting !== undefined) return;
      starting = open();
      starting.catch((error: unknown) => {
        const reason = error instanceof Error ? error.message : String(error);
        void vscode.window.showErrorMessage(
          vscode.l10n.t('The language server of HTTP Sessions did not start: {0}', reason),
        );
      });
    },
    tell(method, message) {
      told.set(method, message);
      // One that is starting hears it when it runs.
      send(method, message);
    },
    notify: send,
    ask: <T>(method: string, question: unknown, token?: vscode.CancellationToken) =>
      ask<T>(method, question, token).catch(() => undefined),
    askOrThrow: ask,
    dispose() {
      isDisposed = true;
      starts.dispose();
      // Stopping a client that is still starting rejects; there is nobody left to tell.
      starting?.then((client) => client.dispose()).catch(() => undefined);
    },
  };
}

/** The path counts from dist/extension.cjs, so it is no literal of an import: no such file is among the sources. */
function loadLibrary(path = './languageClientLibrary.cjs'): Promise<typeof libraryModule> {
  return import(path) as Promise<typeof libraryModule>;
}
