/**
 * Decides what is being written at a position and asks the one list that fits. Each list gives the range it
 * replaces, so that names with dots, dashes and dollars are completed as one word.
 */
import type { CompletionItem, CompletionList, Position } from 'vscode-languageserver-types';
import { nodeAt, type SyntaxNode } from '../../../syntax/index.ts';
import type { ParsedDocument } from '../../documents.ts';
import { embeddedItems } from '../../embedded/embeddedHelp.ts';
import type { Workspace } from '../../workspace.ts';
import { directiveItems } from './directives.ts';
import { headerNameItems, headerValueItems } from './headers.ts';
import { methodItems } from './methods.ts';
import { pathItems } from './paths.ts';
import { placeAt, type CompletionPlace } from './place.ts';
import { referenceItems, requestNameItems } from './references.ts';

export async function completion(
  document: ParsedDocument,
  position: Position,
  workspace: Workspace,
): Promise<CompletionList> {
  const items = await itemsAt(document, position, workspace);
  // The lists of names are cut at a number; another letter may bring back what was cut off.
  return { isIncomplete: items.length >= longList, items };
}

const longList = 200;

async function itemsAt(
  document: ParsedDocument,
  position: Position,
  workspace: Workspace,
): Promise<CompletionItem[]> {
  const place = placeAt(document, document.offsetAt(position));
  const { before } = place;
  const open = before.lastIndexOf('{{');
  if (open > before.lastIndexOf('}}')) return await referenceItems(place, open + 2, workspace);
  if (/^\s*(?:#{1,2}|\/\/)\s*@[\w-]*$/.test(before)) return directiveItems(place);
  const named = /^\s*(?:(?:#{1,2}|\/\/)\s*@(?:ref|forceRef)\s+|run\s+#)([\w.-]*)$/.exec(before);
  if (named !== null) return await requestNameItems(place, named[1] ?? '', workspace);
  const path =
    /^\s*(?:<|<@\S*|>|>>!?|<>|import|run|(?:#{1,2}|\/\/)\s*@(?:import|schema|graphql-?schema))\s+(\S.*|)$/.exec(
      before,
    );
  const node = nodeAt(document.tree, place.offset)?.node;
  if (path?.[1] !== undefined && node?.kind !== 'requestLine')
    return await pathItems(place, path[1], workspace.host);
  if (node === undefined) return methodItems(place);
  if (isMethodPlace(place, node)) return methodItems(place);
  if (isHeaderPlace(place, node)) {
    const colon = before.indexOf(':');
    return colon === -1 ? headerNameItems(place) : headerValueItems(place, before.slice(0, colon).trim());
  }
  return await embeddedItems(document, place.offset, workspace);
}

/** The first word of a request line, or a blank line before any request line. */
function isMethodPlace({ document, offset, before }: CompletionPlace, node: SyntaxNode): boolean {
  if (!/^\s*[A-Za-z]*$/.test(before)) return false;
  if (node.kind === 'requestLine') return true;
  return node.kind === 'blank' && nodesBefore(document, offset).every(({ kind }) => !requestKinds.has(kind));
}

/** A header line, or the blank line right below the request line or a header. */
function isHeaderPlace({ document, offset }: CompletionPlace, node: SyntaxNode): boolean {
  if (node.kind === 'header' || node.kind === 'partHeader') return true;
  if (node.kind !== 'blank' && node.kind !== 'headerFold') return false;
  const above = nodesBefore(document, offset).at(-1)?.kind;
  return above !== undefined && headKinds.has(above);
}

function nodesBefore(document: ParsedDocument, offset: number): readonly SyntaxNode[] {
  const place = nodeAt(document.tree, offset);
  if (place === undefined) return [];
  const { nodes } = place.block.content;
  return nodes.slice(0, nodes.indexOf(place.node));
}

const requestKinds = new Set<SyntaxNode['kind']>(['requestLine', 'curl', 'recordedResponse']);
const headKinds = new Set<SyntaxNode['kind']>([
  'requestLine',
  'urlContinuation',
  'header',
  'headerFold',
  'partHeader',
  'boundary',
]);
