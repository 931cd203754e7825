/** Header names, and the values that are usual for a header. */
import { CompletionItemKind, type CompletionItem } from 'vscode-languageserver-types';
import { headerEntry, headers } from '../../vocabulary/headers.ts';
import { item } from './items.ts';
import type { CompletionPlace } from './place.ts';

/** In a part of a multipart body only those that describe the part. */
export function headerNameItems(
  { document, offset, before, after }: CompletionPlace,
  isPart: boolean,
): CompletionItem[] {
  const typed = /[^\s:]*$/.exec(before)?.[0].length ?? 0;
  const range = document.range(offset - typed, offset);
  const colon = after.includes(':') ? '' : ': ';
  return headers
    .filter(({ name }) => !isPart || name.startsWith('Content-'))
    .map((entry) =>
      item({
        label: entry.name,
        kind: CompletionItemKind.Field,
        range,
        insert: `${entry.name}${colon}`,
        documentation: `${entry.description}\n\n${entry.reference}`,
        continues: colon !== '' && entry.values.length > 0,
      }),
    );
}

export function headerValueItems(
  { document, offset, before }: CompletionPlace,
  name: string,
): CompletionItem[] {
  const value = before.slice(before.indexOf(':') + 1).trimStart();
  const range = document.range(offset - value.length, offset);
  const needsSpace = before.endsWith(':');
  return (headerEntry(name)?.values ?? []).map((text, place) =>
    item({
      label: plain(text),
      kind: CompletionItemKind.Value,
      range,
      insert: needsSpace ? ` ${text}` : text,
      place,
    }),
  );
}

/** A snippet as a person reads it. */
function plain(snippet: string): string {
  return snippet
    .replace(/\$\{\d+:([^}]*)\}/g, '$1')
    .replace(/\$\d+/g, '')
    .replaceAll('\\$', '$');
}
