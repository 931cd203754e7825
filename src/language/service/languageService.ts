/**
 * The language service of `.http` files: one method for each question an editor asks. Everything it needs to
 * know beyond the document comes through its host. It keeps parsed documents and nothing else.
 */
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type {
  CodeAction,
  CompletionList,
  Diagnostic,
  DocumentHighlight,
  DocumentLink,
  DocumentSymbol,
  FoldingRange,
  FormattingOptions,
  Hover,
  InlayHint,
  Location,
  Position,
  Range,
  SelectionRange,
  SemanticTokens,
  SignatureHelp,
  TextEdit,
  WorkspaceEdit,
  WorkspaceSymbol,
} from 'vscode-languageserver-types';
import type { EnvironmentChoice, RequestOutline } from '../protocol.ts';
import { isEnvironmentJson, readDialect } from '../semantics/index.ts';
import { createDocumentCache, type ParsedDocument } from './documents.ts';
import { embeddedHover } from './embedded/embeddedHelp.ts';
import { scriptSignature } from './embedded/scriptHelp.ts';
import { environmentChoices } from './environments.ts';
import { codeActions } from './features/codeActions/codeActions.ts';
import { defineInEnvironment } from './features/codeActions/defineInEnvironment.ts';
import { completion } from './features/completion/completion.ts';
import { definition } from './features/definition.ts';
import { diagnostics } from './features/diagnostics.ts';
import { documentLinks } from './features/documentLinks.ts';
import { documentSymbols } from './features/documentSymbols.ts';
import { foldingRanges } from './features/folding.ts';
import { format, formatOnType } from './features/formatting.ts';
import { hover } from './features/hover.ts';
import { inlayHints } from './features/inlayHints.ts';
import { documentHighlights, references } from './features/references.ts';
import { prepareRename, rename } from './features/rename.ts';
import { requestOutlines } from './features/requests.ts';
import { selectionRanges } from './features/selectionRanges.ts';
import { semanticTokens } from './features/semanticTokens.ts';
import { workspaceSymbols } from './features/workspaceSymbols.ts';
import type { LanguageServiceHost } from './host.ts';
import { scopedKeyAt, scopedNameAt, type ScopedName } from './nameScope.ts';
import { fileName } from './uris.ts';
import { variableTable } from './variables.ts';
import { createWorkspace } from './workspace.ts';

/** Answers are empty, or undefined where one is expected, when there is nothing to say. */
export interface LanguageService {
  /** What the lenses, the panel title and the gutter need; from the parse cache, so it never waits. */
  requests(document: TextDocument): RequestOutline[];
  /** What a person can choose for a document; it need not be open. */
  environments(uri: string): Promise<EnvironmentChoice[]>;
  diagnostics(document: TextDocument): Promise<Diagnostic[]>;
  documentSymbols(document: TextDocument): DocumentSymbol[];
  foldingRanges(document: TextDocument): FoldingRange[];
  hover(document: TextDocument, position: Position): Promise<Hover | undefined>;
  /** Long lists hold what fits the letters so far, and say so. */
  completion(document: TextDocument, position: Position): Promise<CompletionList>;
  /** In scripts, of the call around the position. */
  signatureHelp(document: TextDocument, position: Position): SignatureHelp | undefined;
  definition(document: TextDocument, position: Position): Promise<Location[]>;
  /** In all files in which the name means the same. */
  references(document: TextDocument, position: Position, includeDeclaration: boolean): Promise<Location[]>;
  documentHighlights(document: TextDocument, position: Position): DocumentHighlight[];
  /** What a rename would change, with its present name. */
  prepareRename(
    document: TextDocument,
    position: Position,
  ): Promise<{ readonly range: Range; readonly placeholder: string } | undefined>;
  /** The edit, or a sentence that says why the new name cannot be. */
  rename(
    document: TextDocument,
    position: Position,
    newName: string,
  ): Promise<WorkspaceEdit | string | undefined>;
  documentLinks(document: TextDocument): DocumentLink[];
  /** Encoded with `semanticTokensLegend`. */
  semanticTokens(document: TextDocument): SemanticTokens;
  /** Fixes for the given findings and, with a range, rewritings of what stands there. */
  codeActions(document: TextDocument, problems: readonly Diagnostic[], range?: Range): CodeAction[];
  /** Fixes that change an environment file, or make one. */
  environmentFixes(document: TextDocument, problems: readonly Diagnostic[]): Promise<CodeAction[]>;
  /** One chain for each position, the smallest range first. */
  selectionRanges(document: TextDocument, positions: readonly Position[]): SelectionRange[];
  inlayHints(document: TextDocument, range: Range): Promise<InlayHint[]>;
  /** The whole document when no range is given. */
  format(document: TextDocument, options: FormattingOptions, range?: Range): Promise<TextEdit[]>;
  /** After a line break was typed; the position is behind it. */
  formatOnType(document: TextDocument, position: Position): TextEdit[];
  workspaceSymbols(query: string): Promise<WorkspaceSymbol[]>;
  /** Lets go of what is kept for a document that was closed. */
  forget(uri: string): void;
}

