/** The parts of a file that can be sent at a time, as lines and keys of the outline, and what they are as a wish. */
import type * as vscode from 'vscode';
import {
  classifyReference,
  type FileDefinition,
  type RequestDefinition,
  type RunWish,
} from '../../../../language/semantics/index.ts';
import type { FileOutline } from '../../lenses/outlines.ts';

/** Lines are 0-based and of the document. */
export type FilePart =
  | { readonly kind: 'all' }
  /** The request of a line, and all behind it. */
  | { readonly kind: 'from'; readonly line: number }
  /** All requests that the lines touch. */
  | { readonly kind: 'lines'; readonly first: number; readonly last: number }
  /** What the `run` line there names. */
  | { readonly kind: 'run'; readonly line: number }
  /** Those of the outline's keys, although they may be disabled. */
  | { readonly kind: 'keys'; readonly keys: readonly string[] };

export function wishFor(
  part: FilePart,
  document: vscode.TextDocument,
  { requests, definition }: Pick<FileOutline, 'requests' | 'definition'>,
): RunWish {
  switch (part.kind) {
    case 'all':
      return { kind: 'all' };
    case 'from': {
      const first = requests.find(({ lastLine }) => part.line <= lastLine);
      return { kind: 'from', offset: first?.definition.range.start ?? Infinity };
    }
    case 'lines': {
      // A selection that ends at the start of a line does not touch it.
      const start = document.lineAt(part.first).range.start;
      const end = document.lineAt(part.last).range.end;
      return { kind: 'within', start: document.offsetAt(start), end: document.offsetAt(end) };
    }
    case 'run': {
      const run = definition.imports.find(({ kind, line }) => kind === 'run' && line === part.line + 1);
      return { kind: 'run', offset: run?.range.start ?? Infinity };
    }
    case 'keys':
      return {
        kind: 'requests',
        areNamed: true,
        requests: requests.filter(({ key }) => part.keys.includes(key)).map(({ definition }) => definition),
      };
  }
}

/** True when sending the request cannot need another one; what environments refer to is not looked at. */
export function isAlone(
  { directives }: RequestDefinition,
  { uses, imports, requests }: FileDefinition,
): boolean {
  if (directives.some(({ key }) => key === 'ref' || key === 'forceref' || key === 'loop')) return false;
  const names = new Set(requests.map(({ name }) => name));
  return !uses.some(({ content }) => {
    const reference = classifyReference(content);
    if (reference.kind !== 'name') return reference.kind === 'exchange';
    const [first = ''] = reference.name.split(/[.[]/, 1);
    return imports.length > 0 ? reference.name.includes('.') : names.has(first);
  });
}
