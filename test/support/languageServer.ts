/** A language server and a client in one process, joined by two streams, as an editor would start them. */
import { PassThrough } from 'node:stream';
import {
  createConnection,
  createProtocolConnection,
  DidChangeTextDocumentNotification,
  DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification,
  InitializedNotification,
  LogMessageNotification,
  PublishDiagnosticsNotification,
  RequestType,
  StreamMessageReader,
  StreamMessageWriter,
  type ClientCapabilities,
  type InitializeParams,
  type InitializeResult,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
  type TextDocumentContentChangeEvent,
} from 'vscode-languageserver/node';
import { startServer } from '../../src/language/server/server.ts';

export interface TestClient {
  readonly connection: ProtocolConnection;
  readonly capabilities: InitializeResult['capabilities'];
  /** Lines the server logged. */
  readonly log: readonly string[];
  open(uri: string, text: string): Promise<void>;
  change(uri: string, version: number, changes: TextDocumentContentChangeEvent[]): Promise<void>;
  close(uri: string): Promise<void>;
  /** The next diagnostics of a document that come after this call. */
  nextDiagnostics(uri: string): Promise<PublishDiagnosticsParams>;
  dispose(): void;
}

export interface TestClientOptions {
  readonly capabilities?: ClientCapabilities;
  readonly folder?: string;
  /** Answers the server's own requests, for example `workspace/configuration`. */
  readonly answers?: Readonly<Record<string, (params: unknown) => unknown>>;
}

/** Without the field that the protocol has given up and the library's type still insists on. */
const initialize = new RequestType<Omit<InitializeParams, 'rootUri'>, InitializeResult, void>('initialize');

export async function startTestClient(options: TestClientOptions = {}): Promise<TestClient> {
  const toServer = new PassThrough();
  const toClient = new PassThrough();
  startServer(createConnection(new StreamMessageReader(toServer), new StreamMessageWriter(toClient)), {
    diagnosticsDelay: 0,
  });
  const connection = createProtocolConnection(
    new StreamMessageReader(toClient),
    new StreamMessageWriter(toServer),
  );
  const log: string[] = [];
  const waiting: { uri: string; resolve: (found: PublishDiagnosticsParams) => void }[] = [];
  connection.onNotification(LogMessageNotification.type, ({ message }) => void log.push(message));
  connection.onNotification(PublishDiagnosticsNotification.type, (found) => {
    const index = waiting.findIndex(({ uri }) => uri === found.uri);
    if (index !== -1) waiting.splice(index, 1)[0]?.resolve(found);
  });
  for (const [method, answer] of Object.entries(options.answers ?? {})) connection.onRequest(method, answer);
  connection.listen();
  const { capabilities } = await connection.sendRequest(initialize, {
    processId: null,
    capabilities: options.capabilities ?? {},
    workspaceFolders: options.folder === undefined ? null : [{ uri: options.folder, name: 'project' }],
  });
  await connection.sendNotification(InitializedNotification.type, {});
  return {
    connection,
    capabilities,
    log,
    open: (uri, text) =>
      connection.sendNotification(DidOpenTextDocumentNotification.type, {
        textDocument: { uri, languageId: 'http', version: 1, text },
      }),
    change: (uri, version, contentChanges) =>
      connection.sendNotification(DidChangeTextDocumentNotification.type, {
        textDocument: { uri, version },
        contentChanges,
      }),
    close: (uri) =>
      connection.sendNotification(DidCloseTextDocumentNotification.type, { textDocument: { uri } }),
    nextDiagnostics: (uri) => new Promise((resolve) => waiting.push({ uri, resolve })),
    dispose: () => connection.dispose(),
  };
}
