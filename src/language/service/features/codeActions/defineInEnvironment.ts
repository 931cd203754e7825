/**
 * Defines a variable that nothing defines in an environment: the chosen one, else those of the nearest environment
 * file; where there is no such file, it is made beside the document. The value is left empty, and the file is opened
 * where it goes.
 */
import { TextDocument } from 'vscode-languageserver-textdocument';
import {
  CodeActionKind,
  type CodeAction,
  type Diagnostic,
  type TextDocumentEdit,
} from 'vscode-languageserver-types';
import {
  environmentNames,
  environmentParts,
  isSecretName,
  readEnvironments,
  withEnvironmentVariable,
} from '../../../semantics/index.ts';
import type { ParsedDocument } from '../../documents.ts';
import { environmentFiles } from '../../environments.ts';
import type { LanguageServiceHost } from '../../host.ts';
import { fileName, folderOf, relativePath } from '../../uris.ts';
import { chosenFor } from '../../variables.ts';

/** Environments offered when none is chosen. */
const mostOffered = 4;

export async function defineInEnvironment(
  document: ParsedDocument,
  problems: readonly Diagnostic[],
  host: LanguageServiceHost,
): Promise<CodeAction[]> {
  const unresolved = problems.filter(({ code }) => code === 'unresolved-variable');
  if (unresolved.length === 0) return [];
  const files = await jsonFiles(document, host);
  const chosen = chosenFor(document.uri, host.knowledge());
  const none = chosen === undefined;
  const elsewhere = unresolved.filter(
    (problem) => none && files.some(({ text }) => definesName(text, nameOf(document, problem))),
  );
  if (elsewhere.length > 0) return elsewhere.map(chooseEnvironment);
  return unresolved.flatMap((problem) => {
    const name = nameOf(document, problem);
    return placesFor(name, {
      files,
      document,
      chosen: chosen === undefined ? undefined : environmentParts(chosen).at(-1),
    }).flatMap((place) => actionFor(name, { place, document, problem }) ?? []);
  });
}

function nameOf(document: ParsedDocument, { range }: Diagnostic): string {
  return document.text.slice(document.offsetAt(range.start), document.offsetAt(range.end));
}

function definesName(text: string | undefined, name: string): boolean {
  return environmentNames(text ?? '').some((one) => one.role === 'definition' && one.name === name);
}

/** It is defined already, in environments of which none is chosen. */
function chooseEnvironment(problem: Diagnostic): CodeAction {
  const title = 'Choose an environment…';
  return {
    title,
    kind: CodeActionKind.QuickFix,
    diagnostics: [problem],
    command: { title, command: 'httpSessions.switchEnvironment' },
  };
}

interface JsonFile {
  readonly uri: string;
  /** Undefined for one that is yet to be made. */
  readonly text: string | undefined;
  readonly isPrivate: boolean;
  readonly environments: readonly string[];
}

/** Nearest first. */
async function jsonFiles(document: ParsedDocument, host: LanguageServiceHost): Promise<readonly JsonFile[]> {
  const files = await environmentFiles(document.uri, host);
  return files.toReversed().flatMap(({ uri, source }) => {
    if (uri === undefined || source.kind !== 'json') return [];
    const environments = readEnvironments([source]).names;
    return { uri, text: source.text, isPrivate: source.visibility !== 'public', environments };
  });
}

interface Place {
  readonly file: JsonFile;
  readonly environment: string;
}

function placesFor(
  name: string,
  {
    files,
    document,
    chosen,
  }: {
    readonly files: readonly JsonFile[];
    readonly document: ParsedDocument;
    readonly chosen: string | undefined;
  },
): readonly Place[] {
  const [nearest] = files;
  if (nearest === undefined) {
    const uri = `${folderOf(document.uri)}/http-client.env.json`;
    const file = { uri, text: undefined, isPrivate: false, environments: [] };
    return [{ file, environment: chosen ?? 'dev' }];
  }
  const known = chosen !== undefined && files.some(({ environments }) => environments.includes(chosen));
  const all = [...new Set(files.flatMap(({ environments }) => environments))];
  const wanted = known ? [chosen] : all.length === 0 ? ['dev'] : all.slice(0, mostOffered);
  // A secret goes where the secrets are, and nothing else does.
  const suited = files.filter(({ isPrivate }) => isPrivate === isSecretName(name));
  return wanted.flatMap((environment) => {
    const has = (file: JsonFile): boolean => file.environments.includes(environment);
    return { environment, file: suited.find(has) ?? suited[0] ?? files.find(has) ?? nearest };
  });
}

function actionFor(
  name: string,
  {
    place,
    document,
    problem,
  }: {
    readonly place: Place;
    readonly document: ParsedDocument;
    readonly problem: Diagnostic;
  },
): CodeAction | undefined {
  const { environment, file } = place;
  const written = file.text ?? '';
  const change = withEnvironmentVariable(written, environment, name);
  if (change === undefined) return undefined;
  const before = TextDocument.create(file.uri, 'json', 1, written);
  const edits = change.edits.map(({ start, end, text }) => ({
    range: { start: before.positionAt(start), end: before.positionAt(end) },
    newText: text,
  }));
  const after = TextDocument.create(file.uri, 'json', 2, TextDocument.applyEdits(before, edits));
  const caret = after.positionAt(change.value);
  const edit: TextDocumentEdit = { textDocument: { uri: file.uri, version: null }, edits };
  const creation = { kind: 'create', uri: file.uri, options: { ignoreIfExists: true } } as const;
  const path = relativePath(document.uri, file.uri);
  return {
    title:
      file.text === undefined
        ? `Define ${name} in a new environment file (${fileName(file.uri)})`
        : `Define ${name} in the environment ${environment} (${path})`,
    kind: CodeActionKind.QuickFix,
    diagnostics: [problem],
    edit: { documentChanges: file.text === undefined ? [creation, edit] : [edit] },
    command: {
      title: 'Open the environment file',
      command: 'httpSessions.showPlace',
      arguments: [file.uri, caret.line, caret.character],
    },
  };
}
