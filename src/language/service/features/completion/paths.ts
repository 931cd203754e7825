/** Files and folders beside the document, for `< ./file`, `import` and their kin. */
import { CompletionItemKind, type CompletionItem } from 'vscode-languageserver-types';
import type { LanguageServiceHost } from '../../host.ts';
import { folderOf, resolvePath } from '../../uris.ts';
import { item } from './items.ts';
import type { CompletionPlace } from './place.ts';

export async function pathItems(
  { document, offset }: CompletionPlace,
  written: string,
  host: LanguageServiceHost,
): Promise<CompletionItem[]> {
  if (written.includes('{{') || written.startsWith('#')) return [];
  const slash = Math.max(written.lastIndexOf('/'), written.lastIndexOf('\\'));
  const typed = written.slice(slash + 1);
  // The folder is that of any file in it, so a name stands in for what is still being typed.
  const inFolder = resolvePath(document.uri, `${written.slice(0, slash + 1)}x`);
  if (inFolder === undefined) return [];
  const range = document.range(offset - typed.length, offset);
  const start = written === '' ? './' : '';
  return (await host.listFiles(folderOf(inFolder))).map((name) => {
    const isFolder = name.endsWith('/');
    return item({
      label: name,
      kind: isFolder ? CompletionItemKind.Folder : CompletionItemKind.File,
      range,
      insert: `${start}${name}`,
      place: isFolder ? 1 : 0,
      continues: isFolder,
    });
  });
}
