/** Formats a GraphQL body in a request of its own, as an editor would. */
import { TextDocument } from 'vscode-languageserver-textdocument';
import { open, type MemoryWorld } from './memoryHost.ts';

const head = 'POST http://h\nX-REQUEST-TYPE: GraphQL\n\n';

export async function formatGraphql(
  body: string,
  world: MemoryWorld = { formatsBodies: true },
): Promise<string> {
  const { service, document } = open(head + body, world);
  const edits = await service.format(document, { tabSize: 2, insertSpaces: true });
  return TextDocument.applyEdits(document, edits).slice(head.length);
}
