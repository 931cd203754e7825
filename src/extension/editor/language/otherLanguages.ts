/**
 * What the language server knows about documents that belong to another language: requests in blocks of Markdown,
 * and the names in environment files. Outside of those parts every answer is left to others. Diagnostics come by
 * themselves.
 */
import * as vscode from 'vscode';
import type { RunningLanguageClient } from './languageClient.ts';
import type { ToldDocuments } from './toldDocuments.ts';

/** What LSP answers with; the editor's shapes are made of it by the client. */
type Converter = RunningLanguageClient['fromServer'];
type Answer<K extends keyof Converter> = Converter[K] extends (value: infer V, ...rest: never[]) => unknown
  ? V
  : never;

export function registerOtherLanguages(
  client: RunningLanguageClient,
  told: ToldDocuments,
): vscode.Disposable {
  const { fromServer, toServer } = client;
  const at = toServer.asTextDocumentPositionParams.bind(toServer);

  const definitions: vscode.DefinitionProvider = {
    async provideDefinition(document, position, token) {
      if (!told.holds(document, position)) return undefined;
      const answer = await client.ask<Answer<'asDefinitionResult'>>(
        'textDocument/definition',
        at(document, position),
        token,
      );
      return fromServer.asDefinitionResult(answer, token);
    },
  };
  return vscode.Disposable.from(
    vscode.languages.registerCompletionItemProvider(
      markdown,
      {
        async provideCompletionItems(document, position, token, context) {
          if (!told.holds(document, position)) return undefined;
          const question = toServer.asCompletionParams(document, position, context);
          const answer = await client.ask<Answer<'asCompletionResult'>>(
            'textDocument/completion',
            question,
            token,
          );
          return fromServer.asCompletionResult(answer, undefined, token);
        },
      },
      ...completionCharacters,
    ),
    vscode.languages.registerHoverProvider(markdown, {
      async provideHover(document, position, token) {
        if (!told.holds(document, position)) return undefined;
        return fromServer.asHover(
          await client.ask<Answer<'asHover'>>('textDocument/hover', at(document, position), token),
        );
      },
    }),
    vscode.languages.registerCodeActionsProvider(markdown, {
      async provideCodeActions(document, range, context, token) {
        if (!told.holds(document, range.start)) return undefined;
        const question = {
          textDocument: toServer.asTextDocumentIdentifier(document),
          range: toServer.asRange(range),
          context: toServer.asCodeActionContextSync(context),
        };
        const answer = await client.ask<Answer<'asCodeActionResult'> | null>(
          'textDocument/codeAction',
          question,
          token,
        );
        const actions = await fromServer.asCodeActionResult(answer ?? [], token);
        return actions.filter((action) => isInside(action, document, told));
      },
    }),
    vscode.languages.registerDefinitionProvider(markdown, definitions),
    vscode.languages.registerDefinitionProvider(environmentFiles, definitions),
    vscode.languages.registerReferenceProvider(environmentFiles, {
      async provideReferences(document, position, { includeDeclaration }, token) {
        if (!told.holds(document, position)) return undefined;
        const question = { ...at(document, position), context: { includeDeclaration } };
        const answer = await client.ask<Answer<'asReferences'>>('textDocument/references', question, token);
        return fromServer.asReferences(answer, token);
      },
    }),
    vscode.languages.registerRenameProvider(environmentFiles, {
      async prepareRename(document, position, token) {
        const found = await client.ask<{ range: Answer<'asRange'>; placeholder: string } | null>(
          'textDocument/prepareRename',
          at(document, position),
          token,
        );
        const range = fromServer.asRange(found?.range);
        if (range === undefined || found === undefined || found === null) {
          throw new Error(vscode.l10n.t('No variable of an environment stands here.'));
        }
        return { range, placeholder: found.placeholder };
      },
      async provideRenameEdits(document, position, newName, token) {
        const question = { ...at(document, position), newName };
        // A refusal says why in words, for the person.
        const answer = await client.askOrThrow<Answer<'asWorkspaceEdit'>>(
          'textDocument/rename',
          question,
          token,
        );
        return fromServer.asWorkspaceEdit(answer, token);
      },
    }),
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
