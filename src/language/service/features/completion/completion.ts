/**
 * Decides what is being written at a position and asks the one list that fits. Each list gives the range it
 * replaces, so that names with dots, dashes and dollars are completed as one word.
 */
import type { CompletionItem, CompletionList, Position } from 'vscode-languageserver-types';
import { nodeAt, type SyntaxNode } from '../../../syntax/index.ts';
import type { ParsedDocument } from '../../documents.ts';
import { embeddedItems } from '../../embedded/embeddedHelp.ts';
import { scriptItems } from '../../embedded/scriptHelp.ts';
import type { Workspace } from '../../workspace.ts';
import { directiveValueItems } from './directiveValues.ts';
import { directiveItems } from './directives.ts';
import { headerNameItems, headerValueItems } from './headers.ts';
import { methodItems } from './methods.ts';
import { pathItems } from './paths.ts';
import { placeAt, type CompletionPlace } from './place.ts';
import { requestLineItems } from './requestLine.ts';
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
  const inScript = scriptItems(document, place.offset);
  if (inScript !== undefined) return inScript;
  const { before } = place;
  const open = before.lastIndexOf('{{');
  if (open > before.lastIndexOf('}}')) return await referenceItems(place, open + 2, workspace);
  if (/^\s*(?:#{1,2}|\/\/)\s*@[\w-]*$/.test(before)) return directiveItems(place);
  const named = /^\s*(?:(?:#{1,2}|\/\/)\s*@(?:ref|forceRef)\s+|run\s+#)([\w.-]*)$/.exec(before);
  if (named !== null) return await requestNameItems(place, named[1] ?? '', workspace);
  const valued = /^\s*(?:#{1,2}|\/\/)\s*@([\w-]+)\s+(\S*)$/.exec(before);
  const values = valued && directiveValueItems(place, valued[1] ?? '', valued[2] ?? '');
  if (values !== null && values.length > 0) return values;
  const path =
    /^\s*(?:<|<@\S*|>|>>!?|<>|import|run|(?:#{1,2}|\/\/)\s*@(?:import|schema|graphql-?schema))\s+(\S.*|)$/.exec(
      before,
    );
  const node = nodeAt(document.tree, place.offset)?.node;
  // While its path is missing, the line looks like a request to a host of that name.
  const isImport = /^\s*(?:import|run)\s/.test(before);
  if (path?.[1] !== undefined && (isImport || node?.kind !== 'requestLine'))
    return await pathItems(place, path[1], workspace.host);
  if (node === undefined) return methodItems(place);
  if (isMethodPlace(place, node)) return methodItems(place);
  if (node.kind === 'requestLine' && !isBehindEnd(place)) return await requestLineItems(place, workspace);
  const head = headAt(place, node);
  if (head !== undefined) {
    const colon = before.indexOf(':');
    return colon === -1
      ? headerNameItems(place, head === 'part')
      : headerValueItems(place, before.slice(0, colon).trim());
  }
  return await embeddedItems(document, place.offset, workspace);
}

/** The first word of a request line, or a blank line before any request line. */
function isMethodPlace(place: CompletionPlace, node: SyntaxNode): boolean {
  if (!/^\s*[A-Za-z]*$/.test(place.before)) return false;
  const isBlank = node.kind === 'blank' || isBehindEnd(place);
  if (node.kind === 'requestLine' && !isBlank) return true;
  return isBlank && nodesBefore(place).every(({ kind }) => !requestKinds.has(kind));
}

/** On the empty line at the end of the text, which no node holds. */
function isBehindEnd({ document: { text }, offset }: CompletionPlace): boolean {
  return offset === text.length && /[\r\n]$/.test(text);
}

/** Whose header stands on the line: a header, or the blank line right below a request line, a boundary or a header. */
function headAt(place: CompletionPlace, node: SyntaxNode): 'request' | 'part' | undefined {
  if (!isBehindEnd(place)) {
    if (node.kind === 'header') return 'request';
    if (node.kind === 'partHeader') return 'part';
    if (node.kind !== 'blank' && node.kind !== 'headerFold') return undefined;
  }
  const above = nodesBefore(place).at(-1)?.kind;
  if (above === undefined || !headKinds.has(above)) return undefined;
  return above === 'partHeader' || above === 'boundary' ? 'part' : 'request';
}

function nodesBefore(place: CompletionPlace): readonly SyntaxNode[] {
  const found = nodeAt(place.document.tree, place.offset);
  if (found === undefined) return [];
  const { nodes } = found.block.content;
  return isBehindEnd(place) ? nodes : nodes.slice(0, nodes.indexOf(found.node));
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
