/**
 * Finds the environment files that count for a document and reads the chosen environment from them: those of
 * its folder and of the folders above it, up to the workspace folder, and REST Client's setting. What the
 * files mean is decided by semantics.
 */
import { readEnvironments, type Environment, type EnvironmentSource } from '../semantics/index.ts';
import type { LanguageServiceHost } from './host.ts';
import { foldersUpward, relativePath } from './uris.ts';

/** The chosen environment as the document sees it; without a choice, what always counts. */
export async function environmentOf(documentUri: string, host: LanguageServiceHost): Promise<Environment> {
  const { environmentName } = host.knowledge();
  return readEnvironments(await sourcesOf(documentUri, host, environmentName)).select(environmentName);
}

type Visibility = 'public' | 'user' | 'private';

const jsonFiles: readonly (readonly [string, Visibility])[] = [
  ['http-client.env.json', 'public'],
  ['http-client.env.json.user', 'user'],
  ['http-client.private.env.json', 'private'],
];

/** Far folders first. */
async function sourcesOf(
  documentUri: string,
  host: LanguageServiceHost,
  environment: string | undefined,
): Promise<readonly EnvironmentSource[]> {
  const { environmentVariables } = await host.settings(documentUri);
  const sources: EnvironmentSource[] = [
    { kind: 'settings', origin: 'rest-client.environmentVariables', value: environmentVariables },
  ];
  for (const folder of foldersUpward(documentUri, host.workspaceFolders()).toReversed()) {
    for (const [name, visibility] of jsonFiles) {
      const uri = `${folder}/${name}`;
      const text = await host.readFile(uri);
      if (text !== undefined) {
        sources.push({ kind: 'json', origin: relativePath(documentUri, uri), text, visibility });
      }
    }
    for (const suffix of environment === undefined ? [''] : ['', `.${environment}`]) {
      const uri = `${folder}/.env${suffix}`;
      const text = await host.readFile(uri);
      if (text === undefined) continue;
      const origin = relativePath(documentUri, uri);
      sources.push({
        kind: 'dotenv',
        origin,
        text,
        ...(suffix === '' || environment === undefined ? {} : { environment }),
      });
    }
  }
  return sources;
}
