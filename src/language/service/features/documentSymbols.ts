/** The outline of a document: its variables, then its requests by title, name or address. */
import { SymbolKind, type DocumentSymbol } from 'vscode-languageserver-types';
import { isSecretName, type RequestDefinition } from '../../semantics/index.ts';
import type { ParsedDocument } from '../documents.ts';

export function documentSymbols(document: ParsedDocument): DocumentSymbol[] {
  const variables = document.file.variables.map((variable): DocumentSymbol => {
    const range = document.range(variable.range.start, variable.range.end);
    return {
      name: `@${variable.name}`,
      detail: isSecretName(variable.name) ? '' : variable.value,
      kind: SymbolKind.Variable,
      range,
      selectionRange: range,
    };
  });
  const requests = document.file.requests.map((request): DocumentSymbol => {
    return {
      name: request.title ?? request.name ?? shortUrl(request.url),
      detail: detailOf(request),
      kind: SymbolKind.Method,
      range: document.range(request.range.start, request.range.end),
      selectionRange: document.range(request.urlRange.start, request.urlRange.end),
    };
  });
  return [...variables, ...requests];
}

function detailOf(request: RequestDefinition): string {
  const isNamed = request.title !== undefined || request.name !== undefined;
  return isNamed ? `${request.method} ${shortUrl(request.url)}` : request.method;
}

/** LSP refuses an empty name. */
function shortUrl(url: string): string {
  const short = url.replace(/^https?:\/\//i, '').split('?', 1)[0] ?? '';
  return short === '' ? '(no address)' : short;
}