export function createLanguageService(host: LanguageServiceHost): LanguageService {
  const documents = createDocumentCache();
  const workspace = createWorkspace(host, documents);
  const parsed = (document: TextDocument): ParsedDocument => documents.get(document);
  /** With the dialect of the settings, for answers about what the text means. */
  const read = async (document: TextDocument): Promise<ParsedDocument> => {
    const { dialect } = await host.settings(document.uri);
    return documents.get(document, { dialect: readDialect(dialect) });
  };
  const nameAt = (document: TextDocument, position: Position): Promise<ScopedName | undefined> =>
    isEnvironmentJson(fileName(document.uri))
      ? scopedKeyAt(document, position, workspace)
      : scopedNameAt(parsed(document), position, workspace);
  return {
    requests: (document) => requestOutlines(parsed(document)),
    environments: (uri) => environmentChoices(uri, host),
    diagnostics: async (document) => diagnostics(await read(document), workspace),
    documentSymbols: (document) => documentSymbols(parsed(document)),
    foldingRanges: (document) => foldingRanges(parsed(document)),
    async hover(document, position) {
      const current = await read(document);
      return (
        (await hover(current, position, { variables: await variableTable(current, workspace), host })) ??
        (await embeddedHover(current, current.offsetAt(position), workspace))
      );
    },
    completion: async (document, position) => completion(await read(document), position, workspace),
    signatureHelp(document, position) {
      const current = parsed(document);
      return scriptSignature(current, current.offsetAt(position));
    },
    async definition(document, position) {
      const name = await nameAt(document, position);
      return name === undefined ? [] : definition(name, workspace);
    },
    async references(document, position, includeDeclaration) {
      const name = await nameAt(document, position);
      return name === undefined ? [] : references(name, { includeDeclaration, workspace });
    },
    documentHighlights: (document, position) => documentHighlights(parsed(document), position),
    async prepareRename(document, position) {
      const name = await nameAt(document, position);
      return name && prepareRename(name);
    },
    async rename(document, position, newName) {
      const name = await nameAt(document, position);
      return name && rename(name, newName, workspace);
    },
    documentLinks: (document) => documentLinks(parsed(document)),
    semanticTokens: (document) => semanticTokens(parsed(document)),
    codeActions: (document, problems, range) => codeActions(parsed(document), problems, range),
    environmentFixes: (document, problems) => defineInEnvironment(parsed(document), problems, host),
    selectionRanges: (document, positions) => selectionRanges(parsed(document), positions),
    async inlayHints(document, range) {
      const current = await read(document);
      if (!(await host.settings(document.uri)).inlayHints) return [];
      return await inlayHints(current, range, { host, variables: await variableTable(current, workspace) });
    },
    async format(document, options, range) {
      const { formatsBodies } = await host.settings(document.uri);
      const bodies = range !== undefined || formatsBodies;
      return await format(parsed(document), { options, range, bodies });
    },
    formatOnType: (document, position) => formatOnType(parsed(document), position),
    workspaceSymbols: (query) => workspaceSymbols(query, workspace),
    forget: (uri) => documents.forget(uri),
  };
}
