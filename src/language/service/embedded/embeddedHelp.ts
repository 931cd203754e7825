/**
 * Completion and hover at a place in a body of another language. Decides which body the place is in, and turns the
 * ranges of its language's answers into the document's. Holes were answered before anybody asks here.
 */
import type { CompletionItem, Hover, Range } from 'vscode-languageserver-types';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { nodeAt } from '../../syntax/index.ts';
import type { ParsedDocument } from '../documents.ts';
import type { Workspace } from '../workspace.ts';
import { graphqlBodyAt, variablesOf, type EmbeddedGraphql } from './graphqlBodies.ts';
import { graphqlHover, graphqlItems, variablesSchema } from './graphqlLanguage.ts';
import { jsonBodyAt, namesSchema, type EmbeddedJson } from './jsonBodies.ts';
import { offsetsOf, type JsonHelp } from './jsonLanguage.ts';
import { scriptHover } from './scriptHelp.ts';

export async function embeddedItems(
  document: ParsedDocument,
  offset: number,
  workspace: Workspace,
): Promise<CompletionItem[]> {
  const place = bodyAt(document, offset);
  if (place === undefined) return [];
  if ('json' in place) {
    const help = await workspace.json.helpFor(document.uri, place.json);
    return await jsonItems(document, place.json, { help, offset });
  }
  const { query } = place;
  const found = await workspace.graphql.schemaFor(document.uri, query.schemaPath);
  if (found === undefined || !('schema' in found)) return [];
  const { start, masked } = query;
  if (offset - start <= masked.trimEnd().length || place.variables === undefined) {
    const items = await graphqlItems(query, found.schema, offset - start);
    return items.map(({ item: { insertText, ...item }, range }) => ({
      ...item,
      textEdit: {
        newText: insertText ?? item.label,
        range: document.range(start + range.start, start + range.end),
      },
    }));
  }
  const help = await variablesHelp(place.query, { document, workspace });
  return help === undefined ? [] : await jsonItems(document, place.variables, { help, offset });
}

/** Undefined where no body has something to say. */
export async function embeddedHover(
  document: ParsedDocument,
  offset: number,
  workspace: Workspace,
): Promise<Hover | undefined> {
  const inScript = scriptHover(document, offset);
  if (inScript !== undefined) return inScript;
  const place = bodyAt(document, offset);
  if (place === undefined) return undefined;
  if ('json' in place) {
    // Without a schema there is nothing to explain, so the library is not loaded for it.
    if (!namesSchema(place.json)) return undefined;
    const help = await workspace.json.helpFor(document.uri, place.json);
    return await jsonHover(document, place.json, { help, offset });
  }
  const { start } = place.query;
  if (place.variables !== undefined && offset >= place.variables.start) {
    const help = await variablesHelp(place.query, { document, workspace });
    return help === undefined ? undefined : await jsonHover(document, place.variables, { help, offset });
  }
  const found = await workspace.graphql.schemaFor(document.uri, place.query.schemaPath);
  if (found === undefined || !('schema' in found)) return undefined;
  const hover = await graphqlHover(place.query, found.schema, offset - start);
  if (hover === undefined) return undefined;
  const { text: value, range } = hover;
  return {
    contents: { kind: 'markdown', value },
    range: document.range(start + range.start, start + range.end),
  };
}

/** Help by the types of the query's variables. */
async function variablesHelp(
  query: EmbeddedGraphql,
  { document, workspace }: { readonly document: ParsedDocument; readonly workspace: Workspace },
): Promise<JsonHelp | undefined> {
  const found = await workspace.graphql.schemaFor(document.uri, query.schemaPath);
  if (found === undefined || !('schema' in found)) return undefined;
  const schema = await variablesSchema(query, found.schema);
  return schema === undefined ? undefined : await workspace.json.helpBy(schema);
}

interface Asked {
  readonly help: JsonHelp;
  /** The document's. */
  readonly offset: number;
}

async function jsonItems(
  document: ParsedDocument,
  json: EmbeddedJson,
  { help, offset }: Asked,
): Promise<CompletionItem[]> {
  const text = help.textOf(document.uri, json);
  const items = await help.items(document.uri, json, offset - json.start);
  return items.map(({ textEdit, ...item }) => {
    if (textEdit === undefined) return item;
    const range = 'range' in textEdit ? textEdit.range : textEdit.insert;
    return {
      ...item,
      textEdit: { newText: textEdit.newText, range: placed(document, json.start, text, range) },
    };
  });
}

async function jsonHover(
  document: ParsedDocument,
  json: EmbeddedJson,
  { help, offset }: Asked,
): Promise<Hover | undefined> {
  const hover = await help.hover(document.uri, json, offset - json.start);
  if (hover?.range === undefined || isEmpty(hover)) return undefined;
  const text = help.textOf(document.uri, json);
  return { contents: hover.contents, range: placed(document, json.start, text, hover.range) };
}

function isEmpty({ contents }: Hover): boolean {
  return Array.isArray(contents) && contents.every((part) => part === '');
}

function placed(document: ParsedDocument, base: number, text: TextDocument, range: Range): Range {
  const { start, end } = offsetsOf(text, range);
  return document.range(base + start, base + end);
}

type BodyPlace =
  | { readonly json: EmbeddedJson }
  | { readonly query: EmbeddedGraphql; readonly variables: EmbeddedJson | undefined };

function bodyAt(document: ParsedDocument, offset: number): BodyPlace | undefined {
  const place = nodeAt(document.tree, offset);
  if (place?.node.kind !== 'text') return undefined;
  const index = document.tree.blocks.indexOf(place.block);
  const json = jsonBodyAt(document, index);
  if (json !== undefined) return isIn(json, offset) ? { json } : undefined;
  const query = graphqlBodyAt(document, index);
  if (query === undefined) return undefined;
  const variables = variablesOf(query);
  const isInside = isIn(query, offset) || (variables !== undefined && isIn(variables, offset));
  return isInside ? { query, variables } : undefined;
}

function isIn(
  { start, masked }: { readonly start: number; readonly masked: string },
  offset: number,
): boolean {
  return start <= offset && offset <= start + masked.length;
}
