/**
 * What the language server knows about documents that belong to another language: requests in blocks of Markdown,
 * and the names in environment files. Outside of those parts every answer is left to others. Diagnostics come by
 * themselves.
 */
import * as vscode from 'vscode';
import type { RunningLanguageClient } from './languageClient.ts';
import type { ToldDocuments } from './toldDocuments.ts';

type Client = NonNullable<RunningLanguageClient['running']>;
/** What LSP answers with; the editor's shapes are made of it by the client. */
type Converter = Client['protocol2CodeConverter'];
type Answer<K extends keyof Converter> = Converter[K] extends (value: infer V, ...rest: never[]) => unknown
  ? V
  : never;

/** What a question needs. */
interface Asking {
  readonly fromServer: Converter;
  readonly toServer: Client['code2ProtocolConverter'];
  /** The document and the position, as a question holds them. */
  readonly at: ReturnType<Asking['toServer']['asTextDocumentPositionParams']>;
}

export function registerOtherLanguages(
  client: RunningLanguageClient,
  told: ToldDocuments,
): vscode.Disposable {
  /** Undefined where nothing is ours to answer. */
  const asking = (document: vscode.TextDocument, position: vscode.Position): Asking | undefined => {
    const { running } = client;
    if (running === undefined || !told.holds(document, position)) return undefined;
    const { protocol2CodeConverter: fromServer, code2ProtocolConverter: toServer } = running;
    return { fromServer, toServer, at: toServer.asTextDocumentPositionParams(document, position) };
  };

  const definitions: vscode.DefinitionProvider = {
    async provideDefinition(document, position, token) {
      const ours = asking(document, position);
      if (ours === undefined) return undefined;
      const answer = await client.ask<Answer<'asDefinitionResult'>>(
        'textDocument/definition',
        ours.at,
        token,
      );
      return ours.fromServer.asDefinitionResult(answer, token);
    },
  };
  const completions: vscode.CompletionItemProvider = {
    async provideCompletionItems(document, position, token, context) {
      const ours = asking(document, position);
      if (ours === undefined) return undefined;
      const question = ours.toServer.asCompletionParams(document, position, context);
      const answer = await client.ask<Answer<'asCompletionResult'>>(
        'textDocument/completion',
        question,
        token,
      );
      return ours.fromServer.asCompletionResult(answer, undefined, token);
    },
  };
  const hovers: vscode.HoverProvider = {
    async provideHover(document, position, token) {
      const ours = asking(document, position);
      if (ours === undefined) return undefined;
      const answer = await client.ask<Answer<'asHover'>>('textDocument/hover', ours.at, token);
      return ours.fromServer.asHover(answer);
    },
  };
  const actions: vscode.CodeActionProvider = {
    async provideCodeActions(document, range, context, token) {
      const ours = asking(document, range.start);
      if (ours === undefined) return undefined;
      const { fromServer, toServer } = ours;
      const question = {
        textDocument: toServer.asTextDocumentIdentifier(document),
        range: toServer.asRange(range),
        context: toServer.asCodeActionContextSync(context),
      };
      type Actions = Answer<'asCodeActionResult'> | null;
      const answer = await client.ask<Actions>('textDocument/codeAction', question, token);
      const found = await fromServer.asCodeActionResult(answer ?? [], token);
      return found.filter((action) => isInside(action, document, told));
    },
  };
  const references: vscode.ReferenceProvider = {
    async provideReferences(document, position, { includeDeclaration }, token) {
      const ours = asking(document, position);
      if (ours === undefined) return undefined;
      const question = { ...ours.at, context: { includeDeclaration } };
      const answer = await client.ask<Answer<'asReferences'>>('textDocument/references', question, token);
      return ours.fromServer.asReferences(answer, token);
    },
  };
  const renames: vscode.RenameProvider = {
    async prepareRename(document, position, token) {
      const ours = asking(document, position);
      type Place = { readonly range: Answer<'asRange'>; readonly placeholder: string } | null;
      const found = ours && (await client.ask<Place>('textDocument/prepareRename', ours.at, token));
      const range = ours?.fromServer.asRange(found?.range);
      if (range === undefined || found === undefined || found === null) {
        throw new Error(vscode.l10n.t('No variable of an environment stands here.'));
      }
      return { range, placeholder: found.placeholder };
    },
    async provideRenameEdits(document, position, newName, token) {
      const ours = asking(document, position);
      if (ours === undefined) return undefined;
      const question = { ...ours.at, newName };
      // A refusal says why in words, for the person.
      const answer = await client.askOrThrow<Answer<'asWorkspaceEdit'>>(
        'textDocument/rename',
        question,
        token,
      );
      return ours.fromServer.asWorkspaceEdit(answer, token);
    },
  };
  const { languages } = vscode;
  return vscode.Disposable.from(
    languages.registerCompletionItemProvider(markdown, completions, ...completionCharacters),
    languages.registerHoverProvider(markdown, hovers),
    languages.registerCodeActionsProvider(markdown, actions),
    languages.registerDefinitionProvider(markdown, definitions),
    languages.registerDefinitionProvider(environmentFiles, definitions),
    languages.registerReferenceProvider(environmentFiles, references),
    languages.registerRenameProvider(environmentFiles, renames),
  );
}

const markdown: vscode.DocumentSelector = { language: 'markdown' };
const environmentFiles: vscode.DocumentSelector = [
  { pattern: '**/{http,rest}-client{,.private}.env.json' },
  { pattern: '**/http-client.env.json.user' },
];

/** Those of our own language that are not half of Markdown. */
const completionCharacters = ['{', '$', '.', '@', ':', '/', '%'];

/** A change of the prose around the requests is nothing that somebody asked for. */
function isInside(
  action: vscode.Command | vscode.CodeAction,
  document: vscode.TextDocument,
  told: ToldDocuments,
): boolean {
  const edit = 'edit' in action ? action.edit : undefined;
  const edits = edit instanceof vscode.WorkspaceEdit ? edit.get(document.uri) : [];
  return edits.every(({ range }) => told.holds(document, range.start));
}
