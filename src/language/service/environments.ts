/**
 * Finds the environment files that count for a document and reads the environments from them: those of its
 * folder and of the folders above it, up to the workspace folder, and the settings. What the files mean is
 * decided by semantics. The runner finds the same files before a request is sent.
 */
import type { EnvironmentChoice } from '../protocol.ts';
import { readEnvironments, type EnvironmentCatalog, type EnvironmentSource } from '../semantics/index.ts';
import type { LanguageServiceHost } from './host.ts';
import { foldersUpward, relativePath } from './uris.ts';

/** The environments that a document can use. */
export async function environmentsFor(
  documentUri: string,
  host: LanguageServiceHost,
): Promise<EnvironmentCatalog> {
  const { environments } = await host.settings(documentUri);
  const settings = environments.map(({ origin, value }): EnvironmentSource => ({
    kind: 'settings',
    origin,
    value,
  }));
  const folders = foldersUpward(documentUri, host.workspaceFolders()).toReversed();
  const found = await Promise.all(folders.map((folder) => inFolder(folder, documentUri, host)));
  return readEnvironments([...settings, ...found.flat()]);
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

const jsonFiles: readonly (readonly [name: string, visibility: 'public' | 'user' | 'private'])[] = [
  ['rest-client.env.json', 'public'],
  ['http-client.env.json', 'public'],
  ['http-client.env.json.user', 'user'],
  ['rest-client.private.env.json', 'private'],
  ['http-client.private.env.json', 'private'],
];

async function inFolder(
  folder: string,
  documentUri: string,
  host: LanguageServiceHost,
): Promise<readonly EnvironmentSource[]> {
  const names = await host.listFiles(folder);
  const sources: EnvironmentSource[] = [];
  for (const [name, visibility] of jsonFiles) {
    const uri = `${folder}/${name}`;
    const text = names.includes(name) ? await host.readFile(uri) : undefined;
    if (text === undefined) continue;
    sources.push({ kind: 'json', origin: relativePath(documentUri, uri), text, visibility });
  }
  const nested = names.includes('env/') ? await host.listFiles(`${folder}/env`) : [];
  for (const path of [...nested.map((name) => `env/${name}`), ...names]) {
    const environment = dotenvEnvironment(path.slice(path.indexOf('/') + 1));
    const uri = `${folder}/${path}`;
    const text = environment === undefined ? undefined : await host.readFile(uri);
    if (environment === undefined || text === undefined) continue;
    const origin = relativePath(documentUri, uri);
    sources.push({ kind: 'dotenv', origin, text, ...(environment === '' ? {} : { environment }) });
  }
  return sources;
}

/** `.env` is for all (an empty name), `.env.dev` and `dev.env` for one; undefined for other files and samples. */
function dotenvEnvironment(name: string): string | undefined {
  if (name === '.env') return '';
  const environment = /^\.env\.([\w-]+)$/.exec(name)?.[1] ?? /^([\w-]+)\.env$/.exec(name)?.[1];
  return environment === undefined || /^(?:example|sample|template|dist)$/i.test(environment)
    ? undefined
    : environment;
}
