/** Directives after `# @`. */
import { CompletionItemKind, type CompletionItem } from 'vscode-languageserver-types';
import { directives } from '../../vocabulary/directives.ts';
import { item } from './items.ts';
import type { CompletionPlace } from './place.ts';

export function directiveItems({ document, offset, before, after }: CompletionPlace): CompletionItem[] {
  const typed = /[\w-]*$/.exec(before)?.[0].length ?? 0;
  const range = document.range(offset - typed, offset);
  const isAlone = after.trim() === '';
  return directives.map((entry, place) =>
    item({
      label: entry.name,
      kind: CompletionItemKind.Property,
      range,
      insert: entry.value === '' || !isAlone ? entry.name : `${entry.name} ${entry.value}`,
      documentation: entry.description,
      place,
    }),
  );
}
