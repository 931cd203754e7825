/**
 * The language service's host over open documents, the disk and the client's configuration. A file is read
 * again only when its size or time changed. Knows nothing about `.http` files.
 */
import { readFile, readdir, stat } from 'node:fs/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Connection, TextDocuments } from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Knowledge } from '../protocol.ts';
import type { LanguageServiceHost, ServiceSettings } from '../service/index.ts';
import { findDocuments } from './findDocuments.ts';

export interface NodeHost extends LanguageServiceHost {
  setKnowledge(knowledge: Knowledge): void;
  setWorkspaceFolders(uris: readonly string[]): void;
  /** Call after `initialize`, when the client said it answers `workspace/configuration`. */
  useClientConfiguration(): void;
  /** The client's settings are asked for anew. */
  forgetSettings(): void;
  /** Call when the client tells of new and lost files: the workspace is searched once, until `forgetDocuments`. */
  keepDocuments(): void;
  forgetDocuments(): void;
}

export function createNodeHost(connection: Connection, documents: TextDocuments<TextDocument>): NodeHost {
  const files = new Map<string, KeptFile>();
  const settings = new Map<string, Promise<ServiceSettings>>();
  let knowledge: Knowledge = { sent: {} };
  let folders: readonly string[] = [];
  let asksClient = false;
  let keepsFound = false;
  let found: Promise<readonly string[]> | undefined;

  return {
    async readFile(uri) {
      return documents.get(uri)?.getText() ?? (await readKept(files, uri));
    },
    async listFiles(folderUri) {
      const path = pathOf(folderUri);
      if (path === undefined) return [];
      try {
        const entries = await readdir(path, { withFileTypes: true });
        return entries.map((entry) => (entry.isDirectory() ? `${entry.name}/` : entry.name));
      } catch {
        return [];
      }
    },
    async fileSize(uri) {
      const path = pathOf(uri);
      return path === undefined ? undefined : await sizeOf(path);
    },
    async findDocuments() {
      const paths = folders.flatMap((uri) => pathOf(uri) ?? []);
      const search = found ?? findDocuments(paths);
      if (keepsFound) found = search;
      return (await search).map((path) => pathToFileURL(path).href);
    },
    settings(uri) {
      if (!asksClient) return Promise.resolve(noSettings);
      const known = settings.get(uri) ?? askClient(connection, uri);
      settings.set(uri, known);
      return known;
    },
    knowledge: () => knowledge,
    workspaceFolders: () => folders,
    setKnowledge: (next) => {
      knowledge = next;
    },
    setWorkspaceFolders: (uris) => {
      folders = uris.map((uri) => uri.replace(/\/$/, ''));
    },
    useClientConfiguration: () => {
      asksClient = true;
    },
    forgetSettings: () => settings.clear(),
    keepDocuments: () => {
      keepsFound = true;
    },
    forgetDocuments: () => {
      found = undefined;
    },
  };
}

interface KeptFile {
  readonly size: number;
  readonly time: number;
  readonly text: string;
}

/** Files of settings are small; a larger one is somebody's body and none of our business. */
const largestFile = 4 * 1024 * 1024;

async function readKept(files: Map<string, KeptFile>, uri: string): Promise<string | undefined> {
  const path = pathOf(uri);
  if (path === undefined) return undefined;
  try {
    const { size, mtimeMs, isFile } = await statFile(path);
    if (!isFile || size > largestFile) return undefined;
    const known = files.get(uri);
    if (known?.size === size && known.time === mtimeMs) return known.text;
    const text = await readFile(path, 'utf8');
    files.set(uri, { size, time: mtimeMs, text });
    return text;
  } catch {
    files.delete(uri);
    return undefined;
  }
}

async function statFile(
  path: string,
): Promise<{ readonly size: number; readonly mtimeMs: number; readonly isFile: boolean }> {
  const stats = await stat(path);
  return { size: stats.size, mtimeMs: stats.mtimeMs, isFile: stats.isFile() };
}

function pathOf(uri: string): string | undefined {
  try {
    return uri.startsWith('file:') ? fileURLToPath(uri) : undefined;
  } catch {
    return undefined;
  }
}

async function sizeOf(path: string): Promise<number | undefined> {
  try {
    const { size, isFile } = await statFile(path);
    return isFile ? size : undefined;
  } catch {
    return undefined;
  }
}

const noSettings: ServiceSettings = {
  environments: [],
  dialect: 'auto',
  formatsBodies: false,
  inlayHints: true,
};

/** Weakest first: our own setting beats REST Client's, which beats httpYac's. */
const environmentSettings = [
  'httpyac.environmentVariables',
  'rest-client.environmentVariables',
  'httpSessions.environmentVariables',
];

const ownSettings = ['httpSessions.format.bodies', 'httpSessions.inlayHints.enabled', 'httpSessions.dialect'];

async function askClient(connection: Connection, scopeUri: string): Promise<ServiceSettings> {
  try {
    const values: unknown[] = await connection.workspace.getConfiguration(
      [...environmentSettings, ...ownSettings].map((section) => ({ scopeUri, section })),
    );
    const [formatsBodies, inlayHints, dialect] = values.slice(environmentSettings.length);
    return {
      environments: environmentSettings.flatMap((origin, index) => {
        const value: unknown = values[index];
        return value === undefined || value === null ? [] : { origin, value };
      }),
      dialect: typeof dialect === 'string' ? dialect : 'auto',
      formatsBodies: formatsBodies === true,
      inlayHints: inlayHints !== false,
    };
  } catch {
    return noSettings;
  }
}
