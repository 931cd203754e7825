/**
 * From a line in a document to a prepared exchange: the text as it is in the editor, the variables around it, the
 * session it names, and only the files that the folder may read. It shows nothing and sends nothing; the sender
 * does both.
 */
import path from 'node:path';
import * as vscode from 'vscode';
import { machine, readEnvironments, type ResolveScope } from '../../../language/semantics/index.ts';
import type {
  ExchangeLog,
  FileAccess,
  FileReader,
  Person,
  PrepareContext,
  PreparedExchange,
} from '../../runner/index.ts';
import type { Tokens } from '../auth/tokens.ts';
import { environmentInForce } from '../environments/contextLabel.ts';
import { loadEngine } from './loadEngine.ts';
import type { FileOutline, Outlines, RequestPlace } from '../lenses/outlines.ts';
import { scriptAccess } from './scripts.ts';
import type { Sessions } from '../sessions/sessions.ts';
import { environmentSettings, sendSettings } from '../settings/settings.ts';
import { isAllowed } from '../trust/trust.ts';

export interface Preparing {
  readonly sessions: Sessions;
  /** What the request's variables come from; see `readScope`. */
  readonly scope: ResolveScope;
  /** The answers of imported files. */
  readonly log: ExchangeLog;
  /** Asked for what the request asks for. */
  readonly person: Person;
  /** Asked for the tokens that the request wants. */
  readonly tokens: Tokens;
  /** In place of the one that is chosen, for requests that name none. */
  readonly session?: string | undefined;
  /** That session is also for requests that name another one. */
  readonly isForAll?: boolean | undefined;
  /** Values to mask beside those of the request. */
  readonly secrets?: readonly string[] | undefined;
}

/** A request with the document it stands in. */
export interface FoundRequest {
  readonly document: vscode.TextDocument;
  readonly outline: FileOutline;
  readonly place: RequestPlace;
}

/** The request a line belongs to; undefined in a document without any. */
export async function findRequest(
  outlines: Outlines,
  file: vscode.Uri,
  line: number,
): Promise<FoundRequest | undefined> {
  const document = await vscode.workspace.openTextDocument(file);
  const place = outlines.requestAt(document, line);
  return place && { document, outline: outlines.of(document), place };
}

/** What the requests of a file are prepared with. */
export async function prepareContext(
  file: vscode.Uri,
  { sessions, scope, log, person, tokens, session, isForAll, secrets }: Preparing,
): Promise<PrepareContext> {
  const known = await sessions.secrets.of(vscode.workspace.getWorkspaceFolder(file)?.uri);
  return {
    path: file.fsPath,
    source: file.toString(),
    scope: { ...scope, secret: (name) => known.get(name) },
    person,
    tokens: tokens.sourceFor(file),
    secrets,
    imports: {
      reader: await openReader(),
      exchanges: (other) => log.ofFile(vscode.Uri.file(other).toString()),
    },
    access: await fileAccess(file),
    scripts: await scriptAccess(),
    writable: isAllowed('readFile') ? [projectFolder(file)] : [],
    openSession: (name) =>
      sessions.open(file, sessions.nameFor(file, isForAll === true ? (session ?? name) : (name ?? session))),
  };
}

/** Rejects with a RequestException when no request results. */
export async function prepareFound(
  { document, place }: FoundRequest,
  preparing: Preparing,
): Promise<PreparedExchange> {
  const { prepareExchange } = await loadEngine();
  const file = document.uri;
  return prepareExchange(place.definition, await prepareContext(file, preparing));
}

/** The variables around a request, with the chosen environment if the file knows it. */
export async function readScope(
  { document, outline }: Omit<FoundRequest, 'place'>,
  chosen: string | undefined,
  log: ExchangeLog,
): Promise<ResolveScope> {
  const { findEnvironmentSources, diskReader } = await loadEngine();
  const sources = await findEnvironmentSources(document.uri.fsPath, {
    reader: diskReader,
    top: vscode.workspace.getWorkspaceFolder(document.uri)?.uri.fsPath,
    settings: environmentSettings(document.uri),
  });
  // The machine's variables and `.env` hold what a folder from elsewhere must not send away.
  const trusted = isAllowed('readVariables');
  const readable = trusted ? sources : sources.filter(({ kind }) => kind !== 'dotenv');
  const catalog = readEnvironments(readable);
  return {
    file: outline.definition,
    environment: catalog.select(environmentInForce({ chosen, names: catalog.names })),
    ...machine,
    formEncoding: sendSettings(document.uri).formEncoding,
    exchanges: log.ofFile(document.uri.toString()),
    ...(trusted
      ? { processEnv: (name: string) => process.env[name], projectRoot: projectFolder(document.uri) }
      : {}),
  };
}

/** The folder that is open around a file; the file's own where none is. */
function projectFolder(file: vscode.Uri): string {
  return vscode.workspace.getWorkspaceFolder(file)?.uri.fsPath ?? path.dirname(file.fsPath);
}

/** What is on the screen counts before what is on the disk. */
export async function openReader(): Promise<FileReader> {
  const { diskReader } = await loadEngine();
  return {
    list: (folder) => diskReader.list(folder),
    async readText(file) {
      const open = vscode.workspace.textDocuments.find(
        ({ uri }) => uri.scheme === 'file' && uri.fsPath === file,
      );
      return open?.getText() ?? diskReader.readText(file);
    },
  };
}

/** Files outside the folder that the user has allowed in this window. */
const allowedFiles = new Set<string>();

async function fileAccess(file: vscode.Uri): Promise<Omit<FileAccess, 'folder'>> {
  if (!isAllowed('readFile')) {
    const { RequestException } = await loadEngine();
    return {
      roots: [],
      mayRead: (wanted) =>
        Promise.reject(
          new RequestException(
            vscode.l10n.t(
              'The file {0} was not read, because the folder is not trusted.',
              path.basename(wanted),
            ),
            'Untrusted',
            { phase: 'queue', hint: vscode.l10n.t('Trust the folder to send files from it.') },
          ),
        ),
    };
  }
  const folder = projectFolder(file);
  return { roots: [folder], mayRead: askForFile };
}

async function askForFile(wanted: string): Promise<boolean> {
  if (allowedFiles.has(wanted)) return true;
  const read = vscode.l10n.t('Send This File');
  const answer = await vscode.window.showWarningMessage(
    vscode.l10n.t('The request sends a file from outside its folder: {0}', wanted),
    { modal: true },
    read,
  );
  if (answer === read) allowedFiles.add(wanted);
  return answer === read;
}
