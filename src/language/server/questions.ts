/**
 * What a client can ask, each question answered by one method of the language service. A question about a document
 * that is not open has no answer.
 */
import {
  CodeActionRequest,
  CompletionRequest,
  DefinitionRequest,
  DocumentFormattingRequest,
  DocumentHighlightRequest,
  DocumentLinkRequest,
  DocumentOnTypeFormattingRequest,
  DocumentRangeFormattingRequest,
  DocumentSymbolRequest,
  FoldingRangeRequest,
  HoverRequest,
  InlayHintRequest,
  LSPErrorCodes,
  PrepareRenameRequest,
  ReferencesRequest,
  RenameRequest,
  RequestType,
  ResponseError,
  SelectionRangeRequest,
  SignatureHelpRequest,
  SemanticTokensRequest,
  WorkspaceSymbolRequest,
  type CancellationToken,
  type Connection,
  type TextDocuments,
} from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import {
  environmentsOfDocument,
  requestsInDocument,
  type EnvironmentChoice,
  type EnvironmentsOfDocumentParams,
  type RequestOutline,
  type RequestsInDocumentParams,
} from '../protocol.ts';
import type { LanguageService } from '../service/index.ts';
import type { Guard } from './guard.ts';

export interface Questions {
  readonly documents: TextDocuments<TextDocument>;
  readonly service: LanguageService;
  readonly guard: Guard;
}

/** Registers an answer for each question. */
export function answerQuestions(connection: Connection, { documents, service, guard }: Questions): void {
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
    SignatureHelpRequest.type,
    about(
      'signatureHelp',
      null,
      (document, { position }) => service.signatureHelp(document, position) ?? null,
    ),
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
      async (document, { position }) => (await service.prepareRename(document, position)) ?? null,
    ),
  );
  connection.onRequest(
    RenameRequest.type,
    about('rename', null, async (document, { position, newName }) => {
      const edit = (await service.rename(document, position, newName)) ?? null;
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
    about('codeAction', null, async (document, { context, range }) => [
      ...service.codeActions(document, context.diagnostics, range),
      ...(await service.environmentFixes(document, context.diagnostics)),
    ]),
  );
  connection.onRequest(
    SelectionRangeRequest.type,
    about('selectionRange', null, (document, { positions }) => service.selectionRanges(document, positions)),
  );
  connection.onRequest(
    InlayHintRequest.type,
    about('inlayHint', null, (document, { range }) => service.inlayHints(document, range)),
  );
  connection.onRequest(
    DocumentFormattingRequest.type,
    about('formatting', null, (document, { options }) => service.format(document, options)),
  );
  connection.onRequest(
    DocumentRangeFormattingRequest.type,
    about('rangeFormatting', null, (document, { options, range }) =>
      service.format(document, options, range),
    ),
  );
  connection.onRequest(
    DocumentOnTypeFormattingRequest.type,
    about('onTypeFormatting', null, (document, { position }) => service.formatOnType(document, position)),
  );
  connection.onRequest(WorkspaceSymbolRequest.type, ({ query }, token) =>
    guard({ what: 'workspaceSymbol', empty: null, token }, () => service.workspaceSymbols(query)),
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
