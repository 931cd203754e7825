/** Values of directives that have few: dialects, the sessions of the file, yes and no. */
import { CompletionItemKind, type CompletionItem } from 'vscode-languageserver-types';
import { directiveKey } from '../../../semantics/index.ts';
import type { ParsedDocument } from '../../documents.ts';
import { item } from './items.ts';
import type { CompletionPlace } from './place.ts';

/** Empty for a directive that takes any text. */
export function directiveValueItems(
  { document, offset }: CompletionPlace,
  name: string,
  typed: string,
): CompletionItem[] {
  const range = document.range(offset - typed.length, offset);
  const key = directiveKey(name);
  const values = key === 'session' ? sessionsOf(document, offset) : (fixed[key] ?? []);
  return values.map((label, place) => item({ label, kind: CompletionItemKind.Value, range, place }));
}

const fixed: Readonly<Record<string, readonly string[]>> = {
  dialect: ['rest-client', 'jetbrains', 'httpyac'],
  verify: ['false', 'true'],
  body: ['raw'],
};

/** Names of sessions that other requests of the file use. */
function sessionsOf({ file }: ParsedDocument, offset: number): readonly string[] {
  const names = new Set(['default']);
  const { blocks, meanings } = file;
  for (const [index, { request }] of meanings.entries()) {
    const start = blocks[index]?.start ?? 0;
    for (const { key, value, range } of request?.directives ?? []) {
      const isTyped = start + range.start <= offset && offset <= start + range.end;
      if (key === 'session' && value !== '' && !isTyped) names.add(value);
    }
  }
  return [...names];
}
