/** Methods at the start of a request line. */
import { CompletionItemKind, type CompletionItem } from 'vscode-languageserver-types';
import { methods } from '../../vocabulary/methods.ts';
import { item } from './items.ts';
import type { CompletionPlace } from './place.ts';

export function methodItems({ document, offset, before, after }: CompletionPlace): CompletionItem[] {
  const typed = /[A-Za-z]*$/.exec(before)?.[0].length ?? 0;
  const range = document.range(offset - typed, offset);
  const space = after.startsWith(' ') ? '' : ' ';
  return methods.map((entry, place) =>
    item({
      label: entry.name,
      kind: CompletionItemKind.Method,
      range,
      insert: `${entry.name}${space}`,
      documentation: `${entry.description}\n\n${entry.reference}`,
      place,
    }),
  );
}
