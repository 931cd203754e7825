/**
 * Finds the environment files that count for a document and reads the environments from them: those of its
 * folder and of the folders above it, up to the workspace folder, and the settings. What the files mean is
 * decided by semantics. The runner finds the same files before a request is sent.
 */
import type { EnvironmentChoice } from '../protocol.ts';
import {
  environmentFilesIn,
  readEnvironments,
  sourceOf,
  type EnvironmentCatalog,
  type EnvironmentSource,
} from '../semantics/index.ts';
import type { LanguageServiceHost } from './host.ts';
import { foldersUpward, relativePath } from './uris.ts';

/** A source with the file it was read from; settings have none. */
export interface EnvironmentFile {
  readonly uri: string | undefined;
  readonly source: EnvironmentSource;
}

/** The environments that a document can use. */
export async function environmentsFor(
  documentUri: string,
  host: LanguageServiceHost,
): Promise<EnvironmentCatalog> {
  return readEnvironments((await environmentFiles(documentUri, host)).map(({ source }) => source));
}

/** What gives a document its environments, weakest first. */
export async function environmentFiles(
  documentUri: string,
  host: LanguageServiceHost,
): Promise<readonly EnvironmentFile[]> {
  const { environments } = await host.settings(documentUri);
  const settings = environments.map(({ origin, value }): EnvironmentFile => ({
    uri: undefined,
    source: { kind: 'settings', origin, value },
  }));
  const folders = foldersUpward(documentUri, host.workspaceFolders()).toReversed();
  const found = await Promise.all(folders.map((folder) => inFolder(folder, documentUri, host)));
  return [...settings, ...found.flat()];
}

/** What a person can choose for a document. */
export async function environmentChoices(
  documentUri: string,
  host: LanguageServiceHost,
): Promise<EnvironmentChoice[]> {
  const catalog = await environmentsFor(documentUri, host);
  const always = new Set(catalog.select(undefined).layers.map(({ variables }) => variables));
  return catalog.names.map((name) => ({
    name,
    origins: catalog
      .select(name)
      .layers.filter(({ variables }) => !always.has(variables))
      .map(({ origin }) => origin),
  }));
}

async function inFolder(
  folder: string,
  documentUri: string,
  host: LanguageServiceHost,
): Promise<readonly EnvironmentFile[]> {
  const names = await host.listFiles(folder);
  const nested = names.includes('env/') ? await host.listFiles(`${folder}/env`) : [];
  const files: EnvironmentFile[] = [];
  for (const file of environmentFilesIn(names, nested)) {
    const uri = `${folder}/${file.path}`;
    const text = await host.readFile(uri);
    if (text === undefined) continue;
    files.push({ uri, source: sourceOf(file, relativePath(documentUri, uri), text) });
  }
  return files;
}
