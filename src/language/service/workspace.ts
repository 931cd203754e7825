/**
 * The other documents: those that a document imports, and all of the workspace. Each is parsed once for a text.
 * Which names of them count is decided by whoever asks.
 */
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Range } from 'vscode-languageserver-types';
import { readDialect } from '../semantics/index.ts';
import { createDocumentCache, type DocumentCache, type ParsedDocument } from './documents.ts';
import { createGraphqlSchemas, type GraphqlSchemas } from './embedded/graphqlSchemas.ts';
import { createJsonLanguage, type JsonLanguage } from './embedded/jsonLanguage.ts';
import type { LanguageServiceHost } from './host.ts';

export interface Workspace {
  readonly host: LanguageServiceHost;
  /** JSON in bodies, by the schemas beside the documents. */
  readonly json: JsonLanguage;
  /** The schemas of GraphQL bodies. */
  readonly graphql: GraphqlSchemas;
  /** A document by its URI, as it is on screen if it is open; undefined when there is no such file. */
  document(uri: string): Promise<ParsedDocument | undefined>;
  /** Offsets of any text file to LSP ranges; undefined when there is no such file. */
  rangesOf(uri: string): Promise<((start: number, end: number) => Range) | undefined>;
  /** All `.http` and `.rest` files of the workspace; at most `limit` of them. */
  documents(limit: number): Promise<readonly ParsedDocument[]>;
}

/** `open` holds what is on screen; files on disk are kept here. */
export function createWorkspace(host: LanguageServiceHost, open: DocumentCache): Workspace {
  const files = createDocumentCache();
  const versions = new Map<string, { readonly text: string; readonly version: number }>();

  const document = async (uri: string): Promise<ParsedDocument | undefined> => {
    const text = await host.readFile(uri);
    if (text === undefined) {
      files.forget(uri);
      versions.delete(uri);
      return undefined;
    }
    const onScreen = open.last(uri);
    if (onScreen?.text === text) return onScreen;
    const known = versions.get(uri);
    const version = known === undefined ? 1 : known.text === text ? known.version : known.version + 1;
    versions.set(uri, { text, version });
    const dialect = readDialect((await host.settings(uri)).dialect);
    return files.get(TextDocument.create(uri, 'http', version, text), { dialect });
  };
  return {
    host,
    json: createJsonLanguage(host),
    graphql: createGraphqlSchemas(host),
    document,
    async rangesOf(uri) {
      const text = open.last(uri)?.text ?? (await host.readFile(uri));
      if (text === undefined) return undefined;
      const lines = TextDocument.create(uri, 'plaintext', 1, text);
      return (start, end) => ({ start: lines.positionAt(start), end: lines.positionAt(end) });
    },
    async documents(limit) {
      const uris = (await host.findDocuments()).slice(0, limit);
      const found = await Promise.all(uris.map(document));
      return found.filter((one) => one !== undefined);
    },
  };
}
