/**
 * The language server: a table of requests, each answered by one method of the language service. Keeps the
 * open documents, sends diagnostics after a pause in typing, and passes on what the editor tells it.
 */
import {
  CodeActionKind,
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  TextDocumentSyncKind,
  TextDocuments,
  type Connection,
  type InitializeParams,
  type InitializeResult,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { knowledgeChanged, type Knowledge } from '../protocol.ts';
import { createLanguageService, semanticTokensLegend } from '../service/index.ts';
import { createDiagnosticsSchedule } from './diagnosticsSchedule.ts';
import { createGuard } from './guard.ts';
import { createNodeHost, type NodeHost } from './nodeHost.ts';
import { answerQuestions } from './questions.ts';

export interface ServerOptions {
  /** Milliseconds without a change before diagnostics are made; 200 when left out. */
  readonly diagnosticsDelay?: number;
}

/** Answers on the connection until it closes. */
export function startServer(connection: Connection, options: ServerOptions = {}): void {
  const documents = new TextDocuments(TextDocument);
  const host = createNodeHost(connection, documents);
  const service = createLanguageService(host);
  const log = (line: string): void => connection.console.error(line);
  const schedule = createDiagnosticsSchedule({
    delay: options.diagnosticsDelay ?? 200,
    documents,
    make: (document) => service.diagnostics(document),
    send: (found) => void connection.sendDiagnostics(found),
    log,
  });

  answerQuestions(connection, { documents, service, guard: createGuard(log) });
  followEditor(connection, host, () => schedule.runAll());
  documents.onDidChangeContent(({ document }) => {
    // An environment file is no file of requests; it says what their variables are.
    if (document.languageId === 'http') schedule.run(document.uri);
    else schedule.runAll();
  });
  documents.onDidClose(({ document }) => {
    service.forget(document.uri);
    schedule.clear(document.uri);
  });
  connection.onShutdown(() => schedule.dispose());
  documents.listen(connection);
  connection.listen();
}

/** Initialisation, and the notifications after which every answer may differ. */
function followEditor(connection: Connection, host: NodeHost, runDiagnostics: () => void): void {
  let client: InitializeParams['capabilities'] = {};
  const onDidChange = (): void => {
    runDiagnostics();
    if (client.workspace?.inlayHint?.refreshSupport === true) {
      // A client that is closing refuses; it has nothing to show.
      connection.languages.inlayHint.refresh().catch(() => undefined);
    }
  };

  connection.onInitialize((params) => {
    client = params.capabilities;
    host.setWorkspaceFolders((params.workspaceFolders ?? []).map(({ uri }) => uri));
    if (client.workspace?.configuration === true) host.useClientConfiguration();
    return initializeResult;
  });
  connection.onInitialized(() => {
    if (client.workspace?.didChangeConfiguration?.dynamicRegistration === true) {
      void connection.client.register(DidChangeConfigurationNotification.type, {
        section: ['httpSessions', 'rest-client', 'httpyac'],
      });
    }
    if (client.workspace?.didChangeWatchedFiles?.dynamicRegistration === true) {
      void connection.client.register(DidChangeWatchedFilesNotification.type, {
        watchers: [
          { globPattern: '**/*.env.json' },
          { globPattern: '**/*.env.json.user' },
          { globPattern: '**/.env*' },
          { globPattern: '**/*.{http,rest}' },
          // Schemas of bodies.
          { globPattern: '**/*schema*.json' },
          { globPattern: '**/*.{graphql,gql}' },
        ],
      });
      host.keepDocuments();
    }
    if (client.workspace?.workspaceFolders === true) {
      connection.workspace.onDidChangeWorkspaceFolders(() => {
        void connection.workspace.getWorkspaceFolders().then((folders) => {
          host.setWorkspaceFolders((folders ?? []).map(({ uri }) => uri));
          host.forgetDocuments();
          onDidChange();
        });
      });
    }
  });
  connection.onDidChangeConfiguration(() => {
    host.forgetSettings();
    onDidChange();
  });
  connection.onDidChangeWatchedFiles(() => {
    host.forgetDocuments();
    onDidChange();
  });
  connection.onNotification(knowledgeChanged, (knowledge: Knowledge) => {
    host.setKnowledge(knowledge);
    onDidChange();
  });
}

const initializeResult: InitializeResult = {
  capabilities: {
    textDocumentSync: TextDocumentSyncKind.Incremental,
    hoverProvider: true,
    completionProvider: { triggerCharacters: ['{', '$', '.', '@', ':', ' ', '/', '%', '[', '#', '"'] },
    signatureHelpProvider: { triggerCharacters: ['(', ','] },
    definitionProvider: true,
    referencesProvider: true,
    documentHighlightProvider: true,
    renameProvider: { prepareProvider: true },
    documentSymbolProvider: true,
    foldingRangeProvider: true,
    documentLinkProvider: {},
    semanticTokensProvider: { legend: semanticTokensLegend, full: true },
    codeActionProvider: {
      codeActionKinds: [
        CodeActionKind.QuickFix,
        CodeActionKind.RefactorExtract,
        CodeActionKind.RefactorRewrite,
      ],
    },
    selectionRangeProvider: true,
    workspaceSymbolProvider: true,
    inlayHintProvider: true,
    documentFormattingProvider: true,
    documentRangeFormattingProvider: true,
    documentOnTypeFormattingProvider: { firstTriggerCharacter: '\n' },
    workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
  },
  serverInfo: { name: 'http-sessions' },
};
