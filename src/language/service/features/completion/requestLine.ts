/**
 * What stands behind the method: variables that hold an address, addresses that the file uses already, and the
 * version of HTTP. Nothing is guessed from elsewhere.
 */
import { CompletionItemKind, type CompletionItem } from 'vscode-languageserver-types';
import { variableTable } from '../../variables.ts';
import type { Workspace } from '../../workspace.ts';
import { item } from './items.ts';
import type { CompletionPlace } from './place.ts';

/** More addresses than anybody looks through. */
const mostAddresses = 100;

export async function requestLineItems(
  { document, offset, before, after }: CompletionPlace,
  workspace: Workspace,
): Promise<CompletionItem[]> {
  const version = /^\s*(?:[A-Za-z-]+\s+)?\S+\s+(H[TP/\d.]*)$/.exec(before)?.[1];
  if (version !== undefined) {
    const range = document.range(offset - version.length, offset);
    return ['HTTP/1.1', 'HTTP/2'].map((label) => item({ label, kind: CompletionItemKind.Keyword, range }));
  }
  const typed = /^\s*[A-Za-z-]+\s+(\S*)$/.exec(before)?.[1];
  if (typed === undefined || /\S/.test(after)) return [];
  const range = document.range(offset - typed.length, offset);
  const addresses = new Set<string>();
  const { blocks, meanings } = document.file;
  for (const [index, { request }] of meanings.entries()) {
    if (addresses.size === mostAddresses) break;
    const start = (blocks[index]?.start ?? 0) + (request?.urlRange.start ?? 0);
    const isTyped = start <= offset && offset <= start + (request?.url.length ?? 0);
    if (request !== undefined && !isTyped && request.url !== '') addresses.add(request.url);
  }
  const table = await variableTable(document, workspace);
  const bases = table.all().filter(({ shown }) => /^https?:\/\//i.test(shown));
  return [
    ...bases.map(({ name, shown, origin }) =>
      item({
        label: `{{${name}}}`,
        kind: CompletionItemKind.Variable,
        range,
        detail: shown,
        documentation: `from ${origin}`,
        place: 0,
      }),
    ),
    ...[...addresses].map((label) =>
      item({ label, kind: CompletionItemKind.Value, range, isPlain: true, place: 1 }),
    ),
    ...['https://', 'http://'].map((label) =>
      item({ label, kind: CompletionItemKind.Text, range, place: 2 }),
    ),
  ];
}
