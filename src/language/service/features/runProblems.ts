/**
 * Files that run each other (`run ./other.http`) until it comes back to the document: nothing of it would be sent. Asks
 * only for files that `run` lines name, through the workspace.
 */
import type { Problem } from '../../semantics/index.ts';
import type { ParsedDocument } from '../documents.ts';
import { fileName, resolvePath } from '../uris.ts';
import type { Workspace } from '../workspace.ts';

const mostFiles = 200;

export async function runProblems(
  document: ParsedDocument,
  workspace: Workspace,
): Promise<readonly Problem[]> {
  const problems: Problem[] = [];
  for (const { uri, range } of runFiles(document)) {
    const way = await wayBack(uri, document, workspace);
    if (way === undefined) continue;
    const names = [document.uri, ...way, document.uri].map(fileName);
    const message = `The files run each other: ${names.join(' → ')}.`;
    problems.push({ severity: 'error', code: 'run-cycle', message, range });
  }
  return problems;
}

/** The files from the given one to the document, without the document; undefined when none leads there. */
async function wayBack(
  start: string,
  document: ParsedDocument,
  workspace: Workspace,
): Promise<readonly string[] | undefined> {
  if (start === document.uri) return [];
  const ways = new Map<string, readonly string[]>([[start, [start]]]);
  // The map grows while it is walked.
  for (const [uri, way] of ways) {
    const other = ways.size > mostFiles ? undefined : await workspace.document(uri);
    for (const next of other === undefined ? [] : runFiles(other)) {
      if (next.uri === document.uri) return way;
      if (!ways.has(next.uri)) ways.set(next.uri, [...way, next.uri]);
    }
  }
  return undefined;
}

function runFiles({
  uri: from,
  file,
}: ParsedDocument): readonly { readonly uri: string; readonly range: Problem['range'] }[] {
  return file.imports.flatMap(({ kind, target, range }) => {
    if (kind !== 'run' || target.startsWith('#') || target.includes('{{')) return [];
    const uri = resolvePath(from, target);
    return uri === undefined ? [] : [{ uri, range }];
  });
}
