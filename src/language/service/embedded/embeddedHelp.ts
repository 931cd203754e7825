/**
 * Completion and hover at a place in a body of another language. Decides which body the place is in, and turns the
 * ranges of its language's answers into the document's. Holes were answered before anybody asks here.
 */
import type { CompletionItem, Hover, Range } from 'vscode-languageserver-types';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { nodeAt } from '../../syntax/index.ts';
import type { ParsedDocument } from '../documents.ts';
import type { Workspace } from '../workspace.ts';
import { jsonBodyAt, type EmbeddedJson } from './jsonBodies.ts';
import { offsetsOf, type JsonHelp } from './jsonLanguage.ts';

export async function embeddedItems(
  document: ParsedDocument,
  offset: number,
  workspace: Workspace,
): Promise<CompletionItem[]> {
  const json = jsonAt(document, offset);
  if (json === undefined) return [];
  const help = await workspace.json.helpFor(document.uri, json);
  return await jsonItems(document, json, { help, offset });
}

/** Undefined where no body has something to say. */
export async function embeddedHover(
  document: ParsedDocument,
  offset: number,
  workspace: Workspace,
): Promise<Hover | undefined> {
  const json = jsonAt(document, offset);
  // Without a schema there is nothing to explain, so the library is not loaded for it.
  if (json === undefined || (json.schemaPath === undefined && !json.masked.includes('"$schema"'))) {
    return undefined;
  }
  const help = await workspace.json.helpFor(document.uri, json);
  return await jsonHover(document, json, { help, offset });
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

function jsonAt(document: ParsedDocument, offset: number): EmbeddedJson | undefined {
  const index = bodyIndexAt(document, offset);
  const json = index === undefined ? undefined : jsonBodyAt(document, index);
  return json !== undefined && json.start <= offset && offset <= json.start + json.masked.length
    ? json
    : undefined;
}

/** The number of the block whose body a place is in. */
function bodyIndexAt(document: ParsedDocument, offset: number): number | undefined {
  const place = nodeAt(document.tree, offset);
  return place?.node.kind === 'text' ? document.tree.blocks.indexOf(place.block) : undefined;
}
