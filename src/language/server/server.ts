/**
 * The language server: a table of requests, each answered by one method of the language service. Keeps the
 * open documents, sends diagnostics after a pause in typing, and passes on what the editor tells it.
 */
import {
  CodeActionKind,
  CodeActionRequest,
  CompletionRequest,
  DefinitionRequest,
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  DocumentHighlightRequest,
  DocumentLinkRequest,
  DocumentSymbolRequest,
  FoldingRangeRequest,
  HoverRequest,
  LSPErrorCodes,
  PrepareRenameRequest,
  ReferencesRequest,
  RenameRequest,
  RequestType,
  ResponseError,
  SemanticTokensRequest,
  TextDocumentSyncKind,
  TextDocuments,
  type CancellationToken,
  type Connection,
  type InitializeParams,
  type InitializeResult,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import {
  environmentsOfDocument,
  knowledgeChanged,
  requestsInDocument,
  type EnvironmentChoice,
  type EnvironmentsOfDocumentParams,
  type Knowledge,
  type RequestOutline,
  type RequestsInDocumentParams,
} from '../protocol.ts';
import { createLanguageService, semanticTokensLegend, type LanguageService } from '../service/index.ts';
import { createDiagnosticsSchedule } from './diagnosticsSchedule.ts';
import { createGuard } from './guard.ts';
import { createNodeHost, type NodeHost } from './nodeHost.ts';

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
  documents.onDidChangeContent(({ document }) => schedule.run(document.uri));
  documents.onDidClose(({ document }) => {
    service.forget(document.uri);
    schedule.clear(document.uri);
  });
  connection.onShutdown(() => schedule.dispose());
  documents.listen(connection);
  connection.listen();
}

interface Questions {
  readonly documents: TextDocuments<TextDocument>;
  readonly service: LanguageService;
  readonly guard: ReturnType<typeof createGuard>;
}

function answerQuestions(connection: Connection, { documents, service, guard }: Questions): void {
  /** A question about a document; one that is not open has no answer. */
  function about<P extends { readonly textDocument: { readonly uri: string } }, R>(
    what: string,
    empty: R,
    answer: (document: TextDocument, params: P) => R | ResponseError | Promise<R | ResponseError>,
  ): (params: P, token: CancellationToken) => Promise<R | ResponseError> {
    return (params, token) =>
      guard({ what, empty, token }, () => {
        const document = documents.get(params.textDocument.uri);
        return document === undefined ? empty : answer(document, params);
      });
  }

  connection.onRequest(
    HoverRequest.type,
    about('hover', null, async (document, { position }) => (await service.hover(document, position)) ?? null),
  );
  connection.onRequest(
    CompletionRequest.type,
    about('completion', null, (document, { position }) => service.completion(document, position)),
  );
  connection.onRequest(
    DefinitionRequest.type,
    about('definition', null, (document, { position }) => service.definition(document, position)),
  );
  connection.onRequest(
    ReferencesRequest.type,
    about('references', null, (document, { position, context }) =>
      service.references(document, position, context.includeDeclaration),
    ),
  );
  connection.onRequest(
    DocumentHighlightRequest.type,
    about('documentHighlight', null, (document, { position }) =>
      service.documentHighlights(document, position),
    ),
  );
  connection.onRequest(
    PrepareRenameRequest.type,
    about(
      'prepareRename',
      null,
      (document, { position }) => service.prepareRename(document, position) ?? null,
    ),
  );
  connection.onRequest(
    RenameRequest.type,
    about('rename', null, (document, { position, newName }) => {
      const edit = service.rename(document, position, newName) ?? null;
      return typeof edit === 'string' ? new ResponseError(LSPErrorCodes.RequestFailed, edit) : edit;
    }),
  );
  connection.onRequest(
    DocumentSymbolRequest.type,
    about('documentSymbol', null, (document) => service.documentSymbols(document)),
  );
  connection.onRequest(
    FoldingRangeRequest.type,
    about('foldingRange', null, (document) => service.foldingRanges(document)),
  );
  connection.onRequest(
    DocumentLinkRequest.type,
    about('documentLink', null, (document) => service.documentLinks(document)),
  );
  connection.onRequest(
    SemanticTokensRequest.type,
    about('semanticTokens', { data: [] }, (document) => service.semanticTokens(document)),
  );
  connection.onRequest(
    CodeActionRequest.type,
    about('codeAction', null, (document, { context }) => service.codeActions(document, context.diagnostics)),
  );
  connection.onRequest(requestsType, ({ uri }, token) =>
    guard<RequestOutline[]>({ what: requestsInDocument, empty: [], token }, () => {
      const document = documents.get(uri);
      return document === undefined ? [] : service.requests(document);
    }),
  );
  connection.onRequest(environmentsType, ({ uri }, token) =>
    guard<EnvironmentChoice[]>({ what: environmentsOfDocument, empty: [], token }, () =>
      service.environments(uri),
    ),
  );
}

const environmentsType = new RequestType<EnvironmentsOfDocumentParams, EnvironmentChoice[], void>(
  environmentsOfDocument,
);
const requestsType = new RequestType<RequestsInDocumentParams, RequestOutline[], void>(requestsInDocument);

/** Initialisation, and the notifications after which every answer may differ. */
function followEditor(connection: Connection, host: NodeHost, onDidChange: () => void): void {
  let client: InitializeParams['capabilities'] = {};

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
        ],
      });
    }
    if (client.workspace?.workspaceFolders === true) {
      connection.workspace.onDidChangeWorkspaceFolders(() => {
        void connection.workspace.getWorkspaceFolders().then((folders) => {
          host.setWorkspaceFolders((folders ?? []).map(({ uri }) => uri));
          onDidChange();
        });
      });
    }
  });
  connection.onDidChangeConfiguration(() => {
    host.forgetSettings();
    onDidChange();
  });
  connection.onDidChangeWatchedFiles(onDidChange);
  connection.onNotification(knowledgeChanged, (knowledge: Knowledge) => {
    host.setKnowledge(knowledge);
    onDidChange();
  });
}

const initializeResult: InitializeResult = {
  capabilities: {
    textDocumentSync: TextDocumentSyncKind.Incremental,
    hoverProvider: true,
    completionProvider: { triggerCharacters: ['{', '$', '.', '@', ':', ' ', '/', '%'] },
    definitionProvider: true,
    referencesProvider: true,
    documentHighlightProvider: true,
    renameProvider: { prepareProvider: true },
    documentSymbolProvider: true,
    foldingRangeProvider: true,
    documentLinkProvider: {},
    semanticTokensProvider: { legend: semanticTokensLegend, full: true },
    codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix] },
    workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
  },
  serverInfo: { name: 'http-sessions' },
};
