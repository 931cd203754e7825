/**
 * Finds and builds the GraphQL schema of a document: the file that a directive names, or what a GraphQL configuration
 * in its folder or above it names. A file holds GraphQL's own language, or the answer of an introspection. Nothing is
 * asked over a network: an address in a configuration counts for nothing.
 */
import type { GraphQLSchema } from 'graphql';
import type { LanguageServiceHost } from '../host.ts';
import { fileName, foldersUpward, resolvePath } from '../uris.ts';
import { configuredSchemaFiles } from './graphqlConfiguration.ts';
import type { SchemaPath } from './schemaPaths.ts';

/** A schema, or what is wrong with it; the same object for as long as its files stay as they are. */
export type FoundSchema =
  | { readonly schema: GraphQLSchema }
  /** A sentence for people. */
  | { readonly fault: string };

export interface GraphqlSchemas {
  /** Undefined when nothing names a schema, or its file is missing. */
  schemaFor(documentUri: string, path: SchemaPath | undefined): Promise<FoundSchema | undefined>;
}

export function createGraphqlSchemas(host: LanguageServiceHost): GraphqlSchemas {
  const kept = new Map<string, { readonly texts: readonly string[]; readonly found: FoundSchema }>();
  return {
    async schemaFor(documentUri, path) {
      const own = path === undefined ? undefined : resolvePath(documentUri, path.path);
      const uris = own === undefined ? await configuredSchemas(documentUri, host) : [own];
      const read = await Promise.all(uris.map((uri) => host.readFile(uri)));
      const texts = read.filter((text) => text !== undefined);
      if (texts.length === 0) return undefined;
      const key = uris.join(' ');
      const known = kept.get(key);
      if (known?.texts.length === texts.length && known.texts.every((text, index) => text === texts[index])) {
        return known.found;
      }
      const found = await build(texts, uris.map(fileName).join(', '));
      kept.set(key, { texts, found });
      return found;
    },
  };
}

async function build(texts: readonly string[], names: string): Promise<FoundSchema> {
  const { buildClientSchema, buildSchema } = await import('./graphqlLibrary.ts');
  try {
    const [first = ''] = texts;
    if (texts.length > 1 || !/^\s*\{/.test(first)) return { schema: buildSchema(texts.join('\n')) };
    const answer = JSON.parse(first) as { readonly data?: unknown };
    const introspection = (answer.data ?? answer) as Parameters<typeof buildClientSchema>[0];
    return { schema: buildClientSchema(introspection) };
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split('\n', 1)[0] ?? '') : '';
    return { fault: `The GraphQL schema in ${names} cannot be read: ${withPoint(reason)}` };
  }
}

function withPoint(sentence: string): string {
  return sentence.endsWith('.') ? sentence : `${sentence}.`;
}

const configurationNames = new Set([
  '.graphqlrc',
  '.graphqlrc.json',
  '.graphqlrc.yml',
  '.graphqlrc.yaml',
  'graphql.config.json',
  'graphql.config.yml',
  'graphql.config.yaml',
]);

/** URIs of the schema files that the nearest configuration names. */
async function configuredSchemas(documentUri: string, host: LanguageServiceHost): Promise<readonly string[]> {
  for (const folder of foldersUpward(documentUri, host.workspaceFolders())) {
    const name = (await host.listFiles(folder)).find((candidate) => configurationNames.has(candidate));
    const uri = `${folder}/${name ?? ''}`;
    const text = name === undefined ? undefined : await host.readFile(uri);
    if (text === undefined) continue;
    return configuredSchemaFiles({ uri, text }, documentUri, host);
  }
  return [];
}
