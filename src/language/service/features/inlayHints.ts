/**
 * Hints at the ends of lines: the address with its variables filled, and the size of a file that is sent. Secrets
 * stay masked; what is different each time (a random number, the time) or not known yet stays as it is written.
 */
import type { InlayHint, Range } from 'vscode-languageserver-types';
import { fillsVariables } from '../../semantics/index.ts';
import type { BlockNode, SyntaxNode } from '../../syntax/index.ts';
import type { ParsedDocument } from '../documents.ts';
import type { LanguageServiceHost } from '../host.ts';
import { resolvePath } from '../uris.ts';
import type { VariableTable } from '../variables.ts';

const longest = 200;

export async function inlayHints(
  document: ParsedDocument,
  range: Range,
  { host, variables }: { readonly host: LanguageServiceHost; readonly variables: VariableTable },
): Promise<InlayHint[]> {
  const start = document.offsetAt(range.start);
  const end = document.offsetAt(range.end);
  const hints: InlayHint[] = [];
  for (const block of document.tree.blocks) {
    if (block.end < start || block.start > end) continue;
    const address = addressHint(document, block, variables);
    if (address !== undefined) hints.push(address);
    for (const node of block.content.nodes) {
      if (node.kind !== 'bodyFile') continue;
      const hint = await fileHint(document, block, node, host);
      if (hint !== undefined) hints.push(hint);
    }
  }
  return hints.filter(({ position }) => {
    const offset = document.offsetAt(position);
    return start <= offset && offset <= end;
  });
}

function addressHint(
  document: ParsedDocument,
  { start, content }: BlockNode,
  variables: VariableTable,
): InlayHint | undefined {
  const lines = content.nodes.filter(
    (node) => node.kind === 'requestLine' || node.kind === 'urlContinuation',
  );
  const [first] = lines;
  const last = lines.at(-1);
  if (first === undefined || last === undefined) return undefined;
  const url = lines
    .map(({ urlStart, urlEnd }) => document.text.slice(start + urlStart, start + urlEnd))
    .join('');
  if (!url.includes('{{')) return undefined;
  const filled = variables.fill(url, start + first.urlStart);
  if (filled === url) return undefined;
  return hintAt(document, start + Math.max(last.urlEnd, last.versionEnd), filled);
}

function hintAt(document: ParsedDocument, offset: number, text: string): InlayHint {
  const line = text.replaceAll(/\s+/g, ' ');
  return {
    position: document.range(offset, offset).start,
    label: `= ${line.length > longest ? `${line.slice(0, longest)}…` : line}`,
    paddingLeft: true,
    ...(line.length > longest ? { tooltip: line.slice(0, 4096) } : {}),
  };
}

async function fileHint(
  document: ParsedDocument,
  { start }: BlockNode,
  node: SyntaxNode & { readonly kind: 'bodyFile' },
  host: LanguageServiceHost,
): Promise<InlayHint | undefined> {
  const path = document.text.slice(start + node.pathStart, start + node.pathEnd);
  const uri = path.includes('{{') ? undefined : resolvePath(document.uri, path);
  const size = uri === undefined ? undefined : await host.fileSize(uri);
  if (size === undefined) return undefined;
  const request = document.file.requests.find(({ range }) => range.start <= start && start < range.end);
  const isFilled = node.substitute || fillsVariables(path, request?.directives ?? [], document.file.dialect);
  const how = isFilled ? 'variables are filled' : 'sent as is';
  return hintAt(document, start + node.pathEnd, `${inUnits(size)}, ${how}`);
}

function inUnits(bytes: number): string {
  if (bytes === 1) return '1 byte';
  if (bytes < 1024) return `${bytes} bytes`;
  const units = ['KB', 'MB', 'GB'];
  let size = bytes / 1024;
  let unit = 0;
  while (size >= 1024 && unit < units.length - 1) {
    size /= 1024;
    unit += 1;
  }
  return `${size.toFixed(1)} ${units[unit] ?? ''}`;
}
